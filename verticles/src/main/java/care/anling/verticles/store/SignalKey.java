package care.anling.verticles.store;

import care.anling.core.common.DeviceId;
import java.time.Duration;

/**
 * What makes two signals the same one (contract §2).
 *
 * @param text kind, event id and device time; or kind and event id; or session, packet identifier and digest of the bytes
 * @param believedFor how long an equal key means "the same": 24 h with a device time, 10 min with an id alone
 * @param onlyIfRedelivered a key without an event id counts only when MQTT itself says DUP; otherwise it is another
 *     press, and the key is simply taken over
 * @param redelivered MQTT's DUP flag was set
 */
public record SignalKey(
        DeviceId device, String text, Duration believedFor, boolean onlyIfRedelivered, boolean redelivered) {

    /** Whether an equal key found in the store (or earlier in the batch) makes this signal a duplicate. */
    public boolean countsAsDuplicate() {
        return !onlyIfRedelivered || redelivered;
    }
}
