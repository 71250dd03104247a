package care.anling.core.triage;

import care.anling.core.device.Vitals;
import care.anling.core.device.Vitals.Consciousness;
import java.util.Optional;

/** One value, everything else not measured. */
final class VitalsOf {

    private static final Optional<Double> NONE = Optional.empty();

    private VitalsOf() {}

    static Vitals heartRate(double value) {
        return of(Optional.of(value), NONE, NONE, NONE, NONE, Optional.empty(), Optional.empty());
    }

    static Vitals systolic(double value) {
        return of(NONE, Optional.of(value), NONE, NONE, NONE, Optional.empty(), Optional.empty());
    }

    static Vitals spo2(double value) {
        return of(NONE, NONE, Optional.of(value), NONE, NONE, Optional.empty(), Optional.empty());
    }

    static Vitals temperature(double value) {
        return of(NONE, NONE, NONE, Optional.of(value), NONE, Optional.empty(), Optional.empty());
    }

    static Vitals respirationRate(double value) {
        return of(NONE, NONE, NONE, NONE, Optional.of(value), Optional.empty(), Optional.empty());
    }

    static Vitals onOxygen(boolean value) {
        return of(NONE, NONE, NONE, NONE, NONE, Optional.of(value), Optional.empty());
    }

    static Vitals consciousness(Consciousness value) {
        return of(NONE, NONE, NONE, NONE, NONE, Optional.empty(), Optional.of(value));
    }

    private static Vitals of(
            Optional<Double> heartRate,
            Optional<Double> systolic,
            Optional<Double> spo2,
            Optional<Double> temperature,
            Optional<Double> respirationRate,
            Optional<Boolean> onOxygen,
            Optional<Consciousness> consciousness) {
        return new Vitals(heartRate, systolic, NONE, spo2, temperature, respirationRate, onOxygen, NONE, consciousness);
    }
}
