package care.anling.core.device;

import java.util.Optional;

/**
 * One set of readings, each absent when not measured: never a default.
 *
 * @param heartRate beats/min
 * @param systolic mmHg
 * @param diastolic mmHg
 * @param spo2 %
 * @param temperature °C
 * @param respirationRate breaths/min
 * @param onOxygen breathing supplemental oxygen at the time, if the device said so
 * @param glucose mmol/L
 */
public record Vitals(
        Optional<Double> heartRate,
        Optional<Double> systolic,
        Optional<Double> diastolic,
        Optional<Double> spo2,
        Optional<Double> temperature,
        Optional<Double> respirationRate,
        Optional<Boolean> onOxygen,
        Optional<Double> glucose,
        Optional<Consciousness> consciousness) {

    /** ACVPU: alert, new confusion, voice, pain, unresponsive. */
    public enum Consciousness {
        A,
        C,
        V,
        P,
        U
    }
}
