package care.anling.verticles.wire;

import care.anling.core.dispatch.Pool;
import care.anling.core.dispatch.Skill;
import care.anling.core.escalation.PlanDraft;
import care.anling.core.escalation.PlanFault;
import care.anling.core.escalation.PlanFault.Code;
import care.anling.core.escalation.ResponsePlan.Step;
import care.anling.core.escalation.Target;
import care.anling.core.triage.Priority;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A response plan as JSON, both ways; the store and REST speak the same. Reading names every fault at once, and never
 * throws: what a database holds may be anything.
 */
public final class PlanJson {

    static final String STEPS = "steps";
    static final String REPEAT = "repeatEverySeconds";
    static final String HOURS = "hours";

    /** What was read: a plan, or what is wrong with it. */
    public record Reading(Optional<PlanDraft> plan, List<PlanFault> faults) {}

    private PlanJson() {}

    public static JsonObject encode(PlanDraft plan) {
        JsonArray steps = new JsonArray();
        plan.steps().forEach(step -> steps.add(encode(step)));
        return new JsonObject()
                .put(STEPS, steps)
                .put(REPEAT, plan.repeatEvery().toSeconds())
                .put(
                        HOURS,
                        plan.hours()
                                .map(hours -> new JsonObject()
                                        .put("from", hours.from().toString())
                                        .put("to", hours.to().toString())
                                        .put("zone", hours.zone().getId()))
                                .orElse(null));
    }

    private static JsonObject encode(Step step) {
        JsonArray targets = new JsonArray();
        step.targets().forEach(target -> targets.add(encode(target)));
        return new JsonObject().put("afterSeconds", step.after().toSeconds()).put("targets", targets);
    }

    private static JsonObject encode(Target target) {
        if (target instanceof Target.Ask ask) {
            return ask.pool()
                    .match(new PoolWriter())
                    .put("role", ask.role().name())
                    .put("slot", ask.slot())
                    .put("people", ask.people())
                    .put("offerSeconds", ask.offerTimeout().toSeconds())
                    .put("needed", ask.needed())
                    .put("onlyFor", ask.onlyFor().map(Enum::name).orElse(null));
        }
        if (target instanceof Target.TellOutside outside) {
            return to("TELL_OUTSIDE").put("channel", outside.channel());
        }
        if (target instanceof Target.PromptDesk desk) {
            return to("PROMPT_DESK").put("prompt", desk.prompt().name());
        }
        return to(target instanceof Target.TellStreet ? "TELL_STREET" : "TELL_FAMILY");
    }

    private static JsonObject to(String whom) {
        return new JsonObject().put("to", whom);
    }

    private static final class PoolWriter implements Pool.Cases<JsonObject> {

        @Override
        public JsonObject doctors() {
            return to("DOCTORS");
        }

        @Override
        public JsonObject nearby(Pool.Nearby pool) {
            return to("NEARBY")
                    .put("radiusMeters", pool.radiusMeters())
                    .put("having", names(pool.having()))
                    .put("preferring", names(pool.preferring()))
                    .put("neighbours", pool.neighbours());
        }

        @Override
        public JsonObject onShift() {
            return to("ON_SHIFT");
        }

        @Override
        public JsonObject family() {
            return to("FAMILY");
        }

        @Override
        public JsonObject desk() {
            return to("DESK");
        }

        @Override
        public JsonObject street() {
            return to("STREET");
        }

        private static JsonArray names(Collection<Skill> skills) {
            JsonArray names = new JsonArray();
            skills.stream().sorted().map(Skill::name).forEach(names::add);
            return names;
        }
    }

    /** As the store keeps it. Faults against the rules are faults too: nobody climbs a ladder without a top. */
    public static Reading decode(String name, String body, Priority priority) {
        try {
            return decode(name, new JsonObject(body), priority);
        } catch (DecodeException | ClassCastException e) {
            return new Reading(
                    Optional.empty(), List.of(new PlanFault("", Code.MALFORMED, "This is not a JSON object.")));
        }
    }

    public static Reading decode(String name, JsonObject body, Priority priority) {
        return new PlanReader().read(name, body, priority);
    }

    public static JsonObject encode(PlanFault fault) {
        return new JsonObject()
                .put("at", fault.at())
                .put("code", fault.code().name().toLowerCase(Locale.ROOT))
                .put("detail", fault.detail());
    }
}
