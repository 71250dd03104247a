package care.anling.core.triage;

import care.anling.core.device.Vitals;
import java.util.EnumSet;
import java.util.Set;

/** The seven parameters of NEWS2, with the word for each on the wire and the most points it can give. */
public enum News2Parameter {
    RESPIRATION_RATE("rr", 3),
    SPO2("spo2", 3),
    OXYGEN("o2", 2),
    SYSTOLIC("sys", 3),
    HEART_RATE("hr", 3),
    CONSCIOUSNESS("consciousness", 3),
    TEMPERATURE("temp", 3);

    private final String wire;
    private final int most;

    News2Parameter(String wire, int most) {
        this.wire = wire;
        this.most = most;
    }

    static Set<News2Parameter> measuredIn(Vitals vitals) {
        Set<News2Parameter> measured = EnumSet.noneOf(News2Parameter.class);
        vitals.respirationRate().ifPresent(any -> measured.add(RESPIRATION_RATE));
        vitals.spo2().ifPresent(any -> measured.add(SPO2));
        vitals.onOxygen().ifPresent(any -> measured.add(OXYGEN));
        vitals.systolic().ifPresent(any -> measured.add(SYSTOLIC));
        vitals.heartRate().ifPresent(any -> measured.add(HEART_RATE));
        vitals.consciousness().ifPresent(any -> measured.add(CONSCIOUSNESS));
        vitals.temperature().ifPresent(any -> measured.add(TEMPERATURE));
        return measured;
    }

    public String wire() {
        return wire;
    }

    int most() {
        return most;
    }
}
