package care.anling.core.escalation;

import care.anling.core.dispatch.RoleSlot;
import care.anling.core.escalation.Target.Ask;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Who is asked next, after how long. Steps run in order; the last repeats every {@code repeatEvery} until everybody
 * needed has come or the incident is stood down.
 *
 * <p>The top step names every needed role and slot the steps below it name: otherwise the ladder could repeat its top for
 * ever without asking for the one place that is still empty. It also means that a plan may be changed while a ladder
 * climbs it: whichever step comes next, nobody needed is forgotten.
 *
 * @param version counts the edits of a community's own plan, from 1
 * @param hours of a quiet plan: outside them nobody is called
 */
public record ResponsePlan(
        String name, int version, List<Step> steps, Duration repeatEvery, Optional<WorkingHours> hours) {

    /** The least that PostgreSQL tells apart: whoever still holds the deadline that ran finds that it has moved. */
    private static final Duration NEXT_AT_ONCE = Duration.ofNanos(1_000);

    public ResponsePlan {
        steps = List.copyOf(steps);
        require(!steps.isEmpty(), name, "has no step");
        require(repeatEvery.compareTo(Duration.ZERO) > 0, name, "repeats without a pause");
        for (int i = 1; i < steps.size(); i++) {
            require(steps.get(i).after().compareTo(steps.get(i - 1).after()) > 0, name, "has steps out of order");
        }
        require(
                steps.get(steps.size() - 1).needed().containsAll(askedUpTo(steps, steps.size() - 1)),
                name,
                "forgets a role at its top");
    }

    /** At any hour. */
    public ResponsePlan(String name, int version, List<Step> steps, Duration repeatEvery) {
        this(name, version, steps, repeatEvery, Optional.empty());
    }

    public int top() {
        return steps.size() - 1;
    }

    /** Every role and slot the ladder waits for once the step at {@code index} has run. */
    public Set<RoleSlot> askedUpTo(int index) {
        return askedUpTo(steps, index);
    }

    /** How long a phone rings for this place at most; zero for one the plan never asks for. */
    public Duration longestOffer(RoleSlot place) {
        return steps.stream()
                .flatMap(step -> step.asks().stream())
                .filter(ask -> ask.roleSlot().equals(place))
                .map(Ask::offerTimeout)
                .max(Comparator.naturalOrder())
                .orElse(Duration.ZERO);
    }

    /** How long after the step at {@code index} ran the next one runs. */
    public Duration pauseAfter(int index) {
        return index >= top()
                ? repeatEvery
                : steps.get(index + 1).after().minus(steps.get(index).after());
    }

    /**
     * When the next step falls due once the one at {@code index} ran at {@code now}; in the morning, for a quiet plan.
     *
     * @param silent a needed place is empty and nobody's phone rings for it: nobody is waited for, and the next step runs at
     *     once. Past the top there is none, and a round of it keeps its distance.
     */
    public Instant nextAfter(int index, Instant now, boolean silent) {
        Instant next = now.plus(silent && index < top() ? NEXT_AT_ONCE : pauseAfter(index));
        return hours.flatMap(open -> open.findOpeningAfter(next)).orElse(next);
    }

    private static Set<RoleSlot> askedUpTo(List<Step> steps, int index) {
        Set<RoleSlot> asked = new HashSet<>();
        steps.subList(0, index + 1).forEach(step -> asked.addAll(step.needed()));
        return asked;
    }

    private static void require(boolean holds, String plan, String otherwise) {
        if (!holds) {
            throw new IllegalArgumentException("response plan " + plan + " " + otherwise);
        }
    }

    /** @param after since the first step ran; a step brought forward brings forward those after it */
    public record Step(Duration after, List<Target> targets) {

        public Step {
            targets = List.copyOf(targets);
        }

        public List<Ask> asks() {
            return targets.stream()
                    .filter(Ask.class::isInstance)
                    .map(Ask.class::cast)
                    .toList();
        }

        public List<Prompt> prompts() {
            return targets.stream()
                    .filter(Target.PromptDesk.class::isInstance)
                    .map(target -> ((Target.PromptDesk) target).prompt())
                    .distinct()
                    .toList();
        }

        /** The roles and slots the ladder waits for. */
        public Set<RoleSlot> needed() {
            return asks().stream().filter(Ask::needed).map(Ask::roleSlot).collect(Collectors.toUnmodifiableSet());
        }
    }
}
