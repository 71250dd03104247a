package care.anling.core.incident;

/**
 * Why a response ended. {@link #MERGED} is never chosen: it says that the incident lives on as part of another one.
 * {@link #RECOVERED}: a device is well again, and nothing else was the matter.
 */
public enum Disposition {
    HELPED,
    HOSPITAL,
    FALSE_ALARM,
    TEST,
    TRANSFERRED_120,
    TRANSFERRED_119,
    NO_CONTACT,
    MERGED,
    RECOVERED
}
