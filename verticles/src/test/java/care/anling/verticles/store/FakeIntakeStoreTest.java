package care.anling.verticles.store;

import java.time.Duration;

class FakeIntakeStoreTest implements IntakeStoreContract {

    private final FakeDatabase database = new FakeDatabase();

    @Override
    public IntakeStore store() {
        return new FakeIntakeStore(database);
    }

    @Override
    public IntakeStore elsewhere() {
        FakeIntakeStore store = new FakeIntakeStore(database);
        PgFixture.await(store.stayReady());
        return store;
    }

    @Override
    public IncidentStore incidents() {
        return new FakeIncidentStore(database);
    }

    @Override
    public void age(Duration by) {
        database.age(by);
    }
}
