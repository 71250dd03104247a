package care.anling.core.incident;

/**
 * How far up its response plan an incident has climbed.
 *
 * @param nextStep index of the step that runs when the STEP deadline falls due
 * @param steps how many the plan has, as known when a step last ran; 0 before the first
 * @param rounds how often the top step has run
 */
public record Ladder(int nextStep, int steps, int rounds) {

    public static final Ladder BOTTOM = new Ladder(0, 0, 0);
}
