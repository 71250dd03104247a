package care.anling.core.incident;

import static org.assertj.core.api.Assertions.assertThat;

import care.anling.core.device.SignalKind;
import care.anling.core.dispatch.AssignmentState;
import care.anling.core.dispatch.OfferState;
import care.anling.core.dispatch.Role;
import care.anling.core.dispatch.WhyEnded;
import care.anling.core.escalation.DeadlineKind;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** The database's clock has been set back by an hour: the store sets its deadlines anew, and what they are about follows. */
class ClockWentBackTest {

    private static final Duration BACK = Duration.ofHours(1);

    private final Given given = Given.ringing();

    @Test
    void phonesThatRangBeforeAreRungAgain() {
        given.now = Given.T0.minus(BACK);
        given.moveDeadline(DeadlineKind.STEP, given.now);
        given.step();
        assertThat(given.get().offers()).anyMatch(offer -> offer.state() == OfferState.LAPSED);
        assertThat(given.asked(Role.FIRST_HAND, OfferState.PENDING)).isNotEmpty();
        assertThat(given.get().offers())
                .filteredOn(offer -> offer.state() == OfferState.PENDING)
                .allMatch(offer -> offer.madeAt().equals(given.now));
    }

    @Test
    void whoDoesNotComeIsMissedAllTheSame() {
        given.at(3).accept(Given.volunteer(1));
        Instant missed = given.get().deadlines().get(DeadlineKind.NO_SHOW);
        Duration patience = Duration.between(given.now, missed);

        given.now = given.now.minus(BACK);
        given.must(new IncidentCommand.Acknowledge(Given.COORDINATOR));
        assertThat(given.get().deadlines())
                .as("any act reckons anew")
                .containsEntry(DeadlineKind.NO_SHOW, given.now.plus(patience));

        given.now = given.now.plus(patience);
        given.must(new IncidentCommand.CheckTimers(DeadlineKind.NO_SHOW, given.now));
        assertThat(given.get().assignments())
                .singleElement()
                .matches(a -> a.state() == AssignmentState.RELEASED)
                .matches(a -> a.whyEnded().orElseThrow() == WhyEnded.NO_SHOW);
        assertThat(given.get().deadlines()).doesNotContainKey(DeadlineKind.NO_SHOW);
    }

    @Test
    void aHelperWhoSaysNothingIsNotForgotten() {
        given.at(3).accept(Given.volunteer(1));
        given.move(Given.volunteer(1), AssignmentState.ON_SCENE);

        given.now = given.now.minus(BACK).plus(Waiting.CHECK_IN_EVERY);
        given.moveDeadline(DeadlineKind.SAFETY, given.now);
        assertThat(given.must(new IncidentCommand.CheckTimers(DeadlineKind.SAFETY, given.now))
                        .events())
                .anyMatch(IncidentEvent.SafetyAlarm.class::isInstance);
        assertThat(given.get().deadlines()).containsEntry(DeadlineKind.SAFETY, given.now.plus(Waiting.ALARM_AGAIN));
    }

    @Test
    void aPauseIsNoLongerThanItWas() {
        given.now = Given.T0.minus(BACK);
        given.must(Given.raise(SignalKind.SOS));
        assertThat(given.due().orElseThrow()).isBeforeOrEqualTo(given.now.plus(Draft.RING_AGAIN_MIN));
    }
}
