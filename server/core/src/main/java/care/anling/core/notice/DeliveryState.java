package care.anling.core.notice;

/** How far a notice has come. */
public enum DeliveryState {
    /** To be sent, now or after a pause. */
    PENDING,
    /** A channel has taken it; a receipt is waited for, or none is needed. */
    SENT,
    /** Became one notice for each person of its audience. */
    SPREAD,
    /** Somebody has it, and said so. */
    RECEIVED,
    /** No longer true: nobody needs it any more. */
    OBSOLETE,
    /** Nobody has it and no channel is left. Visible until somebody looks into it. */
    DEAD
}
