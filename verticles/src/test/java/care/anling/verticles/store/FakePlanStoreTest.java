package care.anling.verticles.store;

import care.anling.core.common.CommunityId;
import java.util.Optional;

class FakePlanStoreTest extends PlanStoreContract {

    private final FakeDatabase database = new FakeDatabase();
    private final PlanStore store = new FakePlanStore(database);

    @Override
    PlanStore store() {
        return store;
    }

    @Override
    Nodes freshNodes() {
        CommunityId street = Samples.community();
        CommunityId community = Samples.community();
        database.openFeedNode(street, Optional.empty());
        database.openFeedNode(community, Optional.of(street));
        return new Nodes(community, street);
    }
}
