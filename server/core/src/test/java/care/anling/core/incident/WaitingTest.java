package care.anling.core.incident;

import static org.assertj.core.api.Assertions.assertThat;

import care.anling.core.common.AssignmentId;
import care.anling.core.common.OfferId;
import care.anling.core.common.Rejection;
import care.anling.core.dispatch.Assignment;
import care.anling.core.dispatch.AssignmentState;
import care.anling.core.dispatch.OfferState;
import care.anling.core.dispatch.Role;
import care.anling.core.dispatch.WhyEnded;
import care.anling.core.escalation.DeadlineKind;
import care.anling.core.notice.Notice;
import care.anling.core.notice.NoticeKind;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Looking after those who help, and relieving them. */
class WaitingTest {

    private final Given given = Given.ringing().at(3);

    private void onScene() {
        given.accept(Given.volunteer(1));
        given.accept(Given.DOCTOR_1);
        given.move(Given.volunteer(1), AssignmentState.ON_SCENE);
    }

    @Test
    void whoSaysNothingFromTheSceneAlarmsTheDeskUntilTheyDo() {
        onScene();
        Instant due = given.get().deadlines().get(DeadlineKind.SAFETY);
        assertThat(due).isEqualTo(given.now.plus(Waiting.CHECK_IN_EVERY));

        given.now = due;
        Decision alarm = given.must(new IncidentCommand.CheckTimers(DeadlineKind.SAFETY, due));
        assertThat(alarm.events())
                .contains(new IncidentEvent.SafetyAlarm(helper().id(), Given.volunteer(1), Role.FIRST_HAND, due));
        assertThat(alarm.notices()).extracting(Notice::kind).containsExactly(NoticeKind.DESK_ALARM);
        assertThat(helper().state()).as("they keep the role").isEqualTo(AssignmentState.ON_SCENE);
        assertThat(given.get().deadlines()).containsEntry(DeadlineKind.SAFETY, due.plus(Waiting.ALARM_AGAIN));

        given.must(new IncidentCommand.FindMoreHands(given.now, Given.roster()));
        assertThat(given.asked(Role.COORDINATOR, OfferState.PENDING))
                .as("a desk is called to look after them")
                .isNotEmpty();

        given.now = due.plus(Waiting.ALARM_AGAIN);
        assertThat(given.must(new IncidentCommand.CheckTimers(DeadlineKind.SAFETY, given.now))
                        .events())
                .anyMatch(IncidentEvent.SafetyAlarm.class::isInstance);
        given.must(new IncidentCommand.CheckIn(helper().id(), Given.volunteer(1), false, Duration.ofMinutes(30)));
        assertThat(helper().timers().alarmedAt()).isEmpty();
        assertThat(given.get().deadlines()).containsEntry(DeadlineKind.SAFETY, given.now.plus(Duration.ofMinutes(30)));
    }

    @Test
    void theDeskMayHaveHeardItAndNobodyElse() {
        onScene();
        assertThat(given.decide(new IncidentCommand.CheckIn(
                                helper().id(), Given.volunteer(2), false, Waiting.CHECK_IN_EVERY))
                        .rejection())
                .map(Rejection::code)
                .contains(Rejection.Code.ASSIGNMENT_NOT_YOURS);
        given.at(500);
        given.must(new IncidentCommand.CheckIn(helper().id(), Given.COORDINATOR, true, Duration.ofHours(9)));
        assertThat(helper().timers().checkInBy())
                .as("never longer than two hours")
                .contains(given.now.plus(Waiting.CHECK_IN_MOST));
    }

    @Test
    void onlySomebodyOnSceneChecksIn() {
        given.accept(Given.volunteer(1));
        assertThat(given.decide(new IncidentCommand.CheckIn(
                                helper().id(), Given.volunteer(1), false, Waiting.CHECK_IN_EVERY))
                        .rejection())
                .map(Rejection::code)
                .contains(Rejection.Code.NOT_ON_SCENE);
    }

    @Test
    void aReliefTakesOverWithoutAMomentInBetween() {
        onScene();
        askRelief(6);
        assertThat(helper().state()).as("theirs until the other says yes").isEqualTo(AssignmentState.ON_SCENE);
        given.accept(Given.volunteer(6));

        assertThat(helper().whyEnded()).contains(WhyEnded.HANDED_OVER);
        Assignment relief = given.assignmentOf(Given.volunteer(6));
        assertThat(relief.epoch()).isEqualTo(helper().epoch() + 1);
        assertThat(given.get().findHolder(Role.FIRST_HAND, 1)).contains(relief);
        assertThat(given.get().deadlines()).doesNotContainKey(DeadlineKind.STEP);
        assertThat(given.get().offers()).noneMatch(o -> o.isHandOver() && o.state() == OfferState.PENDING);
        assertThat(given.decide(new IncidentCommand.MoveAssignment(
                                helper().id(), Given.volunteer(1), AssignmentState.CLEARED))
                        .rejection())
                .contains(new Rejection(Rejection.Code.ASSIGNMENT_ENDED, Optional.of(Given.volunteer(6))));
    }

    @Test
    void aReliefThatDoesNotAnswerChangesNothing() {
        onScene();
        askRelief(6);
        while (given.get().deadlines().containsKey(DeadlineKind.HAND_OVER)) {
            given.now = given.get().deadlines().get(DeadlineKind.HAND_OVER);
            given.must(new IncidentCommand.CheckTimers(DeadlineKind.HAND_OVER, given.now));
        }
        assertThat(given.now).isEqualTo(given.offerTo(Given.volunteer(6)).expiresAt());
        assertThat(given.offerTo(Given.volunteer(6)).state()).isEqualTo(OfferState.LAPSED);
        assertThat(helper().state()).isEqualTo(AssignmentState.ON_SCENE);
        assertThat(given.accept(Given.volunteer(6)).rejection())
                .map(Rejection::code)
                .contains(Rejection.Code.OFFER_LAPSED);
    }

    @Test
    void whoGivesTheRoleBackMeanwhileLeavesItToTheReliefOrToAnybodyElse() {
        onScene();
        askRelief(6);
        given.move(Given.volunteer(1), AssignmentState.RELEASED);
        assertThat(given.due()).as("nobody waits for the relief's answer").contains(given.now);
        given.accept(Given.volunteer(6));
        assertThat(given.get().findHolder(Role.FIRST_HAND, 1).orElseThrow().epoch())
                .isEqualTo(2);
    }

    @Test
    void aDoneJobIsHandedToNobody() {
        onScene();
        askRelief(6);
        given.move(Given.volunteer(1), AssignmentState.CLEARED);
        assertThat(given.offerTo(Given.volunteer(6)).state()).isEqualTo(OfferState.WITHDRAWN);
    }

    /** Family and desk were welcome, and nobody waits for them: their phones stop ringing all the same. */
    @Test
    void whoIsWelcomeStopsRingingWhenTheLadderRests() {
        given.accept(Given.volunteer(1));
        given.accept(Given.DOCTOR_1);
        given.move(Given.DOCTOR_1, AssignmentState.ON_SCENE);
        assertThat(given.due()).as("everybody asked for is there").isEmpty();
        Instant rungOut = given.offerTo(Given.COORDINATOR).expiresAt();
        assertThat(given.get().deadlines()).containsEntry(DeadlineKind.HAND_OVER, rungOut);

        given.now = rungOut;
        given.must(new IncidentCommand.CheckTimers(DeadlineKind.HAND_OVER, rungOut));
        assertThat(given.asked(Role.COORDINATOR, OfferState.PENDING)).isEmpty();
        assertThat(given.offerTo(Given.COORDINATOR).state()).isEqualTo(OfferState.LAPSED);
        assertThat(given.get().deadlines()).doesNotContainKeys(DeadlineKind.STEP, DeadlineKind.HAND_OVER);
    }

    @Test
    void nobodyIsAskedToTakeASecondRole() {
        onScene();
        assertThat(given.decide(new IncidentCommand.HandOver(
                                helper().id(), Given.volunteer(1), Given.DOCTOR_1, new OfferId(Given.fresh())))
                        .rejection())
                .contains(new Rejection(Rejection.Code.HAND_OVER_TO_HOLDER, Optional.of(Given.DOCTOR_1)));
    }

    private void askRelief(int volunteer) {
        given.must(new IncidentCommand.HandOver(
                helper().id(), Given.volunteer(1), Given.volunteer(volunteer), new OfferId(Given.fresh())));
    }

    private Assignment helper() {
        return given.assignmentOf(Given.volunteer(1));
    }

    @Test
    void anUnknownAssignmentIsNobodys() {
        assertThat(given.decide(new IncidentCommand.CheckIn(
                                new AssignmentId(Given.fresh()), Given.COORDINATOR, true, Waiting.CHECK_IN_EVERY))
                        .rejection())
                .map(Rejection::code)
                .contains(Rejection.Code.ASSIGNMENT_UNKNOWN);
    }
}
