package care.anling.core.escalation;

/** What must have happened by an instant. One row per incident and kind. */
public enum DeadlineKind {
    /** The next step of the response plan, the first one included. */
    STEP,
    /** The next round for hands a person has called for. */
    MORE_HANDS,
    /** Somebody who said yes has arrived; a doctor has begun. */
    NO_SHOW,
    /** Somebody on scene has said that they are well. */
    SAFETY,
    /** Somebody asked to take over has answered, or somebody asked while the ladder rests. */
    HAND_OVER
}
