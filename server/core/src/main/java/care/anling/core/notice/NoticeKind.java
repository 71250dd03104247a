package care.anling.core.notice;

import java.time.Duration;

/** What people are told, outside their feed. */
public enum NoticeKind {
    /** Can you come? Ends with the offer. */
    OFFER(Duration.ofMinutes(1), true),
    /** Somebody else comes: the phone stops ringing. */
    OFFER_WITHDRAWN(Duration.ofMinutes(2), false),
    /** A coordinator named you; no answer was waited for, so somebody must know that it was heard. */
    ASSIGNED(Duration.ofMinutes(15), true),
    /** Who comes, and when. */
    ETA(Duration.ofMinutes(2), false),
    /** It is over. */
    STOOD_DOWN(Duration.ofMinutes(30), false),
    /** Something happened to somebody who is yours to know about: family, street, the world outside. */
    ALARM(Duration.ofMinutes(15), true),
    /** The desk must look. */
    DESK_ALARM(Duration.ofMinutes(15), true);

    private final Duration lifetime;
    private final boolean needsReceipt;

    NoticeKind(Duration lifetime, boolean needsReceipt) {
        this.lifetime = lifetime;
        this.needsReceipt = needsReceipt;
    }

    /** After this it is old news and is not sent any more. */
    public Duration lifetime() {
        return lifetime;
    }

    /** Whether silence means the next channel; the others are done once a channel has taken them. */
    public boolean needsReceipt() {
        return needsReceipt;
    }
}
