package care.anling.verticles.live;

import care.anling.core.common.CommunityId;
import care.anling.verticles.bus.Hint;
import care.anling.verticles.store.DeviceNow;
import care.anling.verticles.store.FeedStore.FeedEvent;
import care.anling.verticles.store.FeedStore.FeedSnapshot;
import care.anling.verticles.view.LiveView;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One feed node as this process follows it: where it has read to, the latest events for those who come back, who
 * listens, and just enough of devices and responders to make whole {@code state} frames. No I/O; on the feed's event
 * loop only.
 */
final class CommunityStream {

    /** An event read once, parsed once, and encoded once for all who see it whole. */
    static final class LiveEvent {
        final FeedEvent event;
        /** An incident, or a call. */
        final JsonObject view;

        final String wholeFrame;

        LiveEvent(FeedEvent event) {
            this.event = event;
            this.view = new JsonObject(event.view());
            this.wholeFrame = Frames.deskEvent(event, event.seq() - 1, event.view());
        }

        boolean isCall() {
            return Frames.isCall(event);
        }
    }

    final CommunityId community;
    final Set<FeedSocket> listeners = new LinkedHashSet<>();

    private final int ringEvents;
    private final Deque<LiveEvent> ring = new ArrayDeque<>();
    private final Map<UUID, JsonObject> devices = new HashMap<>();
    private final Map<UUID, JsonObject> responders = new HashMap<>();
    private final Map<String, Set<String>> devicesOfOpen = new HashMap<>();
    private final UUID epoch;
    private long cursor;
    private long stateVersion;

    CommunityStream(FeedSnapshot snapshot, int ringEvents, long firstStateVersion) {
        this.community = snapshot.community();
        this.ringEvents = ringEvents;
        this.epoch = snapshot.head().epoch();
        this.cursor = snapshot.head().seq();
        this.stateVersion = firstStateVersion;
        snapshot.incidents().forEach(text -> remember(new JsonObject(text)));
        snapshot.devices().forEach(d -> devices.put(d.id().value(), LiveView.device(d)));
        snapshot.responders().forEach(r -> responders.put(r.person().id(), LiveView.responder(r)));
    }

    long cursor() {
        return cursor;
    }

    UUID epoch() {
        return epoch;
    }

    /** @return false when this is not the next number: then nothing is taken, and the store is asked again */
    boolean append(LiveEvent event) {
        if (event.event.seq() != cursor + 1) {
            return false;
        }
        cursor = event.event.seq();
        ring.addLast(event);
        if (ring.size() > ringEvents) {
            ring.removeFirst();
        }
        if (!event.isCall()) {
            remember(event.view);
        }
        return true;
    }

    /** Events after {@code seq}, or null when the ring no longer reaches that far back. */
    @Nullable
    List<LiveEvent> after(long seq) {
        if (seq >= cursor) {
            return List.of();
        }
        LiveEvent oldest = ring.peekFirst();
        if (oldest == null || oldest.event.seq() > seq + 1) {
            return null;
        }
        return ring.stream().filter(e -> e.event.seq() > seq).toList();
    }

    private void remember(JsonObject incident) {
        String id = incident.getString("id");
        if (!"OPEN".equals(incident.getString("state"))) {
            devicesOfOpen.remove(id);
            return;
        }
        Set<String> spoke = new HashSet<>();
        JsonArray all = incident.getJsonArray("devices", new JsonArray());
        for (int i = 0; i < all.size(); i++) {
            spoke.add(all.getString(i));
        }
        devicesOfOpen.put(id, spoke);
    }

    /** Nobody is followed without need: a device is on the map only while an incident it spoke in is open. */
    boolean mayBeFollowed(Hint.PositionMoved moved) {
        return moved.responder()
                || devicesOfOpen.values().stream()
                        .anyMatch(spoke -> spoke.contains(moved.id().toString()));
    }

    /** Takes over what the hint says and gives the whole state frame. */
    String stateFrame(Hint.DeviceChanged changed) {
        JsonObject known = known(devices, changed.device()).put("state", changed.state());
        changed.batteryPercent().ifPresent(percent -> known.put("battery", percent));
        changed.seenAt().ifPresent(at -> known.put("lastSeenAt", at.toString()));
        return stateFrame("device", known);
    }

    /** As the store has it now. */
    String stateFrame(DeviceNow now) {
        JsonObject known = LiveView.device(now);
        devices.put(now.id().value(), known);
        return stateFrame("device", known);
    }

    String stateFrame(Hint.ResponderChanged changed) {
        JsonObject known = known(responders, changed.responder());
        switch (changed.state()) {
            case "ON_DUTY" -> known.put("onDuty", true);
            case "OFF_DUTY" -> known.put("onDuty", false);
            case "BUSY" -> known.put("busy", true);
            case "FREE" -> known.put("busy", false);
            default -> known.put("state", changed.state());
        }
        return stateFrame("responder", known);
    }

    private static JsonObject known(Map<UUID, JsonObject> all, UUID which) {
        return all.computeIfAbsent(which, id -> new JsonObject().put("id", id.toString()));
    }

    private String stateFrame(String kind, JsonObject known) {
        stateVersion++;
        JsonObject fields = known.copy();
        // Where somebody is travels in volatile frames, to those who may know it.
        List.of("lat", "lon", "acc", "positionAt").forEach(fields::remove);
        return Frames.state(kind, stateVersion, community, fields);
    }
}
