package care.anling.verticles.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.StreamSupport;

/**
 * Holds every answer a test gets against the contract the server itself publishes: is this status documented, and is the
 * body of the promised shape, with nothing missing and nothing more? Knows just the JSON Schema words the contract uses.
 */
final class Contract {

    private static final JsonNode OPENAPI = read("contract/openapi.yaml");
    private static final ObjectMapper JSON = new ObjectMapper();

    private Contract() {}

    private static JsonNode read(String resource) {
        try (InputStream in = Contract.class.getClassLoader().getResourceAsStream(resource)) {
            return new ObjectMapper(new YAMLFactory()).readTree(in);
        } catch (IOException e) {
            throw new IllegalStateException(resource, e);
        }
    }

    /** "GET /api/v1/me", … as documented. */
    static Set<String> operations() {
        Set<String> all = new TreeSet<>();
        OPENAPI.get("paths")
                .fields()
                .forEachRemaining(path -> path.getValue().fieldNames().forEachRemaining(method -> {
                    if (!method.equals("parameters")) {
                        all.add(method.toUpperCase(java.util.Locale.ROOT) + " " + path.getKey());
                    }
                }));
        return all;
    }

    static void check(String method, String path, HttpResponse<String> response) {
        Optional<JsonNode> operation = operation(method, path);
        if (operation.isEmpty()) {
            return;
        }
        JsonNode responses = operation.get().get("responses");
        JsonNode described = responses.get(String.valueOf(response.statusCode()));
        boolean expected = described != null || (response.statusCode() >= 400 && responses.has("default"));
        if (!expected) {
            throw new AssertionError(method + " " + path + " answered an undocumented " + response.statusCode());
        }
        JsonNode content = resolve(described == null ? responses.get("default") : described)
                .path("content");
        String type = response.headers().firstValue("Content-Type").orElse("").replaceAll(";.*", "");
        if (content.isEmpty() || !type.endsWith("json") || type.equals("application/geo+json")) {
            return;
        }
        if (!content.has(type)) {
            throw new AssertionError(method + " " + path + " answered with an undocumented " + type);
        }
        List<String> wrong = new ArrayList<>();
        validate("$", parse(response.body()), content.get(type).get("schema"), wrong);
        if (!wrong.isEmpty()) {
            throw new AssertionError(method + " " + path + " breaks the contract: " + wrong + " in " + response.body());
        }
    }

    private static Optional<JsonNode> operation(String method, String path) {
        for (Map.Entry<String, JsonNode> entry : (Iterable<Map.Entry<String, JsonNode>>)
                () -> OPENAPI.get("paths").fields()) {
            if (path.matches(entry.getKey().replaceAll("\\{id}", "[^/]+"))) {
                JsonNode operation = entry.getValue().get(method.toLowerCase(java.util.Locale.ROOT));
                return Optional.ofNullable(operation);
            }
        }
        return Optional.empty();
    }

    private static JsonNode parse(String body) {
        try {
            return JSON.readTree(body);
        } catch (IOException e) {
            throw new AssertionError("not JSON: " + body, e);
        }
    }

    private static JsonNode resolve(JsonNode schema) {
        JsonNode node = schema;
        while (node.has("$ref")) {
            node = OPENAPI.at(node.get("$ref").asText().substring(1));
        }
        return node;
    }

    private static void validate(String at, JsonNode value, JsonNode unresolved, List<String> wrong) {
        JsonNode schema = resolve(unresolved);
        if (schema.has("oneOf")) {
            boolean fits = StreamSupport.stream(schema.get("oneOf").spliterator(), false)
                    .anyMatch(option -> fits(value, option));
            if (!fits) {
                wrong.add(at + " fits none of its options");
            }
            return;
        }
        if (schema.has("const") && !schema.get("const").equals(value)) {
            wrong.add(at + " is not " + schema.get("const"));
        }
        if (schema.has("enum")
                && StreamSupport.stream(schema.get("enum").spliterator(), false).noneMatch(value::equals)) {
            wrong.add(at + " is no known word: " + value);
        }
        if (schema.has("pattern")
                && value.isTextual()
                && !value.asText().matches(schema.get("pattern").asText())) {
            wrong.add(at + " does not match its pattern");
        }
        if (schema.has("type") && !isOfType(value, schema.get("type"))) {
            wrong.add(at + " is not of type " + schema.get("type") + " but " + value.getNodeType());
            return;
        }
        value.forEach(item -> {
            if (value.isArray() && schema.has("items")) {
                validate(at + "[]", item, schema.get("items"), wrong);
            }
        });
        if (value.isObject()) {
            validateObject(at, value, schema, wrong);
        }
    }

    private static boolean fits(JsonNode value, JsonNode option) {
        List<String> wrong = new ArrayList<>();
        validate("", value, option, wrong);
        return wrong.isEmpty();
    }

    private static void validateObject(String at, JsonNode value, JsonNode schema, List<String> wrong) {
        schema.path("required").forEach(name -> {
            if (!value.has(name.asText())) {
                wrong.add(at + " lacks " + name.asText());
            }
        });
        JsonNode properties = schema.path("properties");
        value.fields().forEachRemaining(field -> {
            if (properties.has(field.getKey())) {
                validate(at + "." + field.getKey(), field.getValue(), properties.get(field.getKey()), wrong);
            } else if (schema.path("additionalProperties").isBoolean()
                    && !schema.get("additionalProperties").asBoolean()) {
                wrong.add(at + " has an undocumented " + field.getKey());
            }
        });
    }

    private static boolean isOfType(JsonNode value, JsonNode type) {
        if (type.isArray()) {
            return StreamSupport.stream(type.spliterator(), false).anyMatch(one -> isOfType(value, one));
        }
        return switch (type.asText()) {
            case "object" -> value.isObject();
            case "array" -> value.isArray();
            case "string" -> value.isTextual();
            case "integer" -> value.isIntegralNumber();
            case "number" -> value.isNumber();
            case "boolean" -> value.isBoolean();
            case "null" -> value.isNull();
            default -> throw new AssertionError("the contract uses a type the tests do not know: " + type);
        };
    }
}
