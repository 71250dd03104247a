package care.anling.testkit.sim;

import care.anling.core.dispatch.AssignmentState;
import care.anling.core.dispatch.Judgement;
import care.anling.core.dispatch.Offer;
import care.anling.core.dispatch.OfferState;
import care.anling.core.dispatch.RoleSlot;
import care.anling.core.escalation.DeadlineKind;
import care.anling.core.escalation.ResponsePlan;
import care.anling.core.escalation.ResponsePlans;
import care.anling.core.incident.Incident;
import care.anling.core.incident.IncidentEvent;
import care.anling.verticles.store.Change;
import java.time.Instant;

/** What a step may do, and what it must: never early, by one clock, and heard by whom it asks. */
final class Steps {

    private final World world;

    Steps(World world) {
        this.world = world;
    }

    /** @param at what the database's clock showed when it was decided */
    void check(Change change, Instant at) {
        change.before().ifPresent(before -> {
            requireOnTime(before, change, at);
            requireRungAnew(before, change);
            requireNobodyWaitsForNobody(change, at);
        });
        requireDatabaseTime(change, at);
    }

    /**
     * S6: offers are made by a step, or by a round for more hands, whose deadline stood and had passed by the database's
     * clock; or by the holder of the place.
     */
    private void requireOnTime(Incident before, Change change, Instant at) {
        change.events().stream()
                .filter(IncidentEvent.OffersMade.class::isInstance)
                .map(made -> ((IncidentEvent.OffersMade) made).step())
                // Somebody asked a named person to relieve them: nobody's deadline.
                .filter(step -> step != Offer.HAND_OVER)
                .map(step -> step == Offer.MORE_HANDS ? DeadlineKind.MORE_HANDS : DeadlineKind.STEP)
                .forEach(kind -> {
                    Instant due = before.deadlines().get(kind);
                    world.require(
                            due != null && !at.isBefore(due),
                            "S6",
                            () -> kind + " of " + before.id() + " ran at " + at + ", due at " + due);
                });
    }

    /**
     * L1: what became an emergency is offered as one. A phone that rings for an earlier plan, or for longer than this one
     * would let it, is no answer: whoever a step finds "asked already" hears what they are asked now.
     */
    private void requireRungAnew(Incident before, Change change) {
        Incident after = change.after();
        ResponsePlan plan = ResponsePlans.shipped(
                after.assessment().leading(), after.assessment().priority());
        change.events().stream()
                .filter(IncidentEvent.OffersMade.class::isInstance)
                .map(IncidentEvent.OffersMade.class::cast)
                .filter(made -> made.plan().isPresent())
                .flatMap(made -> made.judgements().stream())
                .filter(judgement -> judgement.why() == Judgement.Why.ALREADY_ASKED)
                .flatMap(judgement -> before.offers().stream()
                        .filter(offer -> offer.step() >= 0 && offer.responder().equals(judgement.person())))
                .flatMap(offer -> after.findOffer(offer.id()).stream())
                .filter(offer -> offer.state() == OfferState.PENDING)
                .forEach(offer -> world.require(
                        before.ladder().hasRun()
                                && offer.length().compareTo(plan.longestOffer(new RoleSlot(offer.role(), offer.slot())))
                                        <= 0,
                        "L1",
                        () -> offer.responder().name() + " rings for something else, and is not asked for " + after));
    }

    /** L1: a step below the top that leaves a needed place empty, with no phone ringing for it, is followed at once. */
    private void requireNobodyWaitsForNobody(Change change, Instant at) {
        Incident after = change.after();
        ResponsePlan plan = ResponsePlans.shipped(
                after.assessment().leading(), after.assessment().priority());
        boolean belowTheTop = change.events().stream()
                .filter(IncidentEvent.OffersMade.class::isInstance)
                .map(IncidentEvent.OffersMade.class::cast)
                .anyMatch(made -> made.plan().isPresent() && made.step() < plan.top());
        boolean silent = after.ladder().asked().stream()
                .anyMatch(place -> !isThere(after, place)
                        && after.offers().stream()
                                .noneMatch(o -> o.state() == OfferState.PENDING
                                        && o.role() == place.role()
                                        && o.slot() == place.slot()));
        Instant due = after.deadlines().get(DeadlineKind.STEP);
        world.require(
                !belowTheTop || plan.hours().isPresent() || !silent || (due != null && !due.isAfter(at.plusMillis(1))),
                "L1",
                () -> "a step found nobody, and the next one waits until " + due + ", at " + at + ": " + after);
    }

    private static boolean isThere(Incident incident, RoleSlot place) {
        return incident.assignments().stream()
                .anyMatch(a -> a.place().equals(place) && (a.state().holds() || a.state() == AssignmentState.CLEARED));
    }

    /** S6 again: a window is as long as it was told to be only if one clock measures it. */
    private void requireDatabaseTime(Change change, Instant at) {
        Incident after = change.after();
        Instant now = world.database().now();
        boolean opened = change.before().isEmpty() && !world.weather().hasDatabaseClockJustJumped();
        world.require(
                !opened || (!after.openedAt().isAfter(now) && after.openedAt().isAfter(now.minusSeconds(30))),
                "S6",
                () -> "opened at " + after.openedAt() + " when the database said " + now);
        after.offers().stream()
                .filter(o -> o.state() == OfferState.PENDING && o.madeAt().equals(at))
                .filter(o -> !world.weather().hasDatabaseClockJustJumped())
                .forEach(o -> world.require(!o.madeAt().isAfter(now), "S6", () -> "an offer of the future: " + o));
    }
}
