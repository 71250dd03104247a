package care.anling.verticles.contract;

import io.vertx.core.json.JsonObject;

/** References inside a document. */
final class Refs {

    private static final int MAX_HOPS = 8;

    private Refs() {}

    /** @throws IllegalStateException when there is nothing where it leads */
    static JsonObject resolved(JsonObject document, JsonObject json) {
        JsonObject at = json;
        for (int hops = 0; at.containsKey("$ref"); hops++) {
            String ref = at.getString("$ref");
            Object target = document;
            for (String step : ref.substring(2).split("/")) {
                target = target instanceof JsonObject object ? object.getValue(step.replace("~1", "/")) : null;
            }
            if (!(target instanceof JsonObject found) || hops > MAX_HOPS) {
                throw new IllegalStateException("openapi.yaml cannot be kept: nothing at " + ref);
            }
            at = found;
        }
        return at;
    }
}
