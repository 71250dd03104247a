package care.anling.verticles.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import care.anling.core.common.Actor;
import care.anling.core.common.AssignmentId;
import care.anling.core.common.CommunityId;
import care.anling.core.common.IncidentId;
import care.anling.core.common.OfferId;
import care.anling.core.common.Person;
import care.anling.core.common.Rejection;
import care.anling.core.dispatch.Assignment;
import care.anling.core.dispatch.AssignmentState;
import care.anling.core.dispatch.Equipment;
import care.anling.core.dispatch.Offer;
import care.anling.core.dispatch.OfferState;
import care.anling.core.dispatch.Role;
import care.anling.core.dispatch.RosterEntry;
import care.anling.core.dispatch.WhyEnded;
import care.anling.core.escalation.DeadlineKind;
import care.anling.core.escalation.ResponsePlan;
import care.anling.core.geo.Wgs84;
import care.anling.core.incident.Decision;
import care.anling.core.incident.Disposition;
import care.anling.core.incident.Incident;
import care.anling.core.incident.IncidentCommand;
import care.anling.core.incident.IncidentEvent;
import care.anling.core.incident.IncidentMachine;
import care.anling.core.incident.Subject;
import care.anling.core.incident.SubjectKind;
import care.anling.verticles.view.IncidentSamples;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What every incident store promises, decided by the real machine. */
abstract class IncidentStoreContract {

    private static final Person COORDINATOR = new Person(Samples.id(), "李坐席");

    final CommunityId community = Samples.community();

    /** The engine's. */
    abstract IncidentStore store();

    /** The API's, over the same rows. */
    abstract IncidentStore other();

    /** What opens them, over the same rows. */
    abstract IntakeStore intake();

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
        assertThat(find(opened.id()).deadlines()).isEqualTo(opened.deadlines()).containsKey(DeadlineKind.STEP);
        Incident stepped = step(opened, doctors(2)).next().orElseThrow();
        assertThat(find(opened.id()).deadlines()).isEqualTo(stepped.deadlines()).isNotEqualTo(opened.deadlines());
        change(opened.id(), new IncidentCommand.StandDown(COORDINATOR, Disposition.HELPED, ""));
        assertThat(find(opened.id()).deadlines()).isEmpty();
    }

    @Test
    void aDecisionThatThrowsWritesNothingAndHoldsNothing() {
        Incident opened = open();
        assertThatThrownBy(() -> PgFixture.await(store().change(opened.id(), (incident, now) -> {
                    throw new IllegalStateException("on purpose");
                })))
                .isInstanceOf(StoreFailure.class)
                .extracting(failure -> ((StoreFailure) failure).kind())
                .isEqualTo(StoreFailure.Kind.PERMANENT);
        assertThat(find(opened.id())).isEqualTo(opened);
        assertThat(change(opened.id(), new IncidentCommand.Acknowledge(COORDINATOR))
                        .changes())
                .isTrue();
    }

    @Test
    void whatWasSaidTwiceIsStoredOnce() {
        Incident opened = open();
        change(opened.id(), new IncidentCommand.Acknowledge(COORDINATOR));
        Incident once = find(opened.id());
        Decision again = change(opened.id(), new IncidentCommand.Acknowledge(COORDINATOR));
        assertThat(again.changes()).isFalse();
        assertThat(find(opened.id())).isEqualTo(once);
        assertThat(PgFixture.await(other().timeline(opened.id(), 0, 10))).hasSize(2);
    }

    @Test
    void decidedIsOnWhatStandsNow() {
        Incident opened = open();
        change(opened.id(), new IncidentCommand.Acknowledge(COORDINATOR));
        Incident[] seen = new Incident[1];
        PgFixture.await(other().change(opened.id(), (incident, now) -> {
            seen[0] = incident;
            assertThat(now).isAfter(opened.openedAt());
            return Decision.unchanged(incident);
        }));
        assertThat(seen[0]).isEqualTo(find(opened.id()));
        assertThat(seen[0].acknowledged()).isPresent();
    }

    @Test
    void whoComesSecondLearnsWhoWon() {
        Incident asked = step(open(), doctors(2)).next().orElseThrow();
        Offer first = asked.offers().get(0);
        accept(asked, first);
        Decision second = accept(asked, asked.offers().get(1));
        assertThat(second.rejection().flatMap(Rejection::winner)).contains(first.responder());
        assertThat(find(asked.id()).assignments()).hasSize(1);
        assertThat(accept(asked, first).rejection()).isEmpty();
        assertThat(find(asked.id()).assignments()).hasSize(1);
    }

    /** S4 by the rows themselves: a decision that forgot to look whether somebody stands there. */
    @Test
    void s4ASecondHolderIsRefusedWhateverWasDecided() {
        Incident asked = step(open(), doctors(2)).next().orElseThrow();
        Incident taken = accept(asked, asked.offers().get(0)).next().orElseThrow();
        Assignment held = taken.assignments().get(0);
        Assignment twin = new Assignment(
                new AssignmentId(Samples.id()),
                held.offer(),
                new Person(Samples.id(), "另一位"),
                held.role(),
                held.slot(),
                held.epoch(),
                AssignmentState.ACCEPTED,
                held.acceptedAt(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
        assertThatThrownBy(() -> PgFixture.await(store().change(
                                asked.id(),
                                (incident, now) -> Decision.changed(
                                        IncidentSamples.with(incident, incident.offers(), List.of(held, twin)),
                                        List.of(new IncidentEvent.NoteAdded(
                                                new Actor.Human(COORDINATOR, "COORDINATOR"), ""))))))
                .isInstanceOf(StoreFailure.class)
                .extracting(failure -> ((StoreFailure) failure).kind())
                .isEqualTo(StoreFailure.Kind.TRANSIENT);
        assertThat(find(asked.id())).isEqualTo(taken);
    }

    /** A ladder that repeats its top asks the same people again: the incident shows the last time, the rows keep them all. */
    @Test
    void anOfferAnIncidentLeavesOutStaysStored() {
        List<RosterEntry> same = doctors(1);
        Incident once = step(open(), same).next().orElseThrow();
        Offer first = once.offers().get(0);
        Offer again = new Offer(
                new OfferId(Samples.id()),
                first.responder(),
                first.role(),
                first.slot(),
                first.epoch(),
                first.step(),
                OfferState.PENDING,
                first.madeAt(),
                first.expiresAt(),
                Optional.empty(),
                Optional.empty());
        PgFixture.await(store().change(
                        once.id(),
                        (incident, now) -> Decision.changed(
                                IncidentSamples.with(incident, List.of(again), List.of()),
                                List.of(new IncidentEvent.OffersMade(0, List.of(again.id()), List.of())))));
        assertThat(find(once.id()).offers()).containsExactly(again);
        assertThat(PgFixture.await(other().findByOffer(first.id()))).contains(once.id());
    }

    @Test
    void whatIsUnknownIsNotFound() {
        assertThat(PgFixture.await(store().find(new IncidentId(Samples.id())))).isEmpty();
        assertThat(PgFixture.await(store().findByOffer(new OfferId(Samples.id()))))
                .isEmpty();
        assertThat(PgFixture.await(store().findByAssignment(new AssignmentId(Samples.id()))))
                .isEmpty();
        assertThat(PgFixture.await(store().timeline(new IncidentId(Samples.id()), 0, 10)))
                .isEmpty();
        assertThat(PgFixture.await(store().candidates(new IncidentId(Samples.id()), 10)))
                .isEmpty();
    }

    @Test
    void listsAreNewestFirstAndWithinTheGivenNodes() {
        Incident older = open();
        Incident newer = open();
        Incident elsewhere = open(Samples.community());
        change(older.id(), new IncidentCommand.Acknowledge(COORDINATOR));
        List<Incident> all = PgFixture.await(other().list(Set.of(community), true, Optional.empty(), 10));
        assertThat(all).extracting(Incident::id).containsExactly(newer.id(), older.id());
        assertThat(PgFixture.await(other().list(Set.of(community), true, Optional.of(newer.id()), 10)))
                .extracting(Incident::id)
                .containsExactly(older.id());
        assertThat(PgFixture.await(other().list(Set.of(community), true, Optional.empty(), 1)))
                .extracting(Incident::id)
                .containsExactly(newer.id());
        assertThat(PgFixture.await(other().list(Set.of(community), false, Optional.empty(), 10)))
                .isEmpty();
        assertThat(all).extracting(Incident::id).doesNotContain(elsewhere.id());
    }

    @Test
    void whatHappenedToSomebodyIsFoundNewestFirst() {
        Incident one = open();
        open();
        java.util.UUID subject = one.subject().id();
        assertThat(PgFixture.await(other().listAbout(subject, true, 10)))
                .extracting(Incident::id)
                .containsExactly(one.id());
        assertThat(PgFixture.await(other().listAbout(subject, false, 10))).isEmpty();
        change(one.id(), new IncidentCommand.StandDown(COORDINATOR, Disposition.HELPED, ""));
        assertThat(PgFixture.await(other().listAbout(subject, true, 10))).isEmpty();
        assertThat(PgFixture.await(other().listAbout(subject, false, 10)))
                .extracting(Incident::id)
                .containsExactly(one.id());
    }

    @Test
    void aResponderFindsTheirOwn() {
        Incident asked = step(open(), doctors(2)).next().orElseThrow();
        Offer offer = asked.offers().get(0);
        assertThat(PgFixture.await(other().listOf(offer.responder().id(), 10)))
                .extracting(Incident::id)
                .containsExactly(asked.id());
        assertThat(PgFixture.await(other().findByOffer(offer.id()))).contains(asked.id());
        Incident taken = accept(asked, offer).next().orElseThrow();
        assertThat(PgFixture.await(
                        other().findByAssignment(taken.assignments().get(0).id())))
                .contains(asked.id());
        assertThat(PgFixture.await(other().listOf(Samples.id(), 10))).isEmpty();
        assertThat(PgFixture.await(other().listOf(offer.responder().id(), 10))).hasSize(1);
        change(asked.id(), new IncidentCommand.StandDown(COORDINATOR, Disposition.HELPED, ""));
        assertThat(PgFixture.await(other().listOf(offer.responder().id(), 10))).isEmpty();
    }

    @Test
    void theTimelineAndTheCandidatesTellWhatHappened() {
        Incident asked = step(open(), doctors(2)).next().orElseThrow();
        change(asked.id(), new IncidentCommand.Acknowledge(COORDINATOR));
        List<StoredEvent> timeline = PgFixture.await(other().timeline(asked.id(), 0, 10));
        assertThat(timeline)
                .extracting(StoredEvent::type)
                .containsExactly("incident.opened", "incident.offer_made", "incident.acknowledged");
        assertThat(timeline.get(1).by()).isEqualTo("null");
        assertThat(timeline.get(2).by()).contains(COORDINATOR.name());
        assertThat(PgFixture.await(other().timeline(asked.id(), timeline.get(0).rowId(), 1)))
                .extracting(StoredEvent::type)
                .containsExactly("incident.offer_made");
        assertThat(PgFixture.await(other().candidates(asked.id(), 10)))
                .hasSize(2)
                .allMatch(stored -> stored.judgement().role() == Role.DOCTOR);
        assertThat(PgFixture.await(other().candidates(asked.id(), 1)))
                .isEqualTo(PgFixture.await(other().candidates(asked.id(), 10)).subList(1, 2));
    }

    @Test
    void whatPeopleAreWaitedForIsStored() {
        Incident opened = open();
        change(opened.id(), new IncidentCommand.CallMore(COORDINATOR, Role.BRINGER, 2, Optional.of(Equipment.AED)));
        change(
                opened.id(),
                new IncidentCommand.AssignByName(
                        COORDINATOR,
                        new Person(Samples.id(), "刘志愿"),
                        Role.FIRST_HAND,
                        1,
                        false,
                        Optional.of(new Wgs84(34.762, 113.75)),
                        new OfferId(Samples.id()),
                        new AssignmentId(Samples.id())));
        Incident coming = find(opened.id());
        Assignment held = coming.assignments().get(0);
        assertThat(held.timers().arriveBy()).isPresent();
        Decision there = change(
                opened.id(), new IncidentCommand.MoveAssignment(held.id(), held.responder(), AssignmentState.ON_SCENE));
        assertThat(find(opened.id())).isEqualTo(there.next().orElseThrow());
        Decision gone = change(opened.id(), new IncidentCommand.TakeAway(held.id(), COORDINATOR, "电话不通"));
        Incident after = find(opened.id());
        assertThat(after).isEqualTo(gone.next().orElseThrow());
        assertThat(after.extras()).extracting(extra -> extra.brings()).contains(Optional.of(Equipment.AED));
        assertThat(after.clocks()).isNotEmpty();
        assertThat(after.deadlines()).containsKey(DeadlineKind.MORE_HANDS).doesNotContainKey(DeadlineKind.SAFETY);
    }

    /** S2, and nothing is lost: the one that ends keeps its events and points to the one that goes on. */
    @Test
    void s2TwoIncidentsBecomeOneInOneTransaction() {
        Incident kept = open();
        Incident nameless =
                openAbout(new Subject(SubjectKind.DEVICE, Samples.id(), community, "PENDANT 0091", Optional.empty()));
        Incident asked = step(nameless, doctors(2)).next().orElseThrow();
        accept(asked, asked.offers().get(0));
        IncidentStore.Both both = merge(kept, nameless);
        assertThat(both.isRejected()).isFalse();
        Incident one = find(kept.id());
        Incident closed = find(nameless.id());
        assertThat(one).isEqualTo(both.one().next().orElseThrow());
        assertThat(closed).isEqualTo(both.other().next().orElseThrow());
        assertThat(one.assignments()).extracting(a -> a.role()).containsExactly(Role.DOCTOR);
        assertThat(closed.closing().flatMap(closing -> closing.into())).contains(kept.id());
        assertThat(PgFixture.await(other().timeline(closed.id(), 0, 100)))
                .extracting(StoredEvent::type)
                .contains("incident.opened", "incident.merged");
        assertThat(PgFixture.await(
                        other().listOf(asked.offers().get(0).responder().id(), 10)))
                .extracting(Incident::id)
                .containsExactly(kept.id());
    }

    @Test
    void aMergeThatIsRefusedWritesNeither() {
        Incident resident = open();
        Incident nameless =
                openAbout(new Subject(SubjectKind.DEVICE, Samples.id(), community, "PENDANT 0092", Optional.empty()));
        assertThat(merge(nameless, resident).isRejected()).isTrue();
        assertThat(find(resident.id())).isEqualTo(resident);
        assertThat(find(nameless.id())).isEqualTo(nameless);
        assertThat(PgFixture.await(store().changeBoth(resident.id(), new IncidentId(Samples.id()), (one, two, now) -> {
                            throw new AssertionError("one of the two is absent");
                        }))
                        .isRejected())
                .isTrue();
    }

    private IncidentStore.Both merge(Incident kept, Incident gone) {
        return PgFixture.await(other().changeBoth(kept.id(), gone.id(), Samples::merge));
    }

    /** S4 with epochs: whichever comes first, the coordinator's word stands, and a late word from the old epoch is refused. */
    @Test
    void s4AReplacementAndAnAcceptAtOnceLeaveOneHolder() {
        for (int round = 0; round < 15; round++) {
            Incident asked = step(open(), doctors(2)).next().orElseThrow();
            Offer offer = asked.offers().get(0);
            Person named = new Person(Samples.id(), "王医生");
            AssignmentId early = new AssignmentId(Samples.id());
            IncidentCommand instead = new IncidentCommand.AssignByName(
                    COORDINATOR,
                    named,
                    Role.DOCTOR,
                    1,
                    true,
                    Optional.empty(),
                    new OfferId(Samples.id()),
                    new AssignmentId(Samples.id()));
            IncidentCommand yes = new IncidentCommand.AcceptOffer(offer.id(), offer.responder(), early);
            Future<Decision> accepted = at(store(), asked.id(), yes);
            Future<Decision> replaced = at(other(), asked.id(), instead);
            PgFixture.await(Future.join(accepted, replaced));
            Incident after = find(asked.id());
            assertThat(after.findHolder(Role.DOCTOR, 1).orElseThrow().responder())
                    .isEqualTo(named);
            if (accepted.result().changes()) {
                assertThat(after.findAssignment(early).orElseThrow().whyEnded()).contains(WhyEnded.REPLACED);
                assertThat(change(
                                        asked.id(),
                                        new IncidentCommand.MoveAssignment(
                                                early, offer.responder(), AssignmentState.ON_SCENE))
                                .rejection()
                                .flatMap(Rejection::winner))
                        .contains(named);
            } else {
                assertThat(accepted.result().rejection().flatMap(Rejection::winner))
                        .contains(named);
            }
        }
    }

    private static Future<Decision> at(IncidentStore store, IncidentId id, IncidentCommand command) {
        return store.change(id, (incident, now) -> IncidentMachine.decide(Optional.of(incident), command, now));
    }

    final Incident open() {
        return open(community);
    }

    private Incident open(CommunityId node) {
        return openAbout(Samples.resident(node));
    }

    private Incident openAbout(Subject subject) {
        List<Arrival> batch = List.of(Samples.press(subject, List.of()));
        return PgFixture.await(intake().land(batch, view -> Samples.fold(batch, view)))
                .changes()
                .get(0)
                .after();
    }

    final Decision step(Incident incident, List<RosterEntry> roster) {
        ResponsePlan plan = Samples.planFor(Role.DOCTOR);
        return change(
                incident.id(), new IncidentCommand.RunStep(incident.deadlines().get(DeadlineKind.STEP), plan, roster));
    }

    static List<RosterEntry> doctors(int count) {
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
                store().change(id, (incident, now) -> IncidentMachine.decide(Optional.of(incident), command, now)));
    }

    final Incident find(IncidentId id) {
        return PgFixture.await(other().find(id)).orElseThrow();
    }
}
