package care.anling.verticles.store;

import care.anling.core.common.CommunityId;
import java.time.Duration;

class FakeAccountStoreTest extends AccountStoreContract {

    private final FakeDatabase database = new FakeDatabase();
    private final FakeAccountStore store = new FakeAccountStore(database);

    @Override
    AccountStore store() {
        return store;
    }

    @Override
    void age(Duration by) {
        database.age(by);
    }

    @Override
    CommunityId node() {
        return Samples.community();
    }

    @Override
    void put(Account account, String passwordHash) {
        store.put(account, passwordHash);
    }
}
