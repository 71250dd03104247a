package care.anling.verticles.contract;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.json.schema.Draft;
import io.vertx.json.schema.JsonSchema;
import io.vertx.json.schema.JsonSchemaOptions;
import io.vertx.json.schema.OutputFormat;
import io.vertx.json.schema.OutputUnit;
import io.vertx.json.schema.SchemaRepository;
import io.vertx.json.schema.Validator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The schemas of a document (JSON Schema 2020-12, as OpenAPI 3.1 has it), each under a name of its own. The library under
 * it rewrites schemas while it walks them, so a set belongs to one event loop. Validators are made when first asked for:
 * each carries an index of the whole document.
 */
public final class Shapes {

    private static final String BASE = "https://anling.care/";

    /** Not schemas, but the library would walk into them as if they were. */
    private static final Set<String> FOR_PEOPLE = Set.of("example", "examples", "description", "summary", "title");

    /** Say only that something below is wrong. */
    private static final Set<String> WRAPPERS = Set.of("$ref", "properties", "items", "prefixItems", "allOf");

    private static final Pattern QUOTED = Pattern.compile("\"([^\"]{1,60})\"");

    private final SchemaRepository repository = SchemaRepository.create(
            new JsonSchemaOptions().setBaseUri(BASE).setDraft(Draft.DRAFT202012).setOutputFormat(OutputFormat.Basic));
    private final String document;
    private final Map<String, Validator> validators = new HashMap<>();

    /** @param document its name, such as {@code openapi.yaml} @param parts named schemas beside the document's components */
    Shapes(String document, JsonObject components, JsonObject parts) {
        this.document = document;
        add(document, components, parts);
    }

    void add(String name, JsonObject components, JsonObject parts) {
        JsonObject schemas = plain(components.getJsonObject("schemas", new JsonObject()));
        JsonObject whole = new JsonObject()
                .put("components", new JsonObject().put("schemas", schemas))
                .put("parts", plain(parts));
        repository.dereference(BASE + name, JsonSchema.of(whole));
    }

    /** @return what is wrong with {@code value}, most telling first; nothing when it fits the part of that name */
    public Optional<Misfit> misfit(String part, @Nullable Object value) {
        OutputUnit verdict = validators
                .computeIfAbsent(part, p -> repository.validator(BASE + document + "#/parts/" + p))
                .validate(value);
        if (Boolean.TRUE.equals(verdict.getValid())) {
            return Optional.empty();
        }
        return Optional.of(mostTelling(verdict.getErrors() == null ? List.of() : verdict.getErrors()));
    }

    /** The library tells the whole way down; the deepest place says what to mend. */
    private static Misfit mostTelling(List<OutputUnit> errors) {
        OutputUnit best = null;
        for (OutputUnit error : errors) {
            if (!WRAPPERS.contains(keyword(error)) && (best == null || weight(error) > weight(best))) {
                best = error;
            }
        }
        if (best == null) {
            return new Misfit("#", "shape", "does not have the shape of the contract");
        }
        return new Misfit(pointer(best), keyword(best), sentence(keyword(best), String.valueOf(best.getError())));
    }

    /** At one place, whatever else is said tells more than that a field is not among the named ones. */
    private static int weight(OutputUnit error) {
        return 2 * depth(error) + (keyword(error).equals("additionalProperties") ? 0 : 1);
    }

    private static int depth(OutputUnit error) {
        return (int) error.getInstanceLocation().chars().filter(c -> c == '/').count();
    }

    private static String keyword(OutputUnit error) {
        String location = error.getKeywordLocation();
        return location.substring(location.lastIndexOf('/') + 1);
    }

    private static String pointer(OutputUnit error) {
        String at = error.getInstanceLocation();
        return keyword(error).equals("required")
                ? at + "/" + quoted(String.valueOf(error.getError())).orElse("")
                : at;
    }

    private static Optional<String> quoted(String text) {
        Matcher matcher = QUOTED.matcher(text);
        return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
    }

    private static String sentence(String keyword, String error) {
        return switch (keyword) {
            case "required" -> "is needed";
            case "additionalProperties" -> "is not known here";
            case "type" -> "must be of type " + error.replaceAll(".*Expected ", "");
            case "enum", "const" -> "must be " + error.replaceAll("Instance does not match (any of )?", "");
            case "minLength", "minItems", "minProperties" -> "is too short";
            case "maxLength", "maxItems", "maxProperties" -> "is too long";
            case "minimum", "exclusiveMinimum" -> "is too small";
            case "maximum", "exclusiveMaximum" -> "is too large";
            case "format" -> "must be a " + quoted(error).orElse("different text");
            case "pattern" -> "does not have the right form";
            default -> "does not have the shape of the contract";
        };
    }

    private static JsonObject plain(JsonObject json) {
        return new JsonObject(plain(json.getMap(), false));
    }

    /** A copy without what is only for people; a property that happens to be called so stays. */
    private static Map<String, Object> plain(Map<?, ?> schema, boolean names) {
        Map<String, Object> kept = new LinkedHashMap<>();
        schema.forEach((key, value) -> {
            String name = String.valueOf(key);
            if (names || !FOR_PEOPLE.contains(name)) {
                kept.put(name, plainValue(value, name.equals("properties") && !names));
            }
        });
        return kept;
    }

    private static @Nullable Object plainValue(@Nullable Object value, boolean names) {
        Object json = value instanceof JsonObject object
                ? object.getMap()
                : value instanceof JsonArray array ? array.getList() : value;
        if (json instanceof Map<?, ?> map) {
            return new JsonObject(plain(map, names));
        }
        if (json instanceof List<?> list) {
            JsonArray kept = new JsonArray();
            list.forEach(item -> kept.add(plainValue(item, false)));
            return kept;
        }
        return json;
    }
}
