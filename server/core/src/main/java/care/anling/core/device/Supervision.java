package care.anling.core.device;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Looks at one device: what is wrong with it that was not, what has passed, and when to look again. Heartbeats cost
 * nothing here: a look is due when the next one should have been heard.
 */
public final class Supervision {

    /** Flat enough that somebody should charge it today. */
    static final int BATTERY_LOW_PERCENT = 15;

    /** Charged: the gap keeps a cell that swings with the cold from calling every hour. */
    static final int BATTERY_WELL_PERCENT = 30;

    /** A bath takes half an hour; what lies on the table for longer is forgotten there. */
    static final Duration UNWORN_MAX = Duration.ofMinutes(60);

    /** After we ourselves were deaf, how long devices have to find back. */
    static final Duration RETURN_GRACE = Duration.ofMinutes(30);

    /** Battery and wrist are looked at this often. */
    static final Duration LOOK_EVERY = Duration.ofMinutes(10);

    /** A device with a fault is looked at this often: its return should be seen soon. */
    static final Duration LOOK_EVERY_WITH_FAULT = Duration.ofMinutes(1);

    /** Tests are work for the day. */
    static final LocalTime WORK_FROM = LocalTime.of(9, 0);

    static final LocalTime WORK_TO = LocalTime.of(17, 0);

    /** What supervision raises and takes back. */
    public static final Set<SignalKind> WATCHED =
            Set.of(SignalKind.DEVICE_OFFLINE, SignalKind.LOW_BATTERY, SignalKind.REMOVED, SignalKind.TEST_OVERDUE);

    private Supervision() {}

    /**
     * @param now the database's clock
     * @param hearingSince when we began to listen without a gap; before, silence was ours
     * @param zone where people work
     */
    public record Moment(Instant now, Instant hearingSince, ZoneId zone) {

        boolean isWorkTime() {
            ZonedDateTime here = now.atZone(zone);
            boolean weekend = here.getDayOfWeek() == DayOfWeek.SATURDAY || here.getDayOfWeek() == DayOfWeek.SUNDAY;
            LocalTime clock = here.toLocalTime();
            return !weekend && !clock.isBefore(WORK_FROM) && clock.isBefore(WORK_TO);
        }
    }

    /** What a look found. */
    public record Finding(
            Supervised.Memory memory, Set<SignalKind> raised, Set<SignalKind> passed, Instant lookAgainAt) {}

    public static Finding look(Supervised device, Moment moment) {
        Instant now = moment.now();
        Expectation expected = Expectations.of(device.kind(), device.upkeep());
        Supervised.Memory before = device.memory();
        Optional<Instant> seen = later(before.seenAt(), device.latest().seenAt());
        Optional<Instant> unworn = unwornSince(device, now);
        Set<SignalKind> wrong = EnumSet.noneOf(SignalKind.class);
        Optional<Instant> offlineAt = seen.map(at -> offlineAt(expected, at, moment));
        if (offlineAt.filter(at -> !now.isBefore(at)).isPresent()) {
            wrong.add(SignalKind.DEVICE_OFFLINE);
        }
        if (isBatteryLow(device)) {
            wrong.add(SignalKind.LOW_BATTERY);
        }
        if (unworn.filter(since -> !now.isBefore(since.plus(UNWORN_MAX))).isPresent()) {
            wrong.add(SignalKind.REMOVED);
        }
        Optional<Instant> testDue = expected.testEvery().map(before.testedAt().orElse(device.registeredAt())::plus);
        boolean testLate = testDue.filter(at -> !now.isBefore(at)).isPresent();
        if (testLate && (moment.isWorkTime() || before.faults().contains(SignalKind.TEST_OVERDUE))) {
            wrong.add(SignalKind.TEST_OVERDUE);
        }

        Set<SignalKind> raised = minus(wrong, before.faults());
        raised.removeIf(kind -> isSilenced(kind, device, now));
        Set<SignalKind> passed = minus(before.faults(), wrong);
        Set<SignalKind> faults = EnumSet.noneOf(SignalKind.class);
        faults.addAll(minus(before.faults(), passed));
        faults.addAll(raised);
        Liveness liveness = Liveness.of(expected, seen, device.latest().connected(), now);
        Instant again = Stream.of(
                        Optional.of(now.plus(faults.isEmpty() ? LOOK_EVERY : LOOK_EVERY_WITH_FAULT)),
                        seen.map(at -> at.plus(expected.lateAfter())),
                        offlineAt,
                        unworn.map(since -> since.plus(UNWORN_MAX)),
                        testDue,
                        device.upkeep().maintenanceUntil(),
                        device.absentUntil())
                .flatMap(Optional::stream)
                .filter(now::isBefore)
                .min(Instant::compareTo)
                .orElseThrow();
        return new Finding(
                new Supervised.Memory(faults, seen, unworn, before.testedAt(), liveness), raised, passed, again);
    }

    /** Silence while nobody listened counts for nothing; after it a device has some time to find back, not a whole day. */
    private static Instant offlineAt(Expectation expected, Instant seen, Moment moment) {
        Instant silent = seen.plus(expected.offlineAfter());
        Duration grace = expected.offlineAfter().compareTo(RETURN_GRACE) < 0 ? expected.offlineAfter() : RETURN_GRACE;
        Instant returned = moment.hearingSince().plus(grace);
        return silent.isAfter(returned) ? silent : returned;
    }

    /** Falls below the lower mark; passes above the upper one, or on the charger. */
    private static boolean isBatteryLow(Supervised device) {
        Supervised.Latest latest = device.latest();
        boolean known = device.memory().faults().contains(SignalKind.LOW_BATTERY);
        if (latest.charging().orElse(false)) {
            return false;
        }
        return latest.batteryPercent()
                .map(percent -> percent <= BATTERY_LOW_PERCENT || (known && percent < BATTERY_WELL_PERCENT))
                .orElse(known);
    }

    /** On the charger it is where it belongs. */
    private static Optional<Instant> unwornSince(Supervised device, Instant now) {
        Supervised.Latest latest = device.latest();
        boolean off = latest.worn().filter(worn -> !worn).isPresent()
                && !latest.charging().orElse(false);
        return off ? device.memory().unwornSince().or(() -> Optional.of(now)) : Optional.empty();
    }

    private static boolean isSilenced(SignalKind kind, Supervised device, Instant now) {
        boolean absent = device.absentUntil().filter(now::isBefore).isPresent();
        return device.upkeep().inMaintenance(now)
                || (absent && (kind == SignalKind.DEVICE_OFFLINE || kind == SignalKind.REMOVED));
    }

    private static Set<SignalKind> minus(Set<SignalKind> all, Set<SignalKind> without) {
        Set<SignalKind> rest = EnumSet.noneOf(SignalKind.class);
        rest.addAll(all);
        rest.removeAll(without);
        return rest;
    }

    private static Optional<Instant> later(Optional<Instant> one, Optional<Instant> other) {
        return Stream.of(one, other).flatMap(Optional::stream).max(Instant::compareTo);
    }
}
