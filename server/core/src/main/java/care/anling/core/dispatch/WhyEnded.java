package care.anling.core.dispatch;

/** Why somebody no longer holds a role. Those who gave it back, or lost it, are asked again only after everybody else. */
public enum WhyEnded {
    /** They did what there was to do. */
    DONE,
    STOOD_DOWN,
    /** The incident became part of another one, and they with it. */
    MERGED,
    GIVEN_BACK,
    /** They said yes and did not come, or, being a doctor, did not begin. */
    NO_SHOW,
    TAKEN_AWAY,
    REPLACED,
    HANDED_OVER,
    /** They left a drill for somebody who needs them. */
    PREEMPTED
}
