package care.anling.core.incident;

import care.anling.core.common.Actor;
import care.anling.core.common.Rejection;
import care.anling.core.dispatch.Assignment;
import care.anling.core.dispatch.Assignment.Timers;
import care.anling.core.dispatch.AssignmentState;
import care.anling.core.dispatch.Door;
import care.anling.core.dispatch.Offer;
import care.anling.core.dispatch.Walk;
import care.anling.core.geo.Fix;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * On the way to the door, by the word of the phone in the pocket: setting out, coming nearer, arriving; and how long
 * somebody is waited for who said yes.
 */
final class Arriving {

    /** Nearer than this to the door is there: the next entrance, or on the stairs. */
    static final double ARRIVED_WITHIN_METERS = 50;

    /** A fix less sure than this cannot tell the door from the next street. A phone that tells no accuracy is believed. */
    static final double ARRIVAL_ACCURACY_MAX_METERS = 50;

    /** This much nearer than when they said yes, they have set out. A neighbour of the same house says so by hand. */
    static final int SET_OUT_METERS = 30;

    /** An estimate that moved by less is no news to anybody. */
    static final Duration ETA_NOTICEABLE = Duration.ofSeconds(30);

    /** Waited for at least this long: shoes, a coat, a lift. */
    static final Duration ARRIVE_WITHIN_LEAST = Duration.ofMinutes(5);

    /** And this long beyond one and a half times the walk. */
    static final Duration ARRIVE_GRACE = Duration.ofMinutes(2);

    /** When nobody knows where they come from: the promise itself. */
    static final Duration ARRIVE_WITHIN_UNKNOWN = Duration.ofMinutes(15);

    /**
     * A doctor who said yes has turned to the resident by then, or the next one rings: ten seconds to say yes, thirty to
     * begin, and a second doctor still answers within the minute in which telecare answers 97.5 % (standards §4).
     */
    static final Duration BEGIN_WITHIN = Duration.ofSeconds(30);

    /** Whom the desk named has not said yes: their phone may still be in their pocket. */
    static final Duration BEGIN_WITHIN_WHEN_NAMED = Duration.ofSeconds(60);

    private Arriving() {}

    /** A coordinator is there by saying yes. */
    static Timers timersOf(Offer accepted, Instant now) {
        return switch (accepted.role()) {
            case FIRST_HAND, BRINGER, FAMILY ->
                Timers.onTheWay(accepted.etaSeconds().map(now::plusSeconds), arriveBy(accepted.etaSeconds(), now));
            case DOCTOR ->
                Timers.onTheWay(
                        Optional.empty(),
                        now.plus(accepted.step() == Offer.BY_HAND ? BEGIN_WITHIN_WHEN_NAMED : BEGIN_WITHIN));
            case COORDINATOR -> Timers.NONE;
        };
    }

    private static Instant arriveBy(Optional<Integer> etaSeconds, Instant now) {
        return now.plus(etaSeconds
                .map(eta -> ARRIVE_GRACE.plusMillis(eta * 1_500L))
                .map(wait -> wait.compareTo(ARRIVE_WITHIN_LEAST) < 0 ? ARRIVE_WITHIN_LEAST : wait)
                .orElse(ARRIVE_WITHIN_UNKNOWN));
    }

    static Decision report(Incident incident, IncidentCommand.ReportPosition command, Instant now) {
        Optional<Assignment> found = incident.findAssignment(command.assignment());
        if (found.isEmpty()) {
            return refused(incident, Rejection.Code.ASSIGNMENT_UNKNOWN);
        }
        Assignment assignment = found.get();
        if (!assignment.responder().id().equals(command.by().id())) {
            return refused(incident, Rejection.Code.ASSIGNMENT_NOT_YOURS);
        }
        if (!assignment.state().holds()) {
            return Attending.ended(incident, assignment);
        }
        Optional<Door> door = incident.subject().place().flatMap(Door::of);
        boolean onTheWay = assignment.role().isAtTheDoor() && assignment.state() != AssignmentState.ON_SCENE;
        if (!onTheWay || door.isEmpty()) {
            return Decision.unchanged(incident);
        }
        Draft draft = new Draft(incident, now);
        come(draft, assignment, command.fix(), door.get());
        return draft.decision();
    }

    private static void come(Draft draft, Assignment assignment, Fix fix, Door door) {
        Actor by = new Actor.Human(assignment.responder(), "");
        Walk walk = Walk.between(fix.point(), door);
        boolean setsOut = assignment.state() == AssignmentState.ACCEPTED && hasSetOut(draft, assignment, walk);
        if (setsOut) {
            Attending.advance(draft, assignment, AssignmentState.EN_ROUTE, by);
        }
        boolean sure = fix.accuracyMeters().orElse(0) <= ARRIVAL_ACCURACY_MAX_METERS;
        boolean near = walk.straightMeters() <= ARRIVED_WITHIN_METERS;
        if (near && sure && (setsOut || assignment.state() == AssignmentState.EN_ROUTE)) {
            Attending.advance(draft, assignment, AssignmentState.ON_SCENE, by);
        } else {
            boolean atHome = assignment.state() == AssignmentState.ACCEPTED && !setsOut;
            estimate(draft, assignment, atHome ? Walk.setOut(fix.point(), door) : walk);
        }
    }

    private static boolean hasSetOut(Draft draft, Assignment assignment, Walk walk) {
        return draft.before
                .findOffer(assignment.offer())
                .flatMap(Offer::distanceMeters)
                .filter(meters -> walk.meters() + SET_OUT_METERS <= meters)
                .isPresent();
    }

    /** Said again when it is news. Who comes nearer is waited for longer; who does not is not. */
    private static void estimate(Draft draft, Assignment assignment, Walk walk) {
        Timers before = assignment.timers();
        Instant expected = draft.now.plusSeconds(walk.seconds());
        boolean news = before.expectedAt()
                .map(at -> Duration.between(at, expected).abs().compareTo(ETA_NOTICEABLE) >= 0)
                .orElse(true);
        if (!news) {
            return;
        }
        Instant patience = arriveBy(Optional.of(walk.seconds()), draft.now);
        boolean nearer =
                assignment.etaSeconds().filter(eta -> walk.seconds() < eta).isPresent();
        Instant arriveBy =
                before.arriveBy().filter(at -> !nearer || at.isAfter(patience)).orElse(patience);
        draft.replace(
                assignment.id(),
                a -> a.withEta(walk.seconds()).withTimers(Timers.onTheWay(Optional.of(expected), arriveBy)));
        Assignment now = draft.assignments.stream()
                .filter(a -> a.id().equals(assignment.id()))
                .findFirst()
                .orElseThrow();
        draft.happened(
                new IncidentEvent.EtaChanged(now.id(), now.responder(), now.role(), now.state(), walk.seconds()));
    }

    private static Decision refused(Incident incident, Rejection.Code code) {
        return Decision.rejected(Optional.of(incident), Rejection.of(code));
    }
}
