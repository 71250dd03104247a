package care.anling.verticles.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import care.anling.core.device.Device;
import care.anling.core.device.DeviceState;
import care.anling.core.device.Reason;
import care.anling.verticles.bus.Hint;
import care.anling.verticles.store.RegistryStore.Registered;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who is let in, and what the others are told. */
class ConnectTest {

    private final Device watch = Devices.watch(1);
    private final Door door = new Door();

    @BeforeEach
    void open() {
        door.know(watch).open();
    }

    @AfterEach
    void close() {
        door.close();
    }

    /** CONNACK's code, after which the server has closed. */
    private int refused(RawClient.Connect connect) throws IOException {
        try (RawClient client = new RawClient(door.port())) {
            client.send(connect.packet());
            int code = client.expect(RawClient.CONNACK).u8(1);
            assertThat(client.untilClosed()).isEmpty();
            return code;
        }
    }

    @Test
    void badCredentials() throws IOException {
        assertThat(refused(RawClient.connect().login(watch.id().toString(), "wrong")))
                .isEqualTo(0x04);
        assertThat(refused(RawClient.connect().version(5).login(watch.id().toString(), "wrong")))
                .isEqualTo(0x86);
        assertThat(refused(RawClient.connect().as(Devices.watch(99)))).isEqualTo(0x04);
        assertThat(refused(RawClient.connect().login("not a device", "x"))).isEqualTo(0x04);
        assertThat(door.count("anling_mqtt_connects", "outcome", "bad_credentials"))
                .isEqualTo(4);
    }

    @Test
    void noCredentials() throws IOException {
        assertThat(refused(RawClient.connect())).isEqualTo(0x05);
        assertThat(refused(RawClient.connect().version(5))).isEqualTo(0x87);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a b", "a/b", "编号", "+", "#"})
    void badClientIdentifiers(String clientId) throws IOException {
        assertThat(refused(RawClient.connect().as(watch).clientId(clientId))).isEqualTo(0x02);
        assertThat(refused(RawClient.connect().as(watch).version(5).clientId(clientId)))
                .isEqualTo(0x85);
    }

    @Test
    void clientIdentifiersOf64AndNot65() throws IOException {
        assertThat(refused(RawClient.connect().as(watch).clientId("x".repeat(65))))
                .isEqualTo(0x02);
        try (RawClient client = new RawClient(door.port())) {
            client.send(RawClient.connect().as(watch).clientId("x".repeat(64)).packet());
            assertThat(client.expect(RawClient.CONNACK).u8(1)).isZero();
        }
    }

    @Test
    void anEmptyClientIdentifierIsAssigned() throws IOException {
        try (RawClient client = new RawClient(door.port())) {
            client.send(RawClient.connect().as(watch).version(5).clientId("").packet());
            RawClient.Packet connack = client.expect(RawClient.CONNACK);
            assertThat(connack.u8(1)).isZero();
            assertThat(connack.text()).contains("anling-");
        }
        try (RawClient client = new RawClient(door.port())) {
            client.send(RawClient.connect().as(watch).clientId("").packet());
            assertThat(client.expect(RawClient.CONNACK).u8(1)).isZero();
        }
        assertThat(refused(RawClient.connect().as(watch).clientId("").clean(false)))
                .isEqualTo(0x02);
    }

    @Test
    void whatWeOfferIsSaid() throws IOException {
        try (RawClient client = new RawClient(door.port())) {
            client.send(
                    RawClient.connect().as(watch).version(5).keepAlive(65_000).packet());
            byte[] properties = client.expect(RawClient.CONNACK).body();
            // Receive Maximum 64, Maximum QoS 1, Server Keep Alive 1800.
            assertThat(hex(properties)).contains("210040").contains("2401").contains("130708");
        }
    }

    private static String hex(byte[] bytes) {
        return java.util.HexFormat.of().formatHex(bytes);
    }

    @Test
    void unknownProtocols() throws IOException {
        try (RawClient client = new RawClient(door.port())) {
            client.send(RawClient.connect().as(watch).version(9).packet());
            Optional<RawClient.Packet> last = client.untilClosed();
            last.ifPresent(packet -> assertThat(packet.u8(1)).isEqualTo(1));
        }
        try (RawClient client = new RawClient(door.port())) {
            client.send("GET / HTTP/1.1\r\n\r\n".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
            assertThat(client.untilClosed()).isEmpty();
        }
        Door.until(() -> assertThat(door.count("anling_mqtt_turned_away", "cause", "malformed_before_connect"))
                .isGreaterThanOrEqualTo(1));
    }

    @Test
    void alsoWhileTheDatabaseIsDown() throws IOException {
        door.loseDatabase();
        try (RawClient client = new RawClient(door.port())) {
            client.send(RawClient.connect().as(watch).clean(false).packet());
            assertThat(client.expect(RawClient.CONNACK).u8(1)).isZero();
            client.send(RawClient.publish(1, 1, "v1/" + watch.id() + "/up/sos", ""));
            client.expect(RawClient.PUBACK);
        }
    }

    @Test
    void bothSecretsWhileRotating() throws IOException {
        Device rotating = Devices.watch(5);
        door.registry.put(new Registered(rotating, List.of(door.hash.of("old"), door.hash.of("new"))));
        door.hints.publish(new Hint.RegistryChanged());
        for (String secret : List.of("old", "new")) {
            Door.until(() -> {
                try (RawClient client = new RawClient(door.port())) {
                    client.send(RawClient.connect()
                            .login(rotating.id().toString(), secret)
                            .packet());
                    assertThat(client.expect(RawClient.CONNACK).u8(1)).isZero();
                }
            });
        }
        assertThat(refused(RawClient.connect().login(rotating.id().toString(), "older")))
                .isEqualTo(0x04);
    }

    @Test
    void aRetiredOrUnassignedDeviceIsHeardAndNamed() throws IOException {
        Device retired = Devices.in(Devices.watch(6), DeviceState.RETIRED);
        Device unassigned = Devices.unassigned(Devices.watch(7));
        door.know(retired, unassigned);
        door.restart();
        for (Device device : List.of(retired, unassigned)) {
            try (RawClient client = new RawClient(door.port())) {
                String up = "v1/" + device.id() + "/up/";
                client.send(
                        RawClient.connect().as(device).packet(),
                        RawClient.publish(1, 1, up + "sos", ""),
                        RawClient.publish(1, 2, up + "vitals", "{\"hr\":72}"));
                client.expect(RawClient.CONNACK);
                client.expect(RawClient.PUBACK);
                client.expect(RawClient.PUBACK);
            }
        }
        assertThat(door.intake.emergencies.get(0).signal().flags()).containsExactly(Reason.RETIRED_DEVICE);
        assertThat(door.intake.emergencies.get(1).signal().flags()).containsExactly(Reason.UNASSIGNED_DEVICE);
        assertThat(door.intake.readings()).hasSize(1);
        assertThat(door.count("anling_mqtt_left_out", "reason", "retired_device"))
                .isEqualTo(1);
    }

    @Test
    void aSecondConnectEndsTheConnection() throws IOException {
        try (RawClient client = new RawClient(door.port())) {
            client.send(RawClient.connect().as(watch).packet());
            client.expect(RawClient.CONNACK);
            client.send(RawClient.connect().as(watch).packet());
            assertThat(client.untilClosed()).isEmpty();
        }
    }

    @Test
    void silenceBeforeConnectEnds() throws IOException {
        Door impatient = new Door()
                .with(config -> config.withTimes(Times.quick()))
                .know(watch)
                .open();
        try (RawClient client = new RawClient(impatient.port())) {
            assertThat(client.untilClosed()).isEmpty();
        } finally {
            impatient.close();
        }
    }

    @Test
    void tooManySocketsAreTurnedAway() throws IOException {
        Door small = new Door()
                .with(config -> config.withLimits(new MqttConfig.Limits(65_536, 2, 1_000, 8, 64, 256, 8, 32)))
                .know(watch)
                .open();
        try (RawClient one = new RawClient(small.port());
                RawClient two = new RawClient(small.port())) {
            one.send(RawClient.connect().as(watch).clientId("one").packet());
            one.expect(RawClient.CONNACK);
            two.send(RawClient.connect().as(watch).clientId("two").packet());
            two.expect(RawClient.CONNACK);
            try (RawClient three = new RawClient(small.port())) {
                assertThat(three.untilClosed()).isEmpty();
            }
            assertThat(small.count("anling_mqtt_turned_away", "cause", "too_many_connections"))
                    .isEqualTo(1);
            one.vanish();
            Door.until(() -> {
                try (RawClient again = new RawClient(small.port())) {
                    again.send(RawClient.connect().as(watch).clientId("again").packet());
                    again.expect(RawClient.CONNACK);
                }
            });
        } finally {
            small.close();
        }
    }

    @Test
    void connectionsOfOneDeviceAreBounded() throws IOException {
        Door small = new Door()
                .with(config -> config.withLimits(new MqttConfig.Limits(65_536, 100, 1_000, 2, 64, 256, 8, 32)))
                .know(watch)
                .open();
        try (RawClient one = new RawClient(small.port());
                RawClient two = new RawClient(small.port());
                RawClient three = new RawClient(small.port())) {
            one.send(RawClient.connect().as(watch).clientId("one").packet()).expect(RawClient.CONNACK);
            two.send(RawClient.connect().as(watch).clientId("two").packet()).expect(RawClient.CONNACK);
            three.send(RawClient.connect().as(watch).clientId("three").packet()).expect(RawClient.CONNACK);
            assertThat(one.untilClosed()).isEmpty();
            two.send(RawClient.pingreq()).expect(RawClient.PINGRESP);
            assertThat(small.disconnects("too_many_of_device")).isEqualTo(1);
        } finally {
            small.close();
        }
    }
}
