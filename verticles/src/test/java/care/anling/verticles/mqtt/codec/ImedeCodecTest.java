package care.anling.verticles.mqtt.codec;

import static care.anling.verticles.mqtt.codec.Wire.uplink;
import static org.assertj.core.api.Assertions.assertThat;

import care.anling.core.device.Reason;
import care.anling.core.device.SignalKind;
import care.anling.core.device.Telemetry;
import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The maker's own payloads, as published. */
class ImedeCodecTest {

    private final ImedeCodec codec = new ImedeCodec(ZoneId.of("Asia/Shanghai"));

    private Decoded decode(String kind, String fixture) {
        return codec.decode(uplink("iMEDE_watch/" + kind, Wire.fixture("imede/" + fixture + ".json")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"SOS", "sos", "Sos"})
    void sosInAnyCase(String word) {
        SignalDraft sos = Wire.alarm(decode(word, "SOS"));
        assertThat(sos.kind()).isEqualTo(SignalKind.SOS);
        assertThat(sos.fix().orElseThrow().point().latitude()).isEqualTo(22.5678);
        assertThat(sos.told()).isEqualTo(SignalDraft.EventMark.NONE);
        assertThat(sos.deviceTime()).isEmpty();
        assertThat(Wire.said(decode(word, "SOS")).statements().get(0).speaker())
                .isEqualTo(new Speaker.Addressed("865067123456789"));
    }

    @Test
    void fallDownIsAConfirmedFall() {
        SignalDraft fall = Wire.alarm(decode("fallDown", "fallDown"));
        assertThat(fall.kind()).isEqualTo(SignalKind.FALL_CONFIRMED);
        assertThat(fall.fix()).isPresent();
    }

    @Test
    void unreadableEmergenciesAreStillEmergencies() {
        SignalDraft sos = Wire.alarm(codec.decode(uplink("iMEDE_watch/SOS", "{\"status\":\"SOS\",\"loc")));
        assertThat(sos.flags()).containsExactly(Reason.UNDECODABLE);
        assertThat(Wire.alarm(codec.decode(uplink("IMEDE_WATCH/FALLDOWN", "x"))).kind())
                .isEqualTo(SignalKind.FALL_CONFIRMED);
    }

    @Test
    void heartbeat() {
        Telemetry.Heartbeat heartbeat = Wire.one(decode("hb", "hb"), Telemetry.Heartbeat.class);
        assertThat(heartbeat.online()).isTrue();
        assertThat(heartbeat.batteryPercent()).contains(67);
        assertThat(heartbeat.at()).isEqualTo(Wire.RECEIVED);
    }

    @Test
    void vitalsOfTenMonthsAgoAreOfNow() {
        Decoded decoded = decode("VitalSign", "VitalSign");
        Telemetry.Reading reading = Wire.one(decoded, Telemetry.Reading.class);
        assertThat(reading.vitals().heartRate()).contains(72.0);
        assertThat(reading.vitals().systolic()).contains(122.0);
        assertThat(reading.vitals().diastolic()).contains(74.0);
        assertThat(reading.vitals().temperature()).contains(36.6);
        assertThat(reading.vitals().spo2()).contains(97.0);
        assertThat(reading.vitals().respirationRate()).isEmpty();
        assertThat(reading.backfilled()).isFalse();
        assertThat(reading.at()).isEqualTo(Wire.RECEIVED);
        assertThat(Wire.said(decoded).dropped()).containsExactly(CodecReason.CLOCK_WRONG);
        assertThat(Wire.one(decoded, Telemetry.Position.class).fix().point().longitude())
                .isEqualTo(112.3456);
        assertThat(Wire.one(decoded, Telemetry.Heartbeat.class).batteryPercent())
                .contains(67);
    }

    @Test
    void aSaneWallClockIsBelieved() {
        Telemetry.Reading reading = Wire.one(
                codec.decode(
                        uplink("iMEDE_watch/VitalSign", "{\"heartRate\":72,\"timeStamps\":\"17/04/2026 23:30:45\"}")),
                Telemetry.Reading.class);
        assertThat(reading.at()).isEqualTo(Instant.parse("2026-04-17T15:30:45Z"));
        Decoded american = codec.decode(
                uplink("iMEDE_watch/VitalSign", "{\"heartRate\":72,\"timeStamps\":\"04/17/2026 23:30:45\"}"));
        assertThat(Wire.said(american).dropped()).containsExactly(CodecReason.CLOCK_WRONG);
    }

    @Test
    void backfillIsHistory() {
        Telemetry.Reading reading = Wire.one(decode("AP55", "AP55"), Telemetry.Reading.class);
        assertThat(reading.backfilled()).isTrue();
        assertThat(reading.at()).isEqualTo(Instant.ofEpochSecond(1738331256));
        assertThat(reading.vitals().heartRate()).contains(84.0);
        assertThat(reading.vitals().spo2()).contains(98.0);
    }

    @Test
    void backfillFromTheFutureIsDropped() {
        Decoded decoded = codec.decode(uplink(
                "iMEDE_watch/AP55",
                "{\"data\":[{\"timestamp\":1836942771,\"heartRate\":84},{\"heartRate\":1},7,null]}"));
        assertThat(Wire.measured(decoded, Telemetry.Reading.class)).isEmpty();
        assertThat(Wire.said(decoded).dropped()).hasSize(4).containsOnly(CodecReason.CLOCK_WRONG);
    }

    @Test
    void aBatchIsBounded() {
        String samples = "{\"timestamp\":1738331256,\"heartRate\":84},".repeat(500);
        Decoded decoded = codec.decode(uplink("iMEDE_watch/AP55", "{\"data\":[" + samples + "{}]}"));
        assertThat(Wire.measured(decoded, Telemetry.Reading.class)).hasSize(96);
        assertThat(Wire.said(decoded).dropped()).contains(CodecReason.TOO_MANY_SAMPLES);
    }

    @Test
    void locationWithPythonInAString() {
        assertThat(Wire.one(decode("location", "location"), Telemetry.Position.class)
                        .fix()
                        .point()
                        .latitude())
                .isEqualTo(22.5678);
    }

    @Test
    void cellsAloneAreASignOfLife() {
        Decoded decoded = codec.decode(uplink(
                "iMEDE_watch/location", "{\"location\":{\"LBS\":{\"MCC\":\"520\"}},\"IMEI\":\"865067123456789\"}"));
        assertThat(Wire.one(decoded, Telemetry.Heartbeat.class).online()).isTrue();
    }

    @Test
    void onlineAndOffline() {
        assertThat(Wire.one(decode("onlineTrigger", "onlineTrigger"), Telemetry.Heartbeat.class)
                        .online())
                .isTrue();
        assertThat(Wire.one(decode("onlinetrigger", "onlineTrigger-offline"), Telemetry.Heartbeat.class)
                        .online())
                .isFalse();
    }

    @Test
    void otherTopicsAreNotEmergencies() {
        assertThat(codec.decode(uplink("iMEDE_watch/dance", "{}")))
                .isEqualTo(new Decoded.Refused(CodecReason.UNKNOWN_TOPIC));
        assertThat(codec.decode(uplink("iMEDE_watch/sleepdata", "{}"))).isInstanceOf(Decoded.Ignored.class);
        assertThat(codec.decode(uplink("iMEDE_watch/hb", "{")))
                .isEqualTo(new Decoded.Refused(CodecReason.MALFORMED_PAYLOAD));
    }
}
