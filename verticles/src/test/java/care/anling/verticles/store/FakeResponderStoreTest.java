package care.anling.verticles.store;

import care.anling.core.common.CommunityId;
import care.anling.core.common.Person;
import care.anling.core.dispatch.Role;
import care.anling.core.geo.Wgs84;
import java.util.List;
import java.util.Optional;
import java.util.Set;

class FakeResponderStoreTest extends ResponderStoreContract {

    private final FakeDatabase database = new FakeDatabase();
    private final FakeResponderStore store = new FakeResponderStore(database);

    @Override
    ResponderStore store() {
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
    CommunityId street() {
        CommunityId street = Samples.community();
        database.openFeedNode(street, Optional.empty());
        return street;
    }

    @Override
    CommunityId community(CommunityId street) {
        CommunityId community = Samples.community();
        database.openFeedNode(community, Optional.of(street));
        return community;
    }

    @Override
    void put(Person person, AccountRole account, CommunityId node, Role role, Wgs84 home) {
        store.put(
                new ResponderNow(person, account.name(), node, false, false, Optional.empty(), List.of()),
                Set.of(role),
                Optional.of(home));
    }
}
