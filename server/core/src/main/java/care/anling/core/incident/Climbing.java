package care.anling.core.incident;

import care.anling.core.common.Actor;
import care.anling.core.common.CommunityId;
import care.anling.core.common.OfferId;
import care.anling.core.common.Rejection;
import care.anling.core.common.ResidentId;
import care.anling.core.dispatch.Assignment;
import care.anling.core.dispatch.AssignmentState;
import care.anling.core.dispatch.Door;
import care.anling.core.dispatch.Judgement;
import care.anling.core.dispatch.Offer;
import care.anling.core.dispatch.OfferState;
import care.anling.core.dispatch.Past;
import care.anling.core.dispatch.Ranking;
import care.anling.core.dispatch.RoleSlot;
import care.anling.core.dispatch.RosterEntry;
import care.anling.core.escalation.ResponsePlan;
import care.anling.core.escalation.Target;
import care.anling.core.escalation.Target.Ask;
import care.anling.core.notice.Audience;
import care.anling.core.notice.Notice;
import care.anling.core.notice.NoticeKind;
import care.anling.core.triage.Assessment;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

/** Steps of the response plan: one mechanism makes every offer, the first like the last. */
final class Climbing {

    private Climbing() {}

    static Decision runStep(Incident incident, IncidentCommand.RunStep command, Instant now) {
        Draft draft = new Draft(incident, now);
        boolean due = draft.nextStepAt().filter(command.dueAt()::equals).isPresent() && !now.isBefore(command.dueAt());
        if (!due) {
            return Decision.rejected(Optional.of(incident), Rejection.of(Rejection.Code.DEADLINE_MOVED));
        }
        draft.settle(offer -> offer.isOver(now), OfferState.LAPSED);
        believe(draft, incident.assessmentAt(now));
        ResponsePlan plan = command.plan();
        Optional<Instant> morning = findMorning(draft, plan);
        if (morning.isPresent()) {
            waitUntil(draft, plan, morning.get());
            return draft.decision();
        }
        int step = Math.min(draft.ladder.nextStep(), plan.top());
        boolean atTop = step == plan.top();
        if (step > 0 && draft.ladder.rounds() == 0) {
            draft.happened(new IncidentEvent.Escalated(step, new Actor.Anling()));
        }
        ask(draft, new Round(plan.steps().get(step).asks(), step, atTop, command.roster(), Optional.of(plan)));
        draft.ladder = new Ladder(
                Math.min(step + 1, plan.top()),
                plan.steps().size(),
                atTop ? draft.ladder.rounds() + 1 : 0,
                plan.askedUpTo(step),
                draft.ladder.rungAt(),
                Optional.of(now),
                draft.ladder.told());
        draft.scheduleStep(plan.nextAfter(step, now, isAnyPlaceSilent(draft)));
        draft.restIfFilled();
        return draft.decision();
    }

    /** Nobody can say yes to some place that was asked for: to wait would be to wait for nobody. */
    private static boolean isAnyPlaceSilent(Draft draft) {
        return draft.ladder.asked().stream().anyMatch(place -> !draft.isFilled(place) && !draft.isRinging(place));
    }

    /** What silence has confirmed may need another plan; that one begins at its bottom. */
    private static void believe(Draft draft, Assessment now) {
        Assessment known = draft.assessment;
        if (known.priority() != now.priority()) {
            draft.happened(new IncidentEvent.PriorityChanged(known.priority(), now.priority()));
        }
        if (draft.ladder.hasRun() && Ringing.isAnotherPlan(known, now)) {
            draft.ladder = draft.ladder.restarted(draft.now);
        }
        draft.assessment = now;
        draft.clocks = ResponseClock.running(draft.clocks, now, draft.now);
    }

    /**
     * A quiet plan does not begin at night. Once it has waited, it runs whenever it is called: who calls it sooner is a human
     * who is awake.
     */
    private static Optional<Instant> findMorning(Draft draft, ResponsePlan plan) {
        return draft.ladder.ranAt().isPresent()
                ? Optional.empty()
                : plan.hours().flatMap(hours -> hours.findOpeningAfter(draft.now));
    }

    private static void waitUntil(Draft draft, ResponsePlan plan, Instant morning) {
        Ladder ladder = draft.ladder;
        draft.happened(new IncidentEvent.OffersMade(0, List.of(), List.of(), Optional.of(named(plan)), List.of()));
        draft.ladder = new Ladder(
                ladder.nextStep(), 0, 0, ladder.asked(), ladder.rungAt(), Optional.of(draft.now), ladder.told());
        draft.scheduleStep(morning);
    }

    private static String named(ResponsePlan plan) {
        return plan.name() + " v" + plan.version();
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

    /**
     * @param atTop whoever let it ring is asked again along with the others
     * @param plan empty for what was called for beyond it
     */
    record Round(List<Ask> asks, int step, boolean atTop, List<RosterEntry> roster, Optional<ResponsePlan> plan) {}

    static void ask(Draft draft, Round round) {
        List<OfferId> made = new ArrayList<>();
        List<Judgement> judgements = new ArrayList<>();
        List<RosterEntry> roster = draft.drill
                ? round.roster().stream().map(RosterEntry::forADrill).toList()
                : round.roster();
        for (Ask ask : round.asks()) {
            if (draft.isFilled(ask.roleSlot()) || !isWanted(draft, ask)) {
                continue;
            }
            Ranking.Answer answer = Ranking.choose(new Ranking.Question(
                    ask.search(),
                    round.step(),
                    round.atTop(),
                    draft.subject.place().flatMap(Door::of),
                    roster,
                    pastOf(draft, round, ask.roleSlot()),
                    draft.now));
            judgements.addAll(worthKeeping(draft, round, answer.judgements()));
            for (Ranking.Chosen chosen : answer.chosen()) {
                offer(draft, ask, round.step(), chosen);
                made.add(chosen.entry().offerId());
            }
        }
        Optional<ResponsePlan.Step> step = round.plan().map(plan -> plan.steps().get(round.step()));
        draft.happened(new IncidentEvent.OffersMade(
                round.step(),
                List.copyOf(made),
                List.copyOf(judgements),
                round.plan().map(Climbing::named),
                step.map(ResponsePlan.Step::prompts).orElse(List.of())));
        if (draft.ladder.rounds() == 0) {
            step.stream()
                    .flatMap(s -> s.targets().stream())
                    .flatMap(target -> findNotice(draft, target))
                    .forEach(draft::tell);
        }
    }

    /**
     * What a step tells, it tells once; a rehearsal has told nothing of what is meant, and of a fall nobody has learnt
     * that it burns as well. A drill stays inside the house.
     */
    private static Stream<Notice> findNotice(Draft draft, Target target) {
        CommunityId community = draft.subject.community();
        if (target instanceof Target.TellFamily && draft.subject.kind() == SubjectKind.RESIDENT) {
            return alarm(draft, Audience.family(new ResidentId(draft.subject.id())), 0);
        }
        if (target instanceof Target.TellStreet) {
            return alarm(
                    draft,
                    Audience.street(community),
                    draft.assessment.leading().ordinal());
        }
        if (target instanceof Target.TellOutside outside && !draft.drill) {
            return alarm(
                    draft,
                    Audience.outside(outside.channel()),
                    draft.assessment.leading().ordinal());
        }
        if (target instanceof Target.PromptDesk prompting) {
            Notice.Detail which = Notice.Detail.NONE
                    .withPrompt(prompting.prompt())
                    .onOccasion(occasion(draft, prompting.prompt().ordinal()));
            return Stream.of(Notice.of(NoticeKind.DESK_ALARM, Audience.desk(community), draft.before.id(), draft.now)
                    .with(which));
        }
        return Stream.empty();
    }

    private static Stream<Notice> alarm(Draft draft, Audience audience, int about) {
        draft.ladder = draft.ladder.withTold(Set.of(audience));
        return Stream.of(Notice.of(NoticeKind.ALARM, audience, draft.before.id(), draft.now)
                .with(Notice.Detail.NONE.onOccasion(occasion(draft, about))));
    }

    private static long occasion(Draft draft, int about) {
        return draft.drill ? -1 - about : about;
    }

    private static boolean isWanted(Draft draft, Ask ask) {
        return ask.onlyFor().map(draft.assessment.needs()::contains).orElse(true);
    }

    /**
     * Why somebody was not asked is told in rounds 1, 2, 4, 8, … of the top alone: a button that is stuck for a day makes
     * a round every five seconds, and tells of everybody fifteen times.
     */
    private static List<Judgement> worthKeeping(Draft draft, Round round, List<Judgement> judgements) {
        boolean all = !round.atTop() || (round.plan().isPresent() && Integer.bitCount(draft.ladder.rounds() + 1) == 1);
        return all ? judgements : judgements.stream().filter(Judgement::chosen).toList();
    }

    /**
     * An offer to the same person for the same place that was settled before gives way, so that a ladder left alone does
     * not grow. One that lapsed just now stays until it has been stored as lapsed. What their phone rings for yet is of
     * another plan, and over.
     */
    private static void offer(Draft draft, Ask ask, int step, Ranking.Chosen chosen) {
        draft.settle(o -> o.responder().id().equals(chosen.entry().person().id()), OfferState.WITHDRAWN);
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

    /**
     * Whether this offer still asks what the plan asks now. A phone that rings for half an hour about a flat battery is no
     * answer to the press that came after it: it rings anew, for a plan that begins or as soon as one asks that would not
     * let it ring for so long.
     */
    private static boolean stillAsks(Draft draft, Round round, Offer offer) {
        boolean byAnEarlierStep = offer.step() >= 0 && draft.before.offers().contains(offer);
        if (!byAnEarlierStep || round.plan().isEmpty()) {
            return true;
        }
        Duration longest = round.plan().get().longestOffer(new RoleSlot(offer.role(), offer.slot()));
        return draft.ladder.hasRun() && offer.length().compareTo(longest) <= 0;
    }

    /** What each person has already said to this place since it was last opened. */
    private static Map<UUID, Past> pastOf(Draft draft, Round round, RoleSlot place) {
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
                .filter(o -> o.state() == OfferState.PENDING && stillAsks(draft, round, o))
                .forEach(o -> past.put(
                        o.responder().id(), Draft.at(o, place) ? Past.RINGING : Past.RINGING_FOR_ANOTHER_ROLE));
        draft.assignments.stream()
                .filter(a -> a.state().holds())
                .forEach(a -> past.put(a.responder().id(), Past.HERE_ALREADY));
        return past;
    }
}
