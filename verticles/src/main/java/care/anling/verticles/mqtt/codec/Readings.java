package care.anling.verticles.mqtt.codec;

import care.anling.core.device.Vitals;
import care.anling.core.device.Vitals.Consciousness;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/**
 * Readings off the wire, each kept only where a living body can be: a loose strap sends heart rate 0, and that is not a
 * cardiac arrest. The bounds are wide on purpose: judging is triage's, this only removes what is no measurement.
 */
final class Readings {

    private static final double HEART_RATE_LEAST = 10;
    private static final double HEART_RATE_MOST = 320;
    private static final double SYSTOLIC_LEAST = 30;
    private static final double SYSTOLIC_MOST = 320;
    private static final double DIASTOLIC_LEAST = 10;
    private static final double DIASTOLIC_MOST = 220;
    private static final double SPO2_LEAST = 30;
    private static final double SPO2_MOST = 100;
    private static final double TEMPERATURE_LEAST = 20;
    private static final double TEMPERATURE_MOST = 46;
    private static final double RESPIRATION_LEAST = 1;
    private static final double RESPIRATION_MOST = 120;
    private static final double GLUCOSE_LEAST = 0.2;
    private static final double GLUCOSE_MOST = 70;

    private final Dropped dropped;

    Readings(Dropped dropped) {
        this.dropped = dropped;
    }

    /** The native dialect's fields, in the contract's units. */
    Vitals ofNative(JsonNode json) {
        return new Vitals(
                heartRate(json, "hr"),
                systolic(json, "sys"),
                diastolic(json, "dia"),
                spo2(json, "spo2"),
                temperature(json, "temp"),
                dropped.within(WireJson.number(json, "rr"), RESPIRATION_LEAST, RESPIRATION_MOST),
                WireJson.bool(json, "o2"),
                dropped.within(WireJson.number(json, "glucose"), GLUCOSE_LEAST, GLUCOSE_MOST),
                consciousness(json));
    }

    /** The iMEDE watch's fields; it measures neither respiration nor oxygen therapy. */
    Vitals ofImede(JsonNode json) {
        JsonNode pressure = json.path("bloodPressure");
        return new Vitals(
                heartRate(json, "heartRate"),
                systolic(pressure, "bp_sys"),
                diastolic(pressure, "bp_dia"),
                spo2(json, "spO2"),
                temperature(json, "bodyTemperature"),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    static boolean isEmpty(Vitals vitals) {
        return vitals.heartRate().isEmpty()
                && vitals.systolic().isEmpty()
                && vitals.diastolic().isEmpty()
                && vitals.spo2().isEmpty()
                && vitals.temperature().isEmpty()
                && vitals.respirationRate().isEmpty()
                && vitals.glucose().isEmpty()
                && vitals.consciousness().isEmpty();
    }

    private Optional<Double> heartRate(JsonNode json, String field) {
        return dropped.within(WireJson.number(json, field), HEART_RATE_LEAST, HEART_RATE_MOST);
    }

    private Optional<Double> systolic(JsonNode json, String field) {
        return dropped.within(WireJson.number(json, field), SYSTOLIC_LEAST, SYSTOLIC_MOST);
    }

    private Optional<Double> diastolic(JsonNode json, String field) {
        return dropped.within(WireJson.number(json, field), DIASTOLIC_LEAST, DIASTOLIC_MOST);
    }

    private Optional<Double> spo2(JsonNode json, String field) {
        return dropped.within(WireJson.number(json, field), SPO2_LEAST, SPO2_MOST);
    }

    private Optional<Double> temperature(JsonNode json, String field) {
        return dropped.within(WireJson.number(json, field), TEMPERATURE_LEAST, TEMPERATURE_MOST);
    }

    private Optional<Consciousness> consciousness(JsonNode json) {
        Optional<String> letter = WireJson.text(json, "consciousness");
        if (letter.isEmpty()) {
            return Optional.empty();
        }
        for (Consciousness level : Consciousness.values()) {
            if (level.name().equalsIgnoreCase(letter.get())) {
                return Optional.of(level);
            }
        }
        dropped.count(CodecReason.IMPLAUSIBLE_VALUE);
        return Optional.empty();
    }
}
