package care.anling.core.notice;

import java.time.Duration;

/** What people are told, outside their feed. */
public enum NoticeKind {
    /** Can you come? Ends with the offer. */
    OFFER(Duration.ofMinutes(1), Duration.ofSeconds(5)),
    /** Somebody else comes: the phone stops ringing. */
    OFFER_WITHDRAWN(Duration.ofMinutes(2), Duration.ZERO),
    /** A coordinator named you; no answer was waited for, so somebody must know that it was heard. */
    ASSIGNED(Duration.ofMinutes(15), Duration.ofSeconds(5)),
    /** Who comes, and when. */
    ETA(Duration.ofMinutes(2), Duration.ZERO),
    /** It is over. */
    STOOD_DOWN(Duration.ofMinutes(30), Duration.ZERO),
    /** Something happened to somebody who is yours to know about: family, street, the world outside. */
    ALARM(Duration.ofMinutes(15), Duration.ofSeconds(10)),
    /** The desk must look. */
    DESK_ALARM(Duration.ofMinutes(15), Duration.ofSeconds(10));

    private final Duration lifetime;
    private final Duration receiptWait;

    /** @param receiptWait zero: nobody waits for one */
    NoticeKind(Duration lifetime, Duration receiptWait) {
        this.lifetime = lifetime;
        this.receiptWait = receiptWait;
    }

    /** After this it is old news and is not sent any more. */
    public Duration lifetime() {
        return lifetime;
    }

    /** Whether silence means the next channel; the others are done once a channel has taken them. */
    public boolean needsReceipt() {
        return !receiptWait.isZero();
    }

    /** How long a channel has to bring a receipt before the next one is tried. */
    public Duration receiptWait() {
        return receiptWait;
    }
}
