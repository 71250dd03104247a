package care.anling.verticles.live;

import care.anling.core.common.CommunityId;
import care.anling.verticles.bus.Hint;
import care.anling.verticles.store.FeedStore.FeedEvent;
import care.anling.verticles.store.FeedStore.Head;
import care.anling.verticles.wire.CallView;
import care.anling.verticles.wire.IncidentView;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** The feed's frames as text (contract §4). Incidents come as JSON already and are not parsed to be written again. */
final class Frames {

    private Frames() {}

    /** What the desk is reminded to do is the desk's alone. */
    static String deskEvent(FeedEvent event, long prev, String view) {
        String frame = event(event, prev, view);
        return event.prompts().isEmpty()
                ? frame
                : frame.substring(0, frame.length() - 1) + ",\"prompts\":" + new JsonArray(event.prompts()).encode()
                        + "}";
    }

    static boolean isCall(FeedEvent event) {
        return event.type().equals(CallView.RINGING);
    }

    static String event(FeedEvent event, long prev, String view) {
        return "{\"type\":\"event\",\"community\":\"" + event.community() + "\",\"seq\":" + event.seq() + ",\"prev\":"
                + prev + ",\"at\":\"" + event.at() + "\",\"event\":\"" + event.type() + "\",\""
                + (isCall(event) ? "call" : "incident") + "\":" + view + "}";
    }

    static String snapshot(CommunityId community, Head head, Part part, boolean complete) {
        return "{\"type\":\"snapshot\",\"community\":\"" + community + "\",\"epoch\":\"" + head.epoch() + "\",\"seq\":"
                + head.seq() + ",\"incidents\":[" + String.join(",", part.incidents()) + "],\"devices\":["
                + String.join(",", part.devices()) + "],\"responders\":[" + String.join(",", part.responders())
                + "],\"complete\":" + complete + "}";
    }

    record Part(List<String> incidents, List<String> devices, List<String> responders) {}

    static String heartbeat(
            Instant at, Map<CommunityId, Long> heads, Map<CommunityId, String> epochs, boolean degraded) {
        JsonObject visible = new JsonObject();
        heads.forEach((community, seq) -> visible.put(community.toString(), seq));
        JsonObject named = new JsonObject();
        epochs.forEach((community, epoch) -> named.put(community.toString(), epoch));
        return new JsonObject()
                .put("type", "heartbeat")
                .put("at", at.toString())
                .put("heads", visible)
                .put("epochs", named)
                .put("degraded", degraded)
                .encode();
    }

    static String state(String kind, long version, CommunityId community, JsonObject fields) {
        JsonObject frame = new JsonObject()
                .put("type", "state")
                .put("kind", kind)
                .put("version", version)
                .put("community", community.toString());
        // The device's own "kind" and "state" share their names with the frame's: the frame's kind wins.
        fields.forEach(field -> {
            if (field.getKey().equals("kind")) {
                frame.put("deviceKind", field.getValue());
            } else {
                frame.put(field.getKey(), field.getValue());
            }
        });
        return frame.encode();
    }

    static String presence(Hint.DeskSeen seen) {
        return new JsonObject()
                .put("type", "volatile")
                .put("kind", "presence")
                .put("community", seen.community().toString())
                .put("person", IncidentView.person(seen.who()))
                .put("at", seen.at().toString())
                .encode();
    }

    static String position(Hint.PositionMoved moved) {
        JsonObject frame = new JsonObject()
                .put("type", "volatile")
                .put("kind", "position")
                .put("of", moved.responder() ? "responder" : "device")
                .put("id", moved.id().toString())
                .put("community", moved.community().toString())
                .put("lat", moved.fix().point().latitude())
                .put("lon", moved.fix().point().longitude());
        moved.fix().accuracyMeters().ifPresent(meters -> frame.put("acc", meters));
        return frame.put("at", moved.fix().at().toString()).encode();
    }
}
