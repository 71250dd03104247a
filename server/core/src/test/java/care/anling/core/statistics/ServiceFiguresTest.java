package care.anling.core.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import care.anling.core.common.IncidentId;
import care.anling.core.incident.Disposition;
import care.anling.core.statistics.ServedIncident.Clock;
import care.anling.core.statistics.ServedIncident.Ending;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ServiceFiguresTest {

    private static final Instant OPENED = Instant.parse("2026-11-01T02:00:00Z");
    private static final Instant NOW = OPENED.plusSeconds(600);

    private static IncidentId id(int number) {
        return new IncidentId(new UUID(7L << 12, number));
    }

    private static Optional<Instant> after(double seconds) {
        return Optional.of(OPENED.plusMillis((long) (seconds * 1000)));
    }

    private static ServedIncident answered(int number, double seconds) {
        return new ServedIncident(
                id(number), OPENED, after(0.2), after(seconds), Optional.empty(), Clock.NONE, Clock.NONE, Ending.OPEN);
    }

    private static ServedIncident withDoctor(int number, Optional<Instant> reached, Ending ending) {
        return new ServedIncident(
                id(number),
                OPENED,
                after(0.2),
                after(1),
                Optional.empty(),
                new Clock(Optional.of(OPENED), reached),
                Clock.NONE,
                ending);
    }

    private static ServiceFigures.Kept kept(ServiceFigures figures, String code) {
        return figures.promises().stream()
                .filter(one -> one.promise().code().equals(code))
                .findFirst()
                .orElseThrow();
    }

    private static ServiceFigures.Waited waited(ServiceFigures figures, Stretch stretch) {
        return figures.stretches().stream()
                .filter(one -> one.stretch() == stretch)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void percentilesAreOfNearestRank() {
        List<ServedIncident> served = new ArrayList<>();
        for (int second = 1; second <= 100; second++) {
            served.add(answered(second, second));
        }
        ServiceFigures.Waited answered = waited(ServiceFigures.of(served, NOW), Stretch.ANSWERED);
        assertThat(answered.reached()).isEqualTo(100);
        assertThat(answered.p50()).contains(Duration.ofSeconds(50));
        assertThat(answered.p95()).contains(Duration.ofSeconds(95));
        assertThat(answered.p99()).contains(Duration.ofSeconds(99));
        assertThat(answered.worst()).hasSize(ServiceFigures.WORST_CASES);
        assertThat(answered.worst().get(0).took()).isEqualTo(Duration.ofSeconds(100));
    }

    @Test
    void aPromiseIsKeptUpToItsVeryLimit() {
        ServiceFigures figures = ServiceFigures.of(List.of(answered(1, 60), answered(2, 60.001), answered(3, 0)), NOW);
        assertThat(kept(figures, "answered_60s").counted()).isEqualTo(3);
        assertThat(kept(figures, "answered_60s").kept()).isEqualTo(2);
        assertThat(kept(figures, "answered_180s").kept()).isEqualTo(3);
    }

    @Test
    void whoNeverCameIsLateOnceItIsLateAndNothingBefore() {
        ServedIncident waiting = withDoctor(1, Optional.empty(), Ending.OPEN);
        assertThat(kept(ServiceFigures.of(List.of(waiting), OPENED.plusSeconds(10)), "doctor_10s")
                        .counted())
                .isZero();
        ServiceFigures.Kept late = kept(ServiceFigures.of(List.of(waiting), OPENED.plusSeconds(11)), "doctor_10s");
        assertThat(late.counted()).isEqualTo(1);
        assertThat(late.kept()).isZero();
        assertThat(late.share()).hasValue(0);
    }

    @Test
    void whatEndedBeforeAnybodyWasLateCountsForNothing() {
        Ending soon = new Ending(after(4), Optional.of(Disposition.FALSE_ALARM));
        Ending later = new Ending(after(40), Optional.of(Disposition.HELPED));
        ServiceFigures figures = ServiceFigures.of(
                List.of(withDoctor(1, Optional.empty(), soon), withDoctor(2, Optional.empty(), later)), NOW);
        assertThat(kept(figures, "doctor_10s").counted()).isEqualTo(1);
        assertThat(figures.endings()).containsEntry(Disposition.FALSE_ALARM, 1).containsEntry(Disposition.HELPED, 1);
        assertThat(figures.falseAlarmShare()).hasValue(0.5);
        assertThat(figures.open()).isZero();
    }

    @Test
    void whereNothingWasPromisedNothingIsCounted() {
        ServiceFigures figures = ServiceFigures.of(List.of(answered(1, 3)), NOW);
        assertThat(kept(figures, "door_15min").counted()).isZero();
        assertThat(kept(figures, "door_15min").share()).isEmpty();
        assertThat(waited(figures, Stretch.DOOR).p50()).isEmpty();
        assertThat(waited(figures, Stretch.DOOR).worst()).isEmpty();
    }

    @Test
    void aQuietPeriodHasNoFigures() {
        ServiceFigures figures = ServiceFigures.of(List.of(), NOW);
        assertThat(figures.incidents()).isZero();
        assertThat(figures.falseAlarmShare()).isEmpty();
        assertThat(figures.promises()).allSatisfy(one -> assertThat(one.share()).isEmpty());
    }

    @Test
    void everyPromiseHasItsOwnCodeAndAGoalThatCanBeMet() {
        assertThat(ServicePromise.ALL).extracting(ServicePromise::code).doesNotHaveDuplicates();
        assertThat(ServicePromise.ALL).allSatisfy(promise -> {
            assertThat(promise.goal()).isBetween(0.5, 1.0);
            assertThat(promise.within()).isPositive();
        });
    }
}
