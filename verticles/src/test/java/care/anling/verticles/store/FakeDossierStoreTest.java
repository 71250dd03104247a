package care.anling.verticles.store;

import care.anling.core.common.CommunityId;
import care.anling.core.common.ResidentId;
import care.anling.core.geo.Wgs84;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

class FakeDossierStoreTest extends DossierStoreContract {

    private final FakeDatabase database = new FakeDatabase();
    private final FakeDossierStore store = new FakeDossierStore(database);

    @Override
    DossierStore store() {
        return store;
    }

    @Override
    IntakeStore intake() {
        return new FakeIntakeStore(database);
    }

    @Override
    IncidentStore incidents() {
        return new FakeIncidentStore(database);
    }

    @Override
    CommunityId community(String name) {
        return Samples.community();
    }

    @Override
    CommunityId building(CommunityId community, String name, Wgs84 at) {
        return Samples.community();
    }

    @Override
    void putLooker(UUID account, CommunityId node) {
        store.putLooker(account);
    }

    @Override
    void put(FakeDossierStore.OnRecord resident) {
        store.put(resident);
    }

    @Override
    void put(Dossier.DeviceLine device, CommunityId node, Optional<ResidentId> of) {
        store.put(device, of);
    }

    @Override
    List<DossierStore.Look> looks(CommunityId of) {
        return store.looks();
    }
}
