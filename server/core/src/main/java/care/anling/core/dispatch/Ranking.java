package care.anling.core.dispatch;

import care.anling.core.dispatch.Judgement.Why;
import care.anling.core.escalation.ResponsePlan;
import care.anling.core.geo.Distance;
import care.anling.core.geo.Wgs84;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
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
 * <p>Roles at the door go to the nearest by walking time; roles on a screen to whoever has the fewest phones ringing
 * already. Somebody who let it ring comes after those not asked yet; somebody who said no comes last, when nobody else
 * is left: someone is always next.
 */
public final class Ranking {

    /** Older than this, a position says where somebody was. */
    static final Duration POSITION_FRESH = Duration.ofMinutes(10);

    /** Streets against the straight line: 1.3 in dense housing. */
    static final double DETOUR = 1.3;

    /** A healthy adult in a hurry, without running. */
    static final double WALKING_METERS_PER_SECOND = 1.4;

    /** Down one's own stairs and up to the third floor; the floors are not known here. */
    static final Duration STAIRS = Duration.ofSeconds(60);

    /** Judgements kept per role and step. */
    static final int MAX_JUDGEMENTS = 64;

    private static final Set<Role> AT_THE_DOOR = Set.of(Role.FIRST_HAND, Role.BRINGER);

    private static final Comparator<Candidate> ORDER = Comparator.comparing((Candidate c) -> c.obstacle.isPresent())
            .thenComparing(c -> c.etaSeconds.orElse(Integer.MAX_VALUE))
            .thenComparing(c -> c.entry.pendingOffers())
            .thenComparing(c -> c.entry.person().id());

    private Ranking() {}

    /**
     * @param atTop the plan's top step: whoever let it ring is asked again along with the others
     * @param door where help is needed, if known
     * @param past what people have said in this incident, by their id
     */
    public record Question(
            ResponsePlan.Ask ask,
            int step,
            boolean atTop,
            Optional<Wgs84> door,
            List<RosterEntry> roster,
            Map<UUID, Past> past,
            Instant now) {}

    /** Chosen people, best first, and a judgement of everybody who can fill the role at all. */
    public record Answer(List<Chosen> chosen, List<Judgement> judgements) {}

    public record Chosen(RosterEntry entry, Optional<Integer> distanceMeters, Optional<Integer> etaSeconds) {}

    public static Answer choose(Question question) {
        List<Candidate> candidates = question.roster().stream()
                .filter(entry -> entry.roles().contains(question.ask().role()))
                .map(entry -> examine(question, entry))
                .sorted(ORDER)
                .toList();
        List<Candidate> chosen = pick(question, candidates);
        return new Answer(chosen.stream().map(Candidate::toChosen).toList(), judge(question, candidates, chosen));
    }

    /** @param obstacle why this one cannot be asked at all now */
    private record Candidate(
            RosterEntry entry,
            Optional<Past> past,
            Optional<Why> obstacle,
            Optional<Integer> distanceMeters,
            Optional<Integer> etaSeconds) {

        Chosen toChosen() {
            return new Chosen(entry, distanceMeters, etaSeconds);
        }
    }

    private static Candidate examine(Question question, RosterEntry entry) {
        Optional<Past> past =
                Optional.ofNullable(question.past().get(entry.person().id()));
        Optional<Distance> straight = isAtTheDoor(question) ? findDistance(question, entry) : Optional.empty();
        return new Candidate(
                entry,
                past,
                findObstacle(question, entry, past, straight),
                straight.map(d -> (int) Math.round(d.meters() * DETOUR)),
                straight.map(
                        d -> (int) Math.round(d.meters() * DETOUR / WALKING_METERS_PER_SECOND + STAIRS.toSeconds())));
    }

    private static Optional<Why> findObstacle(
            Question question, RosterEntry entry, Optional<Past> past, Optional<Distance> straight) {
        if (!entry.onDuty()) {
            return Optional.of(Why.OFF_DUTY);
        }
        if (past.filter(p -> p == Past.RINGING || p == Past.RINGING_FOR_ANOTHER_ROLE)
                .isPresent()) {
            return Optional.of(Why.ALREADY_ASKED);
        }
        // A desk works on many incidents at once; everybody else has two hands.
        boolean busy = entry.busy() && question.ask().role() != Role.COORDINATOR;
        if (busy || past.filter(p -> p == Past.HERE_ALREADY).isPresent()) {
            return Optional.of(Why.BUSY);
        }
        if (!isAtTheDoor(question) || question.door().isEmpty()) {
            return Optional.empty();
        }
        if (straight.isEmpty()) {
            return Optional.of(entry.position().isPresent() ? Why.POSITION_OLD : Why.NO_POSITION);
        }
        return straight.get().meters() > question.ask().radiusMeters() ? Optional.of(Why.TOO_FAR) : Optional.empty();
    }

    /** From where they are if that is fresh, else from home. */
    private static Optional<Distance> findDistance(Question question, RosterEntry entry) {
        Instant oldest = question.now().minus(POSITION_FRESH);
        return question.door()
                .flatMap(door -> entry.position()
                        .filter(fix -> !fix.at().isBefore(oldest))
                        .map(fix -> fix.point())
                        .or(entry::home)
                        .map(from -> Distance.between(from, door)));
    }

    private static List<Candidate> pick(Question question, List<Candidate> candidates) {
        List<Candidate> able =
                candidates.stream().filter(c -> c.obstacle.isEmpty()).toList();
        int people = question.ask().people();
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
                            question.ask().role(),
                            question.step(),
                            wins,
                            wins ? whyChosen(question) : whyNot(question, c),
                            c.distanceMeters,
                            c.etaSeconds);
                })
                .toList();
    }

    private static Why whyChosen(Question question) {
        return isAtTheDoor(question) && question.door().isPresent() ? Why.NEAREST : Why.ON_DUTY;
    }

    private static Why whyNot(Question question, Candidate candidate) {
        return candidate
                .obstacle
                .or(() -> candidate.past.map(said -> said == Past.DECLINED ? Why.DECLINED : Why.ALREADY_ASKED))
                .orElse(isAtTheDoor(question) ? Why.NOT_NEAREST : Why.NOT_NEXT);
    }

    private static boolean isLapsed(Candidate candidate) {
        return candidate.past.filter(p -> p == Past.LAPSED).isPresent();
    }

    private static boolean isAtTheDoor(Question question) {
        return AT_THE_DOOR.contains(question.ask().role());
    }
}
