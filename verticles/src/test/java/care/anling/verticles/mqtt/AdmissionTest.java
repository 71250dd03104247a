package care.anling.verticles.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import care.anling.core.device.Device;
import care.anling.core.device.DeviceState;
import care.anling.core.device.Reason;
import care.anling.core.device.SignalKind;
import care.anling.core.device.Upkeep;
import care.anling.verticles.bus.Hint;
import care.anling.verticles.store.RegistryStore.Entry;
import care.anling.verticles.store.RegistryStore.Registered;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Credentials that change while their device is connected, and those of devices that are out of use. */
class AdmissionTest {

    private static final int REFUSED_V3 = 0x05;
    private static final int NOT_AUTHORIZED_V5 = 0x87;

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

    private void register(Device device, Entry entry, String... secrets) {
        List<byte[]> hashes = Arrays.stream(secrets).map(door.hash::of).toList();
        door.registry.put(new Registered(device, hashes, Upkeep.NONE, entry));
        door.hints.publish(new Hint.RegistryChanged());
    }

    private RawClient connected(RawClient.Connect connect) throws IOException {
        RawClient client = new RawClient(door.port());
        client.send(connect.packet());
        assertThat(client.expect(RawClient.CONNACK).u8(1)).isZero();
        return client;
    }

    private int answerTo(RawClient.Connect connect) throws IOException {
        try (RawClient client = new RawClient(door.port())) {
            client.send(connect.packet());
            return client.expect(RawClient.CONNACK).u8(1);
        }
    }

    @Test
    void aRetiredDevicesConnectionEndsAndNobodyElses() throws IOException {
        try (RawClient leaving = connected(RawClient.connect().as(watch));
                RawClient staying = connected(RawClient.connect().as(other))) {
            register(Devices.in(watch, DeviceState.RETIRED), new Entry(true, Optional.empty()), Door.secret(watch));
            assertThat(leaving.untilClosed()).isEmpty();
            Door.until(() -> assertThat(door.disconnects("device_retired")).isEqualTo(1));
            staying.send(RawClient.pingreq()).expect(RawClient.PINGRESP);
        }
    }

    @Test
    void aRetiredDeviceThatKnocksIsRefusedAndNamedOnce() throws IOException {
        register(Devices.in(watch, DeviceState.RETIRED), new Entry(true, Optional.empty()), Door.secret(watch));
        Door.until(() -> assertThat(answerTo(RawClient.connect().as(watch))).isEqualTo(REFUSED_V3));
        assertThat(answerTo(RawClient.connect().as(watch))).isEqualTo(REFUSED_V3);
        assertThat(answerTo(RawClient.connect().login(watch.id().toString(), "no secret of it")))
                .isEqualTo(0x04);
        assertThat(door.count("anling_mqtt_connects", "outcome", "retired_device"))
                .isGreaterThanOrEqualTo(2);
        assertThat(door.intake.kinds()).containsExactly(SignalKind.DEVICE_FAULT);
        assertThat(door.intake.emergencies.get(0).signal().flags()).containsExactly(Reason.RETIRED_DEVICE);
    }

    @Test
    void aSecretThatIsReplacedAtOnceEndsTheConnection() throws IOException {
        try (RawClient leaving = connected(RawClient.connect().version(5).as(watch))) {
            register(watch, Entry.OPEN, "fresh");
            assertThat(leaving.expect(RawClient.DISCONNECT).u8(0)).isEqualTo(NOT_AUTHORIZED_V5);
            Door.until(
                    () -> assertThat(door.disconnects("credentials_withdrawn")).isEqualTo(1));
        }
        assertThat(answerTo(RawClient.connect().as(watch))).isEqualTo(0x04);
        assertThat(answerTo(RawClient.connect().login(watch.id().toString(), "fresh")))
                .isZero();
    }

    @Test
    void whileASecretIsReplacedBothAreGoodAndTheNewOnesUseEndsNothing() throws IOException {
        try (RawClient withOld = connected(RawClient.connect().as(watch).clientId("old"))) {
            register(
                    watch,
                    new Entry(false, Optional.of(Instant.now().plus(Duration.ofDays(1)))),
                    "fresh",
                    Door.secret(watch));
            RawClient.Connect fresh = RawClient.connect().login(watch.id().toString(), "fresh");
            Door.until(() -> assertThat(answerTo(fresh.clientId("new"))).isZero());
            withOld.send(RawClient.pingreq()).expect(RawClient.PINGRESP);
            assertThat(answerTo(RawClient.connect().as(watch).clientId("old-again")))
                    .isZero();
        }
    }

    @Test
    void theOldSecretEndsWithItsTimeAlsoForWhoCameByIt() throws IOException {
        try (RawClient withOld = connected(RawClient.connect().as(watch).clientId("old"))) {
            register(watch, new Entry(false, Optional.of(Instant.now().minusSeconds(1))), "fresh", Door.secret(watch));
            assertThat(withOld.untilClosed()).isEmpty();
        }
        assertThat(answerTo(RawClient.connect().as(watch))).isEqualTo(0x04);
        assertThat(answerTo(RawClient.connect().login(watch.id().toString(), "fresh")))
                .isZero();
    }
}
