package care.anling.core.common;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * How far a device's clock is believed. Never to decide anything: only to say when something was measured or pressed.
 * Watches with a flat battery wake in 1970, and some ship in 2028.
 */
public final class DeviceClock {

    /** Further back, the clock is wrong or the message is history. */
    public static final Duration BEHIND_MAX = Duration.ofHours(24);

    /** Clocks drift; nothing happens tomorrow. */
    public static final Duration AHEAD_MAX = Duration.ofMinutes(5);

    private DeviceClock() {}

    /** @return {@code deviceTime} if it may be true of something received at {@code receivedAt} */
    public static Optional<Instant> believe(Instant deviceTime, Instant receivedAt) {
        boolean sane =
                !deviceTime.isBefore(receivedAt.minus(BEHIND_MAX)) && !deviceTime.isAfter(receivedAt.plus(AHEAD_MAX));
        return sane ? Optional.of(deviceTime) : Optional.empty();
    }
}
