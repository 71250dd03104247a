package care.anling.verticles.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import care.anling.core.common.Person;
import care.anling.core.device.Device;
import care.anling.core.device.SignalKind;
import care.anling.core.device.Upkeep;
import care.anling.verticles.loop.VertxLoop;
import care.anling.verticles.store.FakeIntakeStore;
import care.anling.verticles.store.FakeTelemetryStore;
import care.anling.verticles.store.FakeUpkeepStore;
import care.anling.verticles.store.RegistryStore.Registered;
import care.anling.verticles.store.UpkeepStore;
import care.anling.verticles.supervision.TestCalls;
import care.anling.verticles.telemetry.TelemetryLane;
import care.anling.verticles.telemetry.TwoLanes;
import care.anling.verticles.telemetry.VitalsWatch;
import care.anling.verticles.triage.Emergencies;
import care.anling.verticles.triage.EmergencyLane;
import care.anling.verticles.triage.Intake;
import com.hivemq.client.mqtt.MqttClient;
import com.hivemq.client.mqtt.MqttGlobalPublishFilter;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt3.Mqtt3BlockingClient;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a device is asked to do, heard by a real client: an announced test, and a second measurement. */
class CommandsTest {

    private final Device watch = Devices.watch(1);
    private final String up = "v1/" + watch.id() + "/up/";
    private final Door door = new Door();
    private final FakeUpkeepStore upkeep = new FakeUpkeepStore(door.database);

    @AfterEach
    void close() {
        door.close();
    }

    @Test
    void theAnnouncedPressIsATestAndTheNextIsAnEmergency() throws InterruptedException {
        Instant until = Instant.now().plusSeconds(600);
        know(until);
        Mqtt3BlockingClient client = connect();
        try (Mqtt3BlockingClient.Mqtt3Publishes words = listen(client)) {
            press(client);
            assertThat(next(words).getString("command")).isEqualTo("test");
            assertThat(door.intake.kinds()).isEmpty();
            assertThat(upkeep.tested(watch.id())).isTrue();
            press(client);
            assertThat(door.intake.kinds()).containsExactly(SignalKind.SOS);
        }
        client.disconnect();
    }

    @Test
    void withoutAnAnnouncementEveryPressIsAnEmergency() {
        know(Instant.now().minusSeconds(1));
        Mqtt3BlockingClient client = connect();
        press(client);
        assertThat(door.intake.kinds()).containsExactly(SignalKind.SOS);
        client.disconnect();
    }

    @Test
    void aDrillIsATest() {
        know(Instant.now().minusSeconds(1));
        Mqtt3BlockingClient client = connect();
        publish(client, "sos", "{\"drill\":true}");
        assertThat(door.intake.kinds()).containsExactly(SignalKind.SOS);
        Door.until(() -> assertThat(upkeep.tested(watch.id())).isTrue());
        client.disconnect();
    }

    /** A pulse of 30 by a wrist: measured again before anybody runs; the second one is believed. */
    @Test
    void oneAlarmingReadingIsMeasuredAgain() throws InterruptedException {
        SimpleMeterRegistry meters = new SimpleMeterRegistry();
        door.before = (behind, index) -> lanes(meters);
        door.know(watch).open();
        Mqtt3BlockingClient client = connect();
        try (Mqtt3BlockingClient.Mqtt3Publishes words = listen(client)) {
            publish(client, "vitals", "{\"hr\":30}");
            JsonObject word = next(words);
            assertThat(word.getString("command")).isEqualTo("measure");
            assertThat(Instant.parse(word.getString("expires"))).isAfter(Instant.now());
            assertThat(meters.counter("anling.vitals.alarms").count()).isZero();
            publish(client, "vitals", "{\"hr\":31}");
            Door.until(() ->
                    assertThat(meters.counter("anling.vitals.alarms").count()).isEqualTo(1));
            assertThat(meters.counter("anling.vitals.measure_again").count()).isEqualTo(1);
        }
        client.disconnect();
    }

    private Intake lanes(SimpleMeterRegistry meters) {
        VertxLoop loop = new VertxLoop(door.vertx, door.vertx.getOrCreateContext());
        Emergencies emergencies = new Emergencies(
                new EmergencyLane(loop, new FakeIntakeStore(door.database), door.hints, meters), UUID::randomUUID);
        return new TwoLanes(
                emergencies,
                new TelemetryLane(
                        door.vertx,
                        door.vertx.getOrCreateContext(),
                        new FakeTelemetryStore(door.database),
                        new VitalsWatch(
                                emergencies, door.words, door.hints, UUID::randomUUID, Clock.systemUTC(), meters),
                        door.hints,
                        meters));
    }

    private void know(Instant testUntil) {
        upkeep.put(watch.id(), new UpkeepStore.Placed(watch.community(), Optional.empty()));
        Door.await(upkeep.announceTest(UUID.randomUUID(), watch.id(), testUntil, new Person(new UUID(0, 9), "周")));
        door.registry.put(new Registered(
                watch,
                List.of(door.hash.of(Door.secret(watch))),
                new Upkeep(Optional.empty(), Optional.empty(), Optional.empty(), Optional.of(testUntil))));
        door.before = (behind, index) -> new TestCalls(
                behind,
                new TestCalls.Ports(
                        index::upkeep, upkeep, door.words, door.hints, UUID::randomUUID, InstantSource.system()));
        door.open();
    }

    private Mqtt3BlockingClient connect() {
        Mqtt3BlockingClient client = MqttClient.builder()
                .useMqttVersion3()
                .identifier("watch")
                .serverHost("127.0.0.1")
                .serverPort(door.port())
                .simpleAuth()
                .username(watch.id().toString())
                .password(Door.secret(watch).getBytes(StandardCharsets.UTF_8))
                .applySimpleAuth()
                .buildBlocking();
        client.connect();
        return client;
    }

    private Mqtt3BlockingClient.Mqtt3Publishes listen(Mqtt3BlockingClient client) {
        Mqtt3BlockingClient.Mqtt3Publishes words = client.publishes(MqttGlobalPublishFilter.ALL);
        client.subscribeWith()
                .topicFilter("v1/" + watch.id() + "/down/command")
                .qos(MqttQos.AT_LEAST_ONCE)
                .send();
        return words;
    }

    private void press(Mqtt3BlockingClient client) {
        publish(client, "sos", "{}");
    }

    /** Returns when the PUBACK has come. */
    private void publish(Mqtt3BlockingClient client, String what, String payload) {
        client.publishWith()
                .topic(up + what)
                .qos(MqttQos.AT_LEAST_ONCE)
                .payload(payload.getBytes(StandardCharsets.UTF_8))
                .send();
    }

    private static JsonObject next(Mqtt3BlockingClient.Mqtt3Publishes words) throws InterruptedException {
        return Buffer.buffer(words.receive(20, TimeUnit.SECONDS).orElseThrow().getPayloadAsBytes())
                .toJsonObject();
    }
}
