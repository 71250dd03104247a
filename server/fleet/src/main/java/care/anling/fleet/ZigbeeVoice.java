package care.anling.fleet;

import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;

/** A button behind zigbee2mqtt, which speaks for it at QoS 0 and follows every press with an empty action. */
final class ZigbeeVoice implements Voice {

    private static final String BASE = "zigbee2mqtt/";
    private static final int LINK_QUALITY = 120;
    private static final int BATTERY_PERCENT = 85;

    private final String friendlyName;
    private final boolean cord;

    ZigbeeVoice(String friendlyName, String model) {
        this.friendlyName = friendlyName;
        this.cord = model.equals("SEB01ZB");
    }

    @Override
    public List<Utterance> sos(String id, Instant at, Point where) {
        JsonObject pressed = state(BATTERY_PERCENT);
        JsonObject released = state(BATTERY_PERCENT);
        if (cord) {
            pressed.put("sos", true);
            released.put("sos", false);
        } else {
            pressed.put("action", "emergency");
            released.putNull("action");
        }
        return List.of(
                Utterance.urgent(BASE + friendlyName, pressed, 0), Utterance.routine(BASE + friendlyName, released, 0));
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
        return List.of(Utterance.routine(BASE + friendlyName + "/availability", online, 0));
    }

    @Override
    public List<Utterance> vitals(Body body, Instant at, Point where) {
        return List.of();
    }

    @Override
    public List<Utterance> location(Instant at, Point where) {
        return List.of();
    }

    @Override
    public List<String> downlinks() {
        return List.of();
    }

    private JsonObject state(int batteryPercent) {
        JsonObject state = new JsonObject().put("battery", batteryPercent).put("linkquality", LINK_QUALITY);
        return cord ? state.put("battery_low", false).put("tamper", false) : state;
    }
}
