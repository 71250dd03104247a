package care.anling.verticles.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import care.anling.core.device.Device;
import care.anling.core.device.DeviceKind;
import care.anling.core.device.SignalKind;
import care.anling.verticles.bus.Hint;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What outlives a connection, what comes down it, and how it ends. */
class SessionTest {

    private final Device watch = Devices.watch(1);
    private final Device gateway = Devices.gateway(2);
    private final Device button = Devices.child(3, gateway, DeviceKind.PENDANT, "bed/button");
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

    private RawClient.Connect hello(int version) {
        RawClient.Connect connect =
                RawClient.connect().as(watch).version(version).clean(false);
        // v5: Session Expiry Interval of an hour.
        return version == 5 ? connect.properties(0x11, 0, 0, 0x0E, 0x10) : connect;
    }

    /** Connects. @return whether the session was present */
    private boolean connect(RawClient client, RawClient.Connect hello) throws IOException {
        client.send(hello.packet());
        RawClient.Packet connack = client.expect(RawClient.CONNACK);
        assertThat(connack.u8(1)).isZero();
        return connack.u8(0) == 1;
    }

    private boolean present(RawClient.Connect hello) throws IOException {
        try (RawClient client = new RawClient(door.port())) {
            boolean present = connect(client, hello);
            client.send(RawClient.disconnect());
            client.untilClosed();
            return present;
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 5})
    void sessionPresentIsTrueAlsoAfterARestart(int version) throws IOException {
        assertThat(present(hello(version))).isFalse();
        assertThat(present(hello(version))).isTrue();
        door.restart();
        assertThat(present(hello(version))).isTrue();
        assertThat(present(hello(version).clean(true).properties())).isFalse();
        assertThat(present(hello(version))).isFalse();
    }

    @Test
    void aCleanSessionIsNotKept() throws IOException {
        assertThat(present(hello(4).clean(true))).isFalse();
        assertThat(present(hello(4).clean(true))).isFalse();
        Door.until(() -> assertThat(Door.await(door.sessions.listLive(10))).isEmpty());
    }

    @Test
    void anotherDeviceHasAnotherSession() throws IOException {
        assertThat(present(hello(4))).isFalse();
        assertThat(present(RawClient.connect().as(gateway).clean(false))).isFalse();
    }

    @Test
    void anExpiredSessionIsGone() throws IOException {
        RawClient.Connect brief =
                RawClient.connect().as(watch).version(5).clean(false).properties(0x11, 0, 0, 0, 1);
        assertThat(present(brief)).isFalse();
        Door.until(() -> assertThat(present(RawClient.connect()
                        .as(watch)
                        .version(5)
                        .clientId("other")
                        .clean(false)))
                .isFalse());
        Instant end = Instant.now().plusMillis(2_100);
        Door.until(() -> assertThat(Instant.now()).isAfter(end));
        assertThat(present(brief)).isFalse();
    }

    private void tell(Device device, String text) {
        Door.await(door.words.add(
                device.id(),
                "down/incident",
                text.getBytes(StandardCharsets.UTF_8),
                Instant.now().plusSeconds(600)));
        door.hints.publish(new Hint.DeviceTold(device.id()));
    }

    private static String payload(RawClient.Packet publish, int version) {
        int topic = publish.u16(0);
        String rest = new String(publish.body(), StandardCharsets.UTF_8).substring(2 + topic + 2);
        return version == 5 ? rest.substring(1 + rest.charAt(0)) : rest;
    }

    private static int packetId(RawClient.Packet publish) {
        return publish.u16(2 + publish.u16(0));
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 5})
    void wordsReachASubscriber(int version) throws IOException {
        try (RawClient client = new RawClient(door.port())) {
            connect(client, hello(version));
            client.send(RawClient.subscribe(version, 1, 1, down + "#"));
            RawClient.Packet suback = client.expect(RawClient.SUBACK);
            assertThat(suback.u8(suback.body().length - 1)).isEqualTo(1);
            tell(watch, "{\"state\":\"received\"}");
            RawClient.Packet word = client.expect(RawClient.PUBLISH);
            assertThat(payload(word, version)).isEqualTo("{\"state\":\"received\"}");
            client.send(RawClient.puback(packetId(word)));
            Door.until(() -> assertThat(door.words.delivered()).hasSize(1));
        }
    }

    @Test
    void wordsWaitForASleepingDeviceAndComeAgainUntilAcknowledged() throws IOException {
        try (RawClient client = new RawClient(door.port())) {
            connect(client, hello(4));
            client.send(RawClient.subscribe(4, 1, 1, down + "+"));
            client.expect(RawClient.SUBACK);
        }
        Door.until(() -> assertThat(door.disconnects("client_gone")).isEqualTo(1));
        tell(watch, "one");
        tell(watch, "two");
        int first;
        try (RawClient client = new RawClient(door.port())) {
            assertThat(connect(client, hello(4))).isTrue();
            RawClient.Packet one = client.expect(RawClient.PUBLISH);
            assertThat(payload(one, 4)).isEqualTo("one");
            assertThat(one.flags() & 8).isZero();
            first = packetId(one);
            assertThat(payload(client.expect(RawClient.PUBLISH), 4)).isEqualTo("two");
        }
        Door.until(() -> assertThat(door.disconnects("client_gone")).isEqualTo(2));
        try (RawClient client = new RawClient(door.port())) {
            connect(client, hello(4));
            RawClient.Packet again = client.expect(RawClient.PUBLISH);
            assertThat(payload(again, 4)).isEqualTo("one");
            assertThat(again.flags() & 8).isEqualTo(8);
            assertThat(packetId(again)).isEqualTo(first);
            RawClient.Packet two = client.expect(RawClient.PUBLISH);
            client.send(RawClient.puback(first), RawClient.puback(packetId(two)));
            Door.until(() -> assertThat(door.words.delivered()).hasSize(2));
        }
        door.restart();
        tell(watch, "three");
        try (RawClient client = new RawClient(door.port())) {
            assertThat(connect(client, hello(4))).isTrue();
            assertThat(payload(client.expect(RawClient.PUBLISH), 4)).isEqualTo("three");
        }
    }

    @Test
    void theWindowIsBoundedAndMovesOn() throws IOException {
        for (int i = 0; i < 20; i++) {
            tell(watch, "w" + i);
        }
        try (RawClient client = new RawClient(door.port())) {
            connect(client, hello(4));
            client.send(RawClient.subscribe(4, 1, 1, down + "incident"));
            client.expect(RawClient.SUBACK);
            for (int i = 0; i < 8; i++) {
                assertThat(payload(client.expect(RawClient.PUBLISH), 4)).isEqualTo("w" + i);
            }
            client.send(RawClient.pingreq());
            client.expect(RawClient.PINGRESP);
            for (int i = 8; i < 20; i++) {
                client.send(RawClient.puback(i - 7));
                assertThat(payload(client.expect(RawClient.PUBLISH), 4)).isEqualTo("w" + i);
            }
        }
    }

    @Test
    void nothingComesUnasked() throws IOException {
        try (RawClient client = new RawClient(door.port())) {
            connect(client, hello(4));
            tell(watch, "one");
            client.send(RawClient.subscribe(4, 1, 1, down + "command"));
            client.expect(RawClient.SUBACK);
            client.send(RawClient.pingreq());
            client.expect(RawClient.PINGRESP);
            client.send(RawClient.subscribe(4, 2, 0, down + "incident"));
            client.expect(RawClient.SUBACK);
            RawClient.Packet word = client.expect(RawClient.PUBLISH);
            assertThat(word.flags()).isZero();
            Door.until(() -> assertThat(door.words.delivered()).hasSize(1));
            client.send(RawClient.unsubscribe(4, 3, down + "incident"));
            client.expect(RawClient.UNSUBACK);
            tell(watch, "two");
            client.send(RawClient.pingreq());
            client.expect(RawClient.PINGRESP);
        }
    }

    private List<Integer> subscribe(Device device, int version, String... filters) throws IOException {
        try (RawClient client = new RawClient(door.port())) {
            connect(client, RawClient.connect().as(device).version(version).clean(true));
            client.send(RawClient.subscribe(version, 9, 2, filters));
            RawClient.Packet suback = client.expect(RawClient.SUBACK);
            int from = suback.body().length - filters.length;
            return java.util.stream.IntStream.range(from, suback.body().length)
                    .mapToObj(suback::u8)
                    .toList();
        }
    }

    @Test
    void subscriptionsOutsideTheGrantAreRefusedOneByOne() throws IOException {
        String foreign = "v1/" + gateway.id() + "/down/#";
        assertThat(subscribe(watch, 4, down + "#", foreign, "#", "+/+/down/#", "v1/+/down/#", "zigbee2mqtt/#", "a#"))
                .containsExactly(1, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80);
        assertThat(subscribe(watch, 5, down + "incident", foreign, "$SYS/#", "$share/g/" + down + "#", down + "a#b"))
                .containsExactly(1, 0x87, 0x87, 0x9E, 0x8F);
        assertThat(subscribe(gateway, 4, "zigbee2mqtt/#", "zigbee2mqtt/bridge/request/+", "homeassistant/#", foreign))
                .containsExactly(1, 1, 0x80, 1);
    }

    @Test
    void subscriptionsAreBounded() throws IOException {
        String[] filters = new String[40];
        java.util.Arrays.setAll(filters, i -> down + i);
        List<Integer> codes = subscribe(watch, 5, filters);
        assertThat(codes.subList(0, 32)).containsOnly(1);
        assertThat(codes.subList(32, 40)).containsOnly(0x97);
    }

    @Test
    void aSubscriptionThatCannotBeSavedIsNotGranted() throws IOException {
        try (RawClient client = new RawClient(door.port())) {
            connect(client, hello(4));
            door.loseDatabase();
            client.send(RawClient.subscribe(4, 1, 1, down + "#"));
            assertThat(client.expect(RawClient.SUBACK).u8(2)).isEqualTo(0x80);
        }
    }

    @Test
    void unsubscribeSaysWhetherThereWasOne() throws IOException {
        try (RawClient client = new RawClient(door.port())) {
            connect(client, hello(5));
            client.send(RawClient.subscribe(5, 1, 1, down + "#"));
            client.expect(RawClient.SUBACK);
            client.send(RawClient.unsubscribe(5, 2, down + "#", down + "other"));
            RawClient.Packet unsuback = client.expect(RawClient.UNSUBACK);
            assertThat(unsuback.u8(3)).isZero();
            assertThat(unsuback.u8(4)).isEqualTo(0x11);
        }
    }

    @Test
    void theNewerConnectionTakesOver() throws IOException {
        try (RawClient older = new RawClient(door.port());
                RawClient newer = new RawClient(door.port())) {
            connect(older, hello(5));
            assertThat(connect(newer, hello(5))).isTrue();
            RawClient.Packet last = older.untilClosed().orElseThrow();
            assertThat(last.type()).isEqualTo(RawClient.DISCONNECT);
            assertThat(last.u8(0)).isEqualTo(0x8E);
            newer.send(RawClient.pingreq());
            newer.expect(RawClient.PINGRESP);
            Door.until(() -> assertThat(door.disconnects("taken_over")).isEqualTo(1));
        }
        Door.until(() -> assertThat(door.intake.presenceOf(watch)).containsExactly(true, true, false));
    }

    @Test
    void takenOverOnAnotherNode() throws IOException {
        try (RawClient client = new RawClient(door.port())) {
            connect(client, hello(5));
            door.hints.publish(new Hint.ConnectionTaken(watch.id(), "raw-1", new UUID(0, 0)));
            client.send(RawClient.pingreq());
            client.expect(RawClient.PINGRESP);
            door.hints.publish(new Hint.ConnectionTaken(watch.id(), "raw-1", new UUID(Long.MAX_VALUE, 0)));
            assertThat(client.untilClosed().orElseThrow().u8(0)).isEqualTo(0x8E);
        }
    }

    @Test
    void theWillOfADeviceThatVanishes() throws IOException {
        try (RawClient client = new RawClient(door.port())) {
            connect(client, hello(4).will("v1/" + watch.id() + "/up/sos", "{\"battery\":3}"));
            client.vanish();
        }
        Door.until(() -> assertThat(door.intake.presenceOf(watch)).containsExactly(true, false, true));
        assertThat(door.intake.kinds()).containsExactly(SignalKind.SOS);
        assertThat(door.disconnects("client_gone")).isEqualTo(1);
    }

    @Test
    void noWillAfterAGoodbye() throws IOException {
        try (RawClient client = new RawClient(door.port())) {
            connect(client, hello(4).will("v1/" + watch.id() + "/up/sos", ""));
            client.send(RawClient.disconnect());
            client.untilClosed();
        }
        Door.until(() -> assertThat(door.intake.presenceOf(watch)).containsExactly(true, false));
        assertThat(door.intake.kinds()).isEmpty();
        assertThat(door.disconnects("client_disconnected")).isEqualTo(1);
    }

    @Test
    void aPlainTextWillDoesNoHarm() throws IOException {
        try (RawClient client = new RawClient(door.port())) {
            connect(client, hello(4).will(watch.id() + "/status", "LW: Unexpected disconnection"));
            client.vanish();
        }
        Door.until(() -> assertThat(door.intake.presenceOf(watch)).containsExactly(true, false));
        assertThat(door.intake.kinds()).isEmpty();
    }

    @Test
    void silenceEndsAConnection() throws IOException {
        try (RawClient client = new RawClient(door.port())) {
            connect(client, hello(5).keepAlive(1));
            assertThat(client.untilClosed().orElseThrow().u8(0)).isEqualTo(0x8D);
        }
        Door.until(() -> assertThat(door.disconnects("keep_alive_expired")).isEqualTo(1));
    }

    @Test
    void noKeepAliveIsNoLicenceToSleepForever() throws IOException {
        Door impatient = new Door()
                .with(config -> config.withTimes(Times.quick()))
                .know(watch)
                .open();
        try (RawClient client = new RawClient(impatient.port())) {
            connect(client, hello(4).keepAlive(0));
            assertThat(client.untilClosed()).isEmpty();
            Door.until(() ->
                    assertThat(impatient.disconnects("keep_alive_expired")).isEqualTo(1));
        } finally {
            impatient.close();
        }
    }

    @Test
    void shuttingDownIsSaid() throws IOException {
        try (RawClient client = new RawClient(door.port())) {
            connect(client, hello(5));
            door.restart();
            assertThat(client.untilClosed().orElseThrow().u8(0)).isEqualTo(0x8B);
        }
        assertThat(door.intake.presenceOf(watch)).containsExactly(true);
    }
}
