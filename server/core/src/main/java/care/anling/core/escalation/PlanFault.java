package care.anling.core.escalation;

/**
 * One thing wrong with a plan.
 *
 * @param at where, as in {@code steps[1].targets[0].people}
 * @param detail one sentence for whoever wrote it
 */
public record PlanFault(String at, Code code, String detail) {

    public enum Code {
        /** Not of the shape a plan has. */
        MALFORMED,
        UNKNOWN_WORD,
        OUT_OF_BOUNDS,
        NO_STEP,
        EMPTY_STEP,
        STARTS_LATE,
        DELAYS_NOT_RISING,
        TOO_SLOW,
        ROLE_DOES_NOT_FIT,
        NEEDED_ONLY_SOMETIMES,
        RINGS_OUT,
        TOP_FORGETS,
        TOP_REACHES_NOBODY,
        HOURS_FOR_AN_EMERGENCY
    }
}
