package care.anling.verticles.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import care.anling.core.device.Device;
import care.anling.core.device.DeviceKind;
import care.anling.core.device.SignalKind;
import care.anling.verticles.bus.Hint;
import com.hivemq.client.mqtt.MqttClient;
import com.hivemq.client.mqtt.MqttGlobalPublishFilter;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt3.Mqtt3BlockingClient;
import com.hivemq.client.mqtt.mqtt5.Mqtt5BlockingClient;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5PubAckException;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import com.hivemq.client.mqtt.mqtt5.message.publish.puback.Mqtt5PubAckReasonCode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The clients devices are really built with. */
class ClientsTest {

    private final Device watch = Devices.watch(1);
    private final Device gateway = Devices.gateway(2);
    private final Device button = Devices.child(3, gateway, DeviceKind.PENDANT, "0xa4c13899607febd1");
    private final String up = "v1/" + watch.id() + "/up/";
    private final String down = "v1/" + watch.id() + "/down/";
    private final Door door = new Door();

    @BeforeEach
    void open() {
        door.know(watch, gateway, button).open();
    }

    @AfterEach
    void close() {
        door.close();
    }

    private void tell(String text) {
        Door.await(door.words.add(
                watch.id(),
                "down/incident",
                text.getBytes(StandardCharsets.UTF_8),
                Instant.now().plusSeconds(600)));
        door.hints.publish(new Hint.DeviceTold(watch.id()));
    }

    @Test
    void hivemqVersion3() throws InterruptedException {
        Mqtt3BlockingClient client = MqttClient.builder()
                .useMqttVersion3()
                .identifier("hive-3")
                .serverHost("127.0.0.1")
                .serverPort(door.port())
                .simpleAuth()
                .username(watch.id().toString())
                .password(Door.secret(watch).getBytes(StandardCharsets.UTF_8))
                .applySimpleAuth()
                .buildBlocking();
        assertThat(client.connectWith().cleanSession(false).send().isSessionPresent())
                .isFalse();
        try (Mqtt3BlockingClient.Mqtt3Publishes words = client.publishes(MqttGlobalPublishFilter.ALL)) {
            client.subscribeWith()
                    .topicFilter(down + "#")
                    .qos(MqttQos.AT_LEAST_ONCE)
                    .send();
            for (MqttQos qos : MqttQos.values()) {
                client.publishWith()
                        .topic(up + "sos")
                        .qos(qos)
                        .payload("{}".getBytes(StandardCharsets.UTF_8))
                        .send();
            }
            Door.until(() -> assertThat(door.intake.kinds()).hasSize(3).containsOnly(SignalKind.SOS));
            tell("help is coming");
            assertThat(new String(
                            words.receive(20, TimeUnit.SECONDS).orElseThrow().getPayloadAsBytes(),
                            StandardCharsets.UTF_8))
                    .isEqualTo("help is coming");
            Door.until(() -> assertThat(door.words.delivered()).hasSize(1));
        }
        client.disconnect();
        assertThat(client.connectWith().cleanSession(false).send().isSessionPresent())
                .isTrue();
        client.disconnect();
    }

    @Test
    void hivemqVersion5() throws InterruptedException {
        Mqtt5BlockingClient client = MqttClient.builder()
                .useMqttVersion5()
                .serverHost("127.0.0.1")
                .serverPort(door.port())
                .simpleAuth()
                .username(watch.id().toString())
                .password(Door.secret(watch).getBytes(StandardCharsets.UTF_8))
                .applySimpleAuth()
                .buildBlocking();
        var connack =
                client.connectWith().sessionExpiryInterval(600).cleanStart(true).send();
        assertThat(connack.getAssignedClientIdentifier()).isPresent();
        assertThat(connack.getRestrictions().getMaximumQos()).isEqualTo(MqttQos.AT_LEAST_ONCE);
        assertThat(connack.getRestrictions().getReceiveMaximum()).isEqualTo(64);
        try (Mqtt5BlockingClient.Mqtt5Publishes words = client.publishes(MqttGlobalPublishFilter.ALL)) {
            client.subscribeWith()
                    .topicFilter(down + "+")
                    .qos(MqttQos.EXACTLY_ONCE)
                    .send();
            client.publishWith().topic(up + "sos").qos(MqttQos.AT_LEAST_ONCE).send();
            assertThat(door.intake.kinds()).containsExactly(SignalKind.SOS);
            assertThatThrownBy(() -> client.publishWith()
                            .topic(up + "dance")
                            .qos(MqttQos.AT_LEAST_ONCE)
                            .send())
                    .isInstanceOfSatisfying(
                            Mqtt5PubAckException.class,
                            refused -> assertThat(refused.getMqttMessage().getReasonCode())
                                    .isEqualTo(Mqtt5PubAckReasonCode.TOPIC_NAME_INVALID));
            tell("help is coming");
            Optional<Mqtt5Publish> word = words.receive(20, TimeUnit.SECONDS);
            assertThat(word.orElseThrow().getMessageExpiryInterval().orElseThrow())
                    .isBetween(1L, 600L);
        }
        client.disconnect();
    }

    @Test
    void pahoVersion5() throws Exception {
        var client = new org.eclipse.paho.mqttv5.client.MqttClient(
                "tcp://127.0.0.1:" + door.port(), "paho-5", new MemoryPersistence());
        MqttConnectionOptions options = new MqttConnectionOptions();
        options.setUserName(watch.id().toString());
        options.setPassword(Door.secret(watch).getBytes(StandardCharsets.UTF_8));
        options.setCleanStart(false);
        options.setSessionExpiryInterval(600L);
        IMqttToken connected = client.connectWithResult(options);
        assertThat(connected.getSessionPresent()).isFalse();
        var words = new LinkedBlockingQueue<String>();
        client.setCallback(new Words(words));
        client.subscribe(down + "#", 1);
        client.publish(up + "fall", "{\"state\":\"suspected\"}".getBytes(StandardCharsets.UTF_8), 1, false);
        Door.until(() -> assertThat(door.intake.kinds()).containsExactly(SignalKind.FALL_SUSPECTED));
        tell("we know");
        assertThat(words.poll(20, TimeUnit.SECONDS)).isEqualTo("we know");
        client.disconnect();
        assertThat(client.connectWithResult(options).getSessionPresent()).isTrue();
        client.disconnect();
        client.close();
    }

    /** Paho's callback with everything but the words left out. */
    private record Words(LinkedBlockingQueue<String> words) implements org.eclipse.paho.mqttv5.client.MqttCallback {
        @Override
        public void messageArrived(String topic, org.eclipse.paho.mqttv5.common.MqttMessage message) {
            words.add(new String(message.getPayload(), StandardCharsets.UTF_8));
        }

        @Override
        public void disconnected(org.eclipse.paho.mqttv5.client.MqttDisconnectResponse response) {}

        @Override
        public void mqttErrorOccurred(org.eclipse.paho.mqttv5.common.MqttException exception) {}

        @Override
        public void deliveryComplete(IMqttToken token) {}

        @Override
        public void connectComplete(boolean reconnect, String serverUri) {}

        @Override
        public void authPacketArrived(
                int reasonCode, org.eclipse.paho.mqttv5.common.packet.MqttProperties properties) {}
    }

    @Test
    void mosquitto() throws IOException, InterruptedException {
        Path publish = Path.of("/usr/bin/mosquitto_pub");
        assumeTrue(Files.isExecutable(publish), "mosquitto_pub is not installed");
        for (String version : List.of("311", "5")) {
            assertThat(run(publish, watch, "-V", version, "-q", "1", "-t", up + "sos", "-n"))
                    .isZero();
            assertThat(run(publish, watch, "-V", version, "-q", "1", "-t", up + "sos", "-m", "{broken"))
                    .isZero();
            assertThat(run(
                            publish,
                            gateway,
                            "-V",
                            version,
                            "-t",
                            "zigbee2mqtt/0xa4c13899607febd1",
                            "-m",
                            "{\"action\":\"emergency\",\"battery\":80,\"linkquality\":144}"))
                    .isZero();
        }
        assertThat(run(publish, watch, "-V", "311", "-q", "2", "-t", up + "sos", "-n"))
                .isZero();
        Door.until(() -> assertThat(door.intake.kinds()).hasSize(7).containsOnly(SignalKind.SOS));
        assertThat(door.intake.emergencies.get(2).device().id()).isEqualTo(button.id());
    }

    private int run(Path command, Device login, String... arguments) throws IOException, InterruptedException {
        List<String> line = new ArrayList<>(List.of(
                command.toString(),
                "-h",
                "127.0.0.1",
                "-p",
                Integer.toString(door.port()),
                "-u",
                login.id().toString(),
                "-P",
                Door.secret(login)));
        line.addAll(List.of(arguments));
        Process process = new ProcessBuilder(line).inheritIO().start();
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        return process.exitValue();
    }
}
