package care.anling.verticles.contract;

import care.anling.verticles.contract.Operation.Access;
import care.anling.verticles.contract.Operation.Body;
import care.anling.verticles.contract.Operation.In;
import care.anling.verticles.contract.Operation.Kind;
import care.anling.verticles.contract.Operation.Parameter;
import care.anling.verticles.store.AccountRole;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The published REST contract, {@code openapi.yaml}, read into what the server routes and validates by. Reading it blocks
 * and refuses, naming every problem, a document the server could not keep; afterwards it belongs to one event loop.
 */
public final class OpenApi {

    public static final String RESOURCE = "contract/openapi.yaml";

    private static final Set<String> METHODS = Set.of("get", "put", "post", "patch", "delete");
    private static final String JSON = "application/json";
    private static final String SHEET = "text/csv";

    /** What each operation may answer: status (or {@code default}), then media type, then whether it has a schema. */
    private record Answers(Map<String, Map<String, Boolean>> byStatus) {}

    private final JsonObject document;
    private final List<Operation> operations = new ArrayList<>();
    private final Map<String, Answers> answers = new TreeMap<>();
    private final List<String> problems = new ArrayList<>();
    private final Shapes shapes;

    private OpenApi(JsonObject document) {
        this.document = document;
        JsonObject parts = new JsonObject();
        for (Map.Entry<String, Object> path : document.getJsonObject("paths")) {
            readPath(path.getKey(), (JsonObject) path.getValue(), parts);
        }
        operations.sort(Comparator.comparing((Operation operation) -> literalFirst(operation.path()))
                .thenComparing(operation -> operation.method().name()));
        refuseDoubles();
        if (!problems.isEmpty()) {
            throw new IllegalStateException("openapi.yaml cannot be kept: " + String.join("; ", problems));
        }
        shapes = new Shapes("openapi.yaml", document.getJsonObject("components"), parts);
    }

    /** The document this server publishes. */
    public static OpenApi read() {
        return new OpenApi(Yaml.read(RESOURCE));
    }

    static OpenApi of(JsonObject document) {
        return new OpenApi(document);
    }

    /** Ordered so that a path without a variable comes before one that would swallow it. */
    public List<Operation> operations() {
        return List.copyOf(operations);
    }

    public JsonObject document() {
        return document;
    }

    /** @param values path, query and header values by name, read by their {@link Kind} */
    public Optional<Misfit> misfitOfParameters(Operation operation, JsonObject values) {
        return shapes.misfit(operation.parametersPart(), values);
    }

    public Optional<Misfit> misfitOfBody(Operation operation, @Nullable Object body) {
        return shapes.misfit(operation.bodyPart(), body);
    }

    /**
     * Holds an answer against what the document promises.
     *
     * @param mediaType without parameters, empty when the answer has no body
     * @param body decoded JSON, ignored for other media types
     */
    public Optional<Misfit> misfitOfAnswer(Operation operation, int status, String mediaType, @Nullable Object body) {
        Map<String, Map<String, Boolean>> byStatus =
                Optional.ofNullable(answers.get(operation.id())).orElseThrow().byStatus();
        String described = String.valueOf(status);
        if (!byStatus.containsKey(described)) {
            described = "default";
        }
        Map<String, Boolean> media = byStatus.get(described);
        if (media == null || (described.equals("default") && status < 400)) {
            return Optional.of(new Misfit("#", "status", "the status " + status + " is not documented"));
        }
        if (mediaType.isEmpty()) {
            return media.isEmpty()
                    ? Optional.empty()
                    : Optional.of(new Misfit("#", "content", "a body is promised and there is none"));
        }
        if (!media.containsKey(mediaType)) {
            return Optional.of(new Misfit("#", "content", "the media type " + mediaType + " is not documented"));
        }
        boolean json = mediaType.endsWith("json");
        return json && Boolean.TRUE.equals(media.get(mediaType))
                ? shapes.misfit(operation.answerPart(described, mediaType), body)
                : Optional.empty();
    }

    private static String literalFirst(String path) {
        return path.replace('{', '\uffff');
    }

    private void readPath(String path, JsonObject item, JsonObject parts) {
        for (String method : item.fieldNames()) {
            if (METHODS.contains(method)) {
                JsonArray parameters = new JsonArray()
                        .addAll(item.getJsonArray("parameters", new JsonArray()))
                        .addAll(item.getJsonObject(method).getJsonArray("parameters", new JsonArray()));
                readOperation(method, path, item.getJsonObject(method), parameters, parts);
            } else if (!method.equals("parameters")) {
                problems.add(path + " has a method we do not speak: " + method);
            }
        }
    }

    private void readOperation(String method, String path, JsonObject json, JsonArray parameters, JsonObject parts) {
        String id = json.getString("operationId", "");
        if (!id.matches("[a-z][A-Za-z0-9]*")) {
            problems.add(method + " " + path + " needs an operationId in camelCase");
            return;
        }
        Optional<JsonObject> body =
                Optional.ofNullable(json.getJsonObject("requestBody")).map(this::resolved);
        Operation operation = new Operation(
                id,
                HttpMethod.valueOf(method.toUpperCase(Locale.ROOT)),
                path,
                access(id, json),
                parameters(parameters),
                body.map(OpenApi::body));
        operations.add(operation);
        parts.put(operation.parametersPart(), parametersSchema(parameters));
        body.ifPresent(described -> {
            JsonObject media = described.getJsonObject("content").getJsonObject(JSON);
            if (media == null && !isSheet(described)) {
                problems.add(id + ": request bodies are application/json or text/csv");
            } else if (media != null) {
                parts.put(operation.bodyPart(), media.getJsonObject("schema"));
            }
        });
        readAnswers(operation, json.getJsonObject("responses"), parts);
    }

    private static Body body(JsonObject described) {
        Integer limit = described.getInteger("x-max-bytes");
        return new Body(
                described.getBoolean("required", false),
                limit == null ? OptionalInt.empty() : OptionalInt.of(limit),
                isSheet(described));
    }

    private static boolean isSheet(JsonObject described) {
        return described.getJsonObject("content").containsKey(SHEET);
    }

    /** An operation that needs a sign-in says whose act it is, so that none is everybody's by accident. */
    private Access access(String id, JsonObject json) {
        JsonArray security = json.getJsonArray("security", document.getJsonArray("security", new JsonArray()));
        boolean open = security.isEmpty() || security.stream().anyMatch(one -> ((JsonObject) one).isEmpty());
        Set<AccountRole> roles = EnumSet.noneOf(AccountRole.class);
        for (Object role : json.getJsonArray("x-roles", new JsonArray())) {
            try {
                roles.add(AccountRole.valueOf(String.valueOf(role)));
            } catch (IllegalArgumentException unknown) {
                problems.add(id + ": no such role in x-roles: " + role);
            }
        }
        if (open != roles.isEmpty()) {
            problems.add(id + ": x-roles names whose act it is, on all operations with a sign-in and no others");
        }
        return new Access(!open, Set.copyOf(roles), json.getBoolean("x-limited", false));
    }

    private List<Parameter> parameters(JsonArray described) {
        return described.stream()
                .map(parameter -> resolved((JsonObject) parameter))
                .map(this::parameter)
                .toList();
    }

    private Parameter parameter(JsonObject json) {
        JsonObject schema = resolved(json.getJsonObject("schema"));
        Kind kind = switch (String.valueOf(schema.getValue("type"))) {
            case "integer" -> Kind.INTEGER;
            case "number" -> Kind.NUMBER;
            case "boolean" -> Kind.FLAG;
            default -> Kind.TEXT;
        };
        return new Parameter(
                json.getString("name"),
                In.valueOf(json.getString("in").toUpperCase(Locale.ROOT)),
                kind,
                Optional.ofNullable(schema.getValue("default")));
    }

    /** All parameters of an operation as one object, so that one walk finds what is wrong with any of them. */
    private JsonObject parametersSchema(JsonArray described) {
        JsonObject properties = new JsonObject();
        JsonArray required = new JsonArray();
        described.stream().map(parameter -> resolved((JsonObject) parameter)).forEach(parameter -> {
            properties.put(parameter.getString("name"), parameter.getJsonObject("schema"));
            if (parameter.getBoolean("required", false)) {
                required.add(parameter.getString("name"));
            }
        });
        return new JsonObject()
                .put("type", "object")
                .put("properties", properties)
                .put("required", required)
                .put("additionalProperties", false);
    }

    private void readAnswers(Operation operation, JsonObject responses, JsonObject parts) {
        Map<String, Map<String, Boolean>> byStatus = new TreeMap<>();
        for (String status : responses.fieldNames()) {
            Map<String, Boolean> media = new TreeMap<>();
            JsonObject content = resolved(responses.getJsonObject(status)).getJsonObject("content", new JsonObject());
            for (String type : content.fieldNames()) {
                JsonObject schema = content.getJsonObject(type).getJsonObject("schema");
                media.put(type, schema != null);
                if (schema != null) {
                    parts.put(operation.answerPart(status, type), schema);
                }
            }
            byStatus.put(status, media);
        }
        answers.put(operation.id(), new Answers(byStatus));
    }

    private void refuseDoubles() {
        operations.stream()
                .collect(Collectors.groupingBy(Operation::id, TreeMap::new, Collectors.counting()))
                .forEach((id, count) -> {
                    if (count > 1) {
                        problems.add("operationId " + id + " is there " + count + " times");
                    }
                });
    }

    private JsonObject resolved(JsonObject json) {
        return Refs.resolved(document, json);
    }
}
