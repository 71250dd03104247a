package care.anling.core.dispatch;

import care.anling.core.common.AssignmentId;
import care.anling.core.common.OfferId;
import care.anling.core.common.Person;
import java.time.Instant;
import java.util.Optional;

/**
 * Somebody who said yes, in one role and slot. Times are the database's.
 *
 * @param epoch how often this role and slot was opened; words from an older epoch are refused
 * @param etaSeconds on foot, when it was last estimated
 */
public record Assignment(
        AssignmentId id,
        OfferId offer,
        Person responder,
        Role role,
        int slot,
        int epoch,
        AssignmentState state,
        Instant acceptedAt,
        Optional<Instant> enRouteAt,
        Optional<Instant> onSceneAt,
        Optional<Instant> endedAt,
        Optional<Integer> etaSeconds,
        Timers timers,
        Optional<WhyEnded> whyEnded) {

    /**
     * What is waited for while somebody holds a role.
     *
     * @param expectedAt when the last estimate says they arrive
     * @param arriveBy not there by then, or, for a doctor, not begun: the role is opened again
     * @param checkInBy no word from the scene by then: the desk is alarmed
     * @param alarmedAt when the desk was last alarmed because no word came
     */
    public record Timers(
            Optional<Instant> expectedAt,
            Optional<Instant> arriveBy,
            Optional<Instant> checkInBy,
            Optional<Instant> alarmedAt) {

        public static final Timers NONE =
                new Timers(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

        public static Timers onTheWay(Optional<Instant> expectedAt, Instant arriveBy) {
            return new Timers(expectedAt, Optional.of(arriveBy), Optional.empty(), Optional.empty());
        }

        public static Timers onScene(Instant checkInBy) {
            return new Timers(Optional.empty(), Optional.empty(), Optional.of(checkInBy), Optional.empty());
        }

        public Timers alarmed(Instant at) {
            return new Timers(expectedAt, arriveBy, checkInBy, Optional.of(at));
        }
    }

    /** Nothing is waited for. */
    public Assignment(
            AssignmentId id,
            OfferId offer,
            Person responder,
            Role role,
            int slot,
            int epoch,
            AssignmentState state,
            Instant acceptedAt,
            Optional<Instant> enRouteAt,
            Optional<Instant> onSceneAt,
            Optional<Instant> endedAt,
            Optional<Integer> etaSeconds) {
        this(
                id,
                offer,
                responder,
                role,
                slot,
                epoch,
                state,
                acceptedAt,
                enRouteAt,
                onSceneAt,
                endedAt,
                etaSeconds,
                Timers.NONE,
                Optional.empty());
    }

    public RoleSlot place() {
        return new RoleSlot(role, slot);
    }

    public Assignment withEta(int seconds) {
        return new Assignment(
                id,
                offer,
                responder,
                role,
                slot,
                epoch,
                state,
                acceptedAt,
                enRouteAt,
                onSceneAt,
                endedAt,
                Optional.of(seconds),
                timers,
                whyEnded);
    }

    public Assignment withTimers(Timers next) {
        return new Assignment(
                id,
                offer,
                responder,
                role,
                slot,
                epoch,
                state,
                acceptedAt,
                enRouteAt,
                onSceneAt,
                endedAt,
                etaSeconds,
                next,
                whyEnded);
    }

    /** One step further on the way, still holding the role. */
    public Assignment moved(AssignmentState to, Instant at) {
        return new Assignment(
                id,
                offer,
                responder,
                role,
                slot,
                epoch,
                to,
                acceptedAt,
                to == AssignmentState.EN_ROUTE ? Optional.of(at) : enRouteAt,
                to == AssignmentState.ON_SCENE ? Optional.of(at) : onSceneAt,
                endedAt,
                etaSeconds,
                timers,
                whyEnded);
    }

    public Assignment ended(AssignmentState to, WhyEnded why, Instant at) {
        return new Assignment(
                id,
                offer,
                responder,
                role,
                slot,
                epoch,
                to,
                acceptedAt,
                enRouteAt,
                onSceneAt,
                Optional.of(at),
                etaSeconds,
                Timers.NONE,
                Optional.of(why));
    }
}
