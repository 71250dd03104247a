package care.anling.verticles.store;

import care.anling.core.common.DeviceId;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;

/** Words waiting for a device that sleeps: bounded per device, durable, each with an end. */
public interface DownlinkStore {

    /** Unexpired words for this device after {@code afterId}, oldest first. */
    Future<List<Downlink>> pending(DeviceId device, long afterId, int limit);

    /** The device's PUBACK came. */
    Future<Void> delivered(DeviceId device, long id);

    /** Adds one, dropping (and counting) the oldest beyond the bound. Incident words are added by the incident's own transaction. */
    Future<Void> add(DeviceId device, String topicSuffix, byte[] payload, Instant expiresAt);

    /** @param topicSuffix below {@code v1/{deviceId}/}, e.g. {@code down/incident} */
    record Downlink(long id, DeviceId device, String topicSuffix, byte[] payload, Instant expiresAt) {}
}
