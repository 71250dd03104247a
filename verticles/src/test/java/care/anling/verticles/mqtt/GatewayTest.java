package care.anling.verticles.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import care.anling.core.device.Device;
import care.anling.core.device.DeviceKind;
import care.anling.core.device.Dialect;
import care.anling.core.device.Reason;
import care.anling.core.device.SignalKind;
import care.anling.core.device.Telemetry;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who is speaking: a gateway for its children, a watch for itself, and nobody for somebody else. */
class GatewayTest {

    private final Device gateway = Devices.gateway(1);
    private final Device button = Devices.child(2, gateway, DeviceKind.PENDANT, "bed/button");
    private final Device lamp = Devices.child(3, gateway, DeviceKind.MOTION, "lamp");
    private final Device otherGateway = Devices.gateway(4);
    private final Device otherButton = Devices.child(5, otherGateway, DeviceKind.PENDANT, "theirs");
    private final Device imede = Devices.imede(6);
    private final Door door = new Door();

    @BeforeEach
    void open() {
        door.know(gateway, button, lamp, otherGateway, otherButton, imede).open();
    }

    @AfterEach
    void close() {
        door.close();
    }

    /** Publishes at QoS 0 as zigbee2mqtt does, and waits until the door has read it all. */
    private void say(Device login, String... topicsAndPayloads) throws IOException {
        try (RawClient client = new RawClient(door.port())) {
            client.send(RawClient.connect().as(login).packet());
            client.expect(RawClient.CONNACK);
            for (int i = 0; i < topicsAndPayloads.length; i += 2) {
                client.send(RawClient.publish(0, 0, topicsAndPayloads[i], topicsAndPayloads[i + 1]));
            }
            client.send(RawClient.pingreq());
            client.expect(RawClient.PINGRESP);
        }
    }

    private Device speaker(int emergency) {
        return door.intake.emergencies.get(emergency).device();
    }

    @Test
    void aChildBehindAGatewaySpeaksAsItself() throws IOException {
        say(gateway, "zigbee2mqtt/bed/button", "{\"action\":\"emergency\",\"battery\":80,\"linkquality\":144}");
        assertThat(door.intake.kinds()).containsExactly(SignalKind.SOS);
        assertThat(speaker(0).id()).isEqualTo(button.id());
        assertThat(door.intake.emergencies.get(0).signal().wire().orElseThrow().dialect())
                .isEqualTo(Dialect.ZIGBEE2MQTT);
        assertThat(door.intake.measured)
                .anyMatch(it -> it.device().id().equals(button.id())
                        && it.telemetry() instanceof Telemetry.Heartbeat heartbeat
                        && heartbeat.batteryPercent().equals(java.util.Optional.of(80)));
    }

    @Test
    void anUnknownChildInNeedIsHeardThroughItsGateway() throws IOException {
        say(
                gateway,
                "zigbee2mqtt/new-one",
                "{\"action\":\"emergency\"}",
                "zigbee2mqtt/new-one",
                "{\"battery\":50}",
                "zigbee2mqtt/new-one",
                "{\"action\":\"single\"}",
                "zigbee2mqtt/theirs",
                "{\"sos\":true}");
        assertThat(door.intake.kinds()).containsExactly(SignalKind.SOS, SignalKind.SOS);
        assertThat(speaker(0).id()).isEqualTo(gateway.id());
        assertThat(speaker(1).id()).isEqualTo(gateway.id());
        assertThat(door.intake.emergencies.get(0).signal().flags()).containsExactly(Reason.UNIDENTIFIED);
        assertThat(door.count("anling_mqtt_left_out", "reason", "unknown_child"))
                .isGreaterThanOrEqualTo(1);
        assertThat(door.count("anling_mqtt_left_out", "reason", "no_press")).isEqualTo(1);
    }

    @Test
    void aLightSwitchIsNoHelpButton() throws IOException {
        say(
                gateway,
                "zigbee2mqtt/lamp",
                "{\"action\":\"single\"}",
                "zigbee2mqtt/lamp",
                "{\"linkqu",
                "zigbee2mqtt/bed/button",
                "{\"action\":\"single\"}",
                "zigbee2mqtt/bed/button",
                "{\"linkqu");
        assertThat(door.intake.kinds()).containsExactly(SignalKind.SOS, SignalKind.UNDECODABLE);
        assertThat(speaker(0).id()).isEqualTo(button.id());
        assertThat(speaker(1).id()).isEqualTo(button.id());
    }

    @Test
    void availabilityIsTheChildsPresence() throws IOException {
        say(
                gateway,
                "zigbee2mqtt/bed/button/availability",
                "offline",
                "zigbee2mqtt/bridge/state",
                "{\"state\":\"online\"}");
        assertThat(door.intake.presenceOf(button)).containsExactly(false);
        Door.until(() -> assertThat(door.intake.presenceOf(gateway)).containsExactly(true, true, false));
    }

    @Test
    void aChildMaySpeakOurDialectThroughItsGatewayAndByItself() throws IOException {
        say(gateway, "v1/" + button.id() + "/up/status", "{}", "v1/" + otherButton.id() + "/up/status", "{}");
        say(button, "v1/" + button.id() + "/up/sos", "");
        assertThat(door.intake.presenceOf(button)).contains(true);
        assertThat(door.intake.presenceOf(otherButton)).isEmpty();
        assertThat(speaker(0).id()).isEqualTo(button.id());
    }

    @Test
    void theLoginWinsOverAnImei() throws IOException {
        say(imede, "iMEDE_watch/sos", "{\"status\":\"SOS\",\"IMEI\":\"000000000000000\"}");
        assertThat(speaker(0).id()).isEqualTo(imede.id());
        assertThat(door.count("anling_mqtt_left_out", "reason", "address_differs"))
                .isEqualTo(1);
    }

    @Test
    void aLowBatteryIsOneSignalHoweverOftenItIsSaid() throws IOException {
        say(
                gateway,
                "zigbee2mqtt/bed/button",
                "{\"battery_low\":true,\"battery\":5}",
                "zigbee2mqtt/bed/button",
                "{\"battery_low\":true,\"battery\":4}");
        assertThat(door.intake.kinds()).containsExactly(SignalKind.LOW_BATTERY, SignalKind.LOW_BATTERY);
        assertThat(door.intake.emergencies.get(0).key())
                .isEqualTo(door.intake.emergencies.get(1).key())
                .isPresent();
        assertThat(door.intake.emergencies.get(1).key().orElseThrow().countsAsDuplicate())
                .isTrue();
    }
}
