package care.anling.verticles.store;

import care.anling.core.common.DeviceId;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** MQTT sessions that outlive a connection, so that session-present is truthful after a restart. */
public interface SessionStore {

    Future<List<Session>> listLive(int limit);

    Future<Void> save(Session session);

    Future<Void> delete(DeviceId device, String clientId);

    /**
     * @param incarnation fresh for each session of a client identifier: a redelivered packet is the same signal only
     *     within one session
     * @param subscriptions topic filter → granted QoS
     * @param expiresAfter since the connection ended
     */
    record Session(
            DeviceId device,
            String clientId,
            UUID incarnation,
            Map<String, Integer> subscriptions,
            Duration expiresAfter,
            Instant lastSeenAt) {}
}
