package care.anling.verticles.mqtt;

import care.anling.core.common.UuidV7;
import care.anling.core.device.Device;
import care.anling.verticles.bus.Hints;
import care.anling.verticles.store.DatabaseWire;
import care.anling.verticles.store.FakeDatabase;
import care.anling.verticles.store.FakeDownlinkStore;
import care.anling.verticles.store.FakeRegistryStore;
import care.anling.verticles.store.FakeSessionStore;
import care.anling.verticles.store.RegistryStore.Registered;
import care.anling.verticles.triage.Intake;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.awaitility.Awaitility;

/** A running device door on a free port, with everything behind it faked. */
final class Door implements AutoCloseable {

    static final Duration PATIENCE = Duration.ofSeconds(20);

    final Vertx vertx = Vertx.vertx();
    final Hints hints = Hints.on(vertx);
    final RecordingIntake intake = new RecordingIntake();
    /** What stands before it. */
    java.util.function.BiFunction<Intake, DeviceIndex, Intake> before = (behind, index) -> behind;

    final FakeDatabase database = new FakeDatabase();
    final FakeSessionStore sessions = new FakeSessionStore(database);
    final FakeDownlinkStore words = new FakeDownlinkStore(database);
    final FakeRegistryStore registry = new FakeRegistryStore(database);
    final SecretHash hash = new SecretHash("sixteen bytes or more".getBytes(StandardCharsets.UTF_8));
    final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    final Random random = new Random(7);
    private MqttConfig config = MqttConfig.defaults().withAddress("127.0.0.1", 0);
    private MqttVerticle verticle;
    private String deployment;

    Door with(UnaryOperator<MqttConfig> change) {
        config = change.apply(config);
        return this;
    }

    static String secret(Device device) {
        return "secret-of-" + device.id();
    }

    Door know(Device... devices) {
        for (Device device : devices) {
            registry.put(new Registered(device, List.of(hash.of(secret(device)))));
        }
        return this;
    }

    Door open() {
        DeviceIndex index = new DeviceIndex(registry, hash);
        verticle = new MqttVerticle(
                config,
                new MqttVerticle.Ports(index, before.apply(intake, index), sessions, words, hints, this::id, meters),
                InstantSource.system());
        deployment = await(vertx.deployVerticle(verticle));
        return this;
    }

    private synchronized UUID id() {
        return UuidV7.of(System.currentTimeMillis(), random.nextLong(), random.nextLong());
    }

    /** Stops the verticle and starts another on the same stores, as a restart of the process would. */
    void restart() {
        await(vertx.undeploy(deployment));
        open();
    }

    /** From now on nothing reaches the database. */
    void loseDatabase() {
        database.wire = new DatabaseWire() {
            @Override
            public Future<Void> reach(Trip trip) {
                return Future.failedFuture("database is down");
            }
        };
    }

    int port() {
        return verticle.port();
    }

    int tlsPort() {
        return verticle.tlsPort().orElseThrow();
    }

    double count(String name, String label, String value) {
        Counter counter = meters.find(name).tag(label, value).counter();
        return counter == null ? 0 : counter.count();
    }

    double disconnects(String cause) {
        return count("anling_mqtt_disconnects", "cause", cause);
    }

    static void until(org.awaitility.core.ThrowingRunnable assertion) {
        Awaitility.await().atMost(PATIENCE).pollInterval(Duration.ofMillis(5)).untilAsserted(assertion);
    }

    static <T> T await(io.vertx.core.Future<T> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (Exception failure) {
            throw new AssertionError(failure);
        }
    }

    @Override
    public void close() {
        await(vertx.close());
    }
}
