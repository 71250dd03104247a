package care.anling.verticles.store;

import care.anling.core.common.DeviceId;
import care.anling.core.device.DeviceKind;
import care.anling.core.device.Supervised;
import care.anling.core.device.Upkeep;
import java.time.Duration;
import java.util.Optional;

class FakeSupervisionStoreTest extends SupervisionStoreContract {

    private final FakeDatabase database = new FakeDatabase();
    private final FakeSupervisionStore store = new FakeSupervisionStore(database);

    @Override
    SupervisionStore store() {
        return store;
    }

    @Override
    DeviceId watch() {
        DeviceId id = new DeviceId(Samples.id());
        store.put(
                id,
                new Supervised(
                        DeviceKind.WATCH,
                        Upkeep.NONE,
                        database.now(),
                        Optional.empty(),
                        new Supervised.Latest(
                                Optional.empty(), true, Optional.empty(), Optional.empty(), Optional.empty()),
                        Supervised.Memory.NOTHING),
                Optional.empty());
        return id;
    }

    @Override
    void age(Duration by) {
        database.age(by);
    }
}
