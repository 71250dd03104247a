package care.anling.core.escalation;

import care.anling.core.dispatch.Role;
import java.time.Duration;
import java.util.List;

/**
 * Who is asked next, after how long. Steps run in order; the last repeats every {@code repeatEvery} until every role it
 * asks for is held or the incident is stood down.
 */
public record ResponsePlan(String name, int version, List<Step> steps, Duration repeatEvery) {

    /** @param after since the incident opened (or was rung again) */
    public record Step(Duration after, List<Ask> asks) {}

    /**
     * One role and slot to fill.
     *
     * @param people how many are asked at once; the first accept wins
     * @param radiusMeters who is near enough; ignored for roles that need no walk
     * @param offerTimeout how long an offer stays open
     */
    public record Ask(Role role, int slot, int people, int radiusMeters, Duration offerTimeout) {}
}
