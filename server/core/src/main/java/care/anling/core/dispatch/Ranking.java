package care.anling.core.dispatch;

import care.anling.core.dispatch.Judgement.Why;
import care.anling.core.dispatch.Standing.Shift;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;

/**
 * Who is asked for a role, and why everybody else is not. Pure: equal questions have equal answers, down to the order.
 *
 * <p>Roles at the door go to whoever is there first, reckoned with what rings on their phone already and what they can
 * do; roles on a screen to whoever has the fewest phones ringing and has rested longest; family in the order of the
 * contacts. Somebody who let it ring comes after those not asked yet; somebody who said no comes last, when nobody else
 * is left: someone is always next.
 */
public final class Ranking {

    /** Older than this, a position says where somebody was. */
    static final Duration POSITION_FRESH = Duration.ofMinutes(10);

    /** To walk home and sit down, after an incident; our estimate. At the top of a plan nobody is spared. */
    static final Duration REST = Duration.ofMinutes(10);

    /** Whoever's phone rings for another incident may well go there: each such phone counts like a minute's walk. */
    static final Duration PER_RINGING_PHONE = Duration.ofSeconds(60);

    /** One minute later with skilled hands is better than one minute earlier without; our synthesis. */
    static final Duration SKILL_IS_WORTH = Duration.ofSeconds(60);

    /** Judgements kept per search. */
    static final int MAX_JUDGEMENTS = 64;

    private static final Set<Role> AT_THE_DOOR = Set.of(Role.FIRST_HAND, Role.BRINGER);

    private static final Comparator<Candidate> ORDER = Comparator.comparing((Candidate c) -> c.obstacle.isPresent())
            .thenComparing(c -> c.entry.standing().kinOrder())
            .thenComparing(c -> c.reckonedSeconds)
            .thenComparing(c -> c.entry.pendingOffers())
            .thenComparing(c -> c.entry.standing().clearedAt().orElse(Instant.MIN))
            .thenComparing(c -> c.entry.person().id());

    private Ranking() {}

    /**
     * @param atTop the plan's top step: whoever let it ring, or rests, is asked along with the others
     * @param door where help is needed, if known
     * @param past what people have said in this incident, by their id
     */
    public record Question(
            Search search,
            int step,
            boolean atTop,
            Optional<Door> door,
            List<RosterEntry> roster,
            Map<UUID, Past> past,
            Instant now) {}

    /** Chosen people, best first, and a judgement of everybody in the pool who can fill the role at all. */
    public record Answer(List<Chosen> chosen, List<Judgement> judgements) {}

    public record Chosen(RosterEntry entry, Optional<Integer> distanceMeters, Optional<Integer> etaSeconds) {}

    public static Answer choose(Question question) {
        Predicate<RosterEntry> inPool = question.search().pool().match(new Admission(question.roster()));
        List<Candidate> candidates = question.roster().stream()
                .filter(entry -> entry.roles().contains(question.search().role()))
                .filter(inPool)
                .map(entry -> examine(question, entry))
                .sorted(ORDER)
                .toList();
        List<Candidate> chosen = pick(question, candidates);
        return new Answer(chosen.stream().map(Candidate::toChosen).toList(), judge(question, candidates, chosen));
    }

    /** Who belongs to a pool at all; whoever does not is not judged. */
    private record Admission(List<RosterEntry> roster) implements Pool.Cases<Predicate<RosterEntry>> {

        @Override
        public Predicate<RosterEntry> doctors() {
            return of(Circle.OWN, Circle.STREET);
        }

        @Override
        public Predicate<RosterEntry> nearby(Pool.Nearby pool) {
            return pool.neighbours() ? of(Circle.OWN, Circle.STREET, Circle.NEIGHBOUR) : of(Circle.OWN, Circle.STREET);
        }

        @Override
        public Predicate<RosterEntry> onShift() {
            return of(Circle.OWN, Circle.STREET).and(entry -> entry.standing().shift() != Shift.NO_STAFF);
        }

        @Override
        public Predicate<RosterEntry> family() {
            return of(Circle.KIN);
        }

        @Override
        public Predicate<RosterEntry> desk() {
            boolean manned = roster.stream()
                    .anyMatch(entry ->
                            of(Circle.OWN).test(entry) && entry.roles().contains(Role.COORDINATOR) && entry.onDuty());
            return manned ? of(Circle.OWN) : of(Circle.OWN, Circle.STREET);
        }

        @Override
        public Predicate<RosterEntry> street() {
            return of(Circle.STREET);
        }

        private static Predicate<RosterEntry> of(Circle... circles) {
            return entry -> List.of(circles).contains(entry.standing().circle());
        }
    }

    /**
     * @param obstacle why this one cannot be asked at all now
     * @param reckonedSeconds the walk, longer for whoever's phone rings elsewhere, shorter for skilled hands
     */
    private record Candidate(
            RosterEntry entry,
            Optional<Past> past,
            Optional<Why> obstacle,
            Optional<Integer> distanceMeters,
            Optional<Integer> etaSeconds,
            long reckonedSeconds) {

        Chosen toChosen() {
            return new Chosen(entry, distanceMeters, etaSeconds);
        }
    }

    private static Candidate examine(Question question, RosterEntry entry) {
        Optional<Past> past =
                Optional.ofNullable(question.past().get(entry.person().id()));
        Optional<Walk> walk = isAtTheDoor(question) ? findWalk(question, entry) : Optional.empty();
        Optional<Integer> eta = walk.map(Walk::seconds);
        return new Candidate(
                entry,
                past,
                findObstacle(question, entry, past, walk),
                walk.map(Walk::meters),
                eta,
                reckon(question, entry, eta));
    }

    private static long reckon(Question question, RosterEntry entry, Optional<Integer> eta) {
        if (!isAtTheDoor(question)) {
            return 0;
        }
        boolean skilled = question.search().pool() instanceof Pool.Nearby nearby
                && !Collections.disjoint(nearby.preferring(), entry.standing().skills());
        return eta.orElse(Integer.MAX_VALUE)
                + PER_RINGING_PHONE.multipliedBy(entry.pendingOffers()).toSeconds()
                - (skilled ? SKILL_IS_WORTH.toSeconds() : 0);
    }

    private static Optional<Why> findObstacle(
            Question question, RosterEntry entry, Optional<Past> past, Optional<Walk> walk) {
        // Their shift is over and they have not gone off duty: a doctor like that is better than none.
        boolean spared = !question.atTop() || question.search().role() != Role.DOCTOR;
        if (entry.standing().shift() == Shift.OFF_SHIFT && spared) {
            return Optional.of(Why.OFF_SHIFT);
        }
        if (!entry.onDuty()) {
            return Optional.of(Why.OFF_DUTY);
        }
        if (past.filter(p -> p == Past.RINGING || p == Past.RINGING_FOR_ANOTHER_ROLE)
                .isPresent()) {
            return Optional.of(Why.ALREADY_ASKED);
        }
        // A desk works on many incidents at once; everybody else has two hands.
        boolean busy = entry.busy() && question.search().role() != Role.COORDINATOR;
        if (busy || past.filter(p -> p == Past.HERE_ALREADY).isPresent()) {
            return Optional.of(Why.BUSY);
        }
        return isAtTheDoor(question) ? findObstacleOnTheWay(question, entry, walk) : Optional.empty();
    }

    private static Optional<Why> findObstacleOnTheWay(Question question, RosterEntry entry, Optional<Walk> walk) {
        if (!question.atTop() && isResting(question, entry)) {
            return Optional.of(Why.RESTING);
        }
        if (!(question.search().pool() instanceof Pool.Nearby nearby)) {
            return Optional.empty();
        }
        if (!nearby.having().isEmpty()
                && Collections.disjoint(nearby.having(), entry.standing().skills())) {
            return Optional.of(Why.LACKS_SKILL);
        }
        if (question.door().isEmpty()) {
            return Optional.empty();
        }
        if (walk.isEmpty()) {
            return Optional.of(entry.position().isPresent() ? Why.POSITION_OLD : Why.NO_POSITION);
        }
        return walk.get().straightMeters() > nearby.radiusMeters() ? Optional.of(Why.TOO_FAR) : Optional.empty();
    }

    private static boolean isResting(Question question, RosterEntry entry) {
        return entry.standing()
                .clearedAt()
                .filter(cleared -> question.now().isBefore(cleared.plus(REST)))
                .isPresent();
    }

    /** From where they are if that is fresh, else from home. */
    private static Optional<Walk> findWalk(Question question, RosterEntry entry) {
        Instant oldest = question.now().minus(POSITION_FRESH);
        return question.door()
                .flatMap(door -> entry.position()
                        .filter(fix -> !fix.at().isBefore(oldest))
                        .map(fix -> fix.point())
                        .or(entry::home)
                        .map(from -> Walk.setOut(from, door)));
    }

    private static List<Candidate> pick(Question question, List<Candidate> candidates) {
        List<Candidate> able =
                candidates.stream().filter(c -> c.obstacle.isEmpty()).toList();
        int people = question.search().people();
        List<Candidate> first = able.stream()
                .filter(c -> c.past.isEmpty() || (question.atTop() && isLapsed(c)))
                .limit(people)
                .toList();
        boolean someoneIsRinging = question.past().containsValue(Past.RINGING);
        if (!first.isEmpty() || someoneIsRinging) {
            return first;
        }
        List<Candidate> lapsed =
                able.stream().filter(Ranking::isLapsed).limit(people).toList();
        return lapsed.isEmpty() ? able.stream().limit(people).toList() : lapsed;
    }

    private static List<Judgement> judge(Question question, List<Candidate> candidates, List<Candidate> chosen) {
        List<Candidate> ordered = new ArrayList<>(chosen);
        candidates.stream().filter(Predicate.not(chosen::contains)).forEach(ordered::add);
        return ordered.stream()
                .limit(MAX_JUDGEMENTS)
                .map(c -> {
                    boolean wins = chosen.contains(c);
                    return new Judgement(
                            c.entry.person(),
                            question.search().role(),
                            question.step(),
                            wins,
                            wins ? whyChosen(question, c) : whyNot(question, c),
                            c.distanceMeters,
                            c.etaSeconds);
                })
                .toList();
    }

    private static Why whyChosen(Question question, Candidate candidate) {
        Pool pool = question.search().pool();
        if (pool instanceof Pool.Family) {
            return Why.NEXT_OF_KIN;
        }
        if (pool instanceof Pool.OnShift) {
            return Why.ON_SHIFT;
        }
        if (!isAtTheDoor(question) || question.door().isEmpty()) {
            return Why.ON_DUTY;
        }
        return candidate.entry.standing().circle() == Circle.NEIGHBOUR ? Why.LENT : Why.NEAREST;
    }

    private static Why whyNot(Question question, Candidate candidate) {
        return candidate
                .obstacle
                .or(() -> candidate.past.map(said -> said == Past.DECLINED ? Why.DECLINED : Why.ALREADY_ASKED))
                .orElse(question.search().pool() instanceof Pool.Nearby ? Why.NOT_NEAREST : Why.NOT_NEXT);
    }

    private static boolean isLapsed(Candidate candidate) {
        return candidate.past.filter(p -> p == Past.LAPSED).isPresent();
    }

    private static boolean isAtTheDoor(Question question) {
        return AT_THE_DOOR.contains(question.search().role());
    }
}
