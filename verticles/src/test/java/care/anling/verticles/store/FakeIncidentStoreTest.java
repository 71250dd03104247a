package care.anling.verticles.store;

class FakeIncidentStoreTest extends IncidentStoreContract {

    private final FakeDatabase database = new FakeDatabase();

    @Override
    IncidentStore store() {
        return new FakeIncidentStore(database);
    }

    @Override
    IncidentStore other() {
        return new FakeIncidentStore(database);
    }

    @Override
    IntakeStore intake() {
        return new FakeIntakeStore(database);
    }
}
