package care.anling.core.statistics;

import care.anling.core.common.IncidentId;
import care.anling.core.incident.Disposition;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * The figures of a period.
 *
 * <p>One that was never reached counts as broken once it lasts longer than was promised; while it may still be kept, and
 * where it ended before anybody was late, it counts for nothing. Percentiles are of what was reached, by nearest rank.
 *
 * @param incidents all that were measured
 * @param open of them still open
 * @param endings how the others ended
 */
public record ServiceFigures(
        int incidents, int open, List<Waited> stretches, List<Kept> promises, Map<Disposition, Integer> endings) {

    /** Cases shown as the worst of a stretch: enough to look into on one afternoon. */
    public static final int WORST_CASES = 10;

    /** How long people waited through one stretch. */
    public record Waited(
            Stretch stretch,
            int reached,
            Optional<Duration> p50,
            Optional<Duration> p95,
            Optional<Duration> p99,
            List<Case> worst) {}

    /** @param took how long it took, or has lasted where it was not reached */
    public record Case(IncidentId incident, Instant openedAt, Duration took, boolean reached) {}

    /** @param counted those that were kept or broken */
    public record Kept(ServicePromise promise, int counted, int kept) {

        /** Absent when there was nothing to keep. */
        public OptionalDouble share() {
            return counted == 0 ? OptionalDouble.empty() : OptionalDouble.of((double) kept / counted);
        }
    }

    public static ServiceFigures of(List<ServedIncident> served, Instant now) {
        Map<Disposition, Integer> endings = new EnumMap<>(Disposition.class);
        served.forEach(one -> one.ending().disposition().ifPresent(how -> endings.merge(how, 1, Integer::sum)));
        return new ServiceFigures(
                served.size(),
                (int) served.stream().filter(one -> one.endedAt().isEmpty()).count(),
                Arrays.stream(Stretch.values())
                        .map(stretch -> waited(stretch, served, now))
                        .toList(),
                ServicePromise.ALL.stream()
                        .map(promise -> kept(promise, served, now))
                        .toList(),
                endings);
    }

    /** Those that ended as false alarms, of all that ended; absent when none did. */
    public OptionalDouble falseAlarmShare() {
        int ended = endings.values().stream().mapToInt(Integer::intValue).sum();
        return ended == 0
                ? OptionalDouble.empty()
                : OptionalDouble.of((double) endings.getOrDefault(Disposition.FALSE_ALARM, 0) / ended);
    }

    private static Waited waited(Stretch stretch, List<ServedIncident> served, Instant now) {
        List<Case> cases = new ArrayList<>();
        for (ServedIncident one : served) {
            if (stretch.isAskedOf(one)) {
                Optional<Duration> took = stretch.took(one);
                cases.add(new Case(
                        one.id(),
                        one.openedAt(),
                        took.orElseGet(() -> stretch.lastedUntil(one, now)),
                        took.isPresent()));
            }
        }
        List<Duration> reached =
                cases.stream().filter(Case::reached).map(Case::took).toList();
        Spread spread = Spread.of(reached);
        List<Case> worst = cases.stream()
                .sorted(Comparator.comparing(Case::took).reversed().thenComparing(Case::openedAt))
                .limit(WORST_CASES)
                .toList();
        return new Waited(stretch, reached.size(), spread.p50(), spread.p95(), spread.p99(), worst);
    }

    private static Kept kept(ServicePromise promise, List<ServedIncident> served, Instant now) {
        int counted = 0;
        int kept = 0;
        for (ServedIncident one : served) {
            if (!promise.stretch().isAskedOf(one)) {
                continue;
            }
            Optional<Duration> took = promise.stretch().took(one);
            boolean within = took.map(it -> it.compareTo(promise.within()) <= 0).orElse(false);
            boolean late = took.orElseGet(() -> promise.stretch().lastedUntil(one, now))
                            .compareTo(promise.within())
                    > 0;
            if (within) {
                kept++;
            }
            if (within || late) {
                counted++;
            }
        }
        return new Kept(promise, counted, kept);
    }
}
