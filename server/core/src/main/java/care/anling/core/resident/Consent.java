package care.anling.core.resident;

/** What a resident may let the family see. Without their word it is no. */
public enum Consent {
    /** Where a device of theirs is, while an incident of theirs is open. */
    FAMILY_WHEREABOUTS,
    /** What their devices measured last. */
    FAMILY_READINGS
}
