package care.anling.core.triage;

import static org.assertj.core.api.Assertions.assertThat;

import care.anling.core.device.DeviceKind;
import care.anling.core.device.Reason;
import care.anling.core.device.Telemetry.Reading;
import care.anling.core.device.Vitals;
import care.anling.core.resident.Profile;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** One reading is not an alarm: wrist sensors lie. */
class VitalsTriageTest {

    private static final Instant T0 = Instant.parse("2026-05-01T08:00:00Z");
    private static final Vitals RACING = VitalsOf.heartRate(135);

    private VitalsTrail trail = VitalsTrail.EMPTY;

    @Test
    void oneAlarmingReadingOfAWatchAsksForAnother() {
        assertThat(heard(0, RACING, DeviceKind.WATCH)).isEqualTo(VitalsVerdict.MEASURE_AGAIN);
    }

    @Test
    void twoWithinTenMinutesCallPeople() {
        heard(0, RACING, DeviceKind.WATCH);
        VitalsVerdict verdict = heard(600, RACING, DeviceKind.WATCH);

        assertThat(verdict.alarm()).hasValueSatisfying(assessment -> {
            assertThat(assessment.priority()).isEqualTo(Priority.P2);
            assertThat(assessment.leading()).isEqualTo(Need.MEDICAL);
            assertThat(assessment.reasons()).containsExactly(Reason.NEWS2_SINGLE_THREE);
        });
    }

    /** QoS 1: what was not acknowledged in time comes again. */
    @Test
    void oneThatIsSaidTwiceConfirmsNothing() {
        heard(0, RACING, DeviceKind.WATCH);
        assertThat(heard(0, RACING, DeviceKind.WATCH)).isEqualTo(VitalsVerdict.MEASURE_AGAIN);
        assertThat(trail.samples()).hasSize(1);
    }

    @Test
    void twoElevenMinutesApartAreTwoSingleOnes() {
        heard(0, RACING, DeviceKind.WATCH);
        assertThat(heard(601, RACING, DeviceKind.WATCH)).isEqualTo(VitalsVerdict.MEASURE_AGAIN);
    }

    @ParameterizedTest
    @EnumSource(
            value = DeviceKind.class,
            names = {"VITALS_MONITOR", "KIOSK"})
    void oneOfAMedicalGradeDeviceIsBelieved(DeviceKind source) {
        assertThat(heard(0, RACING, source).alarm()).isPresent();
    }

    @Test
    void aNormalReadingConfirmsNothing() {
        heard(0, RACING, DeviceKind.WATCH);
        assertThat(heard(60, VitalsOf.temperature(36.6), DeviceKind.WATCH)).isEqualTo(VitalsVerdict.QUIET);
    }

    @Test
    void aGoodDeviceDoesNotVouchForAWatch() {
        heard(0, VitalsOf.heartRate(125), DeviceKind.WATCH);
        heard(10, VitalsOf.spo2(92), DeviceKind.WATCH);

        assertThat(heard(20, VitalsOf.temperature(38.5), DeviceKind.VITALS_MONITOR))
                .as("five points, four of them from a wrist")
                .isEqualTo(VitalsVerdict.MEASURE_AGAIN);
    }

    @Test
    void manySmallPointsAddUpToAnUrgentScore() {
        heard(0, VitalsOf.heartRate(125), DeviceKind.WATCH);
        heard(10, VitalsOf.spo2(92), DeviceKind.WATCH);
        heard(20, VitalsOf.temperature(38.5), DeviceKind.WATCH);
        VitalsVerdict verdict = heard(300, VitalsOf.heartRate(122), DeviceKind.WATCH);

        assertThat(verdict.alarm()).hasValueSatisfying(assessment -> {
            assertThat(assessment.priority()).isEqualTo(Priority.P2);
            assertThat(assessment.reasons()).containsExactly(Reason.NEWS2_FIVE_OR_SIX);
        });
    }

    @Test
    void sevenIsAnEmergencyOnTheLowerBound() {
        heard(0, VitalsOf.respirationRate(26), DeviceKind.VITALS_MONITOR);
        heard(10, VitalsOf.heartRate(125), DeviceKind.VITALS_MONITOR);
        VitalsVerdict verdict = heard(20, VitalsOf.spo2(92), DeviceKind.VITALS_MONITOR);

        assertThat(verdict.alarm()).hasValueSatisfying(assessment -> {
            assertThat(assessment.priority()).isEqualTo(Priority.P1);
            assertThat(assessment.reasons()).containsExactly(Reason.NEWS2_SEVEN_OR_MORE, Reason.NEWS2_SINGLE_THREE);
        });
    }

    @Test
    void backfilledReadingsNeverAlarmAndNeverVouch() {
        heard(0, RACING, DeviceKind.WATCH);
        VitalsTrail before = trail;
        Instant now = T0.plusSeconds(60);
        Reading old = new Reading(now, RACING, true);

        assertThat(Triage.assessVitals(trail, old, DeviceKind.KIOSK, Profile.UNKNOWN, now))
                .isEqualTo(VitalsVerdict.QUIET);
        assertThat(trail.with(old, DeviceKind.KIOSK)).isEqualTo(before);
    }

    @Test
    void aReadingThatArrivesLateTellsOfThePast() {
        Reading reading = new Reading(T0, RACING, false);
        assertThat(Triage.assessVitals(trail, reading, DeviceKind.KIOSK, Profile.UNKNOWN, T0.plusSeconds(601)))
                .isEqualTo(VitalsVerdict.QUIET);
    }

    @Test
    void aReadingFromTheFutureAlarmsNobodyAndHidesNothing() {
        Reading future = new Reading(T0.plus(Duration.ofDays(600)), VitalsOf.heartRate(70), false);
        Reading alarming = new Reading(future.at(), RACING, false);
        assertThat(Triage.assessVitals(trail, alarming, DeviceKind.KIOSK, Profile.UNKNOWN, T0))
                .isEqualTo(VitalsVerdict.QUIET);
        trail = trail.with(future, DeviceKind.KIOSK);
        heard(0, RACING, DeviceKind.WATCH);

        assertThat(heard(60, RACING, DeviceKind.WATCH).alarm())
                .hasValueSatisfying(
                        assessment -> assertThat(assessment.reasons()).containsExactly(Reason.NEWS2_SINGLE_THREE));
    }

    @Test
    void lowSaturationIsNormalForSomeAndTheRecordSaysForWhom() {
        Profile hypercapnic = new Profile(0, false, true, false);
        Reading reading = new Reading(T0, VitalsOf.spo2(89), false);

        assertThat(Triage.assessVitals(trail, reading, DeviceKind.KIOSK, hypercapnic, T0))
                .isEqualTo(VitalsVerdict.QUIET);
        assertThat(Triage.assessVitals(trail, reading, DeviceKind.KIOSK, Profile.UNKNOWN, T0)
                        .alarm())
                .isPresent();
    }

    @Test
    void oxygenByRecordAloneNeverAlarms() {
        Profile onOxygen = new Profile(0, true, false, false);
        Reading normal = new Reading(T0, VitalsOf.heartRate(80), false);

        assertThat(Triage.assessVitals(trail, normal, DeviceKind.KIOSK, onOxygen, T0))
                .isEqualTo(VitalsVerdict.QUIET);
    }

    @Test
    void theTrailIsBounded() {
        for (int i = 0; i < 100; i++) {
            heard(i, VitalsOf.heartRate(70), DeviceKind.WATCH);
        }
        assertThat(trail.samples()).hasSize(VitalsTrail.MAX_SAMPLES);
    }

    private VitalsVerdict heard(long seconds, Vitals vitals, DeviceKind source) {
        Instant at = T0.plusSeconds(seconds);
        Reading reading = new Reading(at, vitals, false);
        VitalsVerdict verdict = Triage.assessVitals(trail, reading, source, Profile.UNKNOWN, at);
        trail = trail.with(reading, source);
        return verdict;
    }
}
