package care.anling.fleet;

import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;

/** The zigbee2mqtt bridge itself: it is there, and that is all it has to say. */
final class BridgeVoice implements Voice {

    @Override
    public List<Utterance> sos(String id, Instant at, Point where) {
        return List.of();
    }

    @Override
    public List<Utterance> fall(String id, String state, Instant at, Point where) {
        return List.of();
    }

    @Override
    public List<Utterance> cancel(String sosId) {
        return List.of();
    }

    @Override
    public List<Utterance> heartbeat(int batteryPercent, Instant at) {
        JsonObject online = new JsonObject().put("state", "online");
        return List.of(Utterance.routine("zigbee2mqtt/bridge/state", online, 0));
    }

    @Override
    public List<Utterance> vitals(Body body, Instant at, Point where) {
        return List.of();
    }

    @Override
    public List<Utterance> location(Instant at, Point where) {
        return List.of();
    }

    /** zigbee2mqtt listens below its own base topic. */
    @Override
    public List<String> downlinks() {
        return List.of("zigbee2mqtt/#");
    }
}
