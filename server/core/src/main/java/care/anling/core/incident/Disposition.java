package care.anling.core.incident;

/** Why a response ended. */
public enum Disposition {
    HELPED,
    HOSPITAL,
    FALSE_ALARM,
    TEST,
    TRANSFERRED_120,
    TRANSFERRED_119,
    NO_CONTACT
}
