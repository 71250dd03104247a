package care.anling.core.escalation;

/** What the desk is reminded to do by hand, because only a human may: to telephone. */
public enum Prompt {
    /** Hand over to the ambulance. */
    CALL_120,
    /** Hand over to the fire brigade. */
    CALL_119,
    /** Hand over to the police. */
    CALL_110,
    /** Ring the resident's own telephone: often that is all. */
    PHONE_RESIDENT
}
