package care.anling.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import care.anling.fleet.Installation.AccountEntry;
import care.anling.fleet.SimulatedResponder.Manner;
import care.anling.fleet.SimulatedResponder.Phones;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.WebClient;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SimulatedResponderTest {

    private static final Point HOME = new Point(34.7600, 113.7500);
    private static final Point DOOR = HOME.moved(120, 60);

    private final Vertx vertx = Vertx.vertx();
    private final Counts counts = new Counts();
    private FakeServer server;
    private Phones phones;

    @BeforeEach
    void start() throws Exception {
        server = new FakeServer(vertx);
        phones = new Phones(WebClient.create(vertx), vertx.createWebSocketClient(), counts);
    }

    @AfterEach
    void stop() throws Exception {
        get(vertx.close());
    }

    @Test
    void goesFromTheOfferToTheDoorAndBackAndThePhoneTellsThatTheyLeft() throws Exception {
        get(responder("ann", 1).start());
        await().until(() -> server.sockets.size() == 1);
        assertThat(server.greetings.get(0).getString("token")).isEqualTo("token-ann");
        assertThat(server.calls).anyMatch(call -> call.startsWith("PUT /me/duty {\"onDuty\":true}"));
        // 134 m: the server sees the phone come nearer.
        assertThat(wordsOnTheWayTo(DOOR))
                .containsExactly(
                        "/offers/offer-ann/accept",
                        "/assignments/assignment-1/on-scene",
                        "/assignments/assignment-1/clear");
        assertThat(stoodWhenSayingSo()).isEqualTo(DOOR);
    }

    /** From 50 m the server takes the phone's word; the dot on the map still has to reach the door. */
    @Test
    void walksOnToTheDoorThoughTheServerBelievesThemThere() throws Exception {
        // 45 m a step: the first one ends 5 m away.
        Point door = HOME.moved(50, 0);
        get(responder("ann", 1, 10).start());
        await().until(() -> server.sockets.size() == 1);
        server.open("incident-1", door, List.of("ann"));
        await().atMost(Duration.ofSeconds(20))
                .until(() ->
                        server.positions.containsKey("ann") && stands("ann").metersTo(door) < 10);
        server.snapshot("incident-1", door, "ann", "ON_SCENE");
        await().atMost(Duration.ofSeconds(20)).until(() -> saidToBeThere() >= 0);
        assertThat(stoodWhenSayingSo()).isEqualTo(door);
    }

    @Test
    void whoWasThereBeforeARestartStandsAtTheDoor() throws Exception {
        get(responder("ann", 1).start());
        await().until(() -> server.sockets.size() == 1);
        server.snapshot("incident-1", DOOR, "ann", "ON_SCENE");
        await().until(() -> server.positions.containsKey("ann") && stands("ann").equals(DOOR));
    }

    private Point stands(String name) {
        JsonObject last = server.positions.get(name);
        return new Point(last.getDouble("lat"), last.getDouble("lon"));
    }

    /** @return which of all calls it was, or -1 */
    private int saidToBeThere() {
        List<String> calls = List.copyOf(server.calls);
        return IntStream.range(0, calls.size())
                .filter(at -> calls.get(at).contains("/assignments/assignment-1/on-scene"))
                .findFirst()
                .orElse(-1);
    }

    private Point stoodWhenSayingSo() {
        String last = server.calls.subList(0, saidToBeThere()).stream()
                .filter(call -> call.startsWith("PUT /me/position"))
                .reduce((earlier, later) -> later)
                .orElseThrow();
        JsonObject told = new JsonObject(last.split(" ", 3)[2]);
        return new Point(told.getDouble("lat"), told.getDouble("lon"));
    }

    @Test
    void aNeighbourTooNearToBeSeenLeavingSaysSo() throws Exception {
        get(responder("ann", 1).start());
        await().until(() -> server.sockets.size() == 1);
        assertThat(wordsOnTheWayTo(HOME.moved(30, 0)))
                .containsExactly(
                        "/offers/offer-ann/accept",
                        "/assignments/assignment-1/en-route",
                        "/assignments/assignment-1/on-scene",
                        "/assignments/assignment-1/clear");
    }

    /** What ann says from the offer until she has left the door again. */
    private List<String> wordsOnTheWayTo(Point door) {
        server.open("incident-1", door, List.of("ann"));
        await().atMost(Duration.ofSeconds(40))
                .until(() -> server.calls.stream().anyMatch(call -> call.contains("/assignments/assignment-1/clear")));
        return server.calls.stream()
                .filter(call -> call.startsWith("POST /assignments") || call.contains("/accept"))
                .map(call -> call.split(" ")[1])
                .toList();
    }

    @Test
    void oneOfManyWinsAndTheOthersStayFree() throws Exception {
        for (String name : List.of("ann", "bo", "cai")) {
            get(responder(name, 1).start());
        }
        await().until(() -> server.sockets.size() == 3);
        server.open("incident-1", DOOR, List.of("ann", "bo", "cai"));
        await().atMost(Duration.ofSeconds(10)).until(() -> counts.accepted() == 1 && counts.racesLost.sum() == 2);
    }

    @Test
    void goesOnWithWhatWasBegunBeforeARestart() throws Exception {
        get(responder("ann", 1).start());
        await().until(() -> server.sockets.size() == 1);
        server.snapshot("incident-1", DOOR, "ann", "EN_ROUTE");
        await().atMost(Duration.ofSeconds(40))
                .until(() -> server.calls.stream().anyMatch(call -> call.contains("/assignments/assignment-9/clear")));
        assertThat(server.calls.stream()
                        .filter(call -> call.startsWith("POST /assignments"))
                        .map(call -> call.split(" ")[1]))
                .containsExactly("/assignments/assignment-9/on-scene", "/assignments/assignment-9/clear");
    }

    @Test
    void whoNeverAcceptsDeclinesOrLetsItRing() throws Exception {
        get(responder("dan", 0).start());
        await().until(() -> server.sockets.size() == 1);
        server.open("incident-1", DOOR, List.of("dan"));
        await().until(() -> counts.offers.sum() == 1);
        Thread.sleep(1_000);
        assertThat(server.calls).noneMatch(call -> call.contains("/accept"));
    }

    @Test
    void comesBackAfterTheFeedWasLostAndResumes() throws Exception {
        get(responder("eva", 0).start());
        await().until(() -> server.sockets.size() == 1);
        server.standDown("incident-0", DOOR);
        await().pollDelay(Duration.ofMillis(200)).until(() -> true);
        get(server.sockets.get(0).close((short) 1012));
        await().atMost(Duration.ofSeconds(10)).until(() -> server.greetings.size() == 2);
        assertThat(server.greetings.get(1).getJsonObject("resume").getLong("c1"))
                .isEqualTo(1);
    }

    @Test
    void aRenewedTokenIsToldToTheOpenSocket() throws Exception {
        server.tokenSeconds = 2;
        get(responder("fay", 0).start());
        await().atMost(Duration.ofSeconds(10)).until(() -> server.greetings.size() >= 2);
        assertThat(server.sockets).hasSize(1);
        assertThat(server.greetings.get(1).getString("type")).isEqualTo("auth");
    }

    @Test
    void theNightDeskClosesOnlyWhatIsOldAndSimulated() throws Exception {
        ApiClient api = new ApiClient(vertx, phones.web(), server.uri(), "night", "pw");
        SimulatedDesk desk = new SimulatedDesk(vertx, api, Duration.ofMinutes(10), new Random(1), counts);
        desk.expect("simulated");
        server.openIncidents = new JsonArray()
                .add(incident("old-simulated", "simulated", Duration.ofMinutes(11)))
                .add(incident("fresh-simulated", "simulated", Duration.ofMinutes(2)))
                .add(incident("old-visitor", "visitor", Duration.ofMinutes(11)))
                .add(incident("forgotten", "visitor", Duration.ofMinutes(61)));
        get(desk.start());
        desk.look();
        await().until(() -> counts.closed.sum() == 2);
        assertThat(server.calls.stream().filter(call -> call.contains("stand-down")))
                .hasSize(2)
                .anyMatch(call -> call.contains("old-simulated"))
                .anyMatch(call -> call.contains("forgotten"));
        desk.stop();
    }

    private static JsonObject incident(String id, String device, Duration age) {
        return new JsonObject()
                .put("id", id)
                .put("openedAt", Instant.now().minus(age).toString())
                .put("devices", new JsonArray().add(device));
    }

    private SimulatedResponder responder(String name, double acceptance) {
        // Forty times as fast: a minute at the door is over in a second and a half.
        return responder(name, acceptance, 40);
    }

    private SimulatedResponder responder(String name, double acceptance, double speed) {
        AccountEntry account = new AccountEntry(name, name, "pw", "VOLUNTEER", name, true, false, HOME);
        return new SimulatedResponder(
                vertx, phones, server.uri(), account, new Manner(acceptance, speed, new Random(3)));
    }

    private static <T> T get(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
    }
}
