package care.anling.verticles.store;

import care.anling.core.common.CommunityId;
import care.anling.core.common.DeviceId;
import care.anling.core.common.ResidentId;
import care.anling.core.device.Telemetry;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Readings, positions and heartbeats, many rows in one statement each. Own connections, never the emergency's. */
public interface TelemetryStore {

    /** Readings into observations (partitioned by time); positions and heartbeats as latest values (unlogged). */
    Future<Void> append(List<Row> batch);

    record Row(
            DeviceId device,
            CommunityId community,
            Optional<ResidentId> resident,
            Instant receivedAt,
            Telemetry telemetry) {}
}
