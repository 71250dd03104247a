package care.anling.verticles.store;

import care.anling.core.common.TypedId;
import care.anling.core.device.Telemetry;
import care.anling.core.device.Vitals;
import care.anling.core.geo.Fix;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Readings and latest values on PostgreSQL, a batch in one statement each. Called from an event loop; never blocks. */
public final class PgTelemetryStore implements TelemetryStore {

    /** A position from further in the future than this would be "the newest" for ever. */
    private static final Duration MAX_CLOCK_AHEAD = Duration.ofMinutes(5);

    private static final String INSERT_READINGS = """
            INSERT INTO observations (received_at, at, device, resident, community, backfilled, heart_rate, systolic, diastolic,
                                      spo2, temperature, respiration_rate, on_oxygen, glucose, consciousness)
            SELECT * FROM unnest($1::timestamptz[], $2::timestamptz[], $3::uuid[], $4::uuid[], $5::uuid[], $6::boolean[],
                                 $7::float8[], $8::float8[], $9::float8[], $10::float8[], $11::float8[], $12::float8[],
                                 $13::boolean[], $14::float8[], $15::text[])""";

    private static final String PUT_LATEST = """
            INSERT INTO device_latest AS l (device, status_at, last_seen_at, online, battery_percent, worn, charging,
                                            lat, lon, accuracy_meters, fix_at)
            SELECT * FROM unnest($1::uuid[], $2::timestamptz[], $3::timestamptz[], $4::boolean[], $5::int[], $6::boolean[],
                                 $7::boolean[], $8::float8[], $9::float8[], $10::float8[], $11::timestamptz[])
            ON CONFLICT (device) DO UPDATE SET
                last_seen_at = greatest(l.last_seen_at, EXCLUDED.last_seen_at),
                status_at = greatest(l.status_at, EXCLUDED.status_at),
                online = CASE WHEN EXCLUDED.status_at >= l.status_at THEN EXCLUDED.online ELSE l.online END,
                battery_percent = CASE WHEN EXCLUDED.status_at >= l.status_at
                                       THEN coalesce(EXCLUDED.battery_percent, l.battery_percent)
                                       ELSE coalesce(l.battery_percent, EXCLUDED.battery_percent) END,
                worn = CASE WHEN EXCLUDED.status_at >= l.status_at THEN coalesce(EXCLUDED.worn, l.worn)
                            ELSE coalesce(l.worn, EXCLUDED.worn) END,
                charging = CASE WHEN EXCLUDED.status_at >= l.status_at THEN coalesce(EXCLUDED.charging, l.charging)
                                ELSE coalesce(l.charging, EXCLUDED.charging) END,
                lat = CASE WHEN EXCLUDED.fix_at >= coalesce(l.fix_at, '-infinity') THEN EXCLUDED.lat ELSE l.lat END,
                lon = CASE WHEN EXCLUDED.fix_at >= coalesce(l.fix_at, '-infinity') THEN EXCLUDED.lon ELSE l.lon END,
                accuracy_meters = CASE WHEN EXCLUDED.fix_at >= coalesce(l.fix_at, '-infinity') THEN EXCLUDED.accuracy_meters
                                       ELSE l.accuracy_meters END,
                fix_at = greatest(l.fix_at, EXCLUDED.fix_at)""";

    /** The first answer counts, and only to what this device was asked. */
    private static final String NOTE_REPLIES = """
            UPDATE device_commands c SET answered_at = r.at, ok = r.ok
              FROM unnest($1::uuid[], $2::uuid[], $3::timestamptz[], $4::boolean[]) AS r (id, device, at, ok)
             WHERE c.id = r.id AND c.device = r.device AND c.answered_at IS NULL""";

    private final Pool pool;

    public PgTelemetryStore(Pool pool) {
        this.pool = pool;
    }

    /**
     * Readings first: they are the durable part, and once they are stored a failure of the latest values must not make the
     * device send them again.
     */
    @Override
    public Future<Void> append(List<Row> batch) {
        List<Row> readings = batch.stream()
                .filter(row -> row.telemetry() instanceof Telemetry.Reading)
                .toList();
        Future<Void> stored = readings.isEmpty()
                ? Future.succeededFuture()
                : Queries.tell(pool, INSERT_READINGS, readingColumns(readings));
        return stored.compose(done -> {
            Future<Void> latest =
                    batch.isEmpty() ? Future.succeededFuture() : Queries.tell(pool, PUT_LATEST, latestColumns(batch));
            Future<Void> all = latest.compose(put -> noteReplies(batch));
            return readings.isEmpty() ? all : all.otherwiseEmpty();
        });
    }

    private Future<Void> noteReplies(List<Row> batch) {
        List<Row> replies = batch.stream()
                .filter(row -> row.telemetry() instanceof Telemetry.Replied)
                .toList();
        if (replies.isEmpty()) {
            return Future.succeededFuture();
        }
        Tuple columns = Tuple.wrap(new ArrayList<>(List.of(
                replies.stream().map(row -> reply(row).command()).toArray(UUID[]::new),
                replies.stream().map(row -> row.device().value()).toArray(UUID[]::new),
                times(replies, Row::receivedAt),
                replies.stream().map(row -> reply(row).ok()).toArray(Boolean[]::new))));
        return Queries.tell(pool, NOTE_REPLIES, columns);
    }

    private static Telemetry.Replied reply(Row row) {
        return (Telemetry.Replied) row.telemetry();
    }

    private static Tuple readingColumns(List<Row> rows) {
        return Tuple.wrap(new ArrayList<>(List.of(
                times(rows, Row::receivedAt),
                times(rows, row -> row.telemetry().at()),
                rows.stream().map(row -> row.device().value()).toArray(UUID[]::new),
                rows.stream()
                        .map(row -> row.resident().map(TypedId::value).orElse(null))
                        .toArray(UUID[]::new),
                rows.stream().map(row -> row.community().value()).toArray(UUID[]::new),
                rows.stream()
                        .map(row -> ((Telemetry.Reading) row.telemetry()).backfilled())
                        .toArray(Boolean[]::new),
                doubles(rows, Vitals::heartRate),
                doubles(rows, Vitals::systolic),
                doubles(rows, Vitals::diastolic),
                doubles(rows, Vitals::spo2),
                doubles(rows, Vitals::temperature),
                doubles(rows, Vitals::respirationRate),
                rows.stream().map(row -> vitals(row).onOxygen().orElse(null)).toArray(Boolean[]::new),
                doubles(rows, Vitals::glucose),
                rows.stream()
                        .map(row -> vitals(row).consciousness().map(Enum::name).orElse(null))
                        .toArray(String[]::new))));
    }

    /** Each device once, in one order everywhere: two batches that share devices must not wait for each other in a ring. */
    private static Tuple latestColumns(List<Row> batch) {
        Map<UUID, Latest> latest = new TreeMap<>();
        batch.forEach(row -> latest.merge(row.device().value(), Latest.of(row), Latest::and));
        List<Map.Entry<UUID, Latest>> rows = List.copyOf(latest.entrySet());
        List<Latest> values = List.copyOf(latest.values());
        return Tuple.wrap(new ArrayList<>(List.of(
                rows.stream().map(Map.Entry::getKey).toArray(UUID[]::new),
                times(values, Latest::statusAt),
                times(values, Latest::seenAt),
                values.stream().map(Latest::online).toArray(Boolean[]::new),
                values.stream().map(Latest::battery).toArray(Integer[]::new),
                values.stream().map(Latest::worn).toArray(Boolean[]::new),
                values.stream().map(Latest::charging).toArray(Boolean[]::new),
                values.stream()
                        .map(value ->
                                value.fix() == null ? null : value.fix().point().latitude())
                        .toArray(Double[]::new),
                values.stream()
                        .map(value ->
                                value.fix() == null ? null : value.fix().point().longitude())
                        .toArray(Double[]::new),
                values.stream().map(Latest::accuracy).toArray(Double[]::new),
                times(values, value -> value.fix() == null ? null : value.fix().at()))));
    }

    private static Vitals vitals(Row row) {
        return ((Telemetry.Reading) row.telemetry()).vitals();
    }

    private static Double[] doubles(List<Row> rows, Function<Vitals, Optional<Double>> value) {
        return rows.stream().map(row -> value.apply(vitals(row)).orElse(null)).toArray(Double[]::new);
    }

    private static <T> OffsetDateTime[] times(List<T> rows, Function<T, @Nullable Instant> time) {
        return rows.stream()
                .map(row -> {
                    Instant at = time.apply(row);
                    return at == null ? null : Queries.at(at);
                })
                .toArray(OffsetDateTime[]::new);
    }

    /** What a batch says of one device, the newest word first. */
    private record Latest(
            Instant statusAt,
            @Nullable Instant seenAt,
            boolean online,
            @Nullable Integer battery,
            @Nullable Boolean worn,
            @Nullable Boolean charging,
            @Nullable Fix fix) {

        static Latest of(Row row) {
            Instant at = row.receivedAt();
            if (row.telemetry() instanceof Telemetry.Heartbeat beat) {
                return new Latest(
                        at,
                        beat.online() ? at : null,
                        beat.online(),
                        beat.batteryPercent().orElse(null),
                        beat.worn().orElse(null),
                        beat.charging().orElse(null),
                        null);
            }
            Fix fix = row.telemetry() instanceof Telemetry.Position position ? believable(position.fix(), at) : null;
            return new Latest(at, at, true, null, null, null, fix);
        }

        Latest and(Latest other) {
            return other.statusAt.isBefore(statusAt) ? over(this, other) : over(other, this);
        }

        private static Latest over(Latest newer, Latest older) {
            return new Latest(
                    newer.statusAt,
                    newer.seenAt != null ? newer.seenAt : older.seenAt,
                    newer.online,
                    newer.battery != null ? newer.battery : older.battery,
                    newer.worn != null ? newer.worn : older.worn,
                    newer.charging != null ? newer.charging : older.charging,
                    newest(older.fix, newer.fix));
        }

        @Nullable
        Double accuracy() {
            return fix == null || fix.accuracyMeters().isEmpty()
                    ? null
                    : fix.accuracyMeters().getAsDouble();
        }

        private static @Nullable Fix newest(@Nullable Fix one, @Nullable Fix other) {
            if (one == null || other == null) {
                return one == null ? other : one;
            }
            return other.at().isBefore(one.at()) ? one : other;
        }

        private static Fix believable(Fix fix, Instant receivedAt) {
            return fix.at().isAfter(receivedAt.plus(MAX_CLOCK_AHEAD))
                    ? new Fix(fix.point(), fix.accuracyMeters(), receivedAt)
                    : fix;
        }
    }
}
