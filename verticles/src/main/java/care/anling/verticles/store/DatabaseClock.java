package care.anling.verticles.store;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * What the database's clock shows by now, told from what it showed last and the time passed since: never ahead of it as
 * long as both run alike, and the database is asked to agree before anything is written with it.
 */
final class DatabaseClock {

    /** Beyond this age what it showed says nothing any more. */
    static final Duration BELIEVED_FOR = Duration.ofSeconds(15);

    /** Behind by this much, because two machines' clocks do not run alike: 66 parts in a million over that age. */
    static final Duration MARGIN = Duration.ofMillis(1);

    private final LongSupplier nanoTime;
    private volatile Shown shown = new Shown(Instant.EPOCH, Long.MIN_VALUE, true);

    private record Shown(Instant at, long nanos, boolean none) {}

    DatabaseClock(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** As read in an answer that arrived just now. */
    void showed(Instant at) {
        shown = new Shown(at, nanoTime.getAsLong(), false);
    }

    /** In microseconds, as it shows it. */
    Optional<Instant> now() {
        Shown last = shown;
        long passed = nanoTime.getAsLong() - last.nanos();
        return last.none() || passed > BELIEVED_FOR.toNanos()
                ? Optional.empty()
                : Optional.of(last.at().plusNanos(passed).minus(MARGIN).truncatedTo(ChronoUnit.MICROS));
    }
}
