package care.anling.core.dispatch;

import java.util.Optional;

/** What somebody has already said, or is being asked, in the incident that looks for people. */
public enum Past {
    /** Their phone rings for this very role and slot. */
    RINGING,
    /** Their phone rings for another one of the same incident: nobody is asked for two. */
    RINGING_FOR_ANOTHER_ROLE,
    /** They hold a role of this incident. */
    HERE_ALREADY,
    /** Let it ring until it stopped. */
    LAPSED,
    /** Said no, or gave the role back: asked again only when nobody else is left. */
    DECLINED;

    /** A withdrawn offer says nothing about the person. */
    public static Optional<Past> of(OfferState state) {
        return switch (state) {
            case LAPSED -> Optional.of(LAPSED);
            case DECLINED -> Optional.of(DECLINED);
            case PENDING, ACCEPTED, WITHDRAWN -> Optional.empty();
        };
    }
}
