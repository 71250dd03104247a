package care.anling.verticles.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import care.anling.core.device.Device;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** Packets no well-meaning client would send: each closes its connection or is borne, and none fills the log. */
class HostilePacketsTest {

    private static final long SEED = 20261122;
    private static final int ROUNDS = 400;

    private final Device watch = Devices.watch(1);
    private final Door door = new Door();
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);

    @BeforeEach
    void open() {
        log.start();
        root.addAppender(log);
        door.know(watch).open();
    }

    @AfterEach
    void close() {
        root.detachAppender(log);
        door.close();
    }

    private String up(String word) {
        return "v1/" + watch.id() + "/up/" + word;
    }

    /** Still serves: a press goes through. */
    private void assertServes() throws IOException {
        int before = door.intake.emergencies.size();
        try (RawClient client = new RawClient(door.port())) {
            client.send(
                    RawClient.connect().as(watch).clientId("probe").packet(), RawClient.publish(1, 1, up("sos"), ""));
            client.expect(RawClient.CONNACK);
            client.expect(RawClient.PUBACK);
        }
        assertThat(door.intake.emergencies.size()).isGreaterThan(before);
    }

    private void closes(int version, byte[] packet) throws IOException {
        try (RawClient client = new RawClient(door.port())) {
            client.send(RawClient.connect().as(watch).version(version).packet());
            client.expect(RawClient.CONNACK);
            client.send(packet);
            client.untilClosed();
        }
    }

    @Test
    void eachClosesItsConnectionWithACause() throws IOException {
        List<byte[]> packets = List.of(
                RawClient.bytes(0x36, 4, 0, 1, 'a', 0),
                RawClient.bytes(0x00, 0),
                RawClient.bytes(0xF0, 0),
                RawClient.bytes(0x80, 0),
                RawClient.bytes(0x20, 2, 0, 0),
                RawClient.bytes(0x90, 3, 0, 1, 0),
                RawClient.bytes(0xD0, 0),
                RawClient.bytes(0x30, 0xFF, 0xFF, 0xFF, 0xFF, 0x7F),
                // A topic that is no UTF-8, one with a zero, one with a wildcard.
                RawClient.bytes(0x32, 6, 0, 2, 0xC3, 0x28, 0, 1),
                RawClient.bytes(0x32, 6, 0, 2, 'a', 0, 0, 1),
                RawClient.bytes(0x32, 6, 0, 2, 'a', '#', 0, 1),
                // Packet identifier 0.
                RawClient.bytes(0x32, 5, 0, 1, 'a', 0, 0));
        for (byte[] packet : packets) {
            closes(4, packet);
        }
        Door.until(() -> assertThat(door.disconnects("malformed_packet")).isEqualTo(packets.size()));
        assertServes();
        assertQuietLog();
    }

    @Test
    void unknownReasonCodesAreOneFailureEach() throws IOException {
        for (int round = 0; round < 20; round++) {
            closes(5, RawClient.bytes(0x40, 3, 0, 1, 0x7E));
            closes(5, RawClient.bytes(0xE0, 1, 0x55));
        }
        Door.until(() -> assertThat(door.disconnects("malformed_packet")).isEqualTo(40));
        assertServes();
        assertQuietLog();
    }

    @Test
    void aPacketBeforeConnectCloses() throws IOException {
        for (byte[] packet :
                List.of(RawClient.publish(1, 1, up("sos"), ""), RawClient.pingreq(), RawClient.disconnect())) {
            try (RawClient client = new RawClient(door.port())) {
                client.send(packet);
                assertThat(client.untilClosed()).isEmpty();
            }
        }
        assertThat(door.intake.emergencies).isEmpty();
        assertServes();
        assertQuietLog();
    }

    @Test
    void aConnectBehindAFatalPacketLeavesNoGhost() throws IOException {
        byte[] hello = RawClient.connect().as(watch).packet();
        byte[] future = RawClient.connect().as(watch).version(9).packet();
        byte[] connack = RawClient.bytes(0x20, 2, 0, 0);
        for (List<byte[]> packets : List.of(
                List.of(RawClient.pingreq(), hello),
                List.of(connack, hello),
                List.of(hello, hello),
                List.of(hello, future),
                List.of(future, hello))) {
            try (RawClient client = new RawClient(door.port())) {
                client.send(packets.toArray(new byte[0][]));
                client.untilClosed();
            }
        }
        assertServes();
        Door.until(() -> assertThat(
                        door.meters.get("anling_mqtt_connections").gauge().value())
                .isZero());
    }

    @Test
    void strayAcknowledgementsAreBorne() throws IOException {
        try (RawClient client = new RawClient(door.port())) {
            client.send(RawClient.connect().as(watch).packet());
            client.expect(RawClient.CONNACK);
            client.send(
                    RawClient.puback(77),
                    RawClient.pubrel(78),
                    RawClient.bytes(0x50, 2, 0, 79),
                    RawClient.bytes(0x70, 2, 0, 80));
            assertThat(client.expect(RawClient.PUBCOMP).packetId()).isEqualTo(78);
            client.send(RawClient.pingreq());
            client.expect(RawClient.PINGRESP);
        }
    }

    @Test
    void packetsBittenAtRandom() throws IOException {
        Random random = new Random(SEED);
        List<byte[]> corpus = List.of(
                RawClient.connect().as(watch).packet(),
                RawClient.connect()
                        .as(watch)
                        .version(5)
                        .properties(0x11, 0, 0, 0, 9)
                        .packet(),
                RawClient.publish(1, 3, up("sos"), "{\"id\":\"x\"}"),
                RawClient.publish5(1, 4, up("vitals"), "{\"hr\":72}"),
                RawClient.publish(2, 5, up("fall"), "{}"),
                RawClient.subscribe(4, 6, 1, "v1/" + watch.id() + "/down/#"),
                RawClient.unsubscribe(5, 7, "v1/" + watch.id() + "/down/#"),
                RawClient.pubrel(5),
                RawClient.puback(1),
                RawClient.pingreq());
        for (int round = 0; round < ROUNDS; round++) {
            try (RawClient client = new RawClient(door.port())) {
                int version = random.nextBoolean() ? 4 : 5;
                if (random.nextInt(4) > 0) {
                    client.send(RawClient.connect().as(watch).version(version).packet());
                }
                for (int i = 0; i < 4; i++) {
                    client.send(bitten(corpus.get(random.nextInt(corpus.size())), random));
                }
                client.vanish();
            } catch (java.net.SocketException closedByServer) {
                // As it should.
                continue;
            }
        }
        assertServes();
        assertQuietLog();
        Door.until(() -> assertThat(
                        door.meters.get("anling_mqtt_connections").gauge().value())
                .isZero());
    }

    private static byte[] bitten(byte[] packet, Random random) {
        byte[] copy =
                random.nextInt(5) == 0 ? Arrays.copyOf(packet, random.nextInt(packet.length + 1)) : packet.clone();
        for (int bites = random.nextInt(4); bites > 0 && copy.length > 0; bites--) {
            copy[random.nextInt(copy.length)] = (byte) random.nextInt(256);
        }
        return copy;
    }

    /** No stack trace, and a bounded number of lines. */
    private void assertQuietLog() {
        List<ILoggingEvent> events = List.copyOf(log.list);
        assertThat(events)
                .filteredOn(event -> event.getThrowableProxy() != null)
                .isEmpty();
        assertThat(events.size()).isLessThan(100);
    }
}
