package care.anling.verticles.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import care.anling.core.device.Device;
import care.anling.core.device.SignalKind;
import care.anling.verticles.store.SignalKey;
import care.anling.verticles.triage.Intake;
import io.vertx.core.Future;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What each quality of service gets, and when; what load and refusals look like on the wire. */
class QosTest {

    private final Device watch = Devices.watch(1);
    private final Device other = Devices.watch(2);
    private final Door door = new Door();
    private final String up = "v1/" + watch.id() + "/up/";

    @BeforeEach
    void open() {
        door.know(watch, other).open();
    }

    @AfterEach
    void close() {
        door.close();
    }

    private RawClient connected(int version) throws IOException {
        RawClient client = new RawClient(door.port());
        client.send(RawClient.connect().as(watch).version(version).clean(false).packet());
        client.expect(RawClient.CONNACK);
        return client;
    }

    private static byte[] dup(int qos, int packetId, String topic) {
        return RawClient.publish(4, qos, true, packetId, topic, new byte[0]);
    }

    @Test
    void qos2IsReceivedOnlyAfterTheCommitAndHandedOverOnce() throws IOException {
        door.intake.holdEmergencies();
        try (RawClient client = connected(4)) {
            client.send(RawClient.publish(2, 5, up + "sos", ""), RawClient.pingreq());
            client.expect(RawClient.PINGRESP);
            client.send(dup(2, 5, up + "sos"), RawClient.pingreq());
            client.expect(RawClient.PINGRESP);
            assertThat(door.intake.emergencies).hasSize(1);

            door.intake.emergencies.get(0).durable().complete();
            assertThat(client.expect(RawClient.PUBREC).packetId()).isEqualTo(5);
            client.send(dup(2, 5, up + "sos"));
            assertThat(client.expect(RawClient.PUBREC).packetId()).isEqualTo(5);
            assertThat(door.intake.emergencies).hasSize(1);

            client.send(RawClient.pubrel(5));
            assertThat(client.expect(RawClient.PUBCOMP).packetId()).isEqualTo(5);
            client.send(RawClient.publish(2, 5, up + "sos", ""));
            Door.until(() -> assertThat(door.intake.emergencies).hasSize(2));
        }
    }

    @Test
    void qos2AcrossAReconnectIsStillOnePress() throws IOException {
        try (RawClient client = connected(4)) {
            client.send(RawClient.publish(2, 5, up + "sos", ""));
            client.expect(RawClient.PUBREC);
        }
        try (RawClient client = connected(4)) {
            client.send(dup(2, 5, up + "sos"));
            client.expect(RawClient.PUBREC);
            client.send(RawClient.pubrel(5));
            client.expect(RawClient.PUBCOMP);
        }
        assertThat(door.intake.emergencies).hasSize(1);
    }

    @Test
    void qos2OnVersion5IsHeardAndClosed() throws IOException {
        try (RawClient client = connected(5)) {
            client.send(RawClient.publish5(2, 5, up + "sos", ""));
            RawClient.Packet last = client.untilClosed().orElseThrow();
            assertThat(last.type()).isEqualTo(RawClient.DISCONNECT);
            assertThat(last.u8(0)).isEqualTo(0x9B);
        }
        assertThat(door.intake.kinds()).containsExactly(SignalKind.SOS);
    }

    @Test
    void theSamePacketAgainBeforeItsCommitIsAcknowledgedOnce() throws IOException {
        door.intake.holdEmergencies();
        try (RawClient client = connected(4)) {
            client.send(RawClient.publish(1, 5, up + "sos", ""), dup(1, 5, up + "sos"), RawClient.pingreq());
            client.expect(RawClient.PINGRESP);
            assertThat(door.intake.emergencies).hasSize(1);
            door.intake.emergencies.get(0).durable().complete();
            client.expect(RawClient.PUBACK);
            client.send(RawClient.pingreq());
            client.expect(RawClient.PINGRESP);
        }
    }

    @Test
    void keysByTheContractsWords() throws IOException {
        String at = java.time.Instant.now().toString();
        try (RawClient client = connected(4)) {
            client.send(
                    RawClient.publish(1, 1, up + "sos", "{\"id\":\"e\",\"at\":\"" + at + "\"}"),
                    RawClient.publish(1, 2, up + "sos", "{\"id\":\"e\"}"),
                    RawClient.publish(1, 3, up + "sos", ""),
                    dup(1, 3, up + "sos"),
                    RawClient.publish(0, 0, up + "sos", ""));
            for (int i = 0; i < 4; i++) {
                client.expect(RawClient.PUBACK);
            }
            Door.until(() -> assertThat(door.intake.emergencies).hasSize(5));
        }
        SignalKey withTime = key(0);
        assertThat(withTime.text()).isEqualTo("SOS|e|" + at);
        assertThat(withTime.believedFor()).isEqualTo(Duration.ofHours(24));
        assertThat(withTime.countsAsDuplicate()).isTrue();
        SignalKey idOnly = key(1);
        assertThat(idOnly.text()).isEqualTo("SOS|e");
        assertThat(idOnly.believedFor()).isEqualTo(Duration.ofMinutes(10));
        assertThat(key(2).countsAsDuplicate()).isFalse();
        assertThat(key(3).countsAsDuplicate()).isTrue();
        assertThat(key(3).text()).isEqualTo(key(2).text()).contains("|3|");
        assertThat(door.intake.emergencies.get(4).key()).isEmpty();
    }

    private SignalKey key(int emergency) {
        return door.intake.emergencies.get(emergency).key().orElseThrow();
    }

    @Test
    void aFreshSessionMakesAFreshKey() throws IOException {
        for (boolean clean : List.of(false, false, true)) {
            try (RawClient client = new RawClient(door.port())) {
                client.send(
                        RawClient.connect().as(watch).clean(clean).packet(), RawClient.publish(1, 1, up + "sos", ""));
                client.expect(RawClient.CONNACK);
                client.expect(RawClient.PUBACK);
            }
        }
        assertThat(key(1).text()).isEqualTo(key(0).text());
        assertThat(key(2).text()).isNotEqualTo(key(0).text());
    }

    @Test
    void overloadOnVersion5IsSaid() throws IOException {
        door.intake.onTelemetry = it -> Future.failedFuture(new Intake.Overloaded());
        try (RawClient client = connected(5)) {
            client.send(
                    RawClient.publish5(1, 1, up + "vitals", "{\"hr\":72}"), RawClient.publish5(1, 2, up + "sos", ""));
            assertThat(client.expect(RawClient.PUBACK).u8(2)).isEqualTo(0x97);
            assertThat(client.expect(RawClient.PUBACK).packetId()).isEqualTo(2);
        }
    }

    @Test
    void overloadOnVersion3IsLeftUnacknowledgedAndAnSosGoesThrough() throws IOException {
        door.intake.onTelemetry = it -> Future.failedFuture(new Intake.Overloaded());
        try (RawClient client = connected(4)) {
            client.send(
                    RawClient.publish(1, 1, up + "vitals", "{\"hr\":72}"),
                    RawClient.publish(0, 0, up + "vitals", "{\"hr\":72}"),
                    RawClient.publish(1, 2, up + "sos", ""));
            assertThat(client.expect(RawClient.PUBACK).packetId()).isEqualTo(2);
            client.send(RawClient.pingreq());
            client.expect(RawClient.PINGRESP);
        }
        assertThat(door.count("anling_mqtt_publishes", "outcome", "overloaded")).isEqualTo(2);
    }

    @Test
    void aCommitThatNeverComesEndsAtTheDeadline() throws IOException {
        Door impatient = new Door()
                .with(config -> config.withTimes(new MqttConfig.Times(
                        Duration.ofSeconds(10),
                        Duration.ofMinutes(1),
                        Duration.ofMinutes(1),
                        Duration.ofMillis(300),
                        Duration.ofDays(1),
                        Duration.ofSeconds(2),
                        Duration.ofMinutes(1))))
                .know(watch)
                .open();
        impatient.intake.holdEmergencies();
        try (RawClient client = new RawClient(impatient.port())) {
            client.send(RawClient.connect().as(watch).packet(), RawClient.publish(1, 1, up + "sos", ""));
            client.expect(RawClient.CONNACK);
            assertThat(client.untilClosed()).isEmpty();
            Door.until(() -> assertThat(impatient.disconnects("commit_late")).isEqualTo(1));
        } finally {
            impatient.close();
        }
    }

    private Door small() {
        return new Door()
                .with(config -> config.withLimits(new MqttConfig.Limits(65_536, 100, 1_000, 8, 3, 3, 8, 32)))
                .know(watch)
                .open();
    }

    @Test
    void aFloodOfUnacknowledgedPublishesEndsTheConnectionAndIsStillHeard() throws IOException {
        Door small = small();
        small.intake.holdEmergencies();
        try (RawClient client = new RawClient(small.port())) {
            client.send(RawClient.connect().as(watch).version(5).packet());
            client.expect(RawClient.CONNACK);
            for (int id = 1; id <= 4; id++) {
                client.send(RawClient.publish(5, 1, false, id, up + "sos", new byte[0]));
            }
            assertThat(client.untilClosed().orElseThrow().u8(0)).isEqualTo(0x93);
        }
        Door.until(
                () -> assertThat(small.disconnects("receive_maximum_exceeded")).isEqualTo(1));
        assertThat(small.intake.emergencies).hasSize(4);
        small.close();
    }

    @Test
    void version3SendingEverythingAtOnceGetsFurtherWithEachConnection() throws IOException {
        Door small = small();
        int packets = 10;
        int acknowledged = 0;
        int connections = 0;
        while (acknowledged < packets) {
            connections++;
            small.intake.holdEmergencies();
            int before = small.intake.emergencies.size();
            try (RawClient client = new RawClient(small.port())) {
                client.send(RawClient.connect().as(watch).packet());
                client.expect(RawClient.CONNACK);
                for (int id = acknowledged + 1; id <= packets; id++) {
                    client.send(RawClient.publish(1, id, up + "sos", "{\"id\":\"" + id + "\"}"));
                }
                int taken = Math.min(4, packets - acknowledged);
                Door.until(() -> assertThat(small.intake.emergencies).hasSize(before + taken));
                client.send(RawClient.publish(0, 0, up + "status", ""), RawClient.pingreq());
                client.expect(RawClient.PINGRESP);
                small.intake
                        .emergencies
                        .subList(before, before + taken)
                        .forEach(emergency -> emergency.durable().complete());
                for (int i = 0; i < taken; i++) {
                    assertThat(client.expect(RawClient.PUBACK).packetId()).isEqualTo(++acknowledged);
                }
            }
        }
        assertThat(connections).isEqualTo(3);
        assertThat(small.intake.emergencies).hasSize(packets);
        assertThat(small.disconnects("receive_maximum_exceeded")).isEqualTo(2);
        small.close();
    }

    @Test
    void anUnknownTopicIsSaidOnVersion5AndNotForeverOnVersion3() throws IOException {
        try (RawClient client = connected(5)) {
            client.send(
                    RawClient.publish5(1, 1, up + "dance", "{}"),
                    RawClient.publish5(1, 2, up + "vitals", "{"),
                    RawClient.publish5(1, 3, "v1/" + other.id() + "/up/vitals", "{\"hr\":72}"));
            assertThat(client.expect(RawClient.PUBACK).u8(2)).isEqualTo(0x90);
            assertThat(client.expect(RawClient.PUBACK).u8(2)).isEqualTo(0x99);
            assertThat(client.expect(RawClient.PUBACK).u8(2)).isEqualTo(0x87);
        }
        try (RawClient client = connected(4)) {
            client.send(RawClient.publish(1, 1, up + "dance", "{}"));
            client.expect(RawClient.PUBACK);
        }
        assertThat(door.count("anling_mqtt_left_out", "reason", "unknown_topic"))
                .isEqualTo(2);
    }

    @Test
    void anothersTopicClosesVersion3() throws IOException {
        try (RawClient client = connected(4)) {
            client.send(RawClient.publish(0, 0, "v1/" + other.id() + "/up/vitals", "{\"hr\":72}"), RawClient.pingreq());
            client.expect(RawClient.PINGRESP);
            client.send(RawClient.publish(1, 1, "v1/" + other.id() + "/up/vitals", "{\"hr\":72}"));
            assertThat(client.untilClosed()).isEmpty();
            Door.until(() -> assertThat(door.disconnects("foreign_topic")).isEqualTo(1));
        }
        assertThat(door.intake.readings()).isEmpty();
    }

    @Test
    void aTopicAliasIsRefused() throws IOException {
        try (RawClient client = connected(5)) {
            byte[] body = {0, 0, 0, 1, 3, 0x23, 0, 1, 'x'};
            client.send(RawClient.framed(0x32, body));
            assertThat(client.untilClosed().orElseThrow().u8(0)).isEqualTo(0x94);
        }
    }

    @Test
    void anOversizedPacketClosesAndTellsAboutItsDevice() throws IOException {
        byte[] large = new byte[100_000];
        try (RawClient client = connected(5)) {
            client.send(RawClient.publish(5, 1, false, 1, up + "vitals", large));
            assertThat(client.untilClosed().orElseThrow().u8(0)).isEqualTo(0x95);
        }
        try (RawClient client = connected(4)) {
            client.send(RawClient.publish(4, 1, false, 1, up + "vitals", large));
            assertThat(client.untilClosed()).isEmpty();
        }
        Door.until(() -> assertThat(door.disconnects("oversized_packet")).isEqualTo(2));
        assertThat(door.intake.kinds()).containsExactly(SignalKind.DEVICE_FAULT, SignalKind.DEVICE_FAULT);
        assertThat(door.intake.emergencies.get(0).signal().flags())
                .containsExactly(care.anling.core.device.Reason.OVERSIZED_PACKET);
        assertThat(key(0)).isEqualTo(key(1));
    }

    @Test
    void telemetryNeverDelaysAnSosOnTheSameConnection() throws IOException {
        door.intake.onTelemetry = it -> io.vertx.core.Promise.<Void>promise().future();
        try (RawClient client = connected(4)) {
            client.send(
                    RawClient.publish(1, 1, up + "vitals", "{\"hr\":72}"),
                    RawClient.publish(1, 2, up + "sos", new String(new byte[0], StandardCharsets.UTF_8)));
            Door.until(() -> assertThat(door.intake.kinds()).containsExactly(SignalKind.SOS));
        }
    }
}
