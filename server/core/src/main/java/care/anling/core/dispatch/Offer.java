package care.anling.core.dispatch;

import care.anling.core.common.OfferId;
import care.anling.core.common.Person;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Asking one person to fill one role and slot.
 *
 * @param epoch how often this role and slot was opened; words from an older epoch are refused
 * @param step index of the plan's step that made it; negative when a person did
 * @param distanceMeters along the way one walks, if a position was known
 * @param etaSeconds walking time to the door
 */
public record Offer(
        OfferId id,
        Person responder,
        Role role,
        int slot,
        int epoch,
        int step,
        OfferState state,
        Instant madeAt,
        Instant expiresAt,
        Optional<Integer> distanceMeters,
        Optional<Integer> etaSeconds) {

    /** Made because a coordinator assigned by name. */
    public static final int BY_HAND = -1;

    /** Made because who holds the role wants to hand it over; they hold it until this one says yes. */
    public static final int HAND_OVER = -2;

    /** Made because more hands were called for than the plan asks. */
    public static final int MORE_HANDS = -3;

    public boolean isHandOver() {
        return step == HAND_OVER;
    }

    /** Its time is over. One made later than it is now was made by a clock that has gone back since: its end is too far. */
    public boolean isOver(Instant now) {
        return !now.isBefore(expiresAt) || madeAt.isAfter(now);
    }

    /** How long the phone was to ring. */
    public Duration length() {
        return Duration.between(madeAt, expiresAt);
    }

    public Offer withState(OfferState next) {
        return new Offer(id, responder, role, slot, epoch, step, next, madeAt, expiresAt, distanceMeters, etaSeconds);
    }
}
