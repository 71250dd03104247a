package care.anling.core.dispatch;

/** What a {@link Role#BRINGER} brings. */
public enum Equipment {
    KEY,
    AED,
    WHEELCHAIR,
    STAIR_CLIMBER
}
