package care.anling.core.device;

import java.time.Instant;
import java.util.Optional;

/** Whether a device is heard as often as it should be. */
public enum Liveness {
    ONLINE,
    LATE,
    OFFLINE,
    NEVER_SEEN;

    /** @param connected false once its connection ended or its Will was said */
    public static Liveness of(Expectation expected, Optional<Instant> seenAt, boolean connected, Instant now) {
        if (seenAt.isEmpty()) {
            return NEVER_SEEN;
        }
        Instant seen = seenAt.get();
        if (!now.isBefore(seen.plus(expected.offlineAfter())) || (!connected && expected.staysConnected())) {
            return OFFLINE;
        }
        return now.isBefore(seen.plus(expected.lateAfter())) ? ONLINE : LATE;
    }
}
