package care.anling.verticles.store;

import care.anling.core.common.DeviceId;
import care.anling.core.device.Telemetry;
import care.anling.core.geo.Fix;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Readings and latest values in memory. */
public final class FakeTelemetryStore implements TelemetryStore {

    private static final Duration MAX_CLOCK_AHEAD = Duration.ofMinutes(5);

    /** What is known of a device, each value the newest. */
    public record Latest(
            Instant statusAt,
            Optional<Instant> lastSeenAt,
            boolean online,
            Optional<Integer> batteryPercent,
            Optional<Boolean> worn,
            Optional<Boolean> charging,
            Optional<Fix> fix) {}

    private final List<Row> readings = new ArrayList<>();
    private final Map<DeviceId, Latest> latest = new HashMap<>();
    private final FakeDatabase database;
    private final DatabaseWire wire;

    public FakeTelemetryStore(FakeDatabase database) {
        this(database, database.wire());
    }

    /** One node's. */
    public FakeTelemetryStore(FakeDatabase database, DatabaseWire wire) {
        this.database = database;
        this.wire = wire;
    }

    @Override
    public Future<Void> append(List<Row> batch) {
        return database.statement(wire, "telemetry.append", tables -> {
            batch.forEach(row -> {
                if (row.telemetry() instanceof Telemetry.Reading) {
                    readings.add(row);
                }
                latest.merge(row.device(), said(row), FakeTelemetryStore::newest);
            });
            return null;
        });
    }

    /** In the order they came. */
    public List<Row> readings() {
        return database.behind(tables -> List.copyOf(readings));
    }

    public Optional<Latest> findLatest(DeviceId device) {
        return database.behind(tables -> Optional.ofNullable(latest.get(device)));
    }

    private static Latest said(Row row) {
        Instant at = row.receivedAt();
        if (row.telemetry() instanceof Telemetry.Heartbeat beat) {
            return new Latest(
                    at,
                    beat.online() ? Optional.of(at) : Optional.empty(),
                    beat.online(),
                    beat.batteryPercent(),
                    beat.worn(),
                    beat.charging(),
                    Optional.empty());
        }
        Optional<Fix> fix = row.telemetry() instanceof Telemetry.Position position
                ? Optional.of(believable(position.fix(), at))
                : Optional.empty();
        return new Latest(at, Optional.of(at), true, Optional.empty(), Optional.empty(), Optional.empty(), fix);
    }

    private static Fix believable(Fix fix, Instant receivedAt) {
        return fix.at().isAfter(receivedAt.plus(MAX_CLOCK_AHEAD))
                ? new Fix(fix.point(), fix.accuracyMeters(), receivedAt)
                : fix;
    }

    private static Latest newest(Latest before, Latest said) {
        boolean later = !said.statusAt().isBefore(before.statusAt());
        Latest newer = later ? said : before;
        Latest older = later ? before : said;
        boolean moved = said.fix().isPresent()
                && before.fix()
                        .filter(known -> known.at().isAfter(said.fix().get().at()))
                        .isEmpty();
        return new Latest(
                newer.statusAt(),
                older.lastSeenAt()
                        .filter(seen -> newer.lastSeenAt()
                                .filter(at -> !at.isBefore(seen))
                                .isEmpty())
                        .or(newer::lastSeenAt),
                newer.online(),
                newer.batteryPercent().or(older::batteryPercent),
                newer.worn().or(older::worn),
                newer.charging().or(older::charging),
                moved ? said.fix() : before.fix());
    }
}
