package care.anling.testkit.sim;

import static org.assertj.core.api.Assertions.assertThat;

import care.anling.core.dispatch.AssignmentState;
import care.anling.core.dispatch.Role;
import care.anling.core.incident.Incident;
import care.anling.verticles.store.FakeIntakeStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** The day of Dianji, {@code server/testkit/dianji}; here an hour of a tenth of it, and that its figures are counted right. */
class DianjiTest {

    private static final Assumptions SHORT = Assumptions.of(500, 2, Duration.ofHours(1));

    @Test
    @Timeout(value = 5, unit = TimeUnit.MINUTES)
    void anHourKeepsEveryPromiseAndIsCountedRight() {
        Day day = new Day(1, SHORT);

        Figures figures = day.play();

        List<Incident> stored = new FakeIntakeStore(day.world().database()).incidents();
        assertThat(stored).isNotEmpty().noneMatch(Incident::isOpen);
        assertThat(stored.stream().mapToInt(Incident::signals).sum()).isEqualTo(day.presses());
        assertThat(day.presses()).isGreaterThan(SHORT.town().presses());
        // The figures are counted from events as they are committed; here the same from what is stored.
        assertThat(figures.cases()).hasSameSizeAs(stored);
        assertThat(figures.offered().waits()).hasSize((int)
                stored.stream().filter(i -> !i.offers().isEmpty()).count());
        assertThat(figures.doctor().waits()).hasSize(withRole(stored, Role.DOCTOR));
        assertThat(figures.accepted().waits()).hasSize(withRole(stored, Role.FIRST_HAND));
        long reached = stored.stream()
                .filter(i -> i.assignments().stream()
                        .anyMatch(a -> a.role().isAtTheDoor() && a.onSceneAt().isPresent()))
                .count();
        assertThat(figures.cases().stream().filter(one -> one.door != null)).hasSize((int) reached);
        assertThat(figures.door().of()).isPositive();
        assertThat(day.world().coverage().times("refusal", "MoveAssignment assignment_out_of_order"))
                .as("helpers only ever move on: %s", AssignmentState.CLEARED)
                .isZero();
    }

    private static int withRole(List<Incident> incidents, Role role) {
        return (int) incidents.stream()
                .filter(i -> i.assignments().stream().anyMatch(a -> a.role() == role))
                .count();
    }

    @Test
    void figuresSayWhatWasOwedWhatWasKeptAndWhatNeverCame() {
        Figures figures = new Figures();
        figures.add(waited(true, 400, 9_000, 61_000, 900_000, 2_000_000));
        figures.add(waited(true, 1_000, 10_000, 60_000, 900_001, 2_000_000));
        figures.add(waited(true, 1_001, null, null, null, null));
        figures.add(waited(false, 500, 10_001, null, null, 59_000));
        figures.add(waited(false, 500, 3_000, null, null, 60_001));

        assertThat(figures.offered()).returns(5, Figures.Share::of).returns(4, Figures.Share::kept);
        assertThat(figures.doctor())
                .returns(5, Figures.Share::of)
                .returns(3, Figures.Share::kept)
                .returns(1, Figures.Share::never);
        assertThat(figures.accepted())
                .as("not owed to the one that was over before")
                .returns(4, Figures.Share::of)
                .returns(1, Figures.Share::kept)
                .returns(2, Figures.Share::never);
        assertThat(figures.door())
                .as("owed to those who meant it")
                .returns(3, Figures.Share::of)
                .returns(1, Figures.Share::kept)
                .returns(1, Figures.Share::never);
        assertThat(figures.offered().percentile(50)).isEqualTo("0.50 s");
        assertThat(figures.offered().percentile(99)).isEqualTo("1.00 s");
    }

    private static Figures.Case waited(
            boolean genuine, Integer offered, Integer doctor, Integer accepted, Integer door, Integer over) {
        Figures.Case one = new Figures.Case(genuine, nanos(7_000));
        one.offered = nanos(offered, 7_000);
        one.doctor = nanos(doctor, 7_000);
        one.accepted = nanos(accepted, 7_000);
        one.door = nanos(door, 7_000);
        one.over = nanos(over, 7_000);
        return one;
    }

    private static long nanos(int millis) {
        return millis * 1_000_000L;
    }

    private static Long nanos(Integer millis, int since) {
        return millis == null ? null : Long.valueOf(nanos(millis + since));
    }

    /** Prints, and writes between the two marks of the page, what it came to. */
    @Test
    @EnabledIfSystemProperty(named = "anling.dianji", matches = "\\d+")
    @Timeout(value = 15, unit = TimeUnit.MINUTES)
    void aDayOfDianji() throws Exception {
        long seed = Long.getLong("anling.dianji");
        Assumptions assumptions = Assumptions.dianji();
        long started = System.nanoTime();
        Day day = new Day(seed, assumptions);
        Figures figures = day.play();
        List<String> lines = new ArrayList<>();
        lines.add(String.format(
                "**Simulated**, not measured on people: seed %d, commit %s. %,d presses, %,d incidents, %,d of them meant;"
                        + " %,d steps.",
                seed,
                System.getProperty("anling.commit", "unknown"),
                day.presses(),
                figures.cases().size(),
                figures.door().of(),
                day.world().steps()));
        lines.add("");
        lines.addAll(figures.lines());
        lines.add("");
        lines.add("Assumed:");
        lines.add("");
        assumptions.lines().forEach(line -> lines.add("- " + line));
        lines.forEach(System.out::println);
        System.out.printf("a day in %.1f s%n", (System.nanoTime() - started) / 1e9);
        System.out.println(day.world().coverage().report());
        writeDown(lines);
    }

    private static void writeDown(List<String> lines) throws Exception {
        Path page = Plant.root().resolve("docs/dianji-day.md");
        String text = Files.readString(page);
        String begin = "<!-- written by server/testkit/dianji -->\n";
        int from = text.indexOf(begin) + begin.length();
        Files.writeString(
                page,
                text.substring(0, from) + String.join("\n", lines) + "\n"
                        + text.substring(text.indexOf("<!-- end -->")));
    }
}
