package care.anling.verticles.store;

import static org.assertj.core.api.Assertions.assertThat;

import care.anling.core.common.IncidentId;
import care.anling.core.escalation.DeadlineKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What every deadline store promises. Nobody else's deadlines are in it when a test begins. */
abstract class DeadlineStoreContract {

    static final Duration LEASE = Duration.ofSeconds(30);

    /** One node's. */
    abstract DeadlineStore store();

    /** Another node's, on the same rows. */
    abstract DeadlineStore other();

    /** Puts a deadline, or moves it, to this long from now by the database's clock; the past is negative. */
    abstract void put(IncidentId incident, Duration fromNow);

    /** Lets time pass for what is stored, without waiting. */
    abstract void age(Duration by);

    @Test
    void nothingFiresBeforeItsTime() {
        put(Duration.ofHours(1));
        assertThat(claim(store())).isEmpty();
        assertThat(untilNext().orElseThrow()).isBetween(Duration.ofMinutes(59), Duration.ofMinutes(60));
        age(Duration.ofMinutes(61));
        assertThat(claim(store())).hasSize(1);
    }

    @Test
    void theMostOverdueComesFirstAndTellsHowLate() {
        IncidentId later = put(Duration.ofSeconds(-5));
        IncidentId late = put(Duration.ofSeconds(-10));
        List<DueDeadline> claimed = claim(store());
        assertThat(claimed).extracting(DueDeadline::incident).containsExactly(late, later);
        assertThat(claimed.get(0).late()).isBetween(Duration.ofSeconds(10), Duration.ofSeconds(25));
        assertThat(claimed.get(0).attempts()).isEqualTo(1);
        assertThat(claimed.get(0).kind()).isEqualTo(DeadlineKind.STEP);
    }

    @Test
    void aClaimIsBoundedAndTakesTheMostOverdue() {
        IncidentId second = put(Duration.ofSeconds(-20));
        IncidentId first = put(Duration.ofSeconds(-30));
        IncidentId third = put(Duration.ofSeconds(-10));
        assertThat(PgFixture.await(store().claimDue(2, LEASE)))
                .extracting(DueDeadline::incident)
                .containsExactly(first, second);
        assertThat(PgFixture.await(other().claimDue(2, LEASE)))
                .extracting(DueDeadline::incident)
                .containsExactly(third);
    }

    @Test
    void aClaimIsALeaseThatEnds() {
        put(Duration.ofSeconds(-1));
        assertThat(claim(store())).hasSize(1);
        assertThat(claim(store())).isEmpty();
        assertThat(claim(other())).isEmpty();
        assertThat(untilNext().orElseThrow()).isBetween(LEASE.minusSeconds(20), LEASE);
        age(LEASE.plusSeconds(1));
        assertThat(claim(other()))
                .singleElement()
                .extracting(DueDeadline::attempts)
                .isEqualTo(2);
    }

    @Test
    void aReleasedOneComesBackAfterItsPause() {
        put(Duration.ofSeconds(-1));
        DueDeadline due = claim(store()).get(0);
        PgFixture.await(store().release(due, Duration.ZERO));
        assertThat(claim(other())).hasSize(1);
        PgFixture.await(other().release(due, Duration.ofSeconds(50)));
        assertThat(claim(store())).isEmpty();
        assertThat(untilNext().orElseThrow()).isGreaterThan(Duration.ofSeconds(30));
        age(Duration.ofSeconds(51));
        assertThat(claim(store())).hasSize(1);
    }

    @Test
    void aClockThatGoesBackMakesNobodyWaitLongerThanBefore() {
        IncidentId soon = put(Duration.ofSeconds(10));
        IncidentId due = put(Duration.ofSeconds(-1));
        assertThat(claim(other())).hasSize(1);
        age(Duration.ofHours(-1));
        assertThat(claim(store())).isEmpty();
        assertThat(untilNext()).as("set anew").contains(Duration.ZERO);
        assertThat(claim(store())).extracting(DueDeadline::incident).containsExactly(due);
        age(Duration.ofSeconds(11));
        assertThat(claim(store())).extracting(DueDeadline::incident).containsExactly(soon);
    }

    @Test
    void aClaimOutlivesNoClockHoweverLittleItGoesBack() {
        put(Duration.ofSeconds(-10));
        assertThat(claim(other())).hasSize(1);
        age(Duration.ofSeconds(-2));
        assertThat(claim(store())).isEmpty();
        assertThat(untilNext()).contains(Duration.ZERO);
        assertThat(claim(store())).hasSize(1);
    }

    @Test
    void oneThatMovedIsNobodysAndIsNotGivenBackByWhoHeldItBefore() {
        IncidentId incident = put(Duration.ofSeconds(-9));
        DueDeadline held = claim(store()).get(0);
        put(incident, Duration.ofSeconds(-3));
        PgFixture.await(store().release(held, Duration.ofHours(1)));
        DueDeadline moved = claim(other()).get(0);
        assertThat(moved.attempts()).isEqualTo(1);
        assertThat(moved.dueAt()).isAfter(held.dueAt());
    }

    @Test
    void anOverdueOneIsDueAtOnceAndNoneIsNone() {
        assertThat(untilNext()).isEmpty();
        put(Duration.ofSeconds(-1));
        assertThat(untilNext()).contains(Duration.ZERO);
    }

    /** Any order of puts, claims by two nodes and passing time: nothing early, nothing twice under one lease, nothing left. */
    @Test
    void aRandomDayLeavesNothingDue() {
        Random random = new Random(20);
        Set<IncidentId> waiting = new HashSet<>();
        List<DueDeadline> claimed = new ArrayList<>();
        for (int turn = 0; turn < 60; turn++) {
            if (random.nextInt(3) > 0) {
                waiting.add(put(Duration.ofSeconds(random.nextInt(120))));
            }
            age(Duration.ofSeconds(random.nextInt(15)));
            DeadlineStore node = random.nextBoolean() ? store() : other();
            claimed.addAll(PgFixture.await(node.claimDue(1 + random.nextInt(3), Duration.ofHours(3))));
        }
        age(Duration.ofSeconds(120));
        claimed.addAll(PgFixture.await(store().claimDue(100, Duration.ofHours(3))));
        assertThat(claimed).extracting(DueDeadline::incident).containsExactlyInAnyOrderElementsOf(waiting);
        assertThat(claimed).noneMatch(due -> due.late().isNegative());
    }

    final List<DueDeadline> claim(DeadlineStore node) {
        return PgFixture.await(node.claimDue(10, LEASE));
    }

    private Optional<Duration> untilNext() {
        return PgFixture.await(store().untilNext());
    }

    final IncidentId put(Duration fromNow) {
        IncidentId incident = new IncidentId(Samples.id());
        put(incident, fromNow);
        return incident;
    }
}
