package care.anling.testkit.sim;

import care.anling.core.dispatch.Offer;
import care.anling.core.dispatch.OfferState;
import care.anling.core.dispatch.WhyEnded;
import care.anling.core.escalation.DeadlineKind;
import care.anling.core.incident.IncidentEvent;
import care.anling.verticles.store.Change;
import java.util.Optional;

/** Counts what a commit shows of commands, steps and deadlines. */
final class Tally {

    private final Coverage coverage;

    Tally(Coverage coverage) {
        this.coverage = coverage;
    }

    void count(Change change) {
        for (IncidentEvent event : change.events()) {
            coverage.saw("event", event.getClass().getSimpleName());
            findDue(change, event).ifPresent(kind -> coverage.saw("fell due", kind.name()));
            if (event instanceof IncidentEvent.IncidentOpened) {
                coverage.saw("command × state", "RaiseSignal ABSENT");
            } else if (event instanceof IncidentEvent.SignalAdded) {
                coverage.saw("command × state", "RaiseSignal OPEN");
            }
            if (event instanceof IncidentEvent.OffersMade made && !made.offers().isEmpty()) {
                coverage.saw("step", nameOf(made));
            }
        }
    }

    private static String nameOf(IncidentEvent.OffersMade made) {
        return made.plan()
                .map(plan -> plan.substring(0, plan.lastIndexOf(" v")) + " step " + made.step())
                .orElse(made.step() == Offer.HAND_OVER ? "a relief was asked" : "more hands were called for");
    }

    /** Which deadline's falling due shows in an event. */
    private static Optional<DeadlineKind> findDue(Change change, IncidentEvent event) {
        if (event instanceof IncidentEvent.OffersMade made) {
            return Optional.of(made.step() == Offer.MORE_HANDS ? DeadlineKind.MORE_HANDS : DeadlineKind.STEP);
        }
        if (event instanceof IncidentEvent.SafetyAlarm) {
            return Optional.of(DeadlineKind.SAFETY);
        }
        if (event instanceof IncidentEvent.AssignmentChanged changed) {
            return changed.why().filter(why -> why == WhyEnded.NO_SHOW).map(why -> DeadlineKind.NO_SHOW);
        }
        return event instanceof IncidentEvent.OfferAnswered answered && answered.state() == OfferState.LAPSED
                ? change.after()
                        .findOffer(answered.offer())
                        .filter(Offer::isHandOver)
                        .map(offer -> DeadlineKind.HAND_OVER)
                : Optional.empty();
    }
}
