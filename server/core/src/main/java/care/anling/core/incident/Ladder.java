package care.anling.core.incident;

import care.anling.core.dispatch.RoleSlot;
import care.anling.core.notice.Audience;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * How far up its response plan an incident has climbed.
 *
 * @param nextStep index of the step that runs when the STEP deadline falls due
 * @param steps how many the plan has, as known when a step last ran; 0 before the first
 * @param rounds how often the top step has run
 * @param asked which roles and slots the plan has asked for so far; once somebody stands in each, the ladder rests
 * @param rungAt when the incident last rang: somebody who cleared before that no longer counts
 * @param ranAt when a step last ran, so that forty presses do not make forty rounds
 * @param told families, streets and gateways that steps have told of it, of whichever plan: they hear when it is over
 */
public record Ladder(
        int nextStep,
        int steps,
        int rounds,
        Set<RoleSlot> asked,
        Instant rungAt,
        Optional<Instant> ranAt,
        Set<Audience> told) {

    public Ladder {
        asked = Set.copyOf(asked);
        told = Set.copyOf(told);
    }

    public static Ladder bottom(Instant rungAt) {
        return new Ladder(0, 0, 0, Set.of(), rungAt, Optional.empty(), Set.of());
    }

    /** Some step of the plan has run since the ladder last stood at its bottom. */
    public boolean hasRun() {
        return steps > 0;
    }

    /** From the bottom again, for a plan that is another one now. */
    Ladder restarted(Instant now) {
        return new Ladder(0, 0, 0, Set.of(), now, ranAt, told);
    }

    Ladder rungAgain(Instant now) {
        return new Ladder(nextStep, steps, rounds, asked, now, ranAt, told);
    }

    Ladder withTold(Set<Audience> more) {
        Set<Audience> all = new HashSet<>(told);
        all.addAll(more);
        return new Ladder(nextStep, steps, rounds, asked, rungAt, ranAt, all);
    }
}
