package care.anling.verticles.store;

import care.anling.core.common.DeviceId;
import care.anling.core.common.ResidentId;
import care.anling.core.device.Vitals;
import care.anling.core.geo.Fix;
import care.anling.core.geo.Wgs84;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.extension.RegisterExtension;

class PgTelemetryStoreTest extends TelemetryStoreContract {

    @RegisterExtension
    static final PgFixture POSTGRES = new PgFixture();

    @Override
    TelemetryStore store() {
        return new PgTelemetryStore(POSTGRES.pools().telemetry());
    }

    @Override
    List<Stored> readings(DeviceId device) {
        return POSTGRES
                .ask("SELECT to_json(o)::text FROM observations o WHERE device = '" + device + "' ORDER BY at")
                .stream()
                .map(JsonObject::new)
                .map(row -> new Stored(
                        instant(row, "at").orElseThrow(),
                        Optional.ofNullable(row.getString("resident")).map(ResidentId::of),
                        vitals(row),
                        row.getBoolean("backfilled")))
                .toList();
    }

    private static Vitals vitals(JsonObject row) {
        return new Vitals(
                number(row, "heart_rate"),
                number(row, "systolic"),
                number(row, "diastolic"),
                number(row, "spo2"),
                number(row, "temperature"),
                number(row, "respiration_rate"),
                Optional.ofNullable(row.getBoolean("on_oxygen")),
                number(row, "glucose"),
                Optional.ofNullable(row.getString("consciousness")).map(Vitals.Consciousness::valueOf));
    }

    @Override
    Optional<FakeTelemetryStore.Latest> findLatest(DeviceId device) {
        return POSTGRES.ask("SELECT to_json(l)::text FROM device_latest l WHERE device = '" + device + "'").stream()
                .map(JsonObject::new)
                .map(row -> new FakeTelemetryStore.Latest(
                        instant(row, "status_at").orElseThrow(),
                        instant(row, "last_seen_at"),
                        row.getBoolean("online"),
                        Optional.ofNullable(row.getInteger("battery_percent")),
                        Optional.ofNullable(row.getBoolean("worn")),
                        Optional.ofNullable(row.getBoolean("charging")),
                        number(row, "lat")
                                .map(lat -> new Fix(
                                        new Wgs84(lat, row.getDouble("lon")),
                                        OptionalDouble.of(row.getDouble("accuracy_meters")),
                                        instant(row, "fix_at").orElseThrow()))))
                .findFirst();
    }

    private static Optional<Double> number(JsonObject row, String column) {
        return Optional.ofNullable(row.getDouble(column));
    }

    private static Optional<Instant> instant(JsonObject row, String column) {
        return Optional.ofNullable(row.getString(column))
                .map(text -> OffsetDateTime.parse(text).toInstant());
    }
}
