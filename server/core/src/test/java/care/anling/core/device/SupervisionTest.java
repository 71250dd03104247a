package care.anling.core.device;

import static org.assertj.core.api.Assertions.assertThat;

import care.anling.core.device.Supervised.Latest;
import care.anling.core.device.Supervised.Memory;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class SupervisionTest {

    private static final ZoneId SHANGHAI = ZoneId.of("Asia/Shanghai");
    /** A Wednesday, ten in the morning in Shanghai. */
    private static final Instant NOW = Instant.parse("2026-05-06T02:00:00Z");

    private static final Instant LONG_AGO = NOW.minus(Duration.ofDays(60));

    private DeviceKind kind = DeviceKind.WATCH;
    private Upkeep upkeep = Upkeep.NONE;
    private Optional<Instant> absentUntil = Optional.empty();
    private Latest latest = seen(Duration.ZERO);
    private Memory memory = tested(Set.of());
    private Instant hearingSince = LONG_AGO;

    @ParameterizedTest
    @CsvSource({
        "WATCH,     PT59M, ONLINE",
        "WATCH,     PT1H,  LATE",
        "WATCH,     PT2H,  OFFLINE",
        "PENDANT,   PT25H, ONLINE",
        "PENDANT,   PT26H, LATE",
        "PENDANT,   PT49H, LATE",
        "PENDANT,   PT50H, OFFLINE",
    })
    void aKindIsLateAndOfflineInItsOwnTime(DeviceKind of, Duration silent, Liveness expected) {
        kind = of;
        latest = seen(silent);
        assertThat(look().memory().liveness()).isEqualTo(expected);
        assertThat(look().raised().contains(SignalKind.DEVICE_OFFLINE)).isEqualTo(expected == Liveness.OFFLINE);
    }

    @ParameterizedTest
    @EnumSource(DeviceKind.class)
    void everyKindHasAnExpectationInOrder(DeviceKind of) {
        Expectation expected = Expectations.of(of, Upkeep.NONE);
        assertThat(expected.heartbeat()).isLessThan(expected.lateAfter());
        assertThat(expected.lateAfter()).isLessThan(expected.offlineAfter());
    }

    @Test
    void theRegistryKnowsBetterThanTheModelAndTheModelThanTheKind() {
        Upkeep button = new Upkeep(Optional.of("TS0215A_sos"), Optional.empty(), Optional.empty(), Optional.empty());
        assertThat(Expectations.of(DeviceKind.PENDANT, button).heartbeat()).isEqualTo(Duration.ofHours(4));
        Upkeep this1 =
                new Upkeep(button.model(), Optional.of(Duration.ofMinutes(5)), Optional.empty(), Optional.empty());
        assertThat(Expectations.of(DeviceKind.PENDANT, this1).heartbeat()).isEqualTo(Duration.ofMinutes(5));
    }

    @Test
    void silenceIsRaisedOnceAndPassesWithTheNextWord() {
        latest = seen(Duration.ofHours(3));
        Supervision.Finding first = look();
        assertThat(first.raised()).containsExactly(SignalKind.DEVICE_OFFLINE);
        memory = first.memory();
        assertThat(look().raised()).isEmpty();
        assertThat(look().lookAgainAt()).isEqualTo(NOW.plus(Supervision.LOOK_EVERY_WITH_FAULT));
        latest = seen(Duration.ofSeconds(5));
        assertThat(look().passed()).containsExactly(SignalKind.DEVICE_OFFLINE);
        assertThat(look().memory().faults()).isEmpty();
    }

    @Test
    void whatNeverSpokeIsNotSilent() {
        latest = new Latest(Optional.empty(), true, Optional.empty(), Optional.empty(), Optional.empty());
        assertThat(look().raised()).isEmpty();
        assertThat(look().memory().liveness()).isEqualTo(Liveness.NEVER_SEEN);
    }

    /** The latest values are unlogged: a crash of the database must not make a city silent. */
    @Test
    void whatTheDatabaseForgotIsRemembered() {
        memory = new Memory(
                Set.of(),
                Optional.of(NOW.minus(Duration.ofMinutes(20))),
                Optional.empty(),
                Optional.of(NOW),
                Liveness.ONLINE);
        latest = new Latest(Optional.empty(), true, Optional.empty(), Optional.empty(), Optional.empty());
        assertThat(look().memory().liveness()).isEqualTo(Liveness.ONLINE);
        assertThat(look().raised()).isEmpty();
    }

    @Test
    void ourOwnDeafnessIsNobodysSilence() {
        latest = seen(Duration.ofHours(8));
        hearingSince = NOW.minus(Duration.ofMinutes(29));
        assertThat(look().raised()).isEmpty();
        assertThat(look().lookAgainAt()).isEqualTo(NOW.plus(Duration.ofMinutes(1)));
        hearingSince = NOW.minus(Duration.ofMinutes(30));
        assertThat(look().raised()).containsExactly(SignalKind.DEVICE_OFFLINE);
    }

    @ParameterizedTest
    @CsvSource({"16, false, false", "15, false, true", "29, true, true", "30, true, false"})
    void aBatteryFallsBelowTheLowerMarkAndRecoversAboveTheUpper(int percent, boolean known, boolean low) {
        memory = tested(known ? Set.of(SignalKind.LOW_BATTERY) : Set.of());
        latest = new Latest(Optional.of(NOW), true, Optional.of(percent), Optional.empty(), Optional.of(false));
        assertThat(look().memory().faults().contains(SignalKind.LOW_BATTERY)).isEqualTo(low);
    }

    @Test
    void onTheChargerABatteryIsCaredFor() {
        memory = tested(Set.of(SignalKind.LOW_BATTERY));
        latest = new Latest(Optional.of(NOW), true, Optional.of(3), Optional.empty(), Optional.of(true));
        assertThat(look().passed()).containsExactly(SignalKind.LOW_BATTERY);
    }

    @Test
    void aWatchOnTheTableIsRemovedAfterAnHourAndOnTheChargerNever() {
        latest = worn(false, false);
        Supervision.Finding first = look();
        assertThat(first.raised()).isEmpty();
        assertThat(first.memory().unwornSince()).contains(NOW);
        memory = unwornSince(NOW.minus(Duration.ofMinutes(60)));
        assertThat(look().raised()).containsExactly(SignalKind.REMOVED);
        latest = worn(false, true);
        assertThat(look().raised()).isEmpty();
        latest = worn(true, false);
        assertThat(look().memory().unwornSince()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "2026-05-06T02:00:00Z, true",
        "2026-05-06T00:59:59Z, false",
        "2026-05-06T09:00:00Z, false",
        "2026-05-09T02:00:00Z, false",
    })
    void aTestIsMissedAtWorkOnly(Instant now, boolean raised) {
        latest = new Latest(Optional.of(now), true, Optional.empty(), Optional.empty(), Optional.empty());
        memory = Memory.NOTHING;
        Supervised device = new Supervised(kind, upkeep, LONG_AGO, absentUntil, latest, memory);
        Supervision.Finding found = Supervision.look(device, new Supervision.Moment(now, hearingSince, SHANGHAI));
        assertThat(found.raised().contains(SignalKind.TEST_OVERDUE)).isEqualTo(raised);
    }

    @Test
    void anOverdueTestStaysOverdueAtNightAndPassesWithAPress() {
        memory = new Memory(
                Set.of(SignalKind.TEST_OVERDUE), Optional.of(NOW), Optional.empty(), Optional.empty(), Liveness.ONLINE);
        Instant night = NOW.plus(Duration.ofHours(14));
        Supervised device = new Supervised(kind, upkeep, LONG_AGO, absentUntil, latest, memory);
        assertThat(Supervision.look(device, new Supervision.Moment(night, hearingSince, SHANGHAI))
                        .passed())
                .doesNotContain(SignalKind.TEST_OVERDUE);
        memory = tested(Set.of(SignalKind.TEST_OVERDUE));
        assertThat(look().passed()).containsExactly(SignalKind.TEST_OVERDUE);
    }

    @Test
    void maintenanceRaisesNothingAndEndsByItself() {
        latest = seen(Duration.ofHours(5));
        upkeep = maintenance(NOW.plusSeconds(60));
        assertThat(look().raised()).isEmpty();
        assertThat(look().lookAgainAt()).isEqualTo(NOW.plusSeconds(60));
        upkeep = maintenance(NOW);
        assertThat(look().raised()).containsExactly(SignalKind.DEVICE_OFFLINE);
    }

    @Test
    void whoIsAwayLeavesASilentWatchButNotAFlatOne() {
        absentUntil = Optional.of(NOW.plus(Duration.ofDays(2)));
        latest = new Latest(
                Optional.of(NOW.minus(Duration.ofHours(5))), true, Optional.of(4), Optional.empty(), Optional.empty());
        assertThat(look().raised()).containsExactly(SignalKind.LOW_BATTERY);
    }

    @Test
    void aTestIsTestedForAWeek() {
        Expectation expected = Expectations.of(DeviceKind.PENDANT, Upkeep.NONE);
        Instant week = NOW.minus(Duration.ofDays(7));
        assertThat(TestState.of(expected, Optional.empty(), NOW)).isEqualTo(TestState.NEVER_TESTED);
        assertThat(TestState.of(expected, Optional.of(week.plusMillis(1)), NOW)).isEqualTo(TestState.TESTED);
        assertThat(TestState.of(expected, Optional.of(week), NOW)).isEqualTo(TestState.TEST_OVERDUE);
        assertThat(TestState.of(Expectations.of(DeviceKind.GATEWAY, Upkeep.NONE), Optional.empty(), NOW))
                .isEqualTo(TestState.NOT_EXPECTED);
    }

    private Supervision.Finding look() {
        return Supervision.look(
                new Supervised(kind, upkeep, LONG_AGO, absentUntil, latest, memory),
                new Supervision.Moment(NOW, hearingSince, SHANGHAI));
    }

    private static Upkeep maintenance(Instant until) {
        return new Upkeep(Optional.empty(), Optional.empty(), Optional.of(until), Optional.empty());
    }

    private static Latest seen(Duration ago) {
        return new Latest(Optional.of(NOW.minus(ago)), true, Optional.empty(), Optional.empty(), Optional.empty());
    }

    private static Latest worn(boolean worn, boolean charging) {
        return new Latest(Optional.of(NOW), true, Optional.empty(), Optional.of(worn), Optional.of(charging));
    }

    private static Memory tested(Set<SignalKind> faults) {
        return new Memory(faults, Optional.empty(), Optional.empty(), Optional.of(NOW), Liveness.ONLINE);
    }

    private static Memory unwornSince(Instant since) {
        return new Memory(Set.of(), Optional.empty(), Optional.of(since), Optional.of(NOW), Liveness.ONLINE);
    }
}
