package care.anling.verticles.contract;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a document promises to those who call, one promise a line: which operations there are, what they take, what they
 * cannot do without, what their answers give.
 */
final class Promises {

    private static final String GIVES = " gives ";
    private static final String MAY_GIVE = " may give ";
    private static final String NEEDS = " needs ";

    private final JsonObject document;
    private final TreeSet<String> lines = new TreeSet<>();

    private Promises(JsonObject document) {
        this.document = document;
    }

    static TreeSet<String> of(JsonObject document) {
        Promises promises = new Promises(document);
        promises.readPaths();
        return promises.lines;
    }

    /** @return what somebody who relied on {@code before} finds broken in {@code now}; what is new breaks nobody */
    static List<String> broken(Collection<String> before, Collection<String> now) {
        List<String> broken = new ArrayList<>();
        for (String promise : before) {
            boolean kept = now.contains(promise)
                    || promise.contains(NEEDS)
                    // What may have been there and now always is.
                    || now.contains(promise.replace(MAY_GIVE, GIVES));
            if (!kept) {
                broken.add("gone: " + promise);
            }
        }
        for (String promise : now) {
            boolean known = before.contains(promise)
                    || !before.contains(promise.replaceAll(" .*", "") + " " + promise.split(" ")[1]);
            if (promise.contains(NEEDS) && !known) {
                broken.add("newly demanded: " + promise);
            }
        }
        return broken;
    }

    private void readPaths() {
        JsonObject paths = document.getJsonObject("paths");
        for (String path : paths.fieldNames()) {
            JsonObject item = paths.getJsonObject(path);
            for (String method : item.fieldNames()) {
                if (!method.equals("parameters")) {
                    String name = method.toUpperCase(Locale.ROOT) + " " + path;
                    lines.add(name);
                    readParameters(name, item.getJsonArray("parameters", new JsonArray()));
                    readOperation(name, item.getJsonObject(method));
                }
            }
        }
    }

    private void readOperation(String name, JsonObject operation) {
        readParameters(name, operation.getJsonArray("parameters", new JsonArray()));
        if (operation.containsKey("requestBody")) {
            JsonObject body = resolved(operation.getJsonObject("requestBody"));
            if (body.getBoolean("required", false)) {
                lines.add(name + NEEDS + "a body");
            }
            readMedia(body, (type, schema) -> readSchema(new Place(name, " takes ", NEEDS, "body", Set.of()), schema));
        }
        JsonObject responses = operation.getJsonObject("responses");
        for (String status : responses.fieldNames()) {
            lines.add(name + GIVES + status);
            readMedia(
                    resolved(responses.getJsonObject(status)),
                    (type, schema) ->
                            readSchema(new Place(name, MAY_GIVE, GIVES, status + " " + type + " ", Set.of()), schema));
        }
    }

    private void readMedia(JsonObject described, java.util.function.BiConsumer<String, JsonObject> read) {
        JsonObject content = described.getJsonObject("content", new JsonObject());
        content.fieldNames()
                .forEach(type -> read.accept(type, content.getJsonObject(type).getJsonObject("schema")));
    }

    private void readParameters(String name, JsonArray parameters) {
        for (Object each : parameters) {
            JsonObject parameter = resolved((JsonObject) each);
            String what = parameter.getString("in") + " " + parameter.getString("name");
            lines.add(name + " takes " + what);
            if (parameter.getBoolean("required", false)) {
                lines.add(name + NEEDS + what);
            }
            readSchema(new Place(name, " takes ", NEEDS, what, Set.of()), parameter.getJsonObject("schema"));
        }
    }

    /** @param seen references on the way here: a schema may hold itself */
    private record Place(String operation, String optional, String required, String at, Set<String> seen) {

        Place below(String name) {
            return new Place(operation, optional, required, at + "/" + name, seen);
        }

        Place through(String ref) {
            Set<String> more = new HashSet<>(seen);
            more.add(ref);
            return new Place(operation, optional, required, at, more);
        }
    }

    private void readSchema(Place place, JsonObject schema) {
        String ref = schema.getString("$ref");
        if (ref != null) {
            if (!place.seen().contains(ref)) {
                readSchema(place.through(ref), resolved(schema));
            }
            return;
        }
        if (schema.containsKey("type")) {
            lines.add(place.operation() + place.optional() + place.at() + " : " + schema.getValue("type"));
        }
        schema.getJsonArray("enum", new JsonArray()).forEach(word -> {
            // A new word in an answer is for the reader to tolerate; one that is no longer taken breaks the sender.
            if (place.required().equals(NEEDS)) {
                lines.add(place.operation() + place.optional() + place.at() + " = " + word);
            }
        });
        for (String several : List.of("oneOf", "anyOf", "allOf")) {
            schema.getJsonArray(several, new JsonArray()).forEach(one -> readSchema(place, (JsonObject) one));
        }
        if (schema.getValue("items") instanceof JsonObject items) {
            readSchema(place.below("*"), items);
        }
        readProperties(place, schema);
    }

    private void readProperties(Place place, JsonObject schema) {
        JsonObject properties = schema.getJsonObject("properties", new JsonObject());
        JsonArray required = schema.getJsonArray("required", new JsonArray());
        for (String name : properties.fieldNames()) {
            Place below = place.below(name);
            boolean needed = required.contains(name);
            if (needed) {
                lines.add(place.operation() + place.required() + below.at());
            }
            if (!needed || place.required().equals(NEEDS)) {
                lines.add(place.operation() + place.optional() + below.at());
            }
            readSchema(below, properties.getJsonObject(name));
        }
    }

    private JsonObject resolved(JsonObject json) {
        String ref = json.getString("$ref");
        if (ref == null) {
            return json;
        }
        JsonObject at = document;
        for (String step : ref.substring(2).split("/")) {
            at = at.getJsonObject(step);
        }
        return resolved(at);
    }
}
