package care.anling.core.escalation;

/** What must have happened by an instant. One row per incident and kind. */
public enum DeadlineKind {
    /** The next step of the response plan, the first one included. */
    STEP
}
