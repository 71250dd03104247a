package care.anling.verticles.store;

class FakeSessionStoreTest extends SessionStoreContract {

    private final FakeDatabase database = new FakeDatabase();
    private final FakeSessionStore store = new FakeSessionStore(database);

    @Override
    SessionStore store() {
        return store;
    }
}
