package care.anling.verticles.watch;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/**
 * How Anling watches itself.
 *
 * @param enabled false only where somebody else does
 * @param canaryEvery how often a node's canary walks; absent for no canary
 * @param heartbeat asked with GET while everything is well, so that silence is news somewhere else
 */
public record WatchConfig(
        boolean enabled, Optional<Duration> canaryEvery, Optional<URI> heartbeat, Duration heartbeatEvery, Pace pace) {

    /**
     * @param settle how long after a start, or after the store was away, a watch waits before it believes what it sees; never
     *     longer than its own threshold
     * @param lookEvery how often each watch looks
     * @param auditEvery how often the audit does, which reads more
     */
    public record Pace(Duration settle, Duration lookEvery, Duration auditEvery) {

        public static final Pace USUAL =
                new Pace(Duration.ofSeconds(60), Duration.ofSeconds(5), Duration.ofSeconds(30));
    }

    public static final WatchConfig OFF =
            new WatchConfig(false, Optional.empty(), Optional.empty(), Duration.ofMinutes(1), Pace.USUAL);

    /** An address of this kind is a secret: whoever knows it can feign that we are well. */
    @Override
    public String toString() {
        return "WatchConfig[" + enabled + ", " + canaryEvery + "]";
    }
}
