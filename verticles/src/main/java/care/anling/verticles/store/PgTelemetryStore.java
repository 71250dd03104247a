package care.anling.verticles.store;

import care.anling.core.common.DeviceId;
import care.anling.core.device.Telemetry;
import care.anling.core.device.Telemetry.Heartbeat;
import care.anling.core.device.Telemetry.Position;
import care.anling.core.device.Telemetry.Reading;
import care.anling.core.device.Vitals;
import care.anling.core.geo.Fix;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Telemetry on PostgreSQL: one statement for a batch's readings and one for the latest values of its devices. Each is its
 * own transaction; repeating the batch after a failure in between stores a reading twice at worst, never a press.
 */
public final class PgTelemetryStore implements TelemetryStore {

    private static final String OBSERVE = """
            INSERT INTO observations (received_at, at, device, resident, community, backfilled, heart_rate, systolic,
                   diastolic, spo2, temperature, respiration_rate, on_oxygen, glucose, consciousness)
            SELECT received_at, at, device, resident, community, backfilled, heart_rate, systolic, diastolic, spo2,
                   temperature, respiration_rate, on_oxygen, glucose, consciousness
              FROM json_populate_recordset(NULL::observations, $1::text::json)""";

    // The newest wins, whichever node wrote last; what a row does not say keeps its value. Sorted, so that two nodes
    // with
    // the same devices cannot lock each other out.
    private static final String LATEST = """
            INSERT INTO device_latest AS known (device, last_seen_at, online, battery_percent, worn, charging, status_at,
                   lat, lon, accuracy_meters, fix_at)
            SELECT device, last_seen_at, coalesce(online, true), battery_percent, worn, charging, status_at,
                   lat, lon, accuracy_meters, fix_at
              FROM json_populate_recordset(NULL::device_latest, $1::text::json) ORDER BY device
            ON CONFLICT (device) DO UPDATE SET
                   last_seen_at = greatest(known.last_seen_at, excluded.last_seen_at),
                   online = CASE WHEN excluded.last_seen_at >= known.last_seen_at THEN excluded.online ELSE known.online END,
                   battery_percent = coalesce(excluded.battery_percent, known.battery_percent),
                   worn = coalesce(excluded.worn, known.worn),
                   charging = coalesce(excluded.charging, known.charging),
                   status_at = greatest(known.status_at, excluded.status_at),
                   lat = CASE WHEN excluded.fix_at >= coalesce(known.fix_at, '-infinity') THEN excluded.lat ELSE known.lat END,
                   lon = CASE WHEN excluded.fix_at >= coalesce(known.fix_at, '-infinity') THEN excluded.lon ELSE known.lon END,
                   accuracy_meters = CASE WHEN excluded.fix_at >= coalesce(known.fix_at, '-infinity')
                                          THEN excluded.accuracy_meters ELSE known.accuracy_meters END,
                   fix_at = greatest(known.fix_at, excluded.fix_at)""";

    private final Pool pool;

    public PgTelemetryStore(Pool pool) {
        this.pool = pool;
    }

    @Override
    public Future<Void> append(List<TelemetryStore.Row> batch) {
        JsonArray readings = new JsonArray();
        Map<DeviceId, Latest> latest = new LinkedHashMap<>();
        for (TelemetryStore.Row row : batch) {
            latest.computeIfAbsent(row.device(), device -> new Latest()).add(row);
            if (row.telemetry() instanceof Reading reading) {
                readings.add(observation(row, reading));
            }
        }
        JsonArray devices = new JsonArray();
        latest.forEach((device, values) -> devices.add(values.encode(device)));
        List<Future<Void>> statements = new ArrayList<>(2);
        statements.add(Queries.tell(pool, LATEST, Tuple.of(devices.encode())));
        if (!readings.isEmpty()) {
            statements.add(Queries.tell(pool, OBSERVE, Tuple.of(readings.encode())));
        }
        return Future.join(statements).mapEmpty();
    }

    private static JsonObject observation(TelemetryStore.Row row, Reading reading) {
        Vitals vitals = reading.vitals();
        JsonObject json = new JsonObject()
                .put("received_at", row.receivedAt().toString())
                .put("at", reading.at().toString())
                .put("device", row.device().toString())
                .put("community", row.community().toString())
                .put("backfilled", reading.backfilled());
        row.resident().ifPresent(resident -> json.put("resident", resident.toString()));
        vitals.heartRate().ifPresent(value -> json.put("heart_rate", value));
        vitals.systolic().ifPresent(value -> json.put("systolic", value));
        vitals.diastolic().ifPresent(value -> json.put("diastolic", value));
        vitals.spo2().ifPresent(value -> json.put("spo2", value));
        vitals.temperature().ifPresent(value -> json.put("temperature", value));
        vitals.respirationRate().ifPresent(value -> json.put("respiration_rate", value));
        vitals.onOxygen().ifPresent(value -> json.put("on_oxygen", value));
        vitals.glucose().ifPresent(value -> json.put("glucose", value));
        vitals.consciousness().ifPresent(value -> json.put("consciousness", value.name()));
        return json;
    }

    /** What a batch says of one device, folded to one row: an upsert may touch a row only once. */
    private static final class Latest {
        private Instant seenAt = Instant.MIN;
        private boolean online = true;
        private @Nullable Heartbeat status;
        private @Nullable Integer battery;
        private @Nullable Fix fix;

        void add(TelemetryStore.Row row) {
            Telemetry said = row.telemetry();
            if (!row.receivedAt().isBefore(seenAt)) {
                seenAt = row.receivedAt();
                online = !(said instanceof Heartbeat beat) || beat.online();
            }
            if (said instanceof Heartbeat beat && beat.online()) {
                status = beat;
                battery = beat.batteryPercent().orElse(battery);
            } else if (said instanceof Position position
                    && (fix == null || !position.fix().at().isBefore(fix.at()))) {
                fix = position.fix();
            }
        }

        JsonObject encode(DeviceId device) {
            JsonObject json = new JsonObject()
                    .put("device", device.toString())
                    .put("last_seen_at", seenAt.toString())
                    .put("online", online);
            if (battery != null) {
                json.put("battery_percent", battery);
            }
            if (status != null) {
                json.put("status_at", status.at().toString());
                status.worn().ifPresent(worn -> json.put("worn", worn));
                status.charging().ifPresent(charging -> json.put("charging", charging));
            }
            if (fix != null) {
                json.put("lat", fix.point().latitude())
                        .put("lon", fix.point().longitude())
                        .put("fix_at", fix.at().toString());
                fix.accuracyMeters().ifPresent(meters -> json.put("accuracy_meters", meters));
            }
            return json;
        }
    }
}
