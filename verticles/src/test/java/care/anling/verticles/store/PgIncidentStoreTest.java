package care.anling.verticles.store;

import static org.assertj.core.api.Assertions.assertThat;

import care.anling.core.common.AssignmentId;
import care.anling.core.common.CommunityId;
import care.anling.core.common.IncidentId;
import care.anling.core.common.OfferId;
import care.anling.core.common.Person;
import care.anling.core.common.Rejection;
import care.anling.core.dispatch.AssignmentState;
import care.anling.core.dispatch.Offer;
import care.anling.core.dispatch.Role;
import care.anling.core.dispatch.RosterEntry;
import care.anling.core.escalation.DeadlineKind;
import care.anling.core.escalation.ResponsePlan;
import care.anling.core.incident.Decision;
import care.anling.core.incident.Disposition;
import care.anling.core.incident.Incident;
import care.anling.core.incident.IncidentCommand;
import care.anling.core.incident.IncidentMachine;
import care.anling.core.incident.Subject;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Incidents on a real PostgreSQL, decided by the real machine. */
class PgIncidentStoreTest {

    @RegisterExtension
    static final PgFixture POSTGRES = new PgFixture();

    private static final Person COORDINATOR = new Person(Samples.id(), "李坐席");

    private PgIntakeStore intake;
    private PgIncidentStore engine;
    private PgIncidentStore api;
    private CommunityId community;

    @BeforeEach
    void openStores() {
        intake = new PgIntakeStore(POSTGRES.vertx(), POSTGRES.pools().intake());
        engine = new PgIncidentStore(POSTGRES.vertx(), POSTGRES.pools().engine());
        api = new PgIncidentStore(POSTGRES.vertx(), POSTGRES.pools().api());
        community = Samples.community();
    }

    @Test
    void whatWasDecidedIsWhatIsFound() {
        Incident opened = open();
        Decision stepped = step(opened, doctors(3));
        Incident after = stepped.next().orElseThrow();
        assertThat(after.offers()).isNotEmpty();
        assertThat(find(opened.id())).isEqualTo(after);
    }

    @Test
    void anAbsentIncidentIsRefusedNotFailed() {
        Decision decision = change(new IncidentId(Samples.id()), new IncidentCommand.Acknowledge(COORDINATOR));
        assertThat(decision.rejection()).map(Rejection::code).contains(Rejection.Code.INCIDENT_ABSENT);
    }

    @Test
    void aRefusedCommandWritesNothing() {
        Incident opened = open();
        change(opened.id(), new IncidentCommand.StandDown(COORDINATOR, Disposition.HELPED, ""));
        Incident over = find(opened.id());
        Decision refused = change(opened.id(), new IncidentCommand.Acknowledge(COORDINATOR));
        assertThat(refused.rejection()).isPresent();
        assertThat(find(opened.id())).isEqualTo(over);
        assertThat(over.isOpen()).isFalse();
    }

    /** S4: fifty answer at once, over several connections; one wins, everybody else learns who. */
    @Test
    void s4ExactlyOneOfManyWinsARoleAndSlot() {
        Incident opened = open();
        Incident asked = step(opened, doctors(5)).next().orElseThrow();
        List<Offer> offers = asked.offers().stream()
                .filter(offer -> offer.role() == Role.DOCTOR)
                .toList();
        assertThat(offers).hasSizeGreaterThan(1);
        List<Future<Decision>> answers = IntStream.range(0, 50)
                .mapToObj(i -> offers.get(i % offers.size()))
                .map(offer -> (i(offer) ? api : engine)
                        .change(
                                asked.id(),
                                (incident, now) -> IncidentMachine.decide(
                                        Optional.of(incident),
                                        new IncidentCommand.AcceptOffer(
                                                offer.id(), offer.responder(), new AssignmentId(Samples.id())),
                                        now)))
                .toList();
        PgFixture.await(Future.join(answers));
        Incident after = find(asked.id());
        assertThat(after.assignments()).hasSize(1);
        assertThat(POSTGRES.ask("SELECT count(*)::text FROM assignments WHERE incident = '" + asked.id()
                        + "' AND state IN ('ACCEPTED', 'EN_ROUTE', 'ON_SCENE')"))
                .containsExactly("1");
        Person winner = after.assignments().get(0).responder();
        assertThat(answers.stream()
                        .map(Future::result)
                        .flatMap(decision -> decision.rejection().stream())
                        .flatMap(rejection -> rejection.winner().stream()))
                .isNotEmpty()
                .containsOnly(winner);
    }

    private static boolean i(Offer offer) {
        return (offer.id().value().getLeastSignificantBits() & 1) == 0;
    }

    @Test
    void aReleasedRoleIsTakenByTheNext() {
        Incident asked = step(open(), doctors(3)).next().orElseThrow();
        Offer first = asked.offers().get(0);
        Incident taken = accept(asked, first).next().orElseThrow();
        Decision released = change(
                asked.id(),
                new IncidentCommand.MoveAssignment(
                        taken.assignments().get(0).id(), first.responder(), AssignmentState.RELEASED));
        assertThat(released.rejection()).isEmpty();
        Person next = new Person(Samples.id(), "王医生");
        Decision named = change(
                asked.id(),
                new IncidentCommand.AssignByName(
                        COORDINATOR, next, Role.DOCTOR, 1, new OfferId(Samples.id()), new AssignmentId(Samples.id())));
        assertThat(named.rejection()).isEmpty();
        Incident after = find(asked.id());
        assertThat(after).isEqualTo(named.next().orElseThrow());
        assertThat(after.findHolder(Role.DOCTOR, 1).orElseThrow().responder()).isEqualTo(next);
    }

    @Test
    void deadlinesFollowTheIncident() {
        Incident opened = open();
        assertThat(deadlineOf(opened)).hasSize(1);
        Incident stepped = step(opened, doctors(2)).next().orElseThrow();
        assertThat(PgFixture.await(api.find(opened.id())).orElseThrow().deadlines())
                .isEqualTo(stepped.deadlines())
                .containsKey(DeadlineKind.STEP);
        change(opened.id(), new IncidentCommand.StandDown(COORDINATOR, Disposition.HELPED, ""));
        assertThat(deadlineOf(opened)).isEmpty();
    }

    private List<String> deadlineOf(Incident incident) {
        return POSTGRES.ask("SELECT kind FROM deadlines WHERE incident = '" + incident.id() + "'");
    }

    @Test
    void listsAreNewestFirstAndWithinTheGivenNodes() {
        Incident older = open();
        Incident newer = open();
        Incident elsewhere = open(Samples.community());
        change(older.id(), new IncidentCommand.Acknowledge(COORDINATOR));
        List<Incident> all = PgFixture.await(api.list(Set.of(community), true, Optional.empty(), 10));
        assertThat(all).extracting(Incident::id).containsExactly(newer.id(), older.id());
        assertThat(PgFixture.await(api.list(Set.of(community), true, Optional.of(newer.id()), 10)))
                .extracting(Incident::id)
                .containsExactly(older.id());
        assertThat(PgFixture.await(api.list(Set.of(community), false, Optional.empty(), 10)))
                .isEmpty();
        assertThat(all).extracting(Incident::id).doesNotContain(elsewhere.id());
    }

    @Test
    void aResponderFindsTheirOwn() {
        Incident asked = step(open(), doctors(2)).next().orElseThrow();
        Offer offer = asked.offers().get(0);
        assertThat(PgFixture.await(api.listOf(offer.responder().id(), 10)))
                .extracting(Incident::id)
                .containsExactly(asked.id());
        assertThat(PgFixture.await(api.findByOffer(offer.id()))).contains(asked.id());
        Incident taken = accept(asked, offer).next().orElseThrow();
        assertThat(PgFixture.await(
                        api.findByAssignment(taken.assignments().get(0).id())))
                .contains(asked.id());
        assertThat(PgFixture.await(api.listOf(Samples.id(), 10))).isEmpty();
    }

    @Test
    void theTimelineAndTheCandidatesTellWhatHappened() {
        Incident asked = step(open(), doctors(2)).next().orElseThrow();
        change(asked.id(), new IncidentCommand.Acknowledge(COORDINATOR));
        List<StoredEvent> timeline = PgFixture.await(api.timeline(asked.id(), 0, 10));
        assertThat(timeline)
                .extracting(StoredEvent::type)
                .containsExactly("incident.opened", "incident.offer_made", "incident.acknowledged");
        assertThat(timeline.get(1).by()).isEqualTo("null");
        assertThat(timeline.get(2).by()).contains(COORDINATOR.name());
        assertThat(PgFixture.await(api.timeline(asked.id(), timeline.get(0).rowId(), 1)))
                .extracting(StoredEvent::type)
                .containsExactly("incident.offer_made");
        assertThat(PgFixture.await(api.candidates(asked.id(), 10)))
                .hasSize(2)
                .allMatch(stored -> stored.judgement().role() == Role.DOCTOR);
    }

    private Incident open() {
        return open(community);
    }

    private Incident open(CommunityId node) {
        Subject subject = Samples.resident(node);
        List<Arrival> batch = List.of(Samples.press(subject, List.of()));
        return PgFixture.await(intake.land(batch, view -> Samples.fold(batch, view)))
                .changes()
                .get(0)
                .after();
    }

    private Decision step(Incident incident, List<RosterEntry> roster) {
        ResponsePlan plan = new ResponsePlan(
                "test",
                1,
                List.of(new ResponsePlan.Step(
                        Duration.ZERO,
                        List.of(new ResponsePlan.Ask(Role.DOCTOR, 1, 5, 10_000, Duration.ofMinutes(1))))),
                Duration.ofMinutes(1));
        return change(
                incident.id(), new IncidentCommand.RunStep(incident.deadlines().get(DeadlineKind.STEP), plan, roster));
    }

    private static List<RosterEntry> doctors(int count) {
        return Stream.generate(() -> new RosterEntry(
                        new Person(Samples.id(), "医生"),
                        Set.of(Role.DOCTOR),
                        true,
                        false,
                        Optional.empty(),
                        Optional.empty(),
                        0,
                        new OfferId(Samples.id())))
                .limit(count)
                .toList();
    }

    private Decision accept(Incident incident, Offer offer) {
        return change(
                incident.id(),
                new IncidentCommand.AcceptOffer(offer.id(), offer.responder(), new AssignmentId(Samples.id())));
    }

    private Decision change(IncidentId id, IncidentCommand command) {
        return PgFixture.await(
                engine.change(id, (incident, now) -> IncidentMachine.decide(Optional.of(incident), command, now)));
    }

    private Incident find(IncidentId id) {
        return PgFixture.await(api.find(id)).orElseThrow();
    }
}
