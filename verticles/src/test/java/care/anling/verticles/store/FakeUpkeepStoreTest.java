package care.anling.verticles.store;

import care.anling.core.common.DeviceId;
import care.anling.core.common.ResidentId;
import care.anling.core.resident.Absence;
import java.time.Instant;
import java.util.Optional;

class FakeUpkeepStoreTest extends UpkeepStoreContract {

    private final FakeUpkeepStore store = new FakeUpkeepStore(new FakeDatabase());

    @Override
    UpkeepStore upkeep() {
        return store;
    }

    @Override
    DeviceTestStore tests() {
        return store;
    }

    @Override
    DeviceId device() {
        DeviceId device = new DeviceId(Samples.id());
        store.put(device, new UpkeepStore.Placed(Samples.community(), Optional.empty()));
        return device;
    }

    @Override
    ResidentId resident() {
        return new ResidentId(Samples.id());
    }

    @Override
    Optional<Instant> maintenance(DeviceId device) {
        return store.maintenance(device);
    }

    @Override
    Optional<Absence> absence(ResidentId resident) {
        return store.absence(resident);
    }

    @Override
    boolean tested(DeviceId device) {
        return store.tested(device);
    }
}
