package care.anling.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class FleetTest {

    @TempDir
    Path home;

    @Test
    void aStreetLives() throws Exception {
        Vertx vertx = Vertx.vertx();
        try {
            FakeBroker broker = new FakeBroker(vertx);
            FakeServer server = new FakeServer(vertx);
            Fleet fleet = new Fleet(
                    Installation.of(demo(broker, server)),
                    new FleetOptions(50, 50, 20, 7, 40, Optional.of(Duration.ofMinutes(10))));
            String id = vertx.deployVerticle(fleet)
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(20, TimeUnit.SECONDS);
            await().atMost(Duration.ofSeconds(20)).until(() -> fleet.counts().alarms() >= 2);
            // Two own logins; the button speaks through the gateway, the retired one not at all.
            assertThat(broker.logins).containsExactlyInAnyOrder("watch", "gateway");
            assertThat(server.greetings)
                    .extracting(greeting -> greeting.getString("token"))
                    .containsExactly("token-vol");
            assertThat(server.calls).noneMatch(call -> call.contains("visitor"));
            await().atMost(Duration.ofSeconds(10))
                    .until(() -> broker.heard.stream()
                            .anyMatch(heard -> heard.topic().equals("v1/watch/up/status")));
            vertx.undeploy(id).toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
            await().until(() -> broker.open.isEmpty() && server.sockets.isEmpty());
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
        }
    }

    @Test
    void theCommandRunsForAsLongAsItIsTold() throws Exception {
        Vertx vertx = Vertx.vertx();
        try {
            Path file = Files.writeString(
                    home.resolve("demo.json"),
                    demo(new FakeBroker(vertx), new FakeServer(vertx)).encode());
            int exit = new CommandLine(new SimulateCommand())
                    .execute("--demo", file.toString(), "--duration", "2", "--alarms-per-hour", "0");
            assertThat(exit).isZero();
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
        }
    }

    @Test
    void theCommandSaysWhatIsMissing() throws Exception {
        assertThat(new CommandLine(new SimulateCommand())
                        .execute("--demo", home.resolve("nothing.json").toString()))
                .isEqualTo(2);
        Path wrong = Files.writeString(home.resolve("wrong.json"), "{\"http\":1}");
        assertThat(new CommandLine(new SimulateCommand()).execute("--demo", wrong.toString()))
                .isEqualTo(2);
        assertThat(new CommandLine(new SimulateCommand()).execute("--speed", "0"))
                .isEqualTo(2);
    }

    private static JsonObject demo(FakeBroker broker, FakeServer server) {
        return new JsonObject()
                .put("http", server.uri().toString())
                .put("mqtt", broker.uri().toString())
                .put(
                        "accounts",
                        new JsonArray()
                                .add(account("vol", "VOLUNTEER", false))
                                .add(account("visitor", "DOCTOR", true))
                                .add(account("night", "COORDINATOR", false)))
                .put(
                        "devices",
                        new JsonArray()
                                .add(device("button", "zigbee2mqtt", "PENDANT")
                                        .put("address", "0xa4c13899607febd1")
                                        .put("gateway", "gateway")
                                        .put("resident", "r2"))
                                .add(device("watch", "native", "WATCH")
                                        .put("resident", "r1")
                                        .put("secret", "s"))
                                .add(device("gateway", "zigbee2mqtt", "GATEWAY").put("secret", "s"))
                                .add(device("old", "native", "PENDANT")
                                        .put("secret", "s")
                                        .put("state", "RETIRED")));
    }

    private static JsonObject account(String name, String role, boolean human) {
        return new JsonObject()
                .put("id", name)
                .put("username", name)
                .put("password", "pw")
                .put("role", role)
                .put("human", human);
    }

    private static JsonObject device(String id, String dialect, String kind) {
        return new JsonObject().put("id", id).put("dialect", dialect).put("kind", kind);
    }
}
