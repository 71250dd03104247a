package care.anling.testkit.sim;

import care.anling.core.common.CommunityId;
import care.anling.verticles.live.Wire;
import care.anling.verticles.store.Account;
import care.anling.verticles.view.Viewer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Somebody's screen: follows the feed as the contract tells a client to, resumes where it was, and holds the feed to its
 * word: every number once, in order, nothing left out, nothing that is not theirs.
 */
final class Screen {

    private static final Duration WAY_LEAST = Duration.ofMillis(1);
    private static final Duration WAY_MOST = Duration.ofMillis(30);

    private final World world;
    private final Account account;
    private final Viewer viewer;
    private final Consumer<JsonObject> onIncident;
    private final Map<String, Long> seen = new LinkedHashMap<>();
    private final Map<String, String> epochs = new LinkedHashMap<>();
    /** What the screen shows of each feed node. */
    private final Map<String, Map<String, JsonObject>> picture = new LinkedHashMap<>();

    private @Nullable Line line;

    Screen(World world, Account account, Consumer<JsonObject> onIncident) {
        this.world = world;
        this.account = account;
        this.viewer = world.cast().viewerOf(account);
        this.onIncident = onIncident;
    }

    /** One connection. What is on its way when it breaks is lost. */
    private final class Line implements Wire {
        private final SimNode node;
        private final int life;
        private @Nullable Ear ear;
        private boolean open = true;
        private boolean slow;
        private long lastArrival;

        Line(SimNode node) {
            this.node = node;
            this.life = node.life();
        }

        boolean works() {
            return open && node.isUp() && node.life() == life;
        }

        @Override
        public void listen(Ear listener) {
            this.ear = listener;
        }

        @Override
        public boolean isFull() {
            return slow || !open;
        }

        @Override
        public void write(String frame) {
            lastArrival = Math.max(
                    lastArrival,
                    world.time().nanos()
                            + world.some().between(WAY_LEAST, WAY_MOST).toNanos());
            world.time().at(lastArrival, () -> {
                if (works()) {
                    onFrame(world.frames().read(frame));
                }
            });
        }

        @Override
        public void close(short code, String why) {
            world.coverage().saw("screen", "closed " + code);
            breakDown();
        }

        void say(JsonObject frame) {
            world.time().after(world.some().between(WAY_LEAST, WAY_MOST), () -> {
                if (works()) {
                    node.doors().run(() -> {
                        if (ear != null && open) {
                            ear.onText(frame.encode());
                        }
                    });
                }
            });
        }

        void breakDown() {
            if (open) {
                open = false;
                if (node.isUp() && node.life() == life) {
                    node.doors().run(() -> {
                        if (ear != null) {
                            ear.onGone();
                        }
                    });
                }
            }
        }

        /** Takes nothing for a while, as a telephone in a lift. */
        void stall() {
            slow = true;
            world.time().after(world.some().between(Duration.ofMillis(100), Duration.ofSeconds(4)), () -> {
                slow = false;
                if (works()) {
                    node.doors().run(() -> {
                        if (ear != null && open) {
                            ear.onDrained();
                        }
                    });
                }
            });
        }
    }

    /** Looks after its connection from now on. */
    void watch() {
        Line now = line;
        if (now == null || !now.works()) {
            connect();
        } else if (world.weather().has(Trouble.LINKS_BREAK) && world.some().chance(0.03)) {
            world.coverage().saw("screen", "connection broke");
            now.breakDown();
        } else if (world.weather().has(Trouble.LINKS_BREAK) && world.some().chance(0.03)) {
            world.coverage().saw("screen", "stalled");
            now.stall();
        } else if (account.role().isDesk()) {
            now.say(new JsonObject().put("type", "alive"));
        }
        world.time().after(world.some().between(Duration.ofMillis(500), Duration.ofSeconds(3)), this::watch);
    }

    private void connect() {
        world.findNode().ifPresent(node -> {
            Line fresh = new Line(node);
            line = fresh;
            node.doors().run(() -> {
                if (fresh.works()) {
                    node.feed().accept(fresh);
                }
            });
            JsonObject resume = new JsonObject();
            seen.forEach(resume::put);
            JsonObject from = new JsonObject();
            epochs.forEach(from::put);
            if (!resume.isEmpty()) {
                world.coverage().saw("screen", "came back");
            }
            fresh.say(new JsonObject()
                    .put("type", "auth")
                    .put("token", account.id().toString())
                    .put("resume", resume)
                    .put("epochs", from));
        });
    }

    private void onFrame(JsonObject frame) {
        switch (frame.getString("type")) {
            case "snapshot" -> onSnapshot(frame);
            case "event" -> onEvent(frame);
            case "heartbeat" -> onHeartbeat(frame);
            case "notice" -> onNotice(frame);
            default -> {}
        }
    }

    private void onSnapshot(JsonObject frame) {
        String community = frame.getString("community");
        long seq = frame.getLong("seq");
        requireMine(community);
        seen.put(community, seq);
        epochs.put(community, frame.getString("epoch"));
        Map<String, JsonObject> incidents = new LinkedHashMap<>();
        if (!frame.getBoolean("complete")) {
            world.coverage().saw("screen", "snapshot in parts");
        }
        JsonArray all = frame.getJsonArray("incidents");
        for (int i = 0; i < all.size(); i++) {
            JsonObject incident = all.getJsonObject(i);
            show(incident);
            incidents.put(incident.getString("id"), incident);
        }
        picture.put(community, incidents);
        incidents.values().forEach(onIncident);
    }

    private void onEvent(JsonObject frame) {
        String community = frame.getString("community");
        long seq = frame.getLong("seq");
        long prev = frame.getLong("prev");
        Long before = seen.get(community);
        world.require(
                before != null && prev == before && seq > prev,
                "S5",
                () -> account.name() + " had seen " + before + " and was shown " + seq + " after " + prev);
        world.require(
                !account.role().isDesk() || seq == prev + 1,
                "L3",
                () -> account.name() + " was never shown " + (prev + 1) + " before " + seq);
        requireMine(community);
        seen.put(community, seq);
        JsonObject incident = frame.getJsonObject("incident");
        show(incident);
        Map<String, JsonObject> shown = picture.computeIfAbsent(community, none -> new LinkedHashMap<>());
        if ("OPEN".equals(incident.getString("state"))) {
            shown.put(incident.getString("id"), incident);
        } else {
            shown.remove(incident.getString("id"));
        }
        onIncident.accept(incident);
    }

    private void onHeartbeat(JsonObject frame) {
        frame.getJsonObject("heads").forEach(head -> {
            Long before = seen.get(head.getKey());
            long said = ((Number) head.getValue()).longValue();
            world.require(
                    before != null && before == said,
                    "L3",
                    () -> account.name() + " has seen " + before + " of " + head.getKey() + ", the server says "
                            + said);
        });
    }

    private void onNotice(JsonObject frame) {
        Line now = line;
        if (now != null && world.some().chance(0.5)) {
            world.coverage().saw("screen", "confirmed a notice");
            now.say(new JsonObject().put("type", "receipt").put("notices", new JsonArray().add(frame.getString("id"))));
        }
    }

    private void requireMine(String community) {
        world.require(
                viewer.nodes().contains(CommunityId.of(community)),
                "S7",
                () -> account.name() + " was shown community " + community);
    }

    /** S7 by what this account is, told apart from how the server decides it. */
    private void show(JsonObject incident) {
        boolean theirs = switch (account.role()) {
            case ADMIN, COORDINATOR -> viewer.nodes().contains(CommunityId.of(incident.getString("community")));
            case DOCTOR, VOLUNTEER, STAFF -> names(incident, "offers") || names(incident, "assignments");
            case FAMILY ->
                incident.getJsonObject("resident") != null
                        && viewer.resident()
                                .map(Object::toString)
                                .filter(incident.getJsonObject("resident").getString("id")::equals)
                                .isPresent();
            case INTEGRATOR -> false;
        };
        world.require(theirs, "S7", () -> account.name() + " was shown " + incident.encode());
    }

    private boolean names(JsonObject incident, String list) {
        JsonArray all = incident.getJsonArray(list);
        for (int i = 0; i < all.size(); i++) {
            if (account.id()
                    .toString()
                    .equals(all.getJsonObject(i).getJsonObject("responder").getString("id"))) {
                return true;
            }
        }
        return false;
    }

    /**
     * L3, and the picture itself: what the desk shows is what is.
     *
     * @param heads where each feed stood a moment ago
     */
    void judge(Map<CommunityId, Long> heads) {
        world.require(line != null && line.works(), "L3", () -> account.name() + " is not connected");
        if (!account.role().isDesk()) {
            return;
        }
        viewer.nodes().forEach(node -> {
            Long last = seen.get(node.toString());
            world.require(
                    last != null && last >= heads.get(node),
                    "L3",
                    () -> account.name() + " has seen " + last + " of " + node + ", which is long past "
                            + heads.get(node));
            Map<String, Long> shown = new LinkedHashMap<>();
            picture.getOrDefault(node.toString(), Map.of())
                    .forEach((id, incident) -> shown.put(id, incident.getLong("version")));
            world.watcher()
                    .settled(node)
                    .forEach((id, version) -> world.require(
                            Objects.equals(shown.get(id), version),
                            "L3",
                            () -> account.name() + " shows version " + shown.get(id) + " of " + id + ", which is at "
                                    + version));
        });
    }
}
