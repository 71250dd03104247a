package care.anling.testkit.sim;

import static org.assertj.core.api.Assertions.assertThat;

import care.anling.core.device.SignalKind;
import care.anling.core.escalation.DeadlineKind;
import care.anling.core.escalation.ResponsePlan;
import care.anling.core.escalation.ResponsePlans;
import care.anling.core.incident.IncidentCommand;
import care.anling.core.incident.IncidentEvent;
import care.anling.core.triage.Need;
import care.anling.core.triage.Priority;
import java.io.BufferedReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A thousand worlds, and in each of them every promise of {@code ARCHITECTURE.md}. One that breaks names its seed:
 * {@code ./anling test --seed N} lives through it again and tells what happens.
 */
class SimulatorTest {

    private static final int WORLDS = 1_000;

    /** The rarest mishaps come a few times in a thousand worlds; so many more are lived until each was met, and no more. */
    private static final int MORE_WORLDS = 100;

    private static final int MOST_WORLDS = 2_000;
    private static final int MOST_NAMED = 20;

    /** What no state of an incident can be given, because of how it is found. */
    private static final Map<String, String> IMPOSSIBLE = Map.of(
            "RaiseSignal STOOD_DOWN", "a signal finds what is open, or opens something (S2, S8)",
            "RunStep ABSENT", "a deadline is a row of its incident",
            "FindMoreHands ABSENT", "a deadline is a row of its incident",
            "CheckTimers ABSENT", "a deadline is a row of its incident",
            "NoteRecovery ABSENT", "supervision remembers where it raised a fault, and incidents stay in the book");

    private static final List<String> TRANSACTIONS = List.of("intake.land", "incidents.change", "incidents.changeBoth");

    private static final List<String> STATEMENTS = List.of(
            "deadlines.claimDue",
            "deadlines.release",
            "deadlines.untilNext",
            "downlinks.add",
            "feed.heads",
            "feed.listUnnumbered",
            "feed.number",
            "feed.read",
            "feed.snapshot",
            "intake.open",
            "intake.quarantine",
            "intake.stayReady",
            "notices.receivedBy",
            "notices.receivedThrough",
            "outbox.claimDue",
            "outbox.depth",
            "outbox.settle",
            "outbox.spread",
            "outbox.untilNext",
            "responders.roster",
            "supervision.claimDue",
            "supervision.follow",
            "supervision.hasOtherFaults",
            "supervision.listBursts",
            "supervision.listen",
            "supervision.settle",
            "tests.note",
            "tests.pass",
            "watch.look",
            "watch.noteLooks",
            "watch.noteRaised");

    /** Under a minute on two idle cores; a machine that does other things besides may take its time. */
    @Test
    @Timeout(value = 15, unit = TimeUnit.MINUTES)
    void everyPromiseHoldsInEveryWorld() {
        Long only = Long.getLong("anling.seed");
        if (only != null) {
            require(List.of(Simulation.tell(only, System.out::println)));
            return;
        }
        int worlds = Integer.getInteger("anling.worlds", WORLDS);
        long started = System.nanoTime();
        List<Simulation.Life> lives = new ArrayList<>(Simulation.liveAll(LongStream.rangeClosed(1, worlds)));
        Coverage coverage = new Coverage();
        lives.forEach(life -> coverage.add(life.coverage()));
        while (worlds >= WORLDS && lives.size() < MOST_WORLDS && isMissing(coverage)) {
            List<Simulation.Life> more =
                    Simulation.liveAll(LongStream.rangeClosed(lives.size() + 1L, lives.size() + MORE_WORLDS));
            more.forEach(life -> coverage.add(life.coverage()));
            lives.addAll(more);
        }
        System.out.printf(
                "simulator: %,d worlds, %,d steps, %.1f s; what they met:%n%s",
                lives.size(),
                lives.stream().mapToLong(Simulation.Life::steps).sum(),
                (System.nanoTime() - started) / 1e9,
                coverage.report());
        wanted().forEach((table, cells) -> coverage.missing(table, cells)
                .forEach(cell -> System.out.println("  never met: " + table + ": " + cell)));
        require(lives);
        if (worlds >= WORLDS) {
            wanted().forEach((table, cells) -> assertThat(coverage.missing(table, cells))
                    .as("never met in %d worlds: %s", lives.size(), table)
                    .isEmpty());
        }
    }

    private static boolean isMissing(Coverage coverage) {
        return wanted().entrySet().stream()
                .anyMatch(table ->
                        !coverage.missing(table.getKey(), table.getValue()).isEmpty());
    }

    private static void require(List<Simulation.Life> lives) {
        List<Simulation.Life> broken =
                lives.stream().filter(life -> life.broken().isPresent()).toList();
        if (!broken.isEmpty()) {
            Simulation.Life first = broken.get(0);
            throw new AssertionError(
                    broken.size() + " of " + lives.size() + " worlds broke a promise: " + seeds(broken) + "; seed "
                            + first.seed() + ":\n  " + first.broken().get()
                            + "\n  again, line by line: ./anling test --seed " + first.seed(),
                    first.broken().get());
        }
    }

    private static String seeds(List<Simulation.Life> broken) {
        return broken.stream()
                .limit(MOST_NAMED)
                .map(life -> life.promise().orElseThrow() + " in " + life.seed())
                .collect(Collectors.joining(", "));
    }

    /** What must have been met for the rest to mean anything. */
    private static Map<String, Set<String>> wanted() {
        Set<String> commands = new TreeSet<>();
        for (Class<?> command : IncidentCommand.class.getPermittedSubclasses()) {
            Stream.of("ABSENT", "OPEN", "STOOD_DOWN")
                    .map(state -> command.getSimpleName() + " " + state)
                    .filter(cell -> !IMPOSSIBLE.containsKey(cell))
                    .forEach(commands::add);
        }
        Set<String> events = Arrays.stream(IncidentEvent.class.getPermittedSubclasses())
                .map(Class::getSimpleName)
                .collect(Collectors.toSet());
        Map<String, Set<String>> wanted = new TreeMap<>();
        wanted.put("command × state", commands);
        wanted.put("event", events);
        wanted.put("fell due", names(EnumSet.allOf(DeadlineKind.class)));
        wanted.put("signal", names(EnumSet.allOf(SignalKind.class)));
        wanted.put("step", everyStepOfEveryPlan());
        wanted.put("watch", Set.of("DEADLINES is ill", "FEED is ill", "OUTBOX is ill", "AUDIT is ill"));
        wanted.put("test", Set.of("announced", "passed", "another press", "a drill proved it"));
        wanted.put(
                "supervision",
                Set.of(
                        "a battery ran down",
                        "a battery was charged",
                        "the power failed in a house",
                        "a burst of one fault in a house"));
        wanted.put("trouble", Set.of("NODES_DIE", "NODES_FREEZE", "DATABASE_DOWN", "DATABASE_SLOW", "CLOCKS_SKEWED"));
        wanted.put("database clock", Set.of("went back", "jumped ahead"));
        wanted.put("bus", Set.of("dropped", "doubled", "late"));
        wanted.put("node", Set.of("died", "froze", "frozen between look and write"));
        wanted.put("screen", Set.of("came back", "connection broke", "stalled", "closed 1012"));
        wanted.put(
                "channel",
                Set.of(
                        "hung",
                        "gone",
                        "FAILED",
                        "REFUSED",
                        "TAKEN",
                        "outside hung",
                        "outside FAILED",
                        "outside TAKEN"));
        wanted.put(
                "notice",
                Set.of(
                        "by FEED",
                        "by FEED, again",
                        // Never first: an open screen is told before any phone is woken.
                        "by PUSH, again",
                        "by WEBHOOK, again",
                        "in the end DEAD",
                        "in the end OBSOLETE",
                        "in the end RECEIVED",
                        "in the end SENT",
                        "in the end SPREAD"));
        wanted.put("intake", Set.of("poison alone", "poison in a batch"));
        wanted.put("trip", everyMishapOnEveryTrip());
        return wanted;
    }

    /** Of those that are shipped. */
    private static Set<String> everyStepOfEveryPlan() {
        Set<String> steps = new TreeSet<>(Set.of("a relief was asked", "more hands were called for"));
        for (Need need : Need.values()) {
            for (Priority priority : Priority.values()) {
                ResponsePlan plan = ResponsePlans.shipped(need, priority);
                IntStream.rangeClosed(0, plan.top()).forEach(step -> steps.add(plan.name() + " step " + step));
            }
        }
        return steps;
    }

    private static Set<String> names(Set<? extends Enum<?>> values) {
        return values.stream().map(Enum::name).collect(Collectors.toSet());
    }

    private static Set<String> everyMishapOnEveryTrip() {
        List<String> trips = new ArrayList<>();
        STATEMENTS.forEach(call -> trips.add(call + " STATEMENT"));
        TRANSACTIONS.forEach(call -> trips.addAll(List.of(call + " LOOK", call + " COMMIT")));
        Set<String> cells = new TreeSet<>();
        trips.forEach(trip -> Arrays.stream(Mishap.values()).forEach(mishap -> cells.add(mishap + " " + trip)));
        // Written and committed in one trip: whether its answer is lost is asked of the commit.
        TRANSACTIONS.forEach(call -> Stream.of(Mishap.LOST, Mishap.ABORTED, Mishap.FROZEN)
                .forEach(mishap -> cells.add(mishap + " " + call + " WRITE")));
        return cells;
    }

    @Test
    void aSeedTellsTheSameStoryTwice() {
        for (long seed : new long[] {7, 42, 1_000_003}) {
            assertThat(Simulation.live(seed).digest())
                    .isEqualTo(Simulation.live(seed).digest());
        }
    }

    /** Every process shuffles what {@code Set.of} and hashes of enums order: none of that may reach the story. */
    @Test
    void aSeedTellsTheSameStoryInAnotherProcess() throws Exception {
        long seeds = 24;
        Process other = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx512m",
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        Simulation.class.getName(),
                        Long.toString(seeds))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        List<String> there;
        try (BufferedReader told = other.inputReader(StandardCharsets.UTF_8)) {
            there = told.lines().filter(line -> line.startsWith("seed ")).toList();
        }
        assertThat(other.waitFor()).isZero();
        assertThat(there).isEqualTo(Simulation.digests(seeds));
    }

    @Test
    void worldsDiffer() {
        assertThat(LongStream.rangeClosed(1, 20)
                        .mapToObj(seed -> Simulation.live(seed).digest())
                        .distinct())
                .hasSize(20);
    }
}
