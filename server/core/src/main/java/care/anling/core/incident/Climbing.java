package care.anling.core.incident;

import care.anling.core.common.Actor;
import care.anling.core.common.OfferId;
import care.anling.core.common.Rejection;
import care.anling.core.dispatch.Assignment;
import care.anling.core.dispatch.AssignmentState;
import care.anling.core.dispatch.Judgement;
import care.anling.core.dispatch.Offer;
import care.anling.core.dispatch.OfferState;
import care.anling.core.dispatch.Past;
import care.anling.core.dispatch.Ranking;
import care.anling.core.dispatch.RoleSlot;
import care.anling.core.dispatch.RosterEntry;
import care.anling.core.escalation.ResponsePlan;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Steps of the response plan: one mechanism makes every offer, the first like the last. */
final class Climbing {

    private Climbing() {}

    static Decision runStep(Incident incident, IncidentCommand.RunStep command, Instant now) {
        Draft draft = new Draft(incident, now);
        boolean due = draft.nextStepAt().filter(command.dueAt()::equals).isPresent() && !now.isBefore(command.dueAt());
        if (!due) {
            return Decision.rejected(Optional.of(incident), Rejection.of(Rejection.Code.DEADLINE_MOVED));
        }
        draft.settle(offer -> !now.isBefore(offer.expiresAt()), OfferState.LAPSED);
        ResponsePlan plan = command.plan();
        int step = Math.min(draft.ladder.nextStep(), plan.top());
        boolean atTop = step == plan.top();
        if (step > 0 && draft.ladder.rounds() == 0) {
            draft.happened(new IncidentEvent.Escalated(step, new Actor.Anling()));
        }
        ask(draft, new Round(plan.steps().get(step).asks(), step, atTop, command.roster()));
        draft.ladder = new Ladder(
                Math.min(step + 1, plan.top()),
                plan.steps().size(),
                atTop ? draft.ladder.rounds() + 1 : 0,
                plan.askedUpTo(step),
                draft.ladder.rungAt(),
                Optional.of(now));
        draft.scheduleStep(now.plus(plan.pauseAfter(step)));
        draft.restIfFilled();
        return draft.decision();
    }

    /** Climbs by hand: to a step not run yet even when everybody asked so far has come. */
    static Decision escalate(Incident incident, IncidentCommand.Escalate command, Instant now) {
        Draft draft = new Draft(incident, now);
        Ladder ladder = draft.ladder;
        boolean dueAnyway = draft.nextStepAt().filter(at -> !at.isAfter(now)).isPresent();
        boolean higherStep = ladder.rounds() == 0 && ladder.nextStep() < ladder.steps();
        if (dueAnyway || !(draft.isAnyoneMissing() || higherStep)) {
            return Decision.unchanged(incident);
        }
        draft.bringForward(now);
        draft.happened(
                new IncidentEvent.Escalated(ladder.nextStep(), new Actor.Human(command.by(), Attending.COORDINATOR)));
        return draft.decision();
    }

    /** @param atTop whoever let it ring is asked again along with the others */
    record Round(List<ResponsePlan.Ask> asks, int step, boolean atTop, List<RosterEntry> roster) {}

    static void ask(Draft draft, Round round) {
        List<OfferId> made = new ArrayList<>();
        List<Judgement> judgements = new ArrayList<>();
        for (ResponsePlan.Ask ask : round.asks()) {
            if (draft.isFilled(ask.roleSlot())) {
                continue;
            }
            Ranking.Answer answer = Ranking.choose(new Ranking.Question(
                    ask,
                    round.step(),
                    round.atTop(),
                    draft.subject.place().flatMap(place -> place.at()),
                    round.roster(),
                    pastOf(draft, ask.roleSlot()),
                    draft.now));
            judgements.addAll(answer.judgements());
            for (Ranking.Chosen chosen : answer.chosen()) {
                offer(draft, ask, round.step(), chosen);
                made.add(chosen.entry().offerId());
            }
        }
        draft.happened(new IncidentEvent.OffersMade(round.step(), List.copyOf(made), List.copyOf(judgements)));
    }

    /**
     * An offer to the same person for the same place that was settled before gives way, so that a ladder left alone does
     * not grow. One that lapsed just now stays until it has been stored as lapsed.
     */
    private static void offer(Draft draft, ResponsePlan.Ask ask, int step, Ranking.Chosen chosen) {
        Offer offer = new Offer(
                chosen.entry().offerId(),
                chosen.entry().person(),
                ask.role(),
                ask.slot(),
                draft.epochOf(ask.roleSlot()),
                step,
                OfferState.PENDING,
                draft.now,
                draft.now.plus(ask.offerTimeout()),
                chosen.distanceMeters(),
                chosen.etaSeconds());
        draft.offers.removeIf(o -> Draft.at(o, ask.roleSlot())
                && o.epoch() == offer.epoch()
                && o.responder().id().equals(offer.responder().id())
                && draft.before.offers().contains(o));
        draft.offers.add(offer);
    }

    /** What each person has already said to this place since it was last opened. */
    private static Map<UUID, Past> pastOf(Draft draft, RoleSlot place) {
        int epoch = draft.epochOf(place);
        Map<UUID, Past> past = new HashMap<>();
        for (Assignment assignment : draft.assignments) {
            if (Draft.at(assignment, place) && assignment.state() == AssignmentState.RELEASED) {
                past.put(assignment.responder().id(), Past.DECLINED);
            }
        }
        draft.offers.stream()
                .filter(o -> Draft.at(o, place) && o.epoch() == epoch)
                .sorted(Comparator.comparing(Offer::madeAt))
                .forEach(o -> Past.of(o.state())
                        .ifPresent(said -> past.put(o.responder().id(), said)));
        draft.offers.stream()
                .filter(o -> o.state() == OfferState.PENDING)
                .forEach(o -> past.put(
                        o.responder().id(), Draft.at(o, place) ? Past.RINGING : Past.RINGING_FOR_ANOTHER_ROLE));
        draft.assignments.stream()
                .filter(a -> a.state().holds())
                .forEach(a -> past.put(a.responder().id(), Past.HERE_ALREADY));
        return past;
    }
}
