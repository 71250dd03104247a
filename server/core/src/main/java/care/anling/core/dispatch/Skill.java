package care.anling.core.dispatch;

/** What a responder can do, or has at hand and can bring. */
public enum Skill {
    FIRST_AID,
    AED,
    KEY,
    WHEELCHAIR,
    STAIR_CLIMBER,
    STAIR_CARRY
}
