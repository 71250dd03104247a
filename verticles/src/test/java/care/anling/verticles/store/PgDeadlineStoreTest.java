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
class PgDeadlineStoreTest extends DeadlineStoreContract {

    @RegisterExtension
    static final PgFixture POSTGRES = new PgFixture();

    private PgDeadlineStore one;
    private PgDeadlineStore other;

    @BeforeEach
    void openStores() {
        POSTGRES.tell("TRUNCATE deadlines");
        one = new PgDeadlineStore(POSTGRES.pools().engine());
        other = new PgDeadlineStore(POSTGRES.everybodys());
    }

    @Override
    DeadlineStore store() {
        return one;
    }

    @Override
    DeadlineStore other() {
        return other;
    }

    @Override
    void put(IncidentId incident, Duration fromNow) {
        POSTGRES.tell(
                "INSERT INTO deadlines (incident, kind, community, due_at) VALUES ('" + incident + "', 'STEP', '"
                        + Samples.id() + "', now() + interval '" + fromNow.toMillis() + " ms')"
                        + " ON CONFLICT (incident, kind) DO UPDATE SET due_at = EXCLUDED.due_at, leased_until = NULL, attempts = 0");
    }

    @Override
    void age(Duration by) {
        String span = "interval '" + by.toMillis() + " ms'";
        POSTGRES.tell("UPDATE deadlines SET due_at = due_at - " + span + ", leased_at = leased_at - " + span
                + ", leased_until = leased_until - " + span);
        POSTGRES.tell("UPDATE deadlines SET set_at = set_at - " + span);
    }

    @Test
    void twoNodesNeverClaimTheSame() {
        for (int i = 0; i < 200; i++) {
            put(Duration.ofSeconds(-1));
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
}
