package care.anling.verticles.store;

import java.time.Duration;

class FakeIdempotencyStoreTest extends IdempotencyStoreContract {

    private final FakeDatabase database = new FakeDatabase();
    private final FakeIdempotencyStore store = new FakeIdempotencyStore(database);

    @Override
    IdempotencyStore store() {
        return store;
    }

    @Override
    void age(Duration by) {
        database.age(by);
    }
}
