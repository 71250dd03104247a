package care.anling.verticles.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import care.anling.core.device.Device;
import care.anling.core.device.Reason;
import care.anling.core.device.SignalKind;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A press and its acknowledgement, byte by byte. */
class PressTest {

    private final Device watch = Devices.watch(1);
    private final Device other = Devices.watch(2);
    private final Door door = new Door();

    @BeforeEach
    void open() {
        door.know(watch, other).open();
    }

    @AfterEach
    void close() {
        door.close();
    }

    private static String sos(Device device) {
        return "v1/" + device.id() + "/up/sos";
    }

    @Test
    void connectAndPressInOneSegmentIsAcknowledged() throws IOException {
        try (RawClient client = new RawClient(door.port())) {
            client.send(
                    RawClient.connect().as(watch).packet(),
                    RawClient.publish(1, 7, sos(watch), "{\"id\":\"e1\",\"lat\":34.76,\"lon\":113.75}"));

            assertThat(client.expect(RawClient.CONNACK).body()).containsExactly(0, 0);
            assertThat(client.expect(RawClient.PUBACK).packetId()).isEqualTo(7);
            assertThat(door.intake.kinds()).containsExactly(SignalKind.SOS);
            assertThat(door.intake.emergencies.get(0).signal().fix()).isPresent();
        }
    }

    @Test
    void noAcknowledgementBeforeTheCommit() throws IOException {
        door.intake.holdEmergencies();
        try (RawClient client = new RawClient(door.port())) {
            client.send(RawClient.connect().as(watch).packet(), RawClient.publish(1, 7, sos(watch), ""));
            client.expect(RawClient.CONNACK);
            Door.until(() -> assertThat(door.intake.emergencies).hasSize(1));
            client.send(RawClient.pingreq());
            client.expect(RawClient.PINGRESP);

            door.intake.emergencies.get(0).durable().complete();
            assertThat(client.expect(RawClient.PUBACK).packetId()).isEqualTo(7);
        }
    }

    @Test
    void acknowledgementsLeaveInTheOrderOfThePublishes() throws IOException {
        door.intake.holdEmergencies();
        try (RawClient client = new RawClient(door.port())) {
            client.send(RawClient.connect().as(watch).packet());
            client.expect(RawClient.CONNACK);
            for (int id : List.of(11, 12, 13)) {
                client.send(RawClient.publish(1, id, sos(watch), "{\"id\":\"" + id + "\"}"));
            }
            Door.until(() -> assertThat(door.intake.emergencies).hasSize(3));
            for (int commit : List.of(2, 0, 1)) {
                door.intake.emergencies.get(commit).durable().complete();
            }
            for (int id : List.of(11, 12, 13)) {
                assertThat(client.expect(RawClient.PUBACK).packetId()).isEqualTo(id);
            }
        }
    }

    @Test
    void anUncommittedPressClosesTheConnection() throws IOException {
        door.intake.holdEmergencies();
        try (RawClient client = new RawClient(door.port())) {
            client.send(RawClient.connect().as(watch).packet(), RawClient.publish(1, 7, sos(watch), ""));
            client.expect(RawClient.CONNACK);
            Door.until(() -> assertThat(door.intake.emergencies).hasSize(1));
            door.intake.emergencies.get(0).durable().fail("no commit");

            assertThat(client.untilClosed()).isEmpty();
            Door.until(() -> assertThat(door.disconnects("not_committed")).isEqualTo(1));
        }
    }

    @Test
    void anEmptyOrUnreadablePressIsStillAPress() throws IOException {
        try (RawClient client = new RawClient(door.port())) {
            client.send(
                    RawClient.connect().as(watch).packet(),
                    RawClient.publish(1, 1, sos(watch), ""),
                    RawClient.publish(1, 2, sos(watch), "{\"id\":"),
                    RawClient.publish(0, 0, sos(watch), "at QoS 0 too"));
            client.expect(RawClient.CONNACK);
            client.expect(RawClient.PUBACK);
            client.expect(RawClient.PUBACK);
            Door.until(() ->
                    assertThat(door.intake.kinds()).containsExactly(SignalKind.SOS, SignalKind.SOS, SignalKind.SOS));
            assertThat(door.intake.emergencies.get(0).signal().flags()).isEmpty();
            assertThat(door.intake.emergencies.get(1).signal().flags()).containsExactly(Reason.UNDECODABLE);
        }
    }

    @Test
    void onAnothersTopicTheLoginIsHeard() throws IOException {
        try (RawClient client = new RawClient(door.port())) {
            client.send(RawClient.connect().as(watch).packet(), RawClient.publish(1, 1, sos(other), "{}"));
            client.expect(RawClient.CONNACK);
            client.expect(RawClient.PUBACK);
            assertThat(door.intake.emergencies.get(0).device().id()).isEqualTo(watch.id());
        }
    }
}
