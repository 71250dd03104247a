package care.anling.core.device;

import java.time.Duration;
import java.util.Optional;

/**
 * What is expected of a device: how often it is heard, and how often somebody tries it.
 *
 * @param lateAfter silent for this long, it is shown as late
 * @param offlineAfter silent for this long, somebody looks after it
 * @param testEvery how often a test press is due; absent where there is nothing to press
 */
public record Expectation(Duration heartbeat, Duration lateAfter, Duration offlineAfter, Optional<Duration> testEvery) {

    /** A device heard less often than this sleeps in between: that its connection is gone says nothing. */
    static final Duration SLEEPS_FROM = Duration.ofHours(12);

    /** Slack of a device that checks in once or twice a day. */
    static final Duration DAILY_SLACK = Duration.ofHours(2);

    /** One missed heartbeat is the radio's, three are the device's. A daily one is believed silent after two. */
    static Expectation every(Duration heartbeat, Optional<Duration> testEvery) {
        boolean sleeps = heartbeat.compareTo(SLEEPS_FROM) >= 0;
        return new Expectation(
                heartbeat,
                sleeps ? heartbeat.plus(DAILY_SLACK) : heartbeat.multipliedBy(2),
                sleeps ? heartbeat.multipliedBy(2).plus(DAILY_SLACK) : heartbeat.multipliedBy(4),
                testEvery);
    }

    public boolean staysConnected() {
        return heartbeat.compareTo(SLEEPS_FROM) < 0;
    }
}
