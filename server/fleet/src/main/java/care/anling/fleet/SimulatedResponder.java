package care.anling.fleet;

import care.anling.fleet.Installation.AccountEntry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.WebClient;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A doctor or volunteer with a phone: hears offers through the feed (and asks for them now and then, should the feed
 * have missed one), takes a human while to answer, goes to the door, helps, comes back. One event loop.
 */
public final class SimulatedResponder {

    private static final Logger LOG = LoggerFactory.getLogger(SimulatedResponder.class);

    private static final Duration POLL = Duration.ofSeconds(15);
    private static final Duration STEP = Duration.ofSeconds(3);
    private static final Duration POSITION_AT_REST = Duration.ofSeconds(60);
    private static final double WALK_METERS_PER_SECOND = 1.5;
    /** From farther away the phone's positions tell the server that they set out, and that they arrive. */
    private static final double SEEN_LEAVING_METERS = 120;

    private static final double STROLL_METERS = 8;
    private static final double FARTHEST_FROM_HOME_METERS = 60;
    private static final double ACCURACY_METERS = 8;
    private static final int CONFLICT = 409;
    private static final int MOST_REMEMBERED_OFFERS = 500;

    /** @param speed 1 is real time; 4 walks and talks four times as fast */
    public record Manner(double acceptance, double speed, Random random) {}

    private record Mission(
            String assignment, String incident, @Nullable Point door) {}

    private final Vertx vertx;
    private final AccountEntry who;
    private final Manner manner;
    private final Counts counts;
    private final ApiClient api;
    private final FeedClient feed;
    private final Set<String> seenOffers = new HashSet<>();
    private final Map<String, Point> doors = new HashMap<>();
    private Point where;
    private @Nullable Mission mission;
    private boolean answering;
    private boolean stopped;

    public SimulatedResponder(Vertx vertx, Phones phones, URI server, AccountEntry who, Manner manner) {
        this.vertx = vertx;
        this.who = who;
        this.manner = manner;
        this.counts = phones.counts();
        this.where = who.home();
        this.api = new ApiClient(vertx, phones.web(), server, who.username(), who.password());
        this.feed = new FeedClient(vertx, phones.sockets(), api, this::onFrame);
    }

    /** What all of them share. */
    public record Phones(WebClient web, WebSocketClient sockets, Counts counts) {}

    /** Signs in, goes on duty if that is their day, and listens. */
    public Future<Void> start() {
        return api.signIn()
                .compose(in -> api.put("/me/duty", new JsonObject().put("onDuty", who.onDuty())))
                .compose(on -> feed.open())
                .onSuccess(open -> {
                    tellPosition();
                    vertx.setPeriodic(millis(POLL), ignored -> poll());
                    vertx.setPeriodic(millis(POSITION_AT_REST), ignored -> rest());
                });
    }

    public Future<Void> stop() {
        stopped = true;
        api.close();
        return feed.close();
    }

    private boolean isDoctor() {
        return who.role().equals("DOCTOR");
    }

    private void onFrame(JsonObject frame) {
        switch (frame.getString("type", "")) {
            case "event" -> onIncident(frame.getJsonObject("incident"));
            case "snapshot" ->
                each(frame.getJsonArray("incidents"), incident -> {
                    onIncident(incident);
                    each(incident.getJsonArray("assignments"), this::resume);
                });
            default -> {}
        }
    }

    private void onIncident(@Nullable JsonObject incident) {
        if (incident == null) {
            return;
        }
        String id = incident.getString("id");
        rememberDoor(id, incident.getJsonObject("place"));
        each(incident.getJsonArray("offers"), this::onOffer);
        Mission current = mission;
        if (current != null
                && current.incident().equals(id)
                && !incident.getString("state", "OPEN").equals("OPEN")) {
            mission = null;
        }
    }

    /** Whoever was on the way when the simulation ended goes on, or they would stay busy for ever. */
    private void resume(JsonObject assignment) {
        boolean mine = who.id()
                .equals(assignment.getJsonObject("responder", new JsonObject()).getString("id"));
        if (!mine || mission != null || answering) {
            return;
        }
        String incident = assignment.getString("incident", "");
        Mission old = new Mission(assignment.getString("id"), incident, doors.get(incident));
        switch (assignment.getString("state", "")) {
            case "ACCEPTED" -> setOut(old);
            case "EN_ROUTE" -> {
                mission = old;
                walk(old);
            }
            case "ON_SCENE" -> {
                mission = old;
                Point door = old.door();
                where = door == null ? where : door;
                sayWhere().onComplete(told -> stay(old));
            }
            default -> {}
        }
    }

    private static void each(@Nullable JsonArray items, java.util.function.Consumer<JsonObject> step) {
        if (items != null) {
            items.forEach(item -> step.accept((JsonObject) item));
        }
    }

    private void rememberDoor(String incident, @Nullable JsonObject place) {
        if (place != null && place.getDouble("lat") != null && place.getDouble("lon") != null) {
            doors.put(incident, new Point(place.getDouble("lat"), place.getDouble("lon")));
        }
        if (doors.size() > MOST_REMEMBERED_OFFERS) {
            doors.clear();
        }
    }

    private void poll() {
        if (!stopped && mission == null) {
            api.get("/me/offers")
                    .onSuccess(list -> each(list.getJsonArray("items"), this::onOffer))
                    .onFailure(failure -> LOG.debug("fleet.poll_failed {} {}", who.username(), failure.getMessage()));
        }
    }

    private void onOffer(JsonObject offer) {
        boolean mine = who.id()
                .equals(offer.getJsonObject("responder", new JsonObject()).getString("id"));
        if (!mine || !"PENDING".equals(offer.getString("state")) || !seenOffers.add(offer.getString("id"))) {
            return;
        }
        if (seenOffers.size() > MOST_REMEMBERED_OFFERS) {
            seenOffers.clear();
            seenOffers.add(offer.getString("id"));
        }
        counts.offers.increment();
        if (mission != null || answering) {
            return;
        }
        answering = true;
        Duration thinking = isDoctor() ? between(1_500, 5_000) : between(3_000, 14_000);
        after(thinking, () -> answer(offer));
    }

    private void answer(JsonObject offer) {
        answering = false;
        if (mission != null) {
            return;
        }
        String id = offer.getString("id");
        if (manner.random().nextDouble() < manner.acceptance()) {
            api.post("/offers/" + id + "/accept", new JsonObject())
                    .onSuccess(this::setOut)
                    .onFailure(this::onLost);
        } else if (manner.random().nextBoolean()) {
            counts.declined.increment();
            api.post("/offers/" + id + "/decline", new JsonObject()).onFailure(this::onLost);
        }
        // Otherwise it rings until it lapses, as phones do.
    }

    private void onLost(Throwable failure) {
        if (failure instanceof ApiClient.Refused refused && refused.status() == CONFLICT) {
            counts.racesLost.increment();
        } else {
            LOG.info("fleet.answer_failed responder={} {}", who.username(), failure.getMessage());
        }
    }

    private void setOut(JsonObject assignment) {
        counts.accepted.increment();
        String incident = assignment.getString("incident", "");
        LOG.info("fleet.accepted responder={} role={}", who.name(), assignment.getString("role"));
        // Where it is, is told to whoever said yes; while it rings, the house alone is named.
        answering = true;
        api.get("/incidents/" + incident)
                .onSuccess(seen -> rememberDoor(incident, seen.getJsonObject("place")))
                .onFailure(failure -> LOG.info("fleet.door_unknown {} {}", who.username(), failure.getMessage()))
                .onComplete(asked -> {
                    answering = false;
                    setOut(new Mission(assignment.getString("id"), incident, doors.get(incident)));
                });
    }

    private void setOut(Mission fresh) {
        mission = fresh;
        if (isDoctor()) {
            after(between(2_000, 4_000), () -> move(fresh, "on-scene", () -> stay(fresh)));
        } else {
            Point door = fresh.door();
            boolean seenLeaving = door != null && where.metersTo(door) > SEEN_LEAVING_METERS;
            after(between(2_000, 6_000), () -> {
                if (seenLeaving) {
                    walk(fresh);
                } else {
                    move(fresh, "en-route", () -> walk(fresh));
                }
            });
        }
    }

    /** To the very door: the server believes a phone that it is there from 50 m, and its owner still has to get there. */
    private void walk(Mission current) {
        if (!current.equals(mission)) {
            return;
        }
        Point door = current.door();
        double meters = WALK_METERS_PER_SECOND * manner.speed() * STEP.toMillis() / 1_000;
        where = door == null ? where : where.towards(door, meters);
        Future<Void> told = sayWhere();
        if (door == null || where.equals(door)) {
            told.onComplete(known ->
                    after(between(3_000, 8_000), () -> move(current, "on-scene", () -> stay(current))));
        } else {
            // Steps are real time whatever the speed: the map should see the walk.
            vertx.setTimer(STEP.toMillis(), ignored -> walk(current));
        }
    }

    private void stay(Mission current) {
        counts.arrived.increment();
        after(between(60_000, 180_000), () -> move(current, "clear", () -> mission = null));
    }

    private void move(Mission current, String to, Runnable next) {
        if (!current.equals(mission) || stopped) {
            return;
        }
        api.post("/assignments/" + current.assignment() + "/" + to, new JsonObject())
                .onSuccess(done -> next.run())
                .onFailure(failure -> {
                    LOG.debug("fleet.move_failed responder={} to={} {}", who.username(), to, failure.getMessage());
                    mission = null;
                });
    }

    private void rest() {
        if (mission == null && !isDoctor()) {
            Point next = where.moved(stroll(), stroll());
            where = next.metersTo(who.home()) > FARTHEST_FROM_HOME_METERS
                    ? where.towards(who.home(), FARTHEST_FROM_HOME_METERS * manner.speed())
                    : next;
            tellPosition();
        }
    }

    private void tellPosition() {
        sayWhere().onFailure(failure -> LOG.debug("fleet.position_failed {} {}", who.username(), failure.getMessage()));
    }

    private Future<Void> sayWhere() {
        if (stopped || isDoctor() || !who.onDuty()) {
            return Future.succeededFuture();
        }
        JsonObject body =
                new JsonObject().put("lat", where.lat()).put("lon", where.lon()).put("acc", ACCURACY_METERS);
        return api.put("/me/position", body).mapEmpty();
    }

    private double stroll() {
        return (manner.random().nextDouble() * 2 - 1) * STROLL_METERS;
    }

    private Duration between(int leastMillis, int mostMillis) {
        return Duration.ofMillis(leastMillis + manner.random().nextInt(mostMillis - leastMillis + 1));
    }

    private void after(Duration simulated, Runnable step) {
        vertx.setTimer(Math.max(1, (long) (simulated.toMillis() / manner.speed())), ignored -> {
            if (!stopped) {
                step.run();
            }
        });
    }

    /** Spread, so that thirty phones do not ask in the same millisecond. */
    private long millis(Duration around) {
        return around.toMillis() + manner.random().nextInt((int) around.toMillis() / 4);
    }
}
