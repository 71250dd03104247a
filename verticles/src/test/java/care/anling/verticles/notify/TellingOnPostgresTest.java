package care.anling.verticles.notify;

import static org.assertj.core.api.Assertions.assertThat;

import care.anling.core.common.AssignmentId;
import care.anling.core.common.IncidentId;
import care.anling.core.dispatch.Offer;
import care.anling.core.escalation.ResponsePlans;
import care.anling.core.incident.Decision;
import care.anling.core.incident.IncidentCommand;
import care.anling.core.incident.IncidentMachine;
import care.anling.core.incident.Subject;
import care.anling.core.notice.NoticeKind;
import care.anling.verticles.access.SigningKey;
import care.anling.verticles.bus.Hints;
import care.anling.verticles.engine.Engine;
import care.anling.verticles.engine.EngineVerticle;
import care.anling.verticles.notify.WebhookChannel.Gateway;
import care.anling.verticles.store.Arrival;
import care.anling.verticles.store.ChannelAddress;
import care.anling.verticles.store.ChannelKind;
import care.anling.verticles.store.PgChannelStore;
import care.anling.verticles.store.PgDeadlineStore;
import care.anling.verticles.store.PgFixture;
import care.anling.verticles.store.PgIncidentStore;
import care.anling.verticles.store.PgIntakeStore;
import care.anling.verticles.store.PgNoticeStore;
import care.anling.verticles.store.PgOutboxStore;
import care.anling.verticles.store.PgPlanStore;
import care.anling.verticles.store.PgResponderStore;
import care.anling.verticles.store.Samples;
import care.anling.verticles.store.Street;
import care.anling.verticles.vault.TestVault;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** From the press to the phone: the lane's store, the engine, the outbox and the notifier on PostgreSQL, real peers outside. */
class TellingOnPostgresTest {

    @RegisterExtension
    static final PgFixture POSTGRES = new PgFixture();

    private static final WebhookSignature SIGNATURE = WebhookSignature.of(
                    Base64.getEncoder().encodeToString(new byte[32]))
            .orElseThrow();

    private static Hints hints;

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

    @BeforeAll
    static void oneBus() {
        hints = Hints.on(POSTGRES.vertx());
    }

    @AfterEach
    void stop() {
        POSTGRES.vertx()
                .deploymentIDs()
                .forEach(id -> PgFixture.await(POSTGRES.vertx().undeploy(id)));
    }

    @Test
    void aPressRingsTheDoctorsPhoneAndWithoutAReceiptTheGatewayCalls() throws Exception {
        Street street = new Street(POSTGRES);
        UUID doctor = street.responder("DOCTOR", "DOCTOR");
        // Somebody rings in every needed place: an empty one would climb at once.
        street.responder("VOLUNTEER", "FIRST_HAND");
        Browser browser = Browser.subscribe();
        Peer service = Peer.start(POSTGRES.vertx());
        Peer gateway = Peer.start(POSTGRES.vertx());
        PgChannelStore channels = new PgChannelStore(POSTGRES.everybodys(), TestVault.open());
        PgFixture.await(channels.subscribe(doctor, push(service, browser), 10));
        PgFixture.await(channels.replaceVerified(doctor, List.of(number("+8613900000000"))));
        PgFixture.await(POSTGRES.vertx().deployVerticle(engine()));
        PgFixture.await(POSTGRES.vertx().deployVerticle(notifier(gateway)));

        IncidentId incident = press(street);

        Awaitility.await().until(() -> !service.received.isEmpty());
        JsonObject rang =
                new JsonObject(browser.open(service.received.get(0).body().getBytes()));
        assertThat(rang.getString("incident")).isEqualTo(incident.toString());
        assertThat(rang.getString("kind")).isEqualTo("OFFER");
        assertThat(rang.getString("role")).isEqualTo("DOCTOR");
        assertThat(rang.getString("title")).isEqualTo("紧急求助");
        assertThat(rang.encode()).doesNotContain("王秀英").doesNotContain("单元");

        Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> !gateway.received.isEmpty());
        Peer.Received called = gateway.received.get(0);
        assertThat(called.body().toJsonObject().getString("id")).isEqualTo(rang.getString("id"));
        assertThat(called.body().toJsonObject().getString("to")).isEqualTo("+8613900000000");
        assertThat(SIGNATURE.verifies(
                        new WebhookSignature.Claim(
                                called.header("webhook-id"),
                                called.header("webhook-timestamp"),
                                called.header("webhook-signature")),
                        called.body().toString(),
                        Instant.now()))
                .isTrue();
        assertThat(waitedFor(rang.getString("id")))
                .as("by the database's clock")
                .isGreaterThanOrEqualTo(NoticeKind.OFFER.receiptWait());

        PgNoticeStore receipts =
                new PgNoticeStore(POSTGRES.everybodys(), POSTGRES.pools().notices());
        assertThat(PgFixture.await(receipts.receivedBy(doctor, Set.of(UUID.fromString(rang.getString("id"))))))
                .isEqualTo(1);
        assertThat(POSTGRES.ask("SELECT state FROM outbox WHERE id = '" + rang.getString("id") + "'"))
                .containsExactly("RECEIVED");
    }

    /**
     * As the shipped plan says: the family at once and again when somebody comes; after a minute without a doctor the street,
     * the world outside, and the desk about 120. All of it through the outbox, to real gateways.
     */
    @Test
    void whoeverAPlanTellsHearsItBesideTheirScreen() {
        Street street = new Street(POSTGRES);
        UUID volunteer = street.responder("VOLUNTEER", "FIRST_HAND");
        // Who rings and does not answer.
        street.responder("DOCTOR", "DOCTOR");
        Peer gateway = Peer.start(POSTGRES.vertx());
        Subject resident = Samples.resident(street.community());
        POSTGRES.tell("INSERT INTO residents (id, community, name) VALUES ('" + resident.id() + "', '"
                + street.community() + "', '王秀英')");
        reachable(street.responder("COORDINATOR", "COORDINATOR"), "+8613900000001");
        UUID daughter = street.responder("VOLUNTEER", "FAMILY");
        POSTGRES.tell("UPDATE accounts SET role = 'FAMILY', resident = '" + resident.id() + "' WHERE id = '" + daughter
                + "'");
        reachable(daughter, "+8613900000002");
        PgFixture.await(POSTGRES.vertx().deployVerticle(engine()));
        PgFixture.await(POSTGRES.vertx().deployVerticle(notifier(gateway)));

        IncidentId incident = press(resident);
        Awaitility.await().until(() -> texts(gateway, "+8613900000002").contains("您的家人发出求助 · 正在安排人员前往，请保持电话畅通"));

        accept(incident, volunteer);
        Awaitility.await()
                .until(() -> texts(gateway, "+8613900000002").stream()
                        .anyMatch(text -> text.startsWith("刘 约 ") && text.contains("分钟后到达")));

        for (int step = 1; step <= 2; step++) {
            String climbed = "SELECT count(*)::text FROM incident_events WHERE incident = '" + incident
                    + "' AND type = 'incident.escalated'";
            String enough = String.valueOf(step);
            POSTGRES.tell("UPDATE deadlines SET due_at = now() WHERE kind = 'STEP' AND incident = '" + incident + "'");
            Awaitility.await().until(() -> POSTGRES.ask(climbed).get(0).equals(enough));
        }
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() -> texts(gateway, "+8613900000001").stream().anyMatch(text -> text.startsWith("请拨打 120 交接")));
        Awaitility.await()
                .until(() -> gateway.received.stream()
                        .anyMatch(got -> got.path().equals("/emergency")
                                && got.body().toJsonObject().getString("text").contains("请协助处置")));
        assertThat(POSTGRES.ask("SELECT detail ->> 'prompts' FROM incident_events WHERE incident = '" + incident
                        + "' AND detail -> 'prompts' ->> 0 IS NOT NULL"))
                .containsExactly("[\"CALL_120\"]");
    }

    private static void reachable(UUID account, String number) {
        PgFixture.await(new PgChannelStore(POSTGRES.everybodys(), TestVault.open())
                .replaceVerified(account, List.of(number(number))));
    }

    private static List<String> texts(Peer gateway, String to) {
        return gateway.received.stream()
                .map(got -> got.body().toJsonObject())
                .filter(body -> to.equals(body.getString("to")))
                .map(body -> body.getString("text"))
                .toList();
    }

    private static void accept(IncidentId id, UUID who) {
        PgIncidentStore incidents = new PgIncidentStore(POSTGRES.vertx(), POSTGRES.everybodys());
        Decision accepted = PgFixture.await(incidents.change(id, (incident, now) -> {
            Offer offer = incident.offers().stream()
                    .filter(o -> o.responder().id().equals(who))
                    .findFirst()
                    .orElseThrow();
            return IncidentMachine.decide(
                    Optional.of(incident),
                    new IncidentCommand.AcceptOffer(offer.id(), offer.responder(), new AssignmentId(Samples.id())),
                    now);
        }));
        assertThat(accepted.rejection()).isEmpty();
    }

    /** From the decision to the second channel, as the outbox has it. */
    private static Duration waitedFor(String notice) {
        String millis = POSTGRES.ask("SELECT (extract(epoch FROM clock_timestamp() - made_at) * 1000)::bigint::text"
                        + " FROM outbox WHERE id = '" + notice + "'")
                .get(0);
        return Duration.ofMillis(Long.parseLong(millis));
    }

    private EngineVerticle engine() {
        return new EngineVerticle(
                new Engine.Stores(
                        new PgDeadlineStore(POSTGRES.pools().engine()),
                        new PgIncidentStore(POSTGRES.vertx(), POSTGRES.pools().engine()),
                        new PgResponderStore(POSTGRES.pools().engine(), Samples::id),
                        new PgPlanStore(POSTGRES.pools().engine())),
                Samples::id,
                hints,
                meters);
    }

    private NotifyVerticle notifier(Peer gateway) {
        NotifyConfig config = new NotifyConfig(
                Optional.of(new VapidKey(SigningKey.generate(), "mailto:admin@example.org")),
                true,
                Optional.empty(),
                Map.of(
                        "voice",
                        new Gateway(gateway.uri("/call"), SIGNATURE),
                        ResponsePlans.OUTSIDE,
                        new Gateway(gateway.uri("/emergency"), SIGNATURE)));
        return new NotifyVerticle(
                new PgOutboxStore(POSTGRES.pools().notices(), TestVault.open()),
                new PgIncidentStore(POSTGRES.vertx(), POSTGRES.pools().notices()),
                config.channels(POSTGRES.vertx(), (account, frame) -> Future.succeededFuture(false), Clock.systemUTC()),
                hints,
                meters);
    }

    private static ChannelAddress push(Peer service, Browser browser) {
        return new ChannelAddress(
                Samples.id(),
                ChannelKind.PUSH,
                ChannelKind.PUSH.stage(),
                service.uri("/push/doctor").toString(),
                Optional.empty(),
                Optional.of(browser.keys()));
    }

    private static ChannelAddress number(String number) {
        return new ChannelAddress(
                Samples.id(),
                ChannelKind.WEBHOOK,
                ChannelKind.WEBHOOK.stage(),
                number,
                Optional.of("voice"),
                Optional.empty());
    }

    private static IncidentId press(Street street) {
        return press(Samples.resident(street.community()));
    }

    private static IncidentId press(Subject resident) {
        List<Arrival> batch = List.of(Samples.press(resident, List.of()));
        return PgFixture.await(
                        new PgIntakeStore(POSTGRES.vertx(), POSTGRES.pools().intake())
                                .land(batch, view -> Samples.fold(batch, view)))
                .changes()
                .get(0)
                .after()
                .id();
    }
}
