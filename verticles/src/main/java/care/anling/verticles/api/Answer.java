package care.anling.verticles.api;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What an endpoint says; written by {@link Operations} alone.
 *
 * @param repeated what a repetition of the same request is told instead, where the first answer held a secret
 */
record Answer(int status, Optional<String> body, Map<String, String> headers, Optional<String> repeated) {

    Answer(int status, Optional<String> body, Map<String, String> headers) {
        this(status, body, headers, Optional.empty());
    }

    static Answer ok(JsonObject body) {
        return new Answer(200, Optional.of(body.encode()), Map.of());
    }

    static Answer accepted(JsonObject body) {
        return new Answer(202, Optional.of(body.encode()), Map.of());
    }

    static Answer created(JsonObject body, String location) {
        return new Answer(201, Optional.of(body.encode()), Map.of("Location", location));
    }

    /** What was asked for was made, and stands at {@code location}. */
    Answer made(String location) {
        return new Answer(201, body, headers, repeated).with("Location", location);
    }

    Answer repeatedAs(JsonObject other) {
        return new Answer(status, body, headers, Optional.of(other.encode()));
    }

    static Answer nothing() {
        return new Answer(204, Optional.empty(), Map.of());
    }

    /** A list as the contract has it. {@code next} is opaque to the client. */
    static Answer list(List<JsonObject> items, Optional<String> next) {
        JsonArray array = new JsonArray();
        items.forEach(array::add);
        return ok(new JsonObject().put("items", array).put("next", next.orElse(null)));
    }

    Answer with(String header, String value) {
        Map<String, String> more = new java.util.LinkedHashMap<>(headers);
        more.put(header, value);
        return new Answer(status, body, Map.copyOf(more), repeated);
    }
}
