package care.anling.verticles.store;

import care.anling.core.common.CommunityId;
import care.anling.core.geo.Wgs84;
import care.anling.core.incident.Subject;

class FakeResidentStoreTest extends ResidentStoreContract {

    private final FakeDatabase database = new FakeDatabase();
    private final FakeResidentStore store = new FakeResidentStore(database);

    @Override
    ResidentStore store() {
        return store;
    }

    @Override
    CommunityId community() {
        return Samples.community();
    }

    @Override
    CommunityId building(CommunityId community, String name, Wgs84 at) {
        return Samples.community();
    }

    @Override
    void put(Subject resident) {
        store.put(resident);
    }
}
