package care.anling.fleet;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A night desk that stands down what the simulation started and nobody closed, so that a demo left alone overnight
 * still has a readable queue. It leaves alone what a visitor pressed, unless that is forgotten three times as long.
 */
final class SimulatedDesk {

    private static final Logger LOG = LoggerFactory.getLogger(SimulatedDesk.class);
    private static final Duration LOOK = Duration.ofSeconds(20);
    private static final int FORGOTTEN_FACTOR = 3;
    private static final List<String> ENDINGS =
            List.of("HELPED", "HELPED", "HELPED", "FALSE_ALARM", "FALSE_ALARM", "TEST", "HOSPITAL");

    private final Vertx vertx;
    private final ApiClient api;
    private final Duration after;
    private final Random random;
    private final Counts counts;
    private final Set<String> pressed = new HashSet<>();
    private long timer = -1;

    SimulatedDesk(Vertx vertx, ApiClient api, Duration after, Random random, Counts counts) {
        this.vertx = vertx;
        this.api = api;
        this.after = after;
        this.random = random;
        this.counts = counts;
    }

    Future<Void> start() {
        return api.signIn().onSuccess(in -> timer = vertx.setPeriodic(LOOK.toMillis(), ignored -> look()));
    }

    void stop() {
        vertx.cancelTimer(timer);
        api.close();
    }

    /** The simulation started this one. */
    void expect(String device) {
        pressed.add(device);
    }

    void look() {
        api.get("/incidents?state=open&limit=100")
                .onSuccess(list -> list.getJsonArray("items", new JsonArray()).stream()
                        .map(JsonObject.class::cast)
                        .filter(this::isOver)
                        .forEach(this::standDown))
                .onFailure(failure -> LOG.debug("fleet.desk_failed {}", failure.getMessage()));
    }

    private boolean isOver(JsonObject incident) {
        Instant opened = OffsetDateTime.parse(incident.getString("openedAt")).toInstant();
        Duration age = Duration.between(opened, Instant.now());
        boolean ours =
                incident.getJsonArray("devices", new JsonArray()).stream().allMatch(pressed::contains);
        return age.compareTo(ours ? after : after.multipliedBy(FORGOTTEN_FACTOR)) > 0;
    }

    private void standDown(JsonObject incident) {
        String ending = ENDINGS.get(random.nextInt(ENDINGS.size()));
        JsonObject body = new JsonObject().put("disposition", ending).put("note", "演示：模拟坐席自动结束");
        api.post("/incidents/" + incident.getString("id") + "/stand-down", body)
                .onSuccess(done -> counts.closed.increment())
                .onFailure(failure -> LOG.debug("fleet.stand_down_failed {}", failure.getMessage()));
    }
}
