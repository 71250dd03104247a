package care.anling.core.triage;

import care.anling.core.device.Vitals;
import care.anling.core.device.Vitals.Consciousness;
import java.time.Instant;
import java.util.Optional;

/** The last known value of everything NEWS2 asks for, each with its own time. Absent is not measured, never a default. */
public record LatestVitals(
        Optional<Measured<Double>> respirationRate,
        Optional<Measured<Double>> spo2,
        Optional<Measured<Boolean>> onOxygen,
        Optional<Measured<Double>> systolic,
        Optional<Measured<Double>> heartRate,
        Optional<Measured<Consciousness>> consciousness,
        Optional<Measured<Double>> temperature) {

    public static final LatestVitals NONE = new LatestVitals(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());

    public record Measured<T>(T value, Instant at) {}

    /** With one more reading; per value the later one counts, in whatever order they come. */
    public LatestVitals with(Vitals vitals, Instant at) {
        return new LatestVitals(
                later(respirationRate, vitals.respirationRate(), at),
                later(spo2, vitals.spo2(), at),
                later(onOxygen, vitals.onOxygen(), at),
                later(systolic, vitals.systolic(), at),
                later(heartRate, vitals.heartRate(), at),
                later(consciousness, vitals.consciousness(), at),
                later(temperature, vitals.temperature(), at));
    }

    private static <T> Optional<Measured<T>> later(Optional<Measured<T>> known, Optional<T> value, Instant at) {
        return value.map(v -> new Measured<>(v, at))
                .filter(added -> known.filter(k -> k.at().isAfter(at)).isEmpty())
                .or(() -> known);
    }
}
