package care.anling.verticles.watch;

import care.anling.core.common.CommunityId;
import care.anling.verticles.bus.Hints;
import care.anling.verticles.engine.Engine;
import care.anling.verticles.engine.EngineVerticle;
import care.anling.verticles.live.SequencerVerticle;
import care.anling.verticles.loop.VertxLoop;
import care.anling.verticles.mqtt.DeviceIndex;
import care.anling.verticles.mqtt.MqttConfig;
import care.anling.verticles.mqtt.MqttVerticle;
import care.anling.verticles.mqtt.SecretHash;
import care.anling.verticles.notify.NotifyConfig;
import care.anling.verticles.notify.NotifyVerticle;
import care.anling.verticles.store.PgDeadlineStore;
import care.anling.verticles.store.PgDownlinkStore;
import care.anling.verticles.store.PgFeedStore;
import care.anling.verticles.store.PgFixture;
import care.anling.verticles.store.PgIncidentStore;
import care.anling.verticles.store.PgIntakeStore;
import care.anling.verticles.store.PgOutboxStore;
import care.anling.verticles.store.PgPlanStore;
import care.anling.verticles.store.PgRegistryStore;
import care.anling.verticles.store.PgResponderStore;
import care.anling.verticles.store.PgSessionStore;
import care.anling.verticles.store.PgTelemetryStore;
import care.anling.verticles.store.PgWatchStore;
import care.anling.verticles.store.Samples;
import care.anling.verticles.telemetry.TelemetryLane;
import care.anling.verticles.telemetry.TwoLanes;
import care.anling.verticles.telemetry.VitalsWatch;
import care.anling.verticles.triage.Emergencies;
import care.anling.verticles.triage.EmergencyLane;
import care.anling.verticles.vault.TestVault;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Deployable;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.internal.VertxInternal;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Everything that stands behind a press, on PostgreSQL and a real MQTT port, watched; and a listener outside. */
final class WatchedHouse implements AutoCloseable {

    private static final WatchConfig.Pace HASTY =
            new WatchConfig.Pace(Duration.ZERO, Duration.ofMillis(50), Duration.ofMillis(50));
    private static final Duration OFTEN = Duration.ofMillis(50);

    final PgFixture postgres;
    final AtomicInteger beats = new AtomicInteger();
    final Set<CommunityId> looks = ConcurrentHashMap.newKeySet();
    final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final SecretHash hash = new SecretHash("sixteen bytes or more".getBytes(StandardCharsets.UTF_8));
    private final Vertx vertx;
    private final Hints hints;
    private final Emergencies emergencies;
    private final List<String> deployed = new ArrayList<>();
    private final HttpServer outside;
    private final MqttVerticle mqtt;
    private int brokenPort;

    WatchedHouse(PgFixture postgres, Hints hints) {
        this.postgres = postgres;
        this.vertx = postgres.vertx();
        this.hints = hints;
        this.emergencies = new Emergencies(
                new EmergencyLane(
                        new VertxLoop(vertx, ((VertxInternal) vertx).createEventLoopContext()),
                        new PgIntakeStore(vertx, postgres.pools().intake()),
                        hints,
                        meters),
                Samples::id);
        this.outside = vertx.createHttpServer().requestHandler(request -> {
            beats.incrementAndGet();
            request.response().end();
        });
        PgFixture.await(outside.listen(0, "127.0.0.1"));
        this.mqtt = mqtt();
        open(new EngineVerticle(
                new Engine.Stores(
                        new PgDeadlineStore(postgres.pools().engine()),
                        new PgIncidentStore(vertx, postgres.pools().engine()),
                        new PgResponderStore(postgres.pools().engine(), Samples::id),
                        new PgPlanStore(postgres.pools().engine())),
                Samples::id,
                hints,
                meters));
        open(new SequencerVerticle(new PgFeedStore(postgres.pools().feed()), hints));
        open(new NotifyVerticle(
                new PgOutboxStore(postgres.pools().notices(), TestVault.open()),
                new PgIncidentStore(vertx, postgres.pools().notices()),
                NotifyConfig.NONE.channels(vertx, (account, frame) -> Future.succeededFuture(false), Clock.systemUTC()),
                hints,
                meters));
        open(mqtt);
    }

    private MqttVerticle mqtt() {
        TelemetryLane telemetry = new TelemetryLane(
                vertx,
                ((VertxInternal) vertx).createEventLoopContext(),
                new PgTelemetryStore(postgres.pools().telemetry()),
                new VitalsWatch(
                        emergencies,
                        new PgDownlinkStore(postgres.pools().telemetry()),
                        hints,
                        Samples::id,
                        Clock.systemUTC(),
                        meters),
                hints,
                meters);
        return new MqttVerticle(
                MqttConfig.defaults().withAddress("127.0.0.1", 0),
                new MqttVerticle.Ports(
                        new DeviceIndex(new PgRegistryStore(postgres.pools().telemetry()), hash),
                        new TwoLanes(emergencies, telemetry),
                        new PgSessionStore(postgres.pools().telemetry()),
                        new PgDownlinkStore(postgres.pools().telemetry()),
                        hints,
                        Samples::id,
                        meters),
                Clock.systemUTC());
    }

    private void open(Deployable verticle) {
        deployed.add(PgFixture.await(vertx.deployVerticle(verticle)));
    }

    /** Nothing listens on the port that canaries of this house use from now on. */
    WatchedHouse withABrokenPort() {
        brokenPort = 1;
        return this;
    }

    /** A node that watches. */
    WatchVerticle watch(boolean withCanary) {
        WatchVerticle watch = new WatchVerticle(
                new WatchConfig(
                        true,
                        withCanary ? Optional.of(Duration.ofMillis(200)) : Optional.empty(),
                        Optional.of(URI.create("http://127.0.0.1:" + outside.actualPort() + "/beat")),
                        OFTEN,
                        HASTY),
                new Watcher.Ports(
                        new PgWatchStore(postgres.pools().watch()),
                        emergencies,
                        new PgIncidentStore(vertx, postgres.pools().watch()),
                        () -> Set.copyOf(looks),
                        hints,
                        Samples::id,
                        Clock.systemUTC()),
                inside -> new MqttCanaryLine(inside, "127.0.0.1", () -> brokenPort > 0 ? brokenPort : mqtt.port()),
                new Canary.Secrets(() -> Samples.id().toString(), hash::of),
                meters);
        open(watch);
        return watch;
    }

    Emergencies emergencies() {
        return emergencies;
    }

    @Override
    public void close() {
        for (int i = deployed.size() - 1; i >= 0; i--) {
            PgFixture.await(vertx.undeploy(deployed.get(i)));
        }
        PgFixture.await(outside.close());
    }
}
