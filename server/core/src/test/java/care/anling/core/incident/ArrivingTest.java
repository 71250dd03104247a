package care.anling.core.incident;

import static org.assertj.core.api.Assertions.assertThat;

import care.anling.core.common.Actor;
import care.anling.core.common.AssignmentId;
import care.anling.core.common.OfferId;
import care.anling.core.common.Person;
import care.anling.core.common.Rejection;
import care.anling.core.dispatch.Assignment;
import care.anling.core.dispatch.AssignmentState;
import care.anling.core.dispatch.OfferState;
import care.anling.core.dispatch.Role;
import care.anling.core.dispatch.WhyEnded;
import care.anling.core.escalation.DeadlineKind;
import care.anling.core.geo.Fix;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

/** Volunteer n lives n × 100 m from the door. */
class ArrivingTest {

    private final Given given = Given.ringing().at(3);

    @Test
    void whoComesNearerHasSetOutAndWhoIsThereHasArrived() {
        given.accept(Given.volunteer(3));
        assertThat(report(290).changes()).as("still at home").isFalse();

        given.at(60);
        report(220);
        assertThat(held().state()).isEqualTo(AssignmentState.EN_ROUTE);
        given.at(200);
        Decision arrived = report(40);
        assertThat(held().state()).isEqualTo(AssignmentState.ON_SCENE);
        assertThat(held().onSceneAt()).contains(Given.T0.plusSeconds(200));
        assertThat(arrived.events())
                .contains(new IncidentEvent.AssignmentChanged(
                        held().id(),
                        Given.volunteer(3),
                        Role.FIRST_HAND,
                        AssignmentState.ON_SCENE,
                        Optional.empty(),
                        new Actor.Human(Given.volunteer(3), ""),
                        ""));
        assertThat(given.get().clocks().get(ResponseClock.Kind.DOOR).reachedAt())
                .contains(Given.T0.plusSeconds(200));
    }

    @Test
    void fiftyMetresAreThereAndFiftyOneAreNot() {
        given.accept(Given.volunteer(3));
        given.move(Given.volunteer(3), AssignmentState.EN_ROUTE);
        report(51);
        assertThat(held().state()).isEqualTo(AssignmentState.EN_ROUTE);
        report(49.9);
        assertThat(held().state()).isEqualTo(AssignmentState.ON_SCENE);
    }

    @Test
    void aFixThatCannotTellTheDoorFromTheNextStreetProvesNoArrival() {
        given.accept(Given.volunteer(3));
        given.move(Given.volunteer(3), AssignmentState.EN_ROUTE);
        given.must(new IncidentCommand.ReportPosition(
                held().id(), Given.volunteer(3), new Fix(Given.fix(10).point(), OptionalDouble.of(51), given.now)));
        assertThat(held().state()).isEqualTo(AssignmentState.EN_ROUTE);
    }

    /** Their phone lies within fifty metres of the door all day. */
    @Test
    void aNeighbourAtHomeHasNotArrived() {
        given.must(new IncidentCommand.AssignByName(
                Given.COORDINATOR,
                Given.volunteer(6),
                Role.FIRST_HAND,
                1,
                false,
                Optional.of(Given.fix(20).point()),
                new OfferId(Given.fresh()),
                new AssignmentId(Given.fresh())));
        reportOf(6, 18);
        assertThat(given.assignmentOf(Given.volunteer(6)).state()).isEqualTo(AssignmentState.ACCEPTED);
        given.move(Given.volunteer(6), AssignmentState.EN_ROUTE);
        reportOf(6, 18);
        assertThat(given.assignmentOf(Given.volunteer(6)).state()).isEqualTo(AssignmentState.ON_SCENE);
    }

    @Test
    void anEstimateIsSaidAgainWhenItIsNews() {
        given.accept(Given.volunteer(3));
        int atFirst = held().etaSeconds().orElseThrow();
        given.at(3);
        Decision sooner = report(150);

        assertThat(held().etaSeconds().orElseThrow()).isLessThan(atFirst - 100);
        assertThat(held().timers().expectedAt())
                .contains(given.now.plusSeconds(held().etaSeconds().orElseThrow()));
        assertThat(sooner.events()).anyMatch(IncidentEvent.EtaChanged.class::isInstance);
        assertThat(DeviceWords.of(given.get(), sooner.events()))
                .extracting(DeviceWord::etaSeconds)
                .contains(held().etaSeconds());
        assertThat(report(140).changes()).as("ten metres are no news").isFalse();
    }

    @Test
    void whoSaidYesAndDoesNotComeLosesTheRoleToTheNextEpoch() {
        given.accept(Given.volunteer(1));
        given.accept(Given.DOCTOR_1);
        given.move(Given.DOCTOR_1, AssignmentState.ON_SCENE);
        Assignment gone = given.assignmentOf(Given.volunteer(1));
        assertThat(given.due()).as("everybody asked for is there").isEmpty();
        assertThat(gone.timers().arriveBy())
                .contains(given.now
                        .plusMillis(gone.etaSeconds().orElseThrow() * 1_500L)
                        .plus(Arriving.ARRIVE_GRACE));

        given.now = gone.timers().arriveBy().orElseThrow();
        Decision reopened = given.must(new IncidentCommand.CheckTimers(DeadlineKind.NO_SHOW, given.now));

        assertThat(given.assignmentOf(Given.volunteer(1)).whyEnded()).contains(WhyEnded.NO_SHOW);
        assertThat(reopened.events())
                .filteredOn(IncidentEvent.AssignmentChanged.class::isInstance)
                .extracting(event -> ((IncidentEvent.AssignmentChanged) event).by())
                .containsExactly(new Actor.Anling());
        assertThat(given.due()).as("somebody else is asked at once").contains(given.now);
        given.step();
        assertThat(given.offerTo(Given.volunteer(2)).epoch()).isEqualTo(2);

        given.accept(Given.volunteer(2));
        Decision late = given.decide(
                new IncidentCommand.MoveAssignment(gone.id(), Given.volunteer(1), AssignmentState.ON_SCENE));
        assertThat(late.rejection())
                .contains(new Rejection(Rejection.Code.ASSIGNMENT_ENDED, Optional.of(Given.volunteer(2))));
        assertThat(given.decide(new IncidentCommand.ReportPosition(gone.id(), Given.volunteer(1), Given.fix(10)))
                        .rejection())
                .isPresent();
    }

    /** Ten seconds to say yes, thirty to begin: then the next doctor rings, and the promise has not been kept. */
    @Test
    void aDoctorWhoSaysYesAndDoesNotBeginLosesTheRoleToTheNext() {
        given.accept(Given.DOCTOR_1);
        given.accept(Given.volunteer(1));
        Assignment gone = given.assignmentOf(Given.DOCTOR_1);
        assertThat(gone.timers().arriveBy()).contains(Given.T0.plusSeconds(33));
        assertThat(given.get().clocks().get(ResponseClock.Kind.DOCTOR).reachedAt())
                .isPresent();

        given.at(33);
        given.must(new IncidentCommand.CheckTimers(DeadlineKind.NO_SHOW, given.now));
        assertThat(given.assignmentOf(Given.DOCTOR_1).whyEnded()).contains(WhyEnded.NO_SHOW);
        assertThat(given.get().clocks().get(ResponseClock.Kind.DOCTOR).reachedAt())
                .as("nobody has answered")
                .isEmpty();
        assertThat(given.due()).as("the next one is asked at once").contains(given.now);
        given.step();
        assertThat(given.asked(Role.DOCTOR, OfferState.PENDING)).containsExactly(Given.DOCTOR_2);
        assertThat(given.offerTo(Given.DOCTOR_2).epoch()).isEqualTo(2);

        given.accept(Given.DOCTOR_2);
        assertThat(given.decide(new IncidentCommand.MoveAssignment(gone.id(), Given.DOCTOR_1, AssignmentState.ON_SCENE))
                        .rejection())
                .as("a late word is told who answers")
                .contains(new Rejection(Rejection.Code.ASSIGNMENT_ENDED, Optional.of(Given.DOCTOR_2)));
    }

    @Test
    void aDoctorWhoHasBegunIsNotGivenUp() {
        given.accept(Given.DOCTOR_1);
        given.move(Given.DOCTOR_1, AssignmentState.EN_ROUTE);
        assertThat(given.get().deadlines()).doesNotContainKey(DeadlineKind.NO_SHOW);
        given.move(Given.DOCTOR_1, AssignmentState.RELEASED);
        assertThat(given.get().clocks().get(ResponseClock.Kind.DOCTOR).reachedAt())
                .as("they had answered")
                .isPresent();
    }

    /** Nobody asked whether they can: their phone may still be in their pocket. */
    @Test
    void aDoctorNamedByTheDeskHasAMinute() {
        given.assign(Given.DOCTOR_3, Role.DOCTOR);
        assertThat(given.get().deadlines()).containsEntry(DeadlineKind.NO_SHOW, Given.T0.plusSeconds(63));
    }

    @Test
    void whoComesNearerIsWaitedForLonger() {
        given.accept(Given.volunteer(3));
        var patience = held().timers().arriveBy().orElseThrow();
        given.now = patience.minusSeconds(10);
        report(200);
        assertThat(held().timers().arriveBy().orElseThrow()).isAfter(patience);
        given.now = patience;
        assertThat(given.decide(new IncidentCommand.CheckTimers(DeadlineKind.NO_SHOW, patience))
                        .rejection())
                .map(Rejection::code)
                .contains(Rejection.Code.DEADLINE_MOVED);
    }

    @Test
    void nobodyIsGivenUpAMomentTooSoon() {
        given.accept(Given.volunteer(1));
        var due = given.get().deadlines().get(DeadlineKind.NO_SHOW);
        given.now = due.minus(Duration.ofMillis(1));
        assertThat(given.decide(new IncidentCommand.CheckTimers(DeadlineKind.NO_SHOW, due))
                        .rejection())
                .map(Rejection::code)
                .contains(Rejection.Code.DEADLINE_MOVED);
    }

    /** Nobody whom a coordinator put there by hand is in the plan: they are missed all the same. */
    @Test
    void aPlaceFilledByHandIsLookedForToo() {
        given.must(new IncidentCommand.AssignByName(
                Given.COORDINATOR,
                Given.volunteer(5),
                Role.FIRST_HAND,
                2,
                new OfferId(Given.fresh()),
                new AssignmentId(Given.fresh())));
        given.move(Given.volunteer(5), AssignmentState.RELEASED);

        var due = given.get().deadlines().get(DeadlineKind.MORE_HANDS);
        given.must(new IncidentCommand.FindMoreHands(due, Given.roster()));
        assertThat(given.get().offers())
                .anyMatch(o -> o.slot() == 2 && o.state() == OfferState.PENDING && o.epoch() == 2);
    }

    private Decision report(double meters) {
        return reportOf(3, meters);
    }

    private Decision reportOf(int volunteer, double meters) {
        Person who = Given.volunteer(volunteer);
        return given.must(
                new IncidentCommand.ReportPosition(given.assignmentOf(who).id(), who, Given.fix(meters)));
    }

    private Assignment held() {
        return given.assignmentOf(Given.volunteer(3));
    }
}
