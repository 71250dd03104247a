package care.anling.counterexample.verticles.bus;

import io.vertx.core.json.JsonObject;

public class SendsJson {
    Object hint() {
        return new JsonObject();
    }
}
