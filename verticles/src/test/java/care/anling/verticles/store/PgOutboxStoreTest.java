package care.anling.verticles.store;

import static org.assertj.core.api.Assertions.assertThat;

import care.anling.core.incident.Incident;
import care.anling.core.notice.Audience;
import care.anling.core.notice.Notice;
import care.anling.core.notice.NoticeKind;
import care.anling.verticles.vault.TestVault;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class PgOutboxStoreTest extends OutboxStoreContract {

    @RegisterExtension
    static final PgFixture POSTGRES = new PgFixture();

    private Street street;
    private Incident incident;

    @BeforeEach
    void open() {
        POSTGRES.tell("TRUNCATE outbox");
        street = new Street(POSTGRES);
        List<Arrival> batch = List.of(Samples.press(Samples.resident(street.community()), List.of()));
        incident = PgFixture.await(
                        new PgIntakeStore(POSTGRES.vertx(), POSTGRES.pools().intake())
                                .land(batch, view -> Samples.fold(batch, view)))
                .changes()
                .get(0)
                .after();
    }

    @Override
    OutboxStore store() {
        return new PgOutboxStore(POSTGRES.pools().notices(), TestVault.open());
    }

    @Override
    OutboxStore other() {
        return new PgOutboxStore(POSTGRES.pools().engine(), TestVault.open());
    }

    @Override
    NoticeStore notices() {
        return new PgNoticeStore(POSTGRES.everybodys(), POSTGRES.pools().notices());
    }

    @Override
    ChannelStore channels() {
        return new PgChannelStore(POSTGRES.everybodys(), TestVault.open());
    }

    @Override
    Incident incident() {
        return incident;
    }

    @Override
    void decide(List<Notice> notices) {
        PgFixture.await(new PgIncidentStore(POSTGRES.vertx(), POSTGRES.pools().engine())
                .change(incident.id(), (known, now) -> FakeOutboxStoreTest.decision(known, notices)));
    }

    @Override
    UUID person(AccountRole role, boolean onDuty) {
        UUID id = street.responder(role.name(), role == AccountRole.COORDINATOR ? "COORDINATOR" : "FIRST_HAND");
        if (!onDuty) {
            street.offDuty(id);
        }
        return id;
    }

    @Override
    void age(Duration by) {
        String span = "interval '" + by.toMillis() + " ms'";
        POSTGRES.tell("UPDATE outbox SET due_at = due_at - " + span + ", set_at = set_at - " + span
                + ", leased_at = leased_at - " + span + ", leased_until = leased_until - " + span);
    }

    @Test
    void aPressWritesNoNotice() {
        assertThat(POSTGRES.ask("SELECT count(*) FROM outbox")).containsExactly("0");
    }

    @Test
    void twoNodesNeverClaimTheSame() {
        UUID volunteer = person(AccountRole.VOLUNTEER, true);
        List<Notice> many = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            many.add(Notice.of(NoticeKind.ALARM, Audience.account(volunteer), incident.id(), Instant.now())
                    .with(Notice.Detail.NONE.onOccasion(i)));
        }
        decide(many);
        List<Future<List<DueNotice>>> claims = Stream.of(store(), other(), store(), other(), store(), other())
                .map(store -> store.claimDue(40, LEASE))
                .toList();
        PgFixture.await(Future.all(claims));

        List<UUID> claimed = claims.stream()
                .flatMap(claim -> claim.result().stream())
                .map(DueNotice::id)
                .toList();
        assertThat(claimed).hasSizeGreaterThan(100).doesNotHaveDuplicates();
    }

    @Test
    void nobodyWhoServesDeletesANotice() {
        for (String role : List.of("anling_intake", "anling_engine", "anling_feed", "anling_api")) {
            assertThat(POSTGRES.ask("SELECT has_table_privilege('" + role + "', 'anling.outbox', 'DELETE')::text"))
                    .as(role)
                    .containsExactly("false");
        }
    }

    @Test
    void settledOnesAreSweptAfterAWeekAndDeadOnesAfterAMonth() {
        UUID volunteer = person(AccountRole.VOLUNTEER, true);
        decide(List.of(
                Notice.of(NoticeKind.ALARM, Audience.account(volunteer), incident.id(), Instant.now()),
                Notice.of(NoticeKind.ETA, Audience.account(volunteer), incident.id(), Instant.now())));
        POSTGRES.tell("UPDATE outbox SET due_at = NULL, settled_at = now() - interval '8 days',"
                + " state = CASE kind WHEN 'ALARM' THEN 'DEAD' ELSE 'RECEIVED' END");

        assertThat(POSTGRES.ask("SELECT sweep_outbox(100)")).containsExactly("1");
        assertThat(POSTGRES.ask("SELECT state FROM outbox")).containsExactly("DEAD");
        POSTGRES.tell("UPDATE outbox SET settled_at = now() - interval '31 days'");
        assertThat(POSTGRES.ask("SELECT sweep_outbox(100)")).containsExactly("1");
    }
}
