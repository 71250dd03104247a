package care.anling.bench;

import java.util.Locale;
import org.HdrHistogram.Histogram;

/** How figures are kept and printed: nanoseconds inside, microseconds on paper, always with their number. */
final class Figures {

    private static final long HIGHEST_NANOS = 120_000_000_000L;
    private static final int SIGNIFICANT_DIGITS = 3;
    private static final double NANOS_PER_MICRO = 1_000.0;

    private Figures() {}

    static Histogram histogram() {
        return new Histogram(HIGHEST_NANOS, SIGNIFICANT_DIGITS);
    }

    static String line(String name, Histogram histogram) {
        return String.format(
                Locale.ROOT,
                "%-46s n %7d   p50 %9.0f   p90 %9.0f   p99 %9.0f   max %9.0f µs",
                name,
                histogram.getTotalCount(),
                histogram.getValueAtPercentile(50) / NANOS_PER_MICRO,
                histogram.getValueAtPercentile(90) / NANOS_PER_MICRO,
                histogram.getValueAtPercentile(99) / NANOS_PER_MICRO,
                histogram.getMaxValue() / NANOS_PER_MICRO);
    }

    static double ratio(Histogram figure, Histogram floor, double percentile) {
        return (double) figure.getValueAtPercentile(percentile) / Math.max(1, floor.getValueAtPercentile(percentile));
    }

    static String goal(String name, double value, String unit, double most) {
        return String.format(
                Locale.ROOT,
                "%-46s %9.2f %s   goal ≤ %.2f   %s",
                name,
                value,
                unit,
                most,
                value <= most ? "met" : "MISSED");
    }
}
