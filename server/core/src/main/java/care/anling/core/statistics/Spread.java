package care.anling.core.statistics;

import java.time.Duration;
import java.util.Collection;
import java.util.Optional;

/** Percentiles by nearest rank: the smallest that so many percent do not exceed. Absent when there is nothing to rank. */
public record Spread(Optional<Duration> p50, Optional<Duration> p95, Optional<Duration> p99) {

    public static Spread of(Collection<Duration> all) {
        Duration[] sorted = all.stream().sorted().toArray(Duration[]::new);
        return new Spread(ranked(sorted, 50), ranked(sorted, 95), ranked(sorted, 99));
    }

    private static Optional<Duration> ranked(Duration[] sorted, int percent) {
        if (sorted.length == 0) {
            return Optional.empty();
        }
        int rank = (sorted.length * percent + 99) / 100;
        return Optional.of(sorted[Math.max(rank, 1) - 1]);
    }
}
