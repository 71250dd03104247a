package care.anling.verticles.store;

import static org.assertj.core.api.Assertions.assertThat;

import care.anling.core.common.DeviceId;
import care.anling.core.common.IncidentId;
import care.anling.core.device.DeviceKind;
import care.anling.core.device.Liveness;
import care.anling.core.device.SignalKind;
import care.anling.core.device.Supervised;
import care.anling.verticles.store.SupervisionStore.Due;
import care.anling.verticles.store.SupervisionStore.Looked;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What every supervision store promises: each device its turn, on the database's time, and nothing forgotten between. */
abstract class SupervisionStoreContract {

    static final Duration LEASE = Duration.ofSeconds(10);

    abstract SupervisionStore store();

    /** A watch that has never spoken, due now. */
    abstract DeviceId watch();

    /** The database's clock goes on by this much. */
    abstract void age(Duration by);

    @Test
    void aDeviceIsClaimedByOneAndAgainWhenItsLeaseHasEnded() {
        DeviceId watch = watch();
        assertThat(claimed()).extracting(Due::device).containsExactly(watch);
        assertThat(claimed()).isEmpty();
        age(LEASE);
        assertThat(claimed()).extracting(Due::device).containsExactly(watch);
    }

    @Test
    void aRepeatedLookIsTheSameTurn() {
        DeviceId unused = watch();
        Instant turn = claimed().get(0).dueAt();
        age(LEASE);
        assertThat(claimed().get(0).dueAt()).isNotNull().isBeforeOrEqualTo(turn);
    }

    @Test
    void theLimitHolds() {
        for (int i = 0; i < 5; i++) {
            DeviceId unused = watch();
        }
        assertThat(PgFixture.await(store().claimDue(3, LEASE))).hasSize(3);
        assertThat(PgFixture.await(store().claimDue(3, LEASE))).hasSize(2);
    }

    @Test
    void whatALookFoundIsThereAtTheNext() {
        DeviceId watch = watch();
        Due due = claimed().get(0);
        assertThat(due.as().kind()).isEqualTo(DeviceKind.WATCH);
        assertThat(due.as().memory()).isEqualTo(Supervised.Memory.NOTHING);
        assertThat(due.as().latest().seenAt()).isEmpty();
        IncidentId incident = new IncidentId(Samples.id());
        Instant seen = due.now().minusSeconds(90).truncatedTo(ChronoUnit.MILLIS);
        Supervised.Memory memory = new Supervised.Memory(
                Set.of(SignalKind.LOW_BATTERY, SignalKind.DEVICE_OFFLINE),
                Optional.of(seen),
                Optional.empty(),
                Optional.empty(),
                Liveness.OFFLINE);
        settle(due, memory, due.now().plusSeconds(60), Optional.of(incident));
        assertThat(claimed()).isEmpty();
        age(Duration.ofSeconds(61));
        Due next = claimed().get(0);
        assertThat(next.device()).isEqualTo(watch);
        assertThat(next.as().memory().faults()).isEqualTo(memory.faults());
        assertThat(next.as().memory().liveness()).isEqualTo(Liveness.OFFLINE);
        assertThat(next.as().memory().seenAt()).isPresent();
        assertThat(next.incident()).contains(incident);
        settle(next, Supervised.Memory.NOTHING, next.now(), Optional.empty());
        assertThat(claimed().get(0).incident()).as("is kept").contains(incident);
    }

    @Test
    void whoWasOvertakenMakesItLookedAtAgain() {
        watch();
        Due slow = claimed().get(0);
        age(Duration.ofHours(1));
        Due quick = claimed().get(0);
        settle(quick, Supervised.Memory.NOTHING, quick.now().plusSeconds(600), Optional.empty());
        assertThat(claimed()).isEmpty();
        settle(slow, silent(), slow.now().plusSeconds(600), Optional.empty());
        assertThat(claimed()).hasSize(1);
    }

    @Test
    void anIncidentIsOverForADeviceOnlyWhenTheOthersAreWell() {
        DeviceId one = watch();
        DeviceId other = watch();
        IncidentId incident = new IncidentId(Samples.id());
        claimed().forEach(due -> settle(due, silent(), due.now().plusSeconds(600), Optional.of(incident)));
        assertThat(PgFixture.await(store().hasOtherFaults(incident, one))).isTrue();
        age(Duration.ofSeconds(601));
        claimed().stream()
                .filter(due -> due.device().equals(other))
                .forEach(due -> settle(due, Supervised.Memory.NOTHING, due.now().plusSeconds(600), Optional.empty()));
        assertThat(PgFixture.await(store().hasOtherFaults(incident, one))).isFalse();
        assertThat(PgFixture.await(store().hasOtherFaults(incident, other))).isTrue();
    }

    @Test
    void aMergedIncidentIsFollowed() {
        DeviceId watch = watch();
        IncidentId single = new IncidentId(Samples.id());
        IncidentId whole = new IncidentId(Samples.id());
        claimed().forEach(due -> settle(due, silent(), due.now().plusSeconds(5), Optional.of(single)));
        PgFixture.await(store().follow(single, whole));
        age(Duration.ofSeconds(6));
        assertThat(claimed().get(0).incident()).contains(whole);
        assertThat(PgFixture.await(store().hasOtherFaults(single, new DeviceId(Samples.id()))))
                .isFalse();
        assertThat(watch).isNotNull();
    }

    @Test
    void listeningIsSinceTheLastGap() {
        PgFixture.await(store().listen());
        Instant since = PgFixture.await(store().listen());
        age(SupervisionStore.DEAF_FROM.minusSeconds(20));
        Instant still = PgFixture.await(store().listen());
        age(SupervisionStore.DEAF_FROM.plusSeconds(1));
        Instant again = PgFixture.await(store().listen());
        assertThat(Duration.between(since, still)).isLessThanOrEqualTo(Duration.ofSeconds(1));
        assertThat(again).isAfter(still);
    }

    List<Due> claimed() {
        return PgFixture.await(store().claimDue(100, LEASE));
    }

    static Supervised.Memory silent() {
        return new Supervised.Memory(
                Set.of(SignalKind.DEVICE_OFFLINE),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Liveness.OFFLINE);
    }

    void settle(Due due, Supervised.Memory memory, Instant again, Optional<IncidentId> incident) {
        PgFixture.await(store().settle(new Looked(due.device(), due.dueAt(), memory, again, incident)));
    }
}
