package care.anling.core.escalation;

import care.anling.core.dispatch.Role;
import care.anling.core.dispatch.RoleSlot;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Who is asked next, after how long. Steps run in order; the last repeats every {@code repeatEvery} until every role
 * asked for is held or the incident is stood down.
 *
 * <p>The top step names every role and slot the steps below it name: otherwise the ladder could repeat its top for ever
 * without asking for the one place that is still empty.
 */
public record ResponsePlan(String name, int version, List<Step> steps, Duration repeatEvery) {

    public ResponsePlan {
        steps = List.copyOf(steps);
        require(!steps.isEmpty(), name, "has no step");
        require(repeatEvery.compareTo(Duration.ZERO) > 0, name, "repeats without a pause");
        for (int i = 1; i < steps.size(); i++) {
            require(steps.get(i).after().compareTo(steps.get(i - 1).after()) > 0, name, "has steps out of order");
        }
        require(
                steps.get(steps.size() - 1).roleSlots().containsAll(askedUpTo(steps, steps.size() - 1)),
                name,
                "forgets a role at its top");
    }

    public int top() {
        return steps.size() - 1;
    }

    /** Every role and slot that has been asked for once the step at {@code index} has run. */
    public Set<RoleSlot> askedUpTo(int index) {
        return askedUpTo(steps, index);
    }

    /** How long after the step at {@code index} ran the next one runs. */
    public Duration pauseAfter(int index) {
        return index >= top()
                ? repeatEvery
                : steps.get(index + 1).after().minus(steps.get(index).after());
    }

    private static Set<RoleSlot> askedUpTo(List<Step> steps, int index) {
        Set<RoleSlot> asked = new HashSet<>();
        steps.subList(0, index + 1).forEach(step -> asked.addAll(step.roleSlots()));
        return asked;
    }

    private static void require(boolean holds, String plan, String otherwise) {
        if (!holds) {
            throw new IllegalArgumentException("response plan " + plan + " " + otherwise);
        }
    }

    /** @param after since the first step ran; a step brought forward brings forward those after it */
    public record Step(Duration after, List<Ask> asks) {

        public Step {
            asks = List.copyOf(asks);
        }

        public Set<RoleSlot> roleSlots() {
            return asks.stream().map(Ask::roleSlot).collect(Collectors.toUnmodifiableSet());
        }
    }

    /**
     * One role and slot to fill.
     *
     * @param people how many are asked at once; the first accept wins
     * @param radiusMeters who is near enough; ignored for roles that need no walk
     * @param offerTimeout how long an offer stays open
     */
    public record Ask(Role role, int slot, int people, int radiusMeters, Duration offerTimeout) {

        public RoleSlot roleSlot() {
            return new RoleSlot(role, slot);
        }
    }
}
