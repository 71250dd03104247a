package care.anling.verticles.store;

import care.anling.core.common.DeviceId;
import care.anling.core.device.Telemetry;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

class FakeTelemetryStoreTest extends TelemetryStoreContract {

    private final FakeDatabase database = new FakeDatabase();
    private final FakeTelemetryStore store = new FakeTelemetryStore(database);

    @Override
    TelemetryStore store() {
        return store;
    }

    @Override
    List<Stored> readings(DeviceId device) {
        return store.readings().stream()
                .filter(row -> row.device().equals(device))
                .map(row -> stored(row, (Telemetry.Reading) row.telemetry()))
                .sorted(Comparator.comparing(Stored::at))
                .toList();
    }

    private static Stored stored(TelemetryStore.Row row, Telemetry.Reading reading) {
        return new Stored(reading.at(), row.resident(), reading.vitals(), reading.backfilled());
    }

    @Override
    Optional<FakeTelemetryStore.Latest> findLatest(DeviceId device) {
        return store.findLatest(device);
    }
}
