package care.anling.verticles.api;

import care.anling.core.common.ResidentId;
import care.anling.core.device.Device;
import care.anling.core.device.Signal;
import care.anling.core.device.Telemetry;
import care.anling.verticles.bus.Hints;
import care.anling.verticles.mqtt.DeviceIndex;
import care.anling.verticles.mqtt.MqttConfig;
import care.anling.verticles.mqtt.MqttVerticle;
import care.anling.verticles.store.PgDownlinkStore;
import care.anling.verticles.store.PgFixture;
import care.anling.verticles.store.PgRegistryStore;
import care.anling.verticles.store.PgSessionStore;
import care.anling.verticles.store.PgTelemetryStore;
import care.anling.verticles.store.Samples;
import care.anling.verticles.store.SignalKey;
import care.anling.verticles.store.TelemetryStore;
import care.anling.verticles.triage.Intake;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.mqtt.MqttClient;
import io.vertx.mqtt.MqttClientOptions;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** A node's door for devices, on the same database as the others and deaf to their hints: it lives by its poll alone. */
final class DeviceNode implements AutoCloseable {

    private final Vertx vertx = Vertx.vertx();
    private final MqttVerticle door;

    DeviceNode(PgFixture postgres) {
        door = new MqttVerticle(
                MqttConfig.defaults().withAddress("127.0.0.1", 0),
                new MqttVerticle.Ports(
                        new DeviceIndex(new PgRegistryStore(postgres.pools().telemetry()), PgHouse.SECRETS),
                        new Stored(new PgTelemetryStore(postgres.pools().telemetry())),
                        new PgSessionStore(postgres.pools().telemetry()),
                        new PgDownlinkStore(postgres.pools().telemetry()),
                        Hints.on(vertx),
                        Samples::id,
                        new SimpleMeterRegistry()),
                InstantSource.system());
        ApiHouse.await(vertx.deployVerticle(door));
    }

    /** Not yet connected. */
    MqttClient client(String device, String secret) {
        MqttClientOptions options =
                new MqttClientOptions().setUsername(device).setPassword(secret).setCleanSession(true);
        return MqttClient.create(vertx, options);
    }

    Future<?> connect(MqttClient client) {
        return client.connect(door.port(), "127.0.0.1");
    }

    @Override
    public void close() {
        ApiHouse.await(vertx.close());
    }

    /** Emergencies are others' tests. */
    private record Stored(TelemetryStore store) implements Intake {

        @Override
        public Future<Void> emergency(Device device, Signal signal, Optional<SignalKey> key) {
            return Future.succeededFuture();
        }

        @Override
        public Future<Void> telemetry(Device device, Telemetry said) {
            return store.append(List.of(new TelemetryStore.Row(
                    device.id(),
                    device.community(),
                    device.resident().map(person -> new ResidentId(person.id())),
                    Instant.now(),
                    said)));
        }
    }
}
