package care.anling.core.notice;

import care.anling.core.dispatch.AssignmentState;
import care.anling.core.dispatch.OfferState;
import java.util.Optional;

/** Whether a notice still says something that somebody needs to hear. */
public enum Standing {
    WANTED,
    /** What somebody did shows that they know. */
    HEARD,
    MOOT;

    /**
     * @param offer how the offer it is about stands now
     * @param assignment what became of that offer
     * @param open whether the incident is open
     */
    public static Standing of(
            NoticeKind kind, Optional<OfferState> offer, Optional<AssignmentState> assignment, boolean open) {
        return switch (kind) {
            case OFFER -> offer.map(Standing::ofOffer).orElse(MOOT);
            case ASSIGNED -> open ? assignment.map(Standing::ofAssignment).orElse(MOOT) : MOOT;
            case ETA, ALARM, DESK_ALARM -> open ? WANTED : MOOT;
            case OFFER_WITHDRAWN, STOOD_DOWN -> WANTED;
        };
    }

    private static Standing ofOffer(OfferState state) {
        return switch (state) {
            case PENDING -> WANTED;
            case ACCEPTED, DECLINED -> HEARD;
            case LAPSED, WITHDRAWN -> MOOT;
        };
    }

    private static Standing ofAssignment(AssignmentState state) {
        return switch (state) {
            case ACCEPTED -> WANTED;
            case EN_ROUTE, ON_SCENE -> HEARD;
            case CLEARED, RELEASED -> MOOT;
        };
    }
}
