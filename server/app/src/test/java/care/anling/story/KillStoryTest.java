package care.anling.story;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;

/** kill -9 between press and dashboard, of the server and of its database: what was acknowledged is there, once. */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class KillStoryTest {

    private static final Duration PATIENCE = Patience.LIMIT;
    /** Where the kills fall; another seed is another story. */
    private static final long SEED = 20261122;

    private static final int WEARERS = 5;
    private static final int DATABASE_KILLS = 3;
    private static final int SERVER_KILLS = 2;
    /** A press takes some ten milliseconds from the wire to the disk. */
    private static final int KILLED_WITHIN_MILLIS = 60;

    private final Random random = new Random(SEED);

    @SuppressWarnings("NullAway.Init")
    private static AnlingProcess server;

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        server = AnlingProcess.prepare("kill").onPortsThatStay().start();
    }

    @AfterAll
    static void stop() throws IOException, InterruptedException {
        server.close();
    }

    @Test
    @Order(1)
    void theServerIsKilledBetweenPressAndDashboard() throws IOException, InterruptedException {
        DemoTown town = new DemoTown(server);
        JsonNode watch = town.wornWatches().get(0);
        String community = watch.get("community").asText();
        Desk desk = town.signIn("desk.street");
        try (Screen screen = Screen.withoutWebGl().signIn(town.http(), town.account("desk.street"));
                Feed before = Feed.open(desk, Map.of())) {
            screen.mark();
            await().atMost(PATIENCE).until(() -> before.snapshot(community).isPresent());
            JsonNode snapshot = before.snapshot(community).orElseThrow();
            try (Wearer wearer = town.connect(watch)) {
                wearer.press(press("before-the-kill"));
                server.kill();
            }
            screen.see("banner-stale");
            screen.photograph("kill-not-live");

            server.start();
            assertThat(server.said()).contains("taking over the PostgreSQL that is still running");
            Desk again = new DemoTown(server).signIn("desk.street");
            String resident = watch.get("resident").asText();
            await().atMost(PATIENCE).until(() -> again.openIncidentOf(resident).isPresent());
            String incident =
                    again.openIncidentOf(resident).orElseThrow().get("id").asText();
            await().atMost(PATIENCE)
                    .until(() -> !again.incident(incident).get("offers").isEmpty());
            await("the ladder goes on")
                    .atMost(PATIENCE)
                    .until(() -> again.incident(incident).at("/step/index").asInt() > 0);
            assertThat(again.incident(incident).get("signals").asInt()).isEqualTo(1);
            assertThatTheFeedGoesOn(again, community, snapshot);

            screen.see("queue-item", "incident", incident);
            screen.live();
            screen.seeGone("banner-stale");
            // Its dossier could not be read while the server was away.
            screen.see("screen-pop", "state", "ready");
            screen.see("timeline-entry");
            assertThat(screen.isMarked()).as("recovered without a reload").isTrue();
            screen.photograph("kill-live-again");
            assertThat(screen.errors()).isEmpty();
        }
    }

    @Test
    @Order(2)
    void theDatabaseIsKilledUnderPresses() throws IOException, InterruptedException, SQLException {
        DemoTown town = new DemoTown(server);
        for (int round = 1; round <= DATABASE_KILLS; round++) {
            Map<String, JsonNode> presses = pressesOf(town, "db" + round);
            List<String> unanswered = pressAndKill(town, presses, server::killDatabase);
            assertThatAPressWithoutADatabaseIsNotAcknowledged(town, "away" + round);
            server.startDatabase();
            await("it finds its database again").atMost(PATIENCE).until(() -> isReady(town));
            assertThat(server.isRunning()).isTrue();
            resend(presses, unanswered);
            assertThatEachIsThereOnce(town, presses.keySet().stream().toList());
        }
    }

    @Test
    @Order(3)
    void theServerIsKilledUnderPresses() throws IOException, InterruptedException, SQLException {
        for (int round = 1; round <= SERVER_KILLS; round++) {
            DemoTown town = new DemoTown(server);
            Map<String, JsonNode> presses = pressesOf(town, "server" + round);
            List<String> unanswered = pressAndKill(town, presses, server::kill);
            server.start();
            resend(presses, unanswered);
            assertThatEachIsThereOnce(town, presses.keySet().stream().toList());
        }
    }

    @FunctionalInterface
    private interface Blow {
        void fall() throws InterruptedException;
    }

    /** Payload by payload, who sends it. */
    private static Map<String, JsonNode> pressesOf(DemoTown town, String name) {
        List<JsonNode> watches = town.wornWatches();
        Map<String, JsonNode> presses = new LinkedHashMap<>();
        for (int i = 1; i <= WEARERS; i++) {
            presses.put(press(name + "-" + i), watches.get(i));
        }
        return presses;
    }

    /** @return the presses that got no PUBACK */
    private List<String> pressAndKill(DemoTown town, Map<String, JsonNode> presses, Blow blow)
            throws InterruptedException {
        List<Wearer> wearers = new ArrayList<>();
        Map<String, CompletableFuture<?>> answers = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> press : presses.entrySet()) {
            wearers.add(town.connect(press.getValue()));
        }
        int next = 0;
        for (String payload : presses.keySet()) {
            answers.put(payload, wearers.get(next++).pressing(payload));
        }
        Thread.sleep(random.nextInt(KILLED_WITHIN_MILLIS));
        blow.fall();
        List<String> unanswered = new ArrayList<>();
        answers.forEach((payload, answer) -> {
            if (!isAcknowledged(answer)) {
                unanswered.add(payload);
            }
        });
        wearers.forEach(Wearer::close);
        System.out.printf(
                "story: %d of %d were acknowledged before the kill%n",
                presses.size() - unanswered.size(), presses.size());
        return unanswered;
    }

    /** Waits until it is known: acknowledged, or the connection is gone. */
    private static boolean isAcknowledged(CompletableFuture<?> answer) {
        try {
            answer.orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
            return true;
        } catch (CompletionException gone) {
            assertThat(gone.getCause()).as("neither acknowledged nor closed").isNotInstanceOf(TimeoutException.class);
            return false;
        }
    }

    private static void assertThatAPressWithoutADatabaseIsNotAcknowledged(DemoTown town, String name) {
        JsonNode watch = town.wornWatches().get(WEARERS + 1);
        try (Wearer wearer = town.connect(watch)) {
            assertThat(isAcknowledged(wearer.pressing(press(name)))).isFalse();
            assertThat(wearer.isConnected()).isFalse();
        }
    }

    /** As a client does that was told nothing: the same again, on a new connection, until it is acknowledged. */
    private static void resend(Map<String, JsonNode> presses, List<String> unanswered) throws IOException {
        DemoTown now = new DemoTown(server);
        for (String payload : unanswered) {
            await().atMost(PATIENCE).ignoreExceptions().until(() -> {
                try (Wearer wearer = now.connect(presses.get(payload))) {
                    wearer.press(payload);
                    return true;
                }
            });
        }
    }

    private static void assertThatEachIsThereOnce(DemoTown town, List<String> payloads)
            throws IOException, SQLException {
        try (Connection database = town.database();
                PreparedStatement query = database.prepareStatement(
                        "SELECT count(*), coalesce(sum(presses), 0), count(incident) FROM signals WHERE payload = ?")) {
            for (String payload : payloads) {
                query.setBytes(1, payload.getBytes(java.nio.charset.StandardCharsets.UTF_8));
                try (ResultSet row = query.executeQuery()) {
                    assertThat(row.next()).isTrue();
                    assertThat(List.of(row.getInt(1), row.getInt(2), row.getInt(3)))
                            .as("rows, presses and incidents of %s", payload)
                            .containsExactly(1, 1, 1);
                }
            }
        }
    }

    /** Numbers go on where they were: who resumes misses nothing and gets no snapshot. */
    private static void assertThatTheFeedGoesOn(Desk desk, String community, JsonNode before) {
        try (Feed fresh = Feed.open(desk, Map.of());
                Feed resumed =
                        Feed.open(desk, Map.of(community, before.get("seq").asLong()))) {
            await().atMost(PATIENCE).until(() -> fresh.snapshot(community).isPresent());
            assertThat(fresh.snapshot(community).orElseThrow().get("epoch")).isEqualTo(before.get("epoch"));
            await().atMost(PATIENCE)
                    .until(() -> !resumed.events("incident.opened").isEmpty());
            assertThat(resumed.snapshot(community)).isEmpty();
            assertThat(resumed.broken()).isEmpty();
        }
    }

    private static boolean isReady(DemoTown town) throws IOException, InterruptedException {
        return Desk.status(town.management().resolve("/health/ready")) == 200;
    }

    private static String press(String id) {
        return "{\"id\":\"%s\",\"at\":\"%s\"}".formatted(id, Instant.now());
    }
}
