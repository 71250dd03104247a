package care.anling.verticles.watch;

import care.anling.core.common.DeviceId;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.function.Consumer;

/** How a canary speaks to its node: as any device does, through the port. */
public interface CanaryLine {

    /** Connects if there is no connection, and listens for the incident's words. */
    Future<Void> open(DeviceId device, String secret, Consumer<JsonObject> words);

    /** Presses, for practice. Completes with the PUBACK. */
    Future<Void> press(String event);

    Future<Void> close();
}
