package care.anling.fleet;

import java.time.Duration;
import java.util.Random;

/** How long to wait before trying again: doubling, with a ceiling, and spread so that a fleet does not come back at once. */
final class Backoff {

    private static final Duration FIRST = Duration.ofMillis(500);
    private static final Duration LONGEST = Duration.ofSeconds(30);

    private final Random random;
    private Duration next = FIRST;

    Backoff(Random random) {
        this.random = random;
    }

    long nextMillis() {
        long wait = next.toMillis() / 2 + random.nextLong(next.toMillis() / 2 + 1);
        next = next.multipliedBy(2).compareTo(LONGEST) > 0 ? LONGEST : next.multipliedBy(2);
        return wait;
    }

    void reset() {
        next = FIRST;
    }
}
