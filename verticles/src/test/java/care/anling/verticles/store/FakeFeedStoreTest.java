package care.anling.verticles.store;

import care.anling.core.common.CommunityId;
import care.anling.core.common.DeviceId;
import care.anling.core.common.Person;
import care.anling.core.device.DeviceKind;
import care.anling.core.geo.Fix;
import care.anling.core.geo.Wgs84;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

class FakeFeedStoreTest extends FeedStoreContract {

    private final FakeDatabase database = new FakeDatabase();
    private final FakeFeedStore store = new FakeFeedStore(database);

    @Override
    FeedStore store() {
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
    CommunityId node() {
        CommunityId street = Samples.community();
        database.openFeedNode(street, Optional.empty());
        return street;
    }

    @Override
    void putWatch(CommunityId node, Person resident, DeviceId watch) {
        Fix fix = new Fix(new Wgs84(34.7, 113.7), OptionalDouble.empty(), database.now());
        store.putDevices(
                node,
                List.of(new DeviceNow(
                        watch,
                        DeviceKind.WATCH,
                        node,
                        Optional.of(resident),
                        Optional.empty(),
                        "ONLINE",
                        Optional.of(database.now()),
                        Optional.of(fix),
                        DeviceNow.Care.NONE)));
    }
}
