package care.anling.testkit.sim;

import care.anling.verticles.store.DatabaseWire;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/** What goes wrong, and when: until the storm is over, and then nothing does any more. */
final class Weather {

    private static final double TRIP_FAILS = 0.05;
    /** Of trips that a world makes a few times at most: else a thousand worlds never meet some mishap on them. */
    private static final double RARE_TRIP_FAILS = 0.4;

    private static final Set<String> RARE = Set.of(
            "downlinks.add",
            "incidents.changeBoth",
            "intake.quarantine",
            "notices.receivedThrough",
            "outbox.forget",
            "outbox.spread",
            "supervision.follow",
            "supervision.hasOtherFaults",
            "supervision.listBursts",
            "supervision.listen",
            "supervision.settle",
            "tests.note",
            "tests.pass",
            "watch.noteRaised");

    private static final Duration QUICK = Duration.ofMillis(3);
    private static final Duration SLOW = Duration.ofMillis(1_500);
    /** Longer than any node waits. */
    static final Duration FROZEN_AT_LEAST = Duration.ofSeconds(5);

    static final Duration FROZEN_AT_MOST = Duration.ofSeconds(9);

    private final World world;
    private final Set<Trouble> troubles = EnumSet.noneOf(Trouble.class);
    private boolean stormy = true;
    private boolean down;
    private boolean slow;
    private long jumpedAt = -1;
    private Duration wrongBy = Duration.ZERO;

    Weather(World world, Set<Trouble> troubles) {
        this.world = world;
        this.troubles.addAll(troubles);
    }

    boolean has(Trouble trouble) {
        return stormy && troubles.contains(trouble);
    }

    boolean busIsStormy() {
        return has(Trouble.BUS_STORMY);
    }

    /** Plans what happens to everybody. */
    void begin() {
        again(Trouble.NODES_DIE, Duration.ofSeconds(25), this::killSomeone);
        again(Trouble.NODES_FREEZE, Duration.ofSeconds(15), this::freezeSomeone);
        again(Trouble.DATABASE_DOWN, Duration.ofSeconds(30), this::breakDatabase);
        again(Trouble.DATABASE_SLOW, Duration.ofSeconds(25), this::slowDatabase);
        again(Trouble.CLOCKS_SKEWED, Duration.ofSeconds(10), this::skewSomeone);
        again(Trouble.DATABASE_CLOCK_JUMPS, Duration.ofSeconds(20), this::setDatabaseClock);
    }

    private void again(Trouble trouble, Duration most, Runnable happens) {
        world.time().after(world.some().between(Duration.ofMillis(500), most), () -> {
            if (has(trouble)) {
                world.coverage().saw("trouble", trouble.name());
                happens.run();
                again(trouble, most, happens);
            }
        });
    }

    /** From now on everything works, and whoever is down comes back. */
    void calm() {
        stormy = false;
        down = false;
        slow = false;
        world.nodes().forEach(SimNode::wakeUp);
    }

    private void killSomeone() {
        SimNode node = world.some().oneOf(world.nodes());
        if (node.isUp()) {
            node.crash();
            world.time().after(world.some().between(Duration.ofMillis(100), Duration.ofSeconds(12)), node::boot);
        }
    }

    private void freezeSomeone() {
        world.some()
                .oneOf(world.nodes())
                .freeze(world.some()
                        .between(
                                Duration.ofMillis(50),
                                Duration.ofSeconds(world.some().chance(0.5) ? 2 : 8)));
    }

    private void breakDatabase() {
        down = true;
        world.time().after(world.some().between(Duration.ofMillis(50), Duration.ofSeconds(7)), () -> down = false);
    }

    private void slowDatabase() {
        slow = true;
        world.time().after(world.some().between(Duration.ofMillis(500), Duration.ofSeconds(8)), () -> slow = false);
    }

    private void skewSomeone() {
        world.some()
                .oneOf(world.nodes())
                .setClockAhead(world.some().between(Duration.ofSeconds(-90), Duration.ofSeconds(90)));
    }

    /** Ahead or back: by as much as an operator, or a virtual machine that was moved, gets it wrong. */
    private void setDatabaseClock() {
        Duration most = world.some().chance(0.5) ? Duration.ofMinutes(1) : Duration.ofHours(2);
        Duration by = world.some().between(most.negated(), most).minus(wrongBy);
        wrongBy = wrongBy.plus(by);
        world.coverage().saw("database clock", by.isNegative() ? "went back" : "jumped ahead");
        world.database().age(by);
        jumpedAt = world.time().nanos();
    }

    boolean hasDatabaseClockJumped() {
        return jumpedAt >= 0;
    }

    /** What was begun before may still be under way, and be told by the clock as it was. */
    boolean hasDatabaseClockJustJumped() {
        return hasDatabaseClockJumped() && world.time().nanos() - jumpedAt < FROZEN_AT_MOST.toNanos() * 2;
    }

    Duration latency() {
        return world.some().between(Duration.ofNanos(100_000), slow ? SLOW : QUICK);
    }

    boolean isDatabaseDown(DatabaseWire.Trip trip) {
        if (down) {
            world.coverage().saw("database down", cell(trip));
        }
        return down;
    }

    /** What happens to a trip on its way, if anything. */
    Optional<Mishap> onTheWay(DatabaseWire.Trip trip) {
        return roll(trip, world.some().oneOf(LOST_OR_LATE));
    }

    /** Whether the answer to a trip that took place is lost. */
    boolean isAnswerLost(DatabaseWire.Trip trip) {
        return roll(trip, Mishap.ANSWER_LOST).isPresent();
    }

    private Optional<Mishap> roll(DatabaseWire.Trip trip, Mishap mishap) {
        if (!has(Trouble.TRIPS_FAIL)
                || !world.some().chance(RARE.contains(trip.call()) ? RARE_TRIP_FAILS : TRIP_FAILS)) {
            return Optional.empty();
        }
        world.coverage().saw("trip", mishap + " " + cell(trip));
        return Optional.of(mishap);
    }

    static String cell(DatabaseWire.Trip trip) {
        return trip.call() + " " + trip.kind();
    }

    private static final java.util.List<Mishap> LOST_OR_LATE =
            java.util.List.of(Mishap.LOST, Mishap.ABORTED, Mishap.FROZEN);
}
