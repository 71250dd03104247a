package care.anling.verticles.store;

class FakeDownlinkStoreTest extends DownlinkStoreContract {

    private final FakeDatabase database = new FakeDatabase();
    private final FakeDownlinkStore store = new FakeDownlinkStore(database);

    @Override
    DownlinkStore store() {
        return store;
    }

    @Override
    IntakeStore intake() {
        return new FakeIntakeStore(database);
    }
}
