package care.anling.core.triage;

import static org.assertj.core.api.Assertions.assertThat;

import care.anling.core.device.Vitals;
import care.anling.core.device.Vitals.Consciousness;
import care.anling.core.resident.Profile;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Chart 1, every band at both of its edges. */
class News2Test {

    private static final Instant NOW = Instant.parse("2026-05-01T08:00:00Z");
    private static final Profile SCALE_2_ON_AIR = new Profile(0, false, true, false);
    private static final Profile SCALE_2_ON_OXYGEN = new Profile(0, true, true, false);

    @ParameterizedTest
    @CsvSource({"1, 3", "8, 3", "9, 1", "11, 1", "12, 0", "20, 0", "21, 2", "24, 2", "25, 3", "60, 3"})
    void respirationRate(double perMinute, int points) {
        assertThat(pointsOf(News2Parameter.RESPIRATION_RATE, VitalsOf.respirationRate(perMinute), Profile.UNKNOWN))
                .isEqualTo(points);
    }

    @ParameterizedTest
    @CsvSource({"60, 3", "91, 3", "92, 2", "93, 2", "94, 1", "95, 1", "96, 0", "100, 0"})
    void oxygenSaturationOnScale1(double percent, int points) {
        assertThat(pointsOf(News2Parameter.SPO2, VitalsOf.spo2(percent), Profile.UNKNOWN))
                .isEqualTo(points);
    }

    @ParameterizedTest
    @CsvSource({
        "60, 3, 3",
        "83, 3, 3",
        "84, 2, 2",
        "85, 2, 2",
        "86, 1, 1",
        "87, 1, 1",
        "88, 0, 0",
        "92, 0, 0",
        "93, 0, 1",
        "94, 0, 1",
        "95, 0, 2",
        "96, 0, 2",
        "97, 0, 3",
        "100, 0, 3"
    })
    void oxygenSaturationOnScale2(double percent, int pointsOnAir, int pointsOnOxygen) {
        assertThat(pointsOf(News2Parameter.SPO2, VitalsOf.spo2(percent), SCALE_2_ON_AIR))
                .isEqualTo(pointsOnAir);
        assertThat(pointsOf(News2Parameter.SPO2, VitalsOf.spo2(percent), SCALE_2_ON_OXYGEN))
                .isEqualTo(pointsOnOxygen);
    }

    @Test
    void whatTheDeviceSaysOfOxygenCountsBeforeTheRecord() {
        LatestVitals said = LatestVitals.NONE.with(VitalsOf.spo2(97), NOW).with(VitalsOf.onOxygen(true), NOW);

        assertThat(News2.score(said, SCALE_2_ON_AIR, NOW).points())
                .containsEntry(News2Parameter.OXYGEN, 2)
                .containsEntry(News2Parameter.SPO2, 3);
        assertThat(News2.score(LatestVitals.NONE.with(VitalsOf.onOxygen(false), NOW), SCALE_2_ON_OXYGEN, NOW)
                        .points())
                .containsEntry(News2Parameter.OXYGEN, 0);
    }

    @ParameterizedTest
    @CsvSource({"40, 3", "90, 3", "91, 2", "100, 2", "101, 1", "110, 1", "111, 0", "219, 0", "220, 3", "260, 3"})
    void systolicPressure(double mmHg, int points) {
        assertThat(pointsOf(News2Parameter.SYSTOLIC, VitalsOf.systolic(mmHg), Profile.UNKNOWN))
                .isEqualTo(points);
    }

    @ParameterizedTest
    @CsvSource({
        "20, 3", "40, 3", "41, 1", "50, 1", "51, 0", "90, 0", "91, 1", "110, 1", "111, 2", "130, 2", "131, 3", "200, 3"
    })
    void pulse(double perMinute, int points) {
        assertThat(pointsOf(News2Parameter.HEART_RATE, VitalsOf.heartRate(perMinute), Profile.UNKNOWN))
                .isEqualTo(points);
    }

    @ParameterizedTest
    @EnumSource(Consciousness.class)
    void consciousness(Consciousness acvpu) {
        assertThat(pointsOf(News2Parameter.CONSCIOUSNESS, VitalsOf.consciousness(acvpu), Profile.UNKNOWN))
                .isEqualTo(acvpu == Consciousness.A ? 0 : 3);
    }

    @ParameterizedTest
    @CsvSource({
        "30.0, 3", "35.0, 3", "35.1, 1", "36.0, 1", "36.1, 0", "38.0, 0", "38.1, 1", "39.0, 1", "39.1, 2", "42.0, 2"
    })
    void temperature(double celsius, int points) {
        assertThat(pointsOf(News2Parameter.TEMPERATURE, VitalsOf.temperature(celsius), Profile.UNKNOWN))
                .isEqualTo(points);
    }

    /** Between two bands of the chart lies nothing: values are rounded to its precision first. */
    @ParameterizedTest
    @CsvSource({
        "temp, 35.05, 1",
        "temp, 35.04, 3",
        "temp, 36.05, 0",
        "temp, 38.05, 1",
        "temp, 39.05, 2",
        "temp, 39.049, 1",
        "rr, 8.5, 1",
        "rr, 8.49, 3",
        "rr, 24.5, 3",
        "hr, 40.5, 1",
        "hr, 130.5, 3",
        "hr, 130.4, 2",
        "spo2, 91.5, 2",
        "spo2, 95.5, 0",
        "sys, 90.5, 2",
        "sys, 219.5, 3",
        "sys, 219.4, 0"
    })
    void betweenTwoBands(String parameter, double value, int points) {
        Vitals vitals = switch (parameter) {
            case "temp" -> VitalsOf.temperature(value);
            case "rr" -> VitalsOf.respirationRate(value);
            case "hr" -> VitalsOf.heartRate(value);
            case "spo2" -> VitalsOf.spo2(value);
            case "sys" -> VitalsOf.systolic(value);
            default -> throw new AssertionError(parameter);
        };
        assertThat(News2.score(LatestVitals.NONE.with(vitals, NOW), Profile.UNKNOWN, NOW)
                        .score())
                .isEqualTo(points);
    }

    @Test
    void whatWasNotMeasuredIsMissingAndNeverZeroBreaths() {
        News2.Score score = News2.score(LatestVitals.NONE.with(VitalsOf.heartRate(72), NOW), Profile.UNKNOWN, NOW);

        assertThat(score.score()).isZero();
        assertThat(score.complete()).isFalse();
        assertThat(score.missing())
                .containsExactly(
                        News2Parameter.RESPIRATION_RATE,
                        News2Parameter.SPO2,
                        News2Parameter.SYSTOLIC,
                        News2Parameter.CONSCIOUSNESS,
                        News2Parameter.TEMPERATURE);
        assertThat(score.lowerBound()).isZero();
        assertThat(score.upperBound()).isEqualTo(5 * 3);
        assertThat(score.hasSingleThree()).isFalse();
    }

    @Test
    void nothingKnownIsAnythingBetweenNoughtAndTwenty() {
        assertThat(News2.score(LatestVitals.NONE, new Profile(0, true, false, false), NOW)
                        .upperBound())
                .isEqualTo(20);
    }

    @Test
    void allSevenAtTheirWorstAreTwenty() {
        Vitals worst = new Vitals(
                Optional.of(140.0),
                Optional.of(80.0),
                Optional.empty(),
                Optional.of(85.0),
                Optional.of(34.0),
                Optional.of(30.0),
                Optional.of(true),
                Optional.empty(),
                Optional.of(Consciousness.U));
        News2.Score score = News2.score(LatestVitals.NONE.with(worst, NOW), Profile.UNKNOWN, NOW);

        assertThat(score.complete()).isTrue();
        assertThat(score.score()).isEqualTo(20);
        assertThat(score.upperBound()).isEqualTo(score.lowerBound());
    }

    @ParameterizedTest
    @MethodSource("oneOfEach")
    void aReadingSpeaksOnlyWhileItIsFresh(News2Parameter parameter, Vitals vitals) {
        Duration fresh = TriagePolicies.freshnessOf(parameter);
        LatestVitals measured = LatestVitals.NONE.with(vitals, NOW);

        assertThat(News2.score(measured, Profile.UNKNOWN, NOW.plus(fresh)).points())
                .containsKey(parameter);
        assertThat(News2.score(measured, Profile.UNKNOWN, NOW.plus(fresh).plusMillis(1))
                        .missing())
                .contains(parameter);
        assertThat(News2.score(measured, Profile.UNKNOWN, NOW.minus(Duration.ofMinutes(6)))
                        .missing())
                .as("measured in the future")
                .contains(parameter);
    }

    static Stream<org.junit.jupiter.params.provider.Arguments> oneOfEach() {
        return Stream.of(
                org.junit.jupiter.params.provider.Arguments.of(
                        News2Parameter.RESPIRATION_RATE, VitalsOf.respirationRate(16)),
                org.junit.jupiter.params.provider.Arguments.of(News2Parameter.SPO2, VitalsOf.spo2(97)),
                org.junit.jupiter.params.provider.Arguments.of(News2Parameter.SYSTOLIC, VitalsOf.systolic(120)),
                org.junit.jupiter.params.provider.Arguments.of(News2Parameter.HEART_RATE, VitalsOf.heartRate(70)),
                org.junit.jupiter.params.provider.Arguments.of(
                        News2Parameter.CONSCIOUSNESS, VitalsOf.consciousness(Consciousness.A)),
                org.junit.jupiter.params.provider.Arguments.of(News2Parameter.TEMPERATURE, VitalsOf.temperature(36.5)));
    }

    @Test
    void theLaterReadingCountsInWhateverOrderTheyCome() {
        LatestVitals latest =
                LatestVitals.NONE.with(VitalsOf.heartRate(72), NOW).with(VitalsOf.heartRate(140), NOW.minusSeconds(60));

        assertThat(News2.score(latest, Profile.UNKNOWN, NOW).score()).isZero();
        assertThat(List.of(latest.heartRate().orElseThrow().value())).containsExactly(72.0);
    }

    private static int pointsOf(News2Parameter parameter, Vitals vitals, Profile profile) {
        return News2.score(LatestVitals.NONE.with(vitals, NOW), profile, NOW)
                .points()
                .get(parameter);
    }
}
