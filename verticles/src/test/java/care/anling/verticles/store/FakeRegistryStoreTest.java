package care.anling.verticles.store;

import care.anling.core.community.Community;

class FakeRegistryStoreTest extends RegistryStoreContract {

    private final FakeDatabase database = new FakeDatabase();
    private final FakeRegistryStore store = new FakeRegistryStore(database);

    @Override
    RegistryStore store() {
        return store;
    }

    @Override
    void put(Community node) {
        store.put(node);
    }

    @Override
    void put(RegistryStore.Registered registered) {
        store.put(registered);
    }
}
