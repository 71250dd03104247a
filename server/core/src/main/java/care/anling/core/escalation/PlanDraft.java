package care.anling.core.escalation;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** A plan as somebody wrote it, which may be wrong: {@link PlanRules} says in what. */
public record PlanDraft(
        String name, List<ResponsePlan.Step> steps, Duration repeatEvery, Optional<WorkingHours> hours) {

    public PlanDraft {
        steps = List.copyOf(steps);
    }

    public static PlanDraft of(ResponsePlan plan) {
        return new PlanDraft(plan.name(), plan.steps(), plan.repeatEvery(), plan.hours());
    }

    /** @throws IllegalArgumentException when a ladder could not climb it; never after {@link PlanRules} found no fault */
    public ResponsePlan toPlan(int version) {
        return new ResponsePlan(name, version, steps, repeatEvery, hours);
    }
}
