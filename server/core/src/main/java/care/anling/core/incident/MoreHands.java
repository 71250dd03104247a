package care.anling.core.incident;

import care.anling.core.common.Person;
import care.anling.core.common.Rejection;
import care.anling.core.dispatch.Assignment;
import care.anling.core.dispatch.Equipment;
import care.anling.core.dispatch.Offer;
import care.anling.core.dispatch.OfferState;
import care.anling.core.dispatch.Pool;
import care.anling.core.dispatch.Role;
import care.anling.core.dispatch.RoleSlot;
import care.anling.core.dispatch.Skill;
import care.anling.core.escalation.DeadlineKind;
import care.anling.core.escalation.ResponsePlans;
import care.anling.core.escalation.Target.Ask;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Places that somebody called for beyond the plan, filled by the same mechanism as every other: the nearest few, then
 * more, then everybody, every minute until each was filled.
 */
final class MoreHands {

    /** Places called for on one incident, filled or not. */
    static final int MAX_PLACES = 20;

    static final Duration ROUND_EVERY = Duration.ofSeconds(60);

    private static final int NEAR_METERS = 1_000;
    private static final int FAR_METERS = 3_000;
    private static final int FIRST_PEOPLE = 3;
    private static final int NEXT_PEOPLE = 8;

    private MoreHands() {}

    static Decision call(Incident incident, IncidentCommand.CallMore command, Instant now) {
        if (incident.extras().size() + command.people() > MAX_PLACES) {
            return Decision.rejected(Optional.of(incident), Rejection.of(Rejection.Code.TOO_MANY_HANDS));
        }
        Draft draft = new Draft(incident, now);
        for (int i = 0; i < command.people(); i++) {
            add(draft, command.role(), command.brings(), Optional.of(command.by()));
        }
        return draft.decision();
    }

    /** The next slot of the role, asked for at once. */
    static void add(Draft draft, Role role, Optional<Equipment> brings, Optional<Person> by) {
        RoleSlot place = new RoleSlot(role, nextSlot(draft, role));
        draft.extras.add(ExtraPlace.fresh(place, brings));
        draft.happened(new IncidentEvent.MoreHandsCalled(by, List.of(place), brings));
        draft.hurryIfSilent(place);
    }

    static int nextSlot(Draft draft, Role role) {
        Stream<RoleSlot> known = Stream.of(
                        draft.ladder.asked().stream(),
                        draft.extras.stream().map(ExtraPlace::place),
                        draft.assignments.stream().map(Assignment::place))
                .flatMap(places -> places);
        return 1
                + known.filter(place -> place.role() == role)
                        .mapToInt(RoleSlot::slot)
                        .max()
                        .orElse(0);
    }

    static Decision find(Incident incident, IncidentCommand.FindMoreHands command, Instant now) {
        Draft draft = new Draft(incident, now);
        boolean due = draft.dueAt(DeadlineKind.MORE_HANDS)
                        .filter(command.dueAt()::equals)
                        .isPresent()
                && !now.isBefore(command.dueAt());
        if (!due) {
            return Decision.rejected(Optional.of(incident), Rejection.of(Rejection.Code.DEADLINE_MOVED));
        }
        List<ExtraPlace> missing = draft.missingExtras();
        draft.settle(
                offer -> offer.isOver(now) && missing.stream().anyMatch(extra -> Draft.at(offer, extra.place())),
                OfferState.LAPSED);
        List<Ask> asks = missing.stream().flatMap(MoreHands::asks).toList();
        boolean again = missing.stream().anyMatch(extra -> extra.rounds() > 1);
        Climbing.ask(draft, new Climbing.Round(asks, Offer.MORE_HANDS, again, command.roster(), Optional.empty()));
        draft.extras.replaceAll(extra -> missing.contains(extra) ? extra.asked(now) : extra);
        draft.scheduleMoreHands(now.plus(ROUND_EVERY));
        return draft.decision();
    }

    private static Stream<Ask> asks(ExtraPlace extra) {
        int people = switch (extra.rounds()) {
            case 0 -> FIRST_PEOPLE;
            case 1 -> NEXT_PEOPLE;
            default -> ResponsePlans.EVERYBODY;
        };
        return switch (extra.place().role()) {
            case DOCTOR -> Stream.of(ask(extra, people, new Pool.Doctors()));
            case FIRST_HAND, BRINGER -> Stream.of(ask(extra, people, nearby(extra)));
            case COORDINATOR ->
                Stream.of(new Pool.Desk(), new Pool.Street())
                        .filter(pool -> pool instanceof Pool.Desk || extra.rounds() > 0)
                        .map(pool -> ask(extra, ResponsePlans.EVERYBODY, pool));
            case FAMILY -> Stream.of(ask(extra, people, new Pool.Family()));
        };
    }

    /** Farther, and out of the communities beside, when the nearest did not come. */
    private static Pool nearby(ExtraPlace extra) {
        boolean again = extra.rounds() > 0;
        Set<Skill> having = extra.brings().map(MoreHands::skill).map(Set::of).orElse(Set.of());
        return new Pool.Nearby(again ? FAR_METERS : NEAR_METERS, having, Set.of(), again);
    }

    private static Skill skill(Equipment brings) {
        return switch (brings) {
            case KEY -> Skill.KEY;
            case AED -> Skill.AED;
            case WHEELCHAIR -> Skill.WHEELCHAIR;
            case STAIR_CLIMBER -> Skill.STAIR_CLIMBER;
        };
    }

    private static Ask ask(ExtraPlace extra, int people, Pool pool) {
        return new Ask(extra.place().role(), extra.place().slot(), people, pool, ROUND_EVERY, true, Optional.empty());
    }
}
