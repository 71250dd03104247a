package care.anling.story;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
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
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
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
    private static final int WEARERS = 5;
    /** The blow falls when so many presses have been acknowledged and the next ones are on their way. */
    private static final List<Integer> DATABASE_KILLS_AFTER = List.of(0, 1, 12);

    private static final List<Integer> SERVER_KILLS_AFTER = List.of(1, 7);
    /** Of all rounds of a story; else nothing was proven about what was acknowledged. */
    private static final int MIN_BETWEEN = 2;

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
        List<Pressed> rounds = new ArrayList<>();
        for (int acknowledgements : DATABASE_KILLS_AFTER) {
            String name = "db-after-" + acknowledgements;
            Pressed pressed = pressAndKill(town, name, acknowledgements, server::killDatabase);
            rounds.add(pressed);
            assertThatAPressWithoutADatabaseIsNotAcknowledged(town, "away-" + name);
            server.startDatabase();
            await("it finds its database again").atMost(PATIENCE).until(() -> isReady(town));
            assertThat(server.isRunning()).isTrue();
            assertThatNothingIsLost(town, pressed);
        }
        assertThatSomeFellBetween(rounds);
    }

    @Test
    @Order(3)
    void theServerIsKilledUnderPresses() throws IOException, InterruptedException, SQLException {
        List<Pressed> rounds = new ArrayList<>();
        for (int acknowledgements : SERVER_KILLS_AFTER) {
            DemoTown town = new DemoTown(server);
            Pressed pressed = pressAndKill(town, "server-after-" + acknowledgements, acknowledgements, server::kill);
            rounds.add(pressed);
            server.start();
            assertThatNothingIsLost(new DemoTown(server), pressed);
        }
        assertThatSomeFellBetween(rounds);
    }

    @FunctionalInterface
    private interface Blow {
        void fall() throws InterruptedException;
    }

    /**
     * What was pressed until the blow, and by whom.
     *
     * @param acknowledged of those
     */
    private record Pressed(String round, Map<String, JsonNode> said, Set<String> acknowledged) {

        List<String> unanswered() {
            return said.keySet().stream()
                    .filter(payload -> !acknowledged.contains(payload))
                    .toList();
        }

        /** Some were promised to be safe, and some were not, at the same moment. */
        boolean fellBetween() {
            return !acknowledged.isEmpty() && !unanswered().isEmpty();
        }
    }

    /**
     * Everybody presses again as soon as they are acknowledged, until the blow has cut them off: so it always falls while
     * presses are on their way, whatever the machine's pace.
     */
    private static Pressed pressAndKill(DemoTown town, String round, int acknowledgements, Blow blow)
            throws InterruptedException {
        Pressed pressed = new Pressed(round, new ConcurrentHashMap<>(), ConcurrentHashMap.newKeySet());
        CountDownLatch reached = new CountDownLatch(acknowledgements);
        List<Wearer> wearers = new ArrayList<>();
        for (JsonNode watch : town.wornWatches().subList(1, WEARERS + 1)) {
            wearers.add(town.connect(watch));
        }
        List<CompletableFuture<?>> cutOff = new ArrayList<>();
        for (int i = 0; i < WEARERS; i++) {
            CompletableFuture<Void> gone = new CompletableFuture<>();
            cutOff.add(gone);
            JsonNode watch = town.wornWatches().get(i + 1);
            new Pressing(wearers.get(i), watch, pressed, reached, gone).again(1);
        }
        assertThat(reached.await(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                .as("%d acknowledgements", acknowledgements)
                .isTrue();
        blow.fall();
        CompletableFuture.allOf(cutOff.toArray(CompletableFuture<?>[]::new))
                .orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS)
                .join();
        wearers.forEach(Wearer::close);
        return pressed;
    }

    /** One wearer, who presses until nobody answers any more. */
    private record Pressing(
            Wearer wearer, JsonNode watch, Pressed pressed, CountDownLatch reached, CompletableFuture<Void> gone) {

        void again(int times) {
            String payload = press(pressed.round() + "-" + wearer.id() + "-" + times);
            pressed.said().put(payload, watch);
            var unused = wearer.pressing(payload).whenComplete((answer, failure) -> {
                if (failure != null) {
                    gone.complete(null);
                    return;
                }
                pressed.acknowledged().add(payload);
                reached.countDown();
                again(times + 1);
            });
        }
    }

    /** S1 and S3: what was acknowledged is there before anybody says it again; what was not is there once they have. */
    private static void assertThatNothingIsLost(DemoTown town, Pressed pressed) throws IOException, SQLException {
        Map<String, Integer> found = rowsOf(town, pressed.said().keySet());
        assertThat(pressed.acknowledged())
                .allSatisfy(payload ->
                        assertThat(found).as("acknowledged before the kill").containsEntry(payload, 1));
        List<String> unanswered = pressed.unanswered();
        System.out.printf(
                "story: %s: of %d presses %d were acknowledged before the kill; of the others %d were on disk%n",
                pressed.round(),
                pressed.said().size(),
                pressed.acknowledged().size(),
                unanswered.stream()
                        .filter(payload -> found.getOrDefault(payload, 0) == 1)
                        .count());
        resend(pressed.said(), unanswered);
        assertThat(rowsOf(town, pressed.said().keySet()))
                .as("said again, and there once")
                .allSatisfy((payload, rows) -> assertThat(rows).isEqualTo(1));
    }

    private static void assertThatSomeFellBetween(List<Pressed> rounds) {
        assertThat(rounds.stream().filter(Pressed::fellBetween))
                .as("rounds with acknowledged presses and others under way")
                .hasSizeGreaterThanOrEqualTo(MIN_BETWEEN);
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

    /** How often each press is stored; with its incident, and counted as one. */
    private static Map<String, Integer> rowsOf(DemoTown town, Set<String> payloads) throws IOException, SQLException {
        Map<String, Integer> rows = new LinkedHashMap<>();
        try (Connection database = town.database();
                PreparedStatement query = database.prepareStatement(
                        "SELECT count(*), coalesce(sum(presses), 0), count(incident) FROM signals WHERE payload = ?")) {
            for (String payload : payloads) {
                query.setBytes(1, payload.getBytes(StandardCharsets.UTF_8));
                try (ResultSet row = query.executeQuery()) {
                    assertThat(row.next()).isTrue();
                    assertThat(List.of(row.getInt(2), row.getInt(3)))
                            .as("presses and incidents of %s", payload)
                            .containsOnly(row.getInt(1));
                    rows.put(payload, row.getInt(1));
                }
            }
        }
        return rows;
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
