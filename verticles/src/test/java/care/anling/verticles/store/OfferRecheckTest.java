package care.anling.verticles.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import care.anling.core.common.AssignmentId;
import care.anling.core.common.OfferId;
import care.anling.core.common.Person;
import care.anling.core.dispatch.Offer;
import care.anling.core.dispatch.Role;
import care.anling.core.escalation.DeadlineKind;
import care.anling.core.escalation.ResponsePlan;
import care.anling.core.incident.Decision;
import care.anling.core.incident.Incident;
import care.anling.core.incident.IncidentCommand;
import care.anling.core.incident.IncidentMachine;
import io.vertx.core.Future;
import java.sql.Connection;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Who is offered something is free when the offer is written, not only when the roster was read. */
class OfferRecheckTest {

    @RegisterExtension
    static final PgFixture POSTGRES = new PgFixture();

    private Street street;
    private PgIntakeStore intake;
    private PgIncidentStore engine;
    private PgIncidentStore api;
    private PgResponderStore responders;

    @BeforeEach
    void open() {
        street = new Street(POSTGRES);
        intake = new PgIntakeStore(POSTGRES.vertx(), POSTGRES.pools().intake());
        engine = new PgIncidentStore(POSTGRES.vertx(), POSTGRES.pools().engine());
        api = new PgIncidentStore(POSTGRES.vertx(), POSTGRES.everybodys());
        responders = new PgResponderStore(POSTGRES.pools().engine(), Samples::id);
    }

    @Test
    void whoWentOffDutyMeanwhileIsNotOffered() {
        UUID doctor = street.responder("DOCTOR", "DOCTOR");
        Incident incident = press(false);
        assertRefused(step(incident, () -> street.offDuty(doctor)));
        assertThat(offersOf(incident)).isEmpty();
        assertThat(PgFixture.await(step(incident, () -> {}))
                        .next()
                        .orElseThrow()
                        .offers())
                .as("looking again, nobody is left")
                .isEmpty();
    }

    /** Their going is under way but not yet committed: the offer waits for it, and then knows. */
    @Test
    void whoIsGoingOffDutyIsWaitedFor() throws Exception {
        UUID doctor = street.responder("DOCTOR", "DOCTOR");
        Incident incident = press(false);
        try (Connection going = POSTGRES.connect();
                Statement statement = going.createStatement()) {
            going.setAutoCommit(false);
            statement.execute("UPDATE responders SET on_duty = false WHERE account = '" + doctor + "'");
            Future<Decision> offering = step(incident, () -> {});
            awaitSomebodyWaiting();
            assertThat(offering.isComplete()).isFalse();
            going.commit();
            assertRefused(offering);
        }
        assertThat(offersOf(incident)).isEmpty();
    }

    @Test
    void whoTookAnotherIncidentMeanwhileIsNotOffered() {
        UUID doctor = street.responder("DOCTOR", "DOCTOR");
        Incident first = press(false);
        Offer offer = onlyOffer(step(first, () -> {}));
        Incident second = press(false);
        assertRefused(step(second, () -> accept(first, offer)));
        assertThat(offersOf(second)).isEmpty();
        assertThat(offer.responder().id()).isEqualTo(doctor);
    }

    @Test
    void aDrillMakesNobodyBusyForARealPress() {
        street.responder("DOCTOR", "DOCTOR");
        Incident drill = press(true);
        Offer offer = onlyOffer(step(drill, () -> {}));
        Incident real = press(false);
        assertThat(onlyOffer(step(real, () -> accept(drill, offer))).responder())
                .isEqualTo(offer.responder());
        assertThat(onlyOffer(step(press(false), () -> {})).responder()).isEqualTo(offer.responder());
    }

    @Test
    void aDeskTakesManyAtOnce() {
        street.responder("COORDINATOR", "COORDINATOR");
        Incident first = press(false);
        Offer offer = onlyOffer(step(first, Role.COORDINATOR, () -> {}));
        assertThat(onlyOffer(step(press(false), Role.COORDINATOR, () -> accept(first, offer)))
                        .responder())
                .isEqualTo(offer.responder());
    }

    /** A coordinator may send whom they like. */
    @Test
    void aHandMayAskWhoIsOffDuty() {
        UUID doctor = street.responder("DOCTOR", "DOCTOR");
        street.offDuty(doctor);
        Incident incident = press(false);
        Decision named = PgFixture.await(api.change(
                incident.id(),
                (open, now) -> IncidentMachine.decide(
                        Optional.of(open),
                        new IncidentCommand.AssignByName(
                                new Person(Samples.id(), "李坐席"),
                                new Person(doctor, "刘"),
                                Role.DOCTOR,
                                1,
                                new OfferId(Samples.id()),
                                new AssignmentId(Samples.id())),
                        now)));
        assertThat(named.rejection()).isEmpty();
        assertThat(offersOf(incident)).containsExactly("ACCEPTED");
    }

    private static void assertRefused(Future<Decision> offering) {
        assertThatThrownBy(() -> PgFixture.await(offering))
                .isInstanceOf(StoreFailure.class)
                .extracting(failure -> ((StoreFailure) failure).isOutdated())
                .isEqualTo(true);
    }

    private Future<Decision> step(Incident incident, Runnable meanwhile) {
        return step(incident, Role.DOCTOR, meanwhile);
    }

    /** As the engine: the roster is read, something happens, the offers are decided and written. */
    private Future<Decision> step(Incident incident, Role role, Runnable meanwhile) {
        ResponsePlan plan = Samples.planFor(role);
        IncidentCommand run = new IncidentCommand.RunStep(
                incident.deadlines().get(DeadlineKind.STEP),
                plan,
                PgFixture.await(responders.roster(street.community(), 100)));
        meanwhile.run();
        return engine.change(incident.id(), (open, now) -> IncidentMachine.decide(Optional.of(open), run, now));
    }

    private static Offer onlyOffer(Future<Decision> stepping) {
        List<Offer> offers = PgFixture.await(stepping).next().orElseThrow().offers();
        assertThat(offers).hasSize(1);
        return offers.get(0);
    }

    private void accept(Incident incident, Offer offer) {
        Decision accepted = PgFixture.await(api.change(
                incident.id(),
                (open, now) -> IncidentMachine.decide(
                        Optional.of(open),
                        new IncidentCommand.AcceptOffer(offer.id(), offer.responder(), new AssignmentId(Samples.id())),
                        now)));
        assertThat(accepted.rejection()).isEmpty();
    }

    private Incident press(boolean drill) {
        Arrival press = Samples.press(Samples.resident(street.community()), List.of());
        List<Arrival> batch = List.of(drill ? Samples.asDrill(press) : press);
        return PgFixture.await(intake.land(batch, view -> Samples.fold(batch, view)))
                .changes()
                .get(0)
                .after();
    }

    private static List<String> offersOf(Incident incident) {
        return POSTGRES.ask("SELECT state FROM offers WHERE incident = '" + incident.id() + "'");
    }

    private static void awaitSomebodyWaiting() {
        org.awaitility.Awaitility.await()
                .until(() -> !POSTGRES.ask("SELECT pid::text FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
                                + " AND query LIKE '%write_changes%'")
                        .isEmpty());
    }
}
