package care.anling.verticles.wire;

import care.anling.core.dispatch.Pool;
import care.anling.core.dispatch.Role;
import care.anling.core.dispatch.Skill;
import care.anling.core.escalation.PlanDraft;
import care.anling.core.escalation.PlanFault;
import care.anling.core.escalation.PlanFault.Code;
import care.anling.core.escalation.PlanRules;
import care.anling.core.escalation.Prompt;
import care.anling.core.escalation.ResponsePlan.Step;
import care.anling.core.escalation.Target;
import care.anling.core.escalation.WorkingHours;
import care.anling.core.triage.Need;
import care.anling.core.triage.Priority;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads one plan. A field that is wrong becomes a fault, and something harmless stands in for it, so that the reading goes
 * on to the next fault.
 */
final class PlanReader {

    /** A plan far too long is not read to its end. */
    private static final int MOST_FAULTS = 50;

    private static final Set<String> ASK_FIELDS =
            Set.of("to", "role", "slot", "people", "offerSeconds", "needed", "onlyFor");

    private static final Set<String> NEARBY_FIELDS = Set.of("radiusMeters", "having", "preferring", "neighbours");

    private final List<PlanFault> faults = new ArrayList<>();

    PlanJson.Reading read(String name, JsonObject body, Priority priority) {
        refuseOthers("", body, Set.of(PlanJson.STEPS, PlanJson.REPEAT, PlanJson.HOURS));
        PlanDraft draft = new PlanDraft(name, steps(body), seconds("", body, PlanJson.REPEAT), hours(body));
        if (faults.isEmpty()) {
            faults.addAll(PlanRules.faults(draft, priority));
        }
        return new PlanJson.Reading(
                faults.isEmpty() ? Optional.of(draft) : Optional.empty(),
                faults.stream().limit(MOST_FAULTS).toList());
    }

    private List<Step> steps(JsonObject body) {
        JsonArray array = array("", body, PlanJson.STEPS, PlanRules.MAX_STEPS);
        List<Step> steps = new ArrayList<>();
        for (int i = 0; i < array.size(); i++) {
            String at = "steps[" + i + "]";
            object(at, array.getValue(i)).ifPresent(step -> {
                refuseOthers(at, step, Set.of("afterSeconds", "targets"));
                steps.add(new Step(seconds(at, step, "afterSeconds"), targets(at, step)));
            });
        }
        return steps;
    }

    private List<Target> targets(String at, JsonObject step) {
        JsonArray array = array(at, step, "targets", PlanRules.MAX_TARGETS);
        List<Target> targets = new ArrayList<>();
        for (int i = 0; i < array.size(); i++) {
            String here = at + ".targets[" + i + "]";
            object(here, array.getValue(i)).ifPresent(target -> targets.add(target(here, target)));
        }
        return targets;
    }

    private Target target(String at, JsonObject json) {
        String to = text(at, json, "to");
        return switch (to) {
            case "DOCTORS" -> ask(at, json, new Pool.Doctors(), Role.DOCTOR);
            case "NEARBY" -> ask(at, json, nearby(at, json), Role.FIRST_HAND);
            case "ON_SHIFT" -> ask(at, json, new Pool.OnShift(), Role.FIRST_HAND);
            case "FAMILY" -> ask(at, json, new Pool.Family(), Role.FAMILY);
            case "DESK" -> ask(at, json, new Pool.Desk(), Role.COORDINATOR);
            case "STREET" -> ask(at, json, new Pool.Street(), Role.COORDINATOR);
            case "TELL_FAMILY" -> told(at, json, new Target.TellFamily());
            case "TELL_STREET" -> told(at, json, new Target.TellStreet());
            case "TELL_OUTSIDE" -> {
                refuseOthers(at, json, Set.of("to", "channel"));
                yield new Target.TellOutside(text(at, json, "channel"));
            }
            case "PROMPT_DESK" -> {
                refuseOthers(at, json, Set.of("to", "prompt"));
                yield new Target.PromptDesk(word(at, json, "prompt", Prompt.class, Prompt.CALL_120));
            }
            default -> {
                if (!to.isEmpty()) {
                    add(at + ".to", Code.UNKNOWN_WORD, "Nobody is called “" + shortened(to) + "”.");
                }
                yield new Target.TellFamily();
            }
        };
    }

    private Target told(String at, JsonObject json, Target target) {
        refuseOthers(at, json, Set.of("to"));
        return target;
    }

    private Target ask(String at, JsonObject json, Pool pool, Role usual) {
        Set<String> known = new HashSet<>(ASK_FIELDS);
        if (pool instanceof Pool.Nearby) {
            known.addAll(NEARBY_FIELDS);
        }
        refuseOthers(at, json, known);
        Optional<Need> onlyFor = json.getValue("onlyFor") == null
                ? Optional.empty()
                : Optional.of(word(at, json, "onlyFor", Need.class, Need.MEDICAL));
        return new Target.Ask(
                word(at, json, "role", Role.class, usual),
                json.containsKey("slot") ? number(at, json, "slot") : 1,
                number(at, json, "people"),
                pool,
                seconds(at, json, "offerSeconds"),
                flag(at, json, "needed"),
                onlyFor);
    }

    private Pool nearby(String at, JsonObject json) {
        return new Pool.Nearby(
                number(at, json, "radiusMeters"),
                skills(at, json, "having"),
                skills(at, json, "preferring"),
                flag(at, json, "neighbours"));
    }

    private Set<Skill> skills(String at, JsonObject json, String field) {
        Set<Skill> skills = EnumSet.noneOf(Skill.class);
        if (json.getValue(field) != null) {
            JsonArray array = array(at, json, field, Skill.values().length);
            for (int i = 0; i < array.size(); i++) {
                Object word = array.getValue(i);
                Optional<Skill> skill = word instanceof String text ? find(Skill.class, text) : Optional.empty();
                skill.ifPresentOrElse(skills::add, () -> unknown(at + "." + field, Skill.class));
            }
        }
        return skills;
    }

    private Optional<WorkingHours> hours(JsonObject body) {
        if (body.getValue(PlanJson.HOURS) == null) {
            return Optional.empty();
        }
        return object(PlanJson.HOURS, body.getValue(PlanJson.HOURS)).flatMap(json -> {
            refuseOthers(PlanJson.HOURS, json, Set.of("from", "to", "zone"));
            try {
                return Optional.of(new WorkingHours(
                        LocalTime.parse(text(PlanJson.HOURS, json, "from")),
                        LocalTime.parse(text(PlanJson.HOURS, json, "to")),
                        ZoneId.of(text(PlanJson.HOURS, json, "zone"))));
            } catch (DateTimeException e) {
                add(
                        PlanJson.HOURS,
                        Code.MALFORMED,
                        "Hours are {\"from\":\"08:00\",\"to\":\"18:00\",\"zone\":\"Asia/Shanghai\"}.");
                return Optional.empty();
            }
        });
    }

    // Readers of single fields: a fault, and something harmless to go on with.

    private Optional<JsonObject> object(String at, @Nullable Object value) {
        if (value instanceof JsonObject object) {
            return Optional.of(object);
        }
        add(at, Code.MALFORMED, "This must be a JSON object.");
        return Optional.empty();
    }

    private JsonArray array(String at, JsonObject json, String field, int most) {
        Object value = json.getValue(field);
        if (!(value instanceof JsonArray array)) {
            add(path(at, field), Code.MALFORMED, "“" + field + "” must be a list.");
            return new JsonArray();
        }
        if (array.size() > most) {
            add(path(at, field), Code.OUT_OF_BOUNDS, "“" + field + "” has at most " + most + " entries.");
            return new JsonArray();
        }
        return array;
    }

    private String text(String at, JsonObject json, String field) {
        if (json.getValue(field) instanceof String text && !text.isBlank()) {
            return text;
        }
        add(path(at, field), Code.MALFORMED, "“" + field + "” must be a word.");
        return "";
    }

    private int number(String at, JsonObject json, String field) {
        if (json.getValue(field) instanceof Integer number) {
            return number;
        }
        add(path(at, field), Code.MALFORMED, "“" + field + "” must be a whole number.");
        return 1;
    }

    private Duration seconds(String at, JsonObject json, String field) {
        return Duration.ofSeconds(number(at, json, field));
    }

    /** Absent is no, but for {@code needed}: whoever is asked is waited for unless somebody says otherwise. */
    private boolean flag(String at, JsonObject json, String field) {
        Object value = json.getValue(field);
        if (value instanceof Boolean flag) {
            return flag;
        }
        if (value != null) {
            add(path(at, field), Code.MALFORMED, "“" + field + "” is true or false.");
        }
        return field.equals("needed");
    }

    private <E extends Enum<E>> E word(String at, JsonObject json, String field, Class<E> type, E usual) {
        Object value = json.getValue(field);
        if (value == null) {
            return usual;
        }
        Optional<E> known = value instanceof String text ? find(type, text) : Optional.empty();
        if (known.isEmpty()) {
            unknown(path(at, field), type);
        }
        return known.orElse(usual);
    }

    private void refuseOthers(String at, JsonObject json, Set<String> known) {
        json.fieldNames().stream()
                .filter(field -> !known.contains(field))
                .sorted()
                .forEach(field -> add(path(at, shortened(field)), Code.UNKNOWN_WORD, "There is no such field here."));
    }

    private <E extends Enum<E>> void unknown(String at, Class<E> type) {
        List<String> words =
                Arrays.stream(type.getEnumConstants()).map(Enum::name).toList();
        add(at, Code.UNKNOWN_WORD, "One of " + String.join(", ", words) + ".");
    }

    private void add(String at, Code code, String detail) {
        faults.add(new PlanFault(at, code, detail));
    }

    private static <E extends Enum<E>> Optional<E> find(Class<E> type, String text) {
        return Arrays.stream(type.getEnumConstants())
                .filter(word -> word.name().equals(text))
                .findFirst();
    }

    private static String path(String at, String field) {
        return at.isEmpty() ? field : at + "." + field;
    }

    private static String shortened(String text) {
        return text.length() > 40 ? text.substring(0, 40) + "…" : text;
    }
}
