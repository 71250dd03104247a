package care.anling.verticles.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import care.anling.core.device.Device;
import care.anling.core.device.Dialect;
import care.anling.core.device.Reason;
import care.anling.core.device.Signal;
import care.anling.core.device.SignalKind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A device that was let in by its secret and speaks as nobody here does. */
class UnknownDialectTest {

    private final Device stranger = Devices.speaking(Dialect.UNKNOWN, Devices.watch(1));
    private final Door door = new Door();

    @BeforeEach
    void open() {
        door.know(stranger).open();
    }

    @AfterEach
    void close() {
        door.close();
    }

    /** @return only after each was acknowledged */
    private void say(String... topicsAndPayloads) throws IOException {
        try (RawClient client = new RawClient(door.port())) {
            client.send(RawClient.connect().as(stranger).packet());
            assertThat(client.expect(RawClient.CONNACK).u8(1)).isZero();
            for (int i = 0; i < topicsAndPayloads.length; i += 2) {
                client.send(RawClient.publish(1, i + 1, topicsAndPayloads[i], topicsAndPayloads[i + 1]));
                client.expect(RawClient.PUBACK);
            }
        }
    }

    private Signal signal(int index) {
        return door.intake.emergencies.get(index).signal();
    }

    @Test
    void whatMayBeAnAlarmIsOneWithItsBytesKept() throws IOException {
        say("acme/7/EVENT", "\u0001\u0002??");
        assertThat(door.intake.kinds()).containsExactly(SignalKind.UNDECODABLE);
        assertThat(signal(0).flags()).contains(Reason.UNDECODABLE);
        assertThat(signal(0).wire().orElseThrow().dialect()).isEqualTo(Dialect.UNKNOWN);
        assertThat(signal(0).wire().orElseThrow().topic()).isEqualTo("acme/7/EVENT");
        assertThat(signal(0).wire().orElseThrow().payload())
                .isEqualTo("\u0001\u0002??".getBytes(StandardCharsets.UTF_8));
        assertThat(door.count("anling_mqtt_left_out", "reason", "unknown_dialect"))
                .isEqualTo(1);
        assertThat(door.count("anling_mqtt_heard_anyway", "reason", "undecodable"))
                .isEqualTo(1);
    }

    @Test
    void aTopicOrAPayloadThatCriesIsAPress() throws IOException {
        say(
                "acme/7/sos",
                "{}",
                "acme/7/data",
                "{\"sos\":true}",
                "acme/7/status",
                "type=fall",
                "v1/" + stranger.id() + "/up/sos",
                "");
        assertThat(door.intake.kinds()).containsExactly(SignalKind.SOS, SignalKind.SOS, SignalKind.SOS, SignalKind.SOS);
    }

    @Test
    void routineRingsNobodyAndIsCounted() throws IOException {
        say("acme/7/status", "{\"sos\":false,\"battery\":71}", "acme/7/heartbeat", "");
        assertThat(door.intake.emergencies).isEmpty();
        assertThat(door.count("anling_mqtt_left_out", "reason", "unknown_dialect"))
                .isEqualTo(2);
    }

    /** Repeated every ten seconds it would ring for ever: one look an hour, whatever its bytes. */
    @Test
    void whatCannotBePlacedIsOneSignalAnHour() throws IOException {
        say("acme/7/data", "x1", "acme/7/data", "x2");
        assertThat(door.intake.kinds()).containsExactly(SignalKind.UNDECODABLE, SignalKind.UNDECODABLE);
        assertThat(door.intake.emergencies.get(0).key()).isPresent();
        assertThat(door.intake.emergencies.get(0).key())
                .isEqualTo(door.intake.emergencies.get(1).key());
    }
}
