package care.anling.core.notice;

/** What came of trying one channel. Of several at one stage the first in this order counts. */
public enum Outcome {
    /** The channel knows that the person's device has it. */
    RECEIVED,
    /** On its way; a receipt may come. */
    TAKEN,
    /** Not now: worth another try. */
    FAILED,
    /** Not like this, ever. */
    REFUSED,
    /** Nobody there. */
    ABSENT
}
