package care.anling.verticles.store;

import care.anling.core.common.DeviceId;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** MQTT sessions that outlive a connection, so that session-present is truthful after a restart. */
public interface SessionStore {

    Future<List<Session>> listLive(int limit);

    Future<Void> save(Session session);

    Future<Void> delete(DeviceId device, String clientId);

    /** @param subscriptions topic filter → granted QoS @param expiresAfter since the connection ended */
    record Session(
            DeviceId device,
            String clientId,
            Map<String, Integer> subscriptions,
            Duration expiresAfter,
            Instant lastSeenAt) {}
}
