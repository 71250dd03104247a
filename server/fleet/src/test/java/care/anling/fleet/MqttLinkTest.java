package care.anling.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import care.anling.fleet.FakeBroker.Heard;
import care.anling.fleet.Installation.DeviceEntry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MqttLinkTest {

    private final Vertx vertx = Vertx.vertx();
    private final Counts counts = new Counts();
    private FakeBroker broker;

    @BeforeEach
    void start() throws Exception {
        broker = new FakeBroker(vertx);
    }

    @AfterEach
    void stop() throws Exception {
        get(vertx.close());
    }

    @Test
    void aPressIsOverOnlyWithItsPuback() throws Exception {
        SimulatedDevice device = SimulatedDevice.alone(vertx, broker.uri(), watch("native", ""), counts);
        get(device.connect());
        assertThat(get(device.press())).isPositive().isLessThan(Duration.ofSeconds(5));
        assertThat(broker.heard).hasSize(1);
        Heard sos = broker.heard.get(0);
        assertThat(sos.topic()).isEqualTo("v1/d1/up/sos");
        assertThat(sos.qos()).isEqualTo(1);
        assertThat(new JsonObject(sos.payload()).getString("id")).isNotBlank();
        assertThat(broker.logins).containsExactly("d1");
        await().untilAsserted(() -> assertThat(broker.subscriptions).contains("v1/d1/down/incident"));
    }

    @Test
    void aPressWithoutPubackIsSentAgainAfterReconnecting() throws Exception {
        broker.acknowledge = (index, heard) -> index >= 2;
        SimulatedDevice device = SimulatedDevice.alone(vertx, broker.uri(), watch("native", ""), counts);
        get(device.connect());
        get(device.press());
        assertThat(broker.heard).hasSize(3);
        assertThat(broker.heard)
                .extracting(Heard::payload)
                .containsOnly(broker.heard.get(0).payload());
        assertThat(broker.heard).extracting(Heard::dup).containsExactly(false, true, true);
        assertThat(counts.resent()).isEqualTo(2);
    }

    @Test
    void aPressWaitsForAServerThatComesBack() throws Exception {
        SimulatedDevice device = SimulatedDevice.alone(vertx, broker.uri(), watch("native", ""), counts);
        get(device.connect());
        int port = broker.uri().getPort();
        broker.close();
        await().until(() -> counts.losses.sum() == 1);
        Future<Duration> press = device.press();
        assertThat(settle(device.heartbeat()).failed()).isTrue();
        assertThat(press.isComplete()).isFalse();
        FakeBroker again = new FakeBroker(vertx, port);
        get(press);
        assertThat(again.heard).extracting(Heard::topic).containsExactly("v1/d1/up/sos");
    }

    @Test
    void aWordFromTheServerIsCounted() throws Exception {
        SimulatedDevice device = SimulatedDevice.alone(vertx, broker.uri(), watch("native", ""), counts);
        get(device.connect());
        broker.open
                .get(0)
                .publish(
                        "v1/d1/down/incident",
                        new JsonObject().put("state", "received").toBuffer(),
                        io.netty.handler.codec.mqtt.MqttQoS.AT_LEAST_ONCE,
                        false,
                        false);
        await().untilAsserted(() -> assertThat(counts.downlinks()).isEqualTo(1));
    }

    @Test
    void anImedeWatchSaysItsImei() throws Exception {
        SimulatedDevice device = SimulatedDevice.alone(vertx, broker.uri(), watch("imede", "865067123456789"), counts);
        get(device.connect());
        get(device.press());
        get(device.heartbeat());
        get(device.measure());
        assertThat(broker.heard.get(0).topic()).isEqualToIgnoringCase("iMEDE_watch/SOS");
        assertThat(broker.heard)
                .allMatch(heard ->
                        new JsonObject(heard.payload()).getString("IMEI").equals("865067123456789"));
    }

    @Test
    void aGatewaySpeaksForItsButtonsAtQosZero() throws Exception {
        SimulatedDevice gateway = SimulatedDevice.alone(vertx, broker.uri(), watch("zigbee2mqtt", ""), counts);
        get(gateway.connect());
        SimulatedDevice button = gateway.child(watch("zigbee2mqtt", "cord/502"));
        get(button.press());
        get(gateway.heartbeat());
        await().until(() -> broker.heard.size() == 3);
        assertThat(broker.heard).extracting(Heard::qos).containsOnly(0);
        assertThat(broker.heard.get(0).topic()).isEqualTo("zigbee2mqtt/cord/502");
        assertThat(new JsonObject(broker.heard.get(0).payload()).getString("action"))
                .isEqualTo("emergency");
        assertThat(new JsonObject(broker.heard.get(1).payload()).getValue("action"))
                .isNull();
        assertThat(broker.heard.get(2).topic()).isEqualTo("zigbee2mqtt/bridge/state");
        assertThat(broker.logins).hasSize(1);
    }

    private static DeviceEntry watch(String dialect, String address) {
        return new DeviceEntry(
                "d1",
                Optional.of("secret"),
                dialect,
                "WATCH",
                Optional.of("r1"),
                Optional.of(address).filter(text -> !text.isEmpty()),
                Optional.empty(),
                "model",
                true,
                false,
                new Point(34.76, 113.75));
    }

    private static <T> T get(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
    }

    private static Future<?> settle(Future<?> future) {
        await().atMost(Duration.ofSeconds(20)).until(future::isComplete);
        return future;
    }
}
