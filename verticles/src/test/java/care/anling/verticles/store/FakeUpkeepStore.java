package care.anling.verticles.store;

import care.anling.core.common.DeviceId;
import care.anling.core.common.Person;
import care.anling.core.common.ResidentId;
import care.anling.core.resident.Absence;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Upkeep and test presses in memory. */
public final class FakeUpkeepStore implements UpkeepStore, DeviceTestStore {

    private static final class Line {
        private final Placed placed;
        private Optional<Instant> maintenanceUntil = Optional.empty();
        private Optional<Instant> testUntil = Optional.empty();
        private Optional<String> passedBy = Optional.empty();
        private boolean tested;

        private Line(Placed placed) {
            this.placed = placed;
        }
    }

    private final FakeDatabase database;
    private final Map<DeviceId, Line> devices = new HashMap<>();
    private final Map<ResidentId, Absence> absences = new HashMap<>();

    public FakeUpkeepStore(FakeDatabase database) {
        this.database = database;
    }

    public void put(DeviceId device, Placed placed) {
        devices.put(device, new Line(placed));
    }

    public Optional<Instant> maintenance(DeviceId device) {
        return devices.get(device).maintenanceUntil;
    }

    public Optional<Absence> absence(ResidentId resident) {
        return Optional.ofNullable(absences.get(resident));
    }

    public boolean tested(DeviceId device) {
        return devices.get(device).tested;
    }

    @Override
    public Future<Optional<Placed>> findDevice(DeviceId device) {
        return Future.succeededFuture(Optional.ofNullable(devices.get(device)).map(line -> line.placed));
    }

    @Override
    public Future<Void> maintain(DeviceId device, Instant until, String reason, Person by) {
        devices.get(device).maintenanceUntil = Optional.of(until);
        return Future.succeededFuture();
    }

    @Override
    public Future<Void> endMaintenance(DeviceId device, Person by) {
        devices.get(device).maintenanceUntil = Optional.empty();
        return Future.succeededFuture();
    }

    @Override
    public Future<Void> announceTest(UUID test, DeviceId device, Instant until, Person by) {
        Line line = devices.get(device);
        line.testUntil = Optional.of(until);
        line.passedBy = Optional.empty();
        return Future.succeededFuture();
    }

    @Override
    public Future<Void> beAway(ResidentId resident, Absence absence, String note, Person by) {
        absences.put(resident, absence);
        return Future.succeededFuture();
    }

    @Override
    public Future<Void> beBack(ResidentId resident, Person by) {
        absences.remove(resident);
        return Future.succeededFuture();
    }

    @Override
    public Future<Boolean> pass(DeviceId device, String key) {
        Line line = devices.get(device);
        boolean open = line.testUntil.filter(database.now()::isBefore).isPresent();
        if (!open || line.passedBy.filter(by -> !by.equals(key)).isPresent()) {
            return Future.succeededFuture(false);
        }
        line.passedBy = Optional.of(key);
        line.tested = true;
        return Future.succeededFuture(true);
    }

    @Override
    public Future<Void> note(DeviceId device) {
        devices.get(device).tested = true;
        return Future.succeededFuture();
    }
}
