package care.anling.verticles.store;

import static org.assertj.core.api.Assertions.assertThat;

import care.anling.core.common.IncidentId;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Deadlines as rows, claimed by two nodes at once. */
class PgDeadlineStoreTest {

    @RegisterExtension
    static final PgFixture POSTGRES = new PgFixture();

    private static final Duration LEASE = Duration.ofSeconds(30);

    private PgDeadlineStore one;
    private PgDeadlineStore other;

    @BeforeEach
    void openStores() {
        POSTGRES.tell("TRUNCATE deadlines");
        one = new PgDeadlineStore(POSTGRES.pools().engine());
        other = new PgDeadlineStore(POSTGRES.pools().api());
    }

    @Test
    void nothingFiresBeforeItsTime() {
        put("now() + interval '1 hour'");
        assertThat(claim(one)).isEmpty();
        assertThat(PgFixture.await(one.untilNext()).orElseThrow())
                .isBetween(Duration.ofMinutes(59), Duration.ofMinutes(60));
    }

    @Test
    void theMostOverdueComesFirstAndTellsHowLate() {
        IncidentId late = put("now() - interval '10 seconds'");
        IncidentId later = put("now() - interval '5 seconds'");
        List<DueDeadline> claimed = claim(one);
        assertThat(claimed).extracting(DueDeadline::incident).containsExactly(late, later);
        assertThat(claimed.get(0).late()).isBetween(Duration.ofSeconds(10), Duration.ofSeconds(25));
        assertThat(claimed.get(0).attempts()).isEqualTo(1);
    }

    @Test
    void twoNodesNeverClaimTheSame() {
        for (int i = 0; i < 200; i++) {
            put("now() - interval '1 second'");
        }
        List<Future<List<DueDeadline>>> claims = Stream.of(one, other, one, other, one, other, one, other)
                .map(store -> store.claimDue(40, LEASE))
                .toList();
        PgFixture.await(Future.join(claims));
        List<IncidentId> all = claims.stream()
                .flatMap(claim -> claim.result().stream())
                .map(DueDeadline::incident)
                .toList();
        assertThat(all).doesNotHaveDuplicates();
        assertThat(PgFixture.await(one.claimDue(200, LEASE)).size() + all.size())
                .isEqualTo(200);
    }

    @Test
    void aClaimIsALeaseThatEnds() {
        put("now() - interval '1 second'");
        assertThat(PgFixture.await(one.claimDue(10, Duration.ofMillis(200)))).hasSize(1);
        assertThat(claim(other)).isEmpty();
        POSTGRES.tell("UPDATE deadlines SET leased_until = now() - interval '1 ms'");
        assertThat(claim(other))
                .singleElement()
                .extracting(DueDeadline::attempts)
                .isEqualTo(2);
    }

    @Test
    void aReleasedOneComesBackAfterItsPause() {
        put("now() - interval '1 second'");
        DueDeadline due = claim(one).get(0);
        PgFixture.await(one.release(due, Duration.ZERO));
        assertThat(claim(other)).hasSize(1);
        PgFixture.await(other.release(due, Duration.ofMinutes(5)));
        assertThat(claim(one)).isEmpty();
        assertThat(PgFixture.await(one.untilNext()).orElseThrow()).isGreaterThan(Duration.ofMinutes(4));
    }

    @Test
    void anOverdueOneIsDueAtOnceAndNoneIsNone() {
        assertThat(PgFixture.await(one.untilNext())).isEmpty();
        put("now() - interval '1 second'");
        assertThat(PgFixture.await(one.untilNext())).contains(Duration.ZERO);
    }

    private List<DueDeadline> claim(PgDeadlineStore store) {
        return PgFixture.await(store.claimDue(10, LEASE));
    }

    private static IncidentId put(String dueAt) {
        IncidentId incident = new IncidentId(Samples.id());
        POSTGRES.tell("INSERT INTO deadlines (incident, kind, community, due_at) VALUES ('" + incident + "', 'STEP', '"
                + Samples.id() + "', " + dueAt + ")");
        return incident;
    }
}
