package care.anling.core.triage;

import care.anling.core.device.DeviceKind;
import care.anling.core.device.Telemetry.Reading;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * The last readings about one person, in the order they came; just enough to tell a lasting change from a slipped
 * sensor. How old a reading is decides only whether it counts, so that one dated 2028 pushes no other out.
 */
public record VitalsTrail(List<Sample> samples) {

    public static final VitalsTrail EMPTY = new VitalsTrail(List.of());

    /** Readings kept per person. */
    static final int MAX_SAMPLES = 24;

    /** @param source what measured it */
    public record Sample(Reading reading, DeviceKind source) {

        Instant at() {
            return reading.at();
        }

        boolean isMedicalGrade() {
            return TriagePolicies.MEDICAL_GRADE.contains(source);
        }
    }

    public VitalsTrail {
        samples = List.copyOf(samples);
    }

    /**
     * Backfilled samples are stored elsewhere; they have no say in what is alarming now. What a device says again, because
     * it did not hear that we had heard it, is one reading.
     */
    public VitalsTrail with(Reading reading, DeviceKind source) {
        Sample sample = new Sample(reading, source);
        if (reading.backfilled() || samples.contains(sample)) {
            return this;
        }
        List<Sample> next = new ArrayList<>(samples);
        next.add(sample);
        return new VitalsTrail(next.subList(Math.max(0, next.size() - MAX_SAMPLES), next.size()));
    }

    public LatestVitals latest() {
        LatestVitals latest = LatestVitals.NONE;
        for (Sample sample : samples) {
            latest = latest.with(sample.reading().vitals(), sample.at());
        }
        return latest;
    }

    VitalsTrail onlyMedicalGrade() {
        return new VitalsTrail(samples.stream().filter(Sample::isMedicalGrade).toList());
    }

    VitalsTrail until(Instant at) {
        return new VitalsTrail(
                samples.stream().filter(sample -> !sample.at().isAfter(at)).toList());
    }
}
