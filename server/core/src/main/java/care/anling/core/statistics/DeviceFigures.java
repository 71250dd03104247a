package care.anling.core.statistics;

import care.anling.core.common.DeviceId;
import care.anling.core.device.SignalKind;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How devices did in a period, from what was raised about them. An outage lasts from the moment it was raised, not from
 * the last word before it: until then the silence was what the model allows. One whose end nobody wrote down, because its
 * incident was closed before the device came back, is counted and not measured.
 *
 * @param raised how often supervision, or the device itself, found something wrong, and with how many
 */
public record DeviceFigures(Map<SignalKind, Raised> raised, Silence silence, Tests tests) {

    /** Outages shown as the longest: as many as of incidents. */
    public static final int WORST_CASES = ServiceFigures.WORST_CASES;

    public record Raised(int times, int devices) {
        public static final Raised NONE = new Raised(0, 0);
    }

    /** @param lasting it still does; with neither, its end is unknown */
    public record Outage(DeviceId device, Instant since, Optional<Instant> until, boolean lasting) {}

    /** @param until when it was no longer waited for */
    public record TestCall(Instant announcedAt, Instant until, Optional<Instant> passedAt) {}

    /** From, and until, which is not included. */
    public record Span(Instant from, Instant until) {}

    /**
     * @param outages that touch the period
     * @param unmeasured of them those whose end is unknown
     * @param offline of all measured ones together, what falls into the period
     * @param ended how long those took, whole, that came to an end in it
     * @param worst the longest of the measured ones, whole
     */
    public record Silence(
            int outages,
            int devices,
            int lasting,
            int unmeasured,
            Duration offline,
            Spread ended,
            List<Outage> worst) {}

    /** @param passed from the announcement to the press */
    public record Tests(int announced, int passed, int failed, int waiting, Spread took) {}

    public static DeviceFigures of(
            Map<SignalKind, Raised> raised, List<Outage> outages, List<TestCall> tests, Span period, Instant now) {
        return new DeviceFigures(raised, silence(outages, period, now), tests(tests, now));
    }

    private static Silence silence(List<Outage> all, Span period, Instant now) {
        List<Outage> outages =
                all.stream().filter(outage -> touches(outage, period)).toList();
        List<Outage> measured =
                outages.stream().filter(DeviceFigures::isMeasured).toList();
        return new Silence(
                outages.size(),
                (int) outages.stream().map(Outage::device).distinct().count(),
                (int) outages.stream().filter(Outage::lasting).count(),
                outages.size() - measured.size(),
                measured.stream().map(outage -> within(outage, period, now)).reduce(Duration.ZERO, Duration::plus),
                Spread.of(measured.stream()
                        .filter(outage ->
                                outage.until().filter(period.until()::isAfter).isPresent())
                        .map(outage -> took(outage, now))
                        .toList()),
                measured.stream()
                        .sorted(Comparator.comparing((Outage outage) -> took(outage, now))
                                .reversed()
                                .thenComparing(Outage::since))
                        .limit(WORST_CASES)
                        .toList());
    }

    /** One without an end counts where it was raised. */
    private static boolean touches(Outage outage, Span period) {
        boolean begun = outage.since().isBefore(period.until());
        return begun
                && (isMeasured(outage)
                        ? outage.until().map(period.from()::isBefore).orElse(true)
                        : !outage.since().isBefore(period.from()));
    }

    private static boolean isMeasured(Outage outage) {
        return outage.until().isPresent() || outage.lasting();
    }

    /** @return how long a measured one lasted, or has lasted */
    public static Duration took(Outage outage, Instant now) {
        return Duration.between(outage.since(), outage.until().orElse(now));
    }

    private static Duration within(Outage outage, Span period, Instant now) {
        Instant from = outage.since().isBefore(period.from()) ? period.from() : outage.since();
        Instant end = outage.until().orElse(now);
        Instant until = end.isAfter(period.until()) ? period.until() : end;
        return until.isAfter(from) ? Duration.between(from, until) : Duration.ZERO;
    }

    private static Tests tests(List<TestCall> tests, Instant now) {
        List<TestCall> passed =
                tests.stream().filter(test -> test.passedAt().isPresent()).toList();
        int waiting = (int) tests.stream()
                .filter(test -> test.passedAt().isEmpty() && test.until().isAfter(now))
                .count();
        return new Tests(
                tests.size(),
                passed.size(),
                tests.size() - passed.size() - waiting,
                waiting,
                Spread.of(passed.stream()
                        .map(test -> Duration.between(
                                test.announcedAt(), test.passedAt().orElseThrow()))
                        .toList()));
    }
}
