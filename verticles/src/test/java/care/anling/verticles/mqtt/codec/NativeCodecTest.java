package care.anling.verticles.mqtt.codec;

import static care.anling.verticles.mqtt.codec.Wire.uplink;
import static org.assertj.core.api.Assertions.assertThat;

import care.anling.core.device.Reason;
import care.anling.core.device.SignalKind;
import care.anling.core.device.Telemetry;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NativeCodecTest {

    private static final String UP = "v1/01900000-0000-7000-8000-000000000001/up/";

    private final NativeCodec codec = new NativeCodec();

    @Test
    void theContractsSos() {
        SignalDraft sos = Wire.alarm(codec.decode(uplink(UP + "sos", Wire.fixture("native/sos.json"))));
        assertThat(sos.kind()).isEqualTo(SignalKind.SOS);
        assertThat(sos.told().id()).contains("e-1");
        assertThat(sos.told().at()).contains("2026-04-17T23:33:58+08:00");
        assertThat(sos.deviceTime()).contains(Instant.parse("2026-04-17T15:33:58Z"));
        assertThat(sos.fix().orElseThrow().point().latitude()).isEqualTo(34.76);
        assertThat(sos.fix().orElseThrow().accuracyMeters()).hasValue(12);
        assertThat(sos.batteryPercent()).contains(71);
        assertThat(sos.drill()).isFalse();
        assertThat(sos.flags()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{}",
                "null",
                "[]",
                "hello",
                "{\"id\":",
                "{\"lat\":1,\"lat\":2}",
                "{\"at\":NaN}",
                "\u0000",
                "[[[[[[",
                "{\"lat\":1e999,\"lon\":-1e999}",
                "{\"id\":\"\\u0000\"}",
                "{\"lat\":91,\"lon\":200}",
                "{\"battery\":\"full\"}"
            })
    void whateverIsInItAnSosIsAnSos(String payload) {
        SignalDraft sos = Wire.alarm(codec.decode(uplink(UP + "sos", payload)));
        assertThat(sos.kind()).isEqualTo(SignalKind.SOS);
        assertThat(sos.fix()).isEmpty();
    }

    @Test
    void unreadableIsSaidAndEmptyIsNot() {
        assertThat(Wire.alarm(codec.decode(uplink(UP + "sos", "{\"id\":"))).flags())
                .containsExactly(Reason.UNDECODABLE);
        assertThat(Wire.alarm(codec.decode(uplink(UP + "sos", ""))).flags()).isEmpty();
        assertThat(Wire.alarm(codec.decode(uplink(UP + "sos", new byte[] {(byte) 0xC3, 0x28})))
                        .flags())
                .containsExactly(Reason.UNDECODABLE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"2028-03-17T00:00:00Z\"", "1836942771", "\"yesterday\"", "\"2020-01-01T00:00:00Z\""})
    void aClockThatCannotBeTrueIsFlaggedAndNotBelieved(String at) {
        SignalDraft sos = Wire.alarm(codec.decode(uplink(UP + "sos", "{\"id\":\"x\",\"at\":" + at + "}")));
        assertThat(sos.deviceTime()).isEmpty();
        assertThat(sos.flags()).containsExactly(Reason.DEVICE_CLOCK_WRONG);
        // Equal text still tells a repetition from another press.
        assertThat(sos.told().at()).isPresent();
    }

    @Test
    void anEventIdFitsAKey() {
        assertThat(id("\"e-1\"")).contains("e-1");
        assertThat(id("17")).contains("17");
        assertThat(id("\"" + "x".repeat(64) + "\"")).contains("x".repeat(64));
        assertThat(id("\"" + "x".repeat(65) + "\"").orElseThrow())
                .startsWith("sha256:")
                .hasSize(47);
        assertThat(id("\"a\\u0000b\"").orElseThrow()).startsWith("sha256:");
        assertThat(id("\"\"")).isEmpty();
        assertThat(id("{}")).isEmpty();
    }

    private Optional<String> id(String json) {
        return Wire.alarm(codec.decode(uplink(UP + "sos", "{\"id\":" + json + "}")))
                .told()
                .id();
    }

    @ParameterizedTest
    @CsvSource({
        "suspected, FALL_SUSPECTED",
        "confirmed, FALL_CONFIRMED",
        "cancelled, FALL_CANCELLED",
        "strange, FALL_CONFIRMED"
    })
    void fallsHaveTwoPhases(String state, SignalKind kind) {
        assertThat(Wire.alarm(codec.decode(uplink(UP + "fall", "{\"state\":\"" + state + "\"}")))
                        .kind())
                .isEqualTo(kind);
    }

    @ParameterizedTest
    @CsvSource({
        "smoke, SMOKE",
        "GAS, GAS",
        "water, WATER",
        "inactivity, INACTIVITY",
        "geofence_exit, GEOFENCE_EXIT",
        "tamper, TAMPER",
        "removed, REMOVED",
        "flood_of_tears, OTHER_ALARM"
    })
    void alarmsByKind(String word, SignalKind kind) {
        assertThat(Wire.alarm(codec.decode(uplink(UP + "alarm", "{\"kind\":\"" + word + "\"}")))
                        .kind())
                .isEqualTo(kind);
    }

    @Test
    void anAlarmNobodyCanReadIsStillOne() {
        SignalDraft alarm = Wire.alarm(codec.decode(uplink(UP + "alarm", "smoke!")));
        assertThat(alarm.kind()).isEqualTo(SignalKind.OTHER_ALARM);
        assertThat(alarm.flags()).containsExactly(Reason.UNDECODABLE);
        assertThat(Wire.alarm(codec.decode(uplink(UP + "cancel", "?"))).kind()).isEqualTo(SignalKind.CANCEL);
        assertThat(Wire.alarm(codec.decode(uplink(UP + "fall", "?"))).kind()).isEqualTo(SignalKind.FALL_CONFIRMED);
    }

    @Test
    void theContractsVitals() {
        Telemetry.Reading reading = Wire.one(
                codec.decode(uplink(UP + "vitals", Wire.fixture("native/vitals.json"))), Telemetry.Reading.class);
        assertThat(reading.at()).isEqualTo(Instant.parse("2026-04-17T15:33:58Z"));
        assertThat(reading.backfilled()).isFalse();
        assertThat(reading.vitals().heartRate()).contains(72.0);
        assertThat(reading.vitals().systolic()).contains(122.0);
        assertThat(reading.vitals().respirationRate()).contains(16.0);
        assertThat(reading.vitals().onOxygen()).contains(false);
        assertThat(reading.vitals().glucose()).contains(5.6);
        assertThat(reading.vitals().consciousness()).isPresent();
    }

    @Test
    void whatNoBodyHasIsDroppedFieldByField() {
        Decoded decoded =
                codec.decode(uplink(UP + "vitals", "{\"hr\":0,\"spo2\":97,\"temp\":366,\"consciousness\":\"Z\"}"));
        Telemetry.Reading reading = Wire.one(decoded, Telemetry.Reading.class);
        assertThat(reading.vitals().heartRate()).isEmpty();
        assertThat(reading.vitals().temperature()).isEmpty();
        assertThat(reading.vitals().spo2()).contains(97.0);
        assertThat(Wire.said(decoded).dropped())
                .containsExactly(
                        CodecReason.IMPLAUSIBLE_VALUE, CodecReason.IMPLAUSIBLE_VALUE, CodecReason.IMPLAUSIBLE_VALUE);
        assertThat(codec.decode(uplink(UP + "vitals", "{\"hr\":0}")))
                .isEqualTo(new Decoded.Refused(CodecReason.IMPLAUSIBLE_VALUE));
        assertThat(codec.decode(uplink(UP + "vitals", "{}"))).isEqualTo(new Decoded.Refused(CodecReason.NOTHING_SAID));
    }

    @Test
    void aReadingSentLateIsHistory() {
        Instant old = Wire.RECEIVED.minus(Duration.ofHours(3));
        assertThat(Wire.one(
                                codec.decode(uplink(UP + "vitals", "{\"hr\":30,\"at\":\"" + old + "\"}")),
                                Telemetry.Reading.class)
                        .backfilled())
                .isTrue();
    }

    @Test
    void chinesePositionsBecomeWgs84() {
        assertThat(latitude("WGS84")).isEqualTo(34.76);
        assertThat(latitude("GCJ02")).isNotEqualTo(34.76).isCloseTo(34.76, Offset.offset(0.01));
        assertThat(latitude("BD09")).isNotEqualTo(latitude("GCJ02")).isCloseTo(34.76, Offset.offset(0.02));
        assertThat(codec.decode(uplink(UP + "location", "{\"lat\":34.76,\"lon\":113.75,\"crs\":\"MARS\"}")))
                .isEqualTo(new Decoded.Refused(CodecReason.IMPLAUSIBLE_POSITION));
        assertThat(codec.decode(uplink(UP + "location", "{\"lat\":-90,\"lon\":0.001,\"crs\":\"BD09\"}")))
                .isInstanceOf(Decoded.class);
    }

    private double latitude(String crs) {
        Decoded decoded =
                codec.decode(uplink(UP + "location", "{\"lat\":34.76,\"lon\":113.75,\"crs\":\"" + crs + "\"}"));
        return Wire.one(decoded, Telemetry.Position.class).fix().point().latitude();
    }

    @Test
    void statusIsAHeartbeatWhateverItHolds() {
        Telemetry.Heartbeat heartbeat = Wire.one(
                codec.decode(uplink(UP + "status", Wire.fixture("native/status.json"))), Telemetry.Heartbeat.class);
        assertThat(heartbeat.online()).isTrue();
        assertThat(heartbeat.batteryPercent()).contains(67);
        assertThat(heartbeat.worn()).contains(true);
        assertThat(heartbeat.charging()).contains(false);
        assertThat(Wire.one(codec.decode(uplink(UP + "status", "alive")), Telemetry.Heartbeat.class)
                        .online())
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "v1/x/up/vitals",
                "v1/01900000-0000-7000-8000-000000000001/up/dance",
                "v1",
                "v1/",
                "v2/a/up/vitals",
                "v1/01900000-0000-7000-8000-000000000001/up/vitals/",
                "v1/01900000-0000-7000-8000-000000000001/up/SOS2"
            })
    void otherTopicsAreRefused(String topic) {
        assertThat(codec.decode(uplink(topic, "{}"))).isEqualTo(new Decoded.Refused(CodecReason.UNKNOWN_TOPIC));
    }
}
