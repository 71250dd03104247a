package care.anling.fleet;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;

/**
 * Something a device publishes.
 *
 * @param urgent kept and sent again over every reconnect until its PUBACK; the rest is forgotten with the connection
 */
public record Utterance(String topic, Buffer payload, int qos, boolean urgent) {

    static Utterance urgent(String topic, JsonObject payload, int qos) {
        return new Utterance(topic, payload.toBuffer(), qos, true);
    }

    static Utterance routine(String topic, JsonObject payload, int qos) {
        return new Utterance(topic, payload.toBuffer(), qos, false);
    }
}
