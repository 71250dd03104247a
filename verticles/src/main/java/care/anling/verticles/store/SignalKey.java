package care.anling.verticles.store;

import care.anling.core.common.DeviceId;
import care.anling.core.common.SignalId;
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

    private static final Duration OWN_BELIEVED_FOR = Duration.ofMinutes(10);

    /** For a signal that nobody can name twice: a commit that is tried again must be recognised all the same. */
    public static SignalKey own(DeviceId device, SignalId signal) {
        return new SignalKey(device, "own|" + signal, OWN_BELIEVED_FOR, false, false);
    }

    /** Whether an equal key found in the store (or earlier in the batch) makes this signal a duplicate. */
    public boolean countsAsDuplicate() {
        return !onlyIfRedelivered || redelivered;
    }
}
