package care.anling.verticles.mqtt.codec;

import static care.anling.verticles.mqtt.codec.Wire.uplink;
import static org.assertj.core.api.Assertions.assertThat;

import care.anling.core.device.Reason;
import care.anling.core.device.SignalKind;
import care.anling.core.device.Telemetry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Real payloads of buttons and radars behind a gateway. */
class Zigbee2MqttCodecTest {

    private static final String BUTTON = "zigbee2mqtt/0xa4c13899607febd1";

    private final Zigbee2MqttCodec codec = new Zigbee2MqttCodec();

    private Decoded decode(String topic, String fixture) {
        return codec.decode(uplink(topic, Wire.fixture("zigbee2mqtt/" + fixture)));
    }

    @Test
    void actionEmergencyIsAnSosOfTheChild() {
        Decoded decoded = decode(BUTTON, "action-emergency.json");
        SignalDraft sos = Wire.alarm(decoded);
        assertThat(sos.kind()).isEqualTo(SignalKind.SOS);
        assertThat(sos.batteryPercent()).contains(80);
        assertThat(Wire.said(decoded).statements().get(0).speaker())
                .isEqualTo(new Speaker.Addressed("0xa4c13899607febd1"));
    }

    @Test
    void actionNullIsNoAlarm() {
        Decoded decoded = decode(BUTTON, "action-null.json");
        assertThat(Wire.alarms(decoded)).isEmpty();
        assertThat(Wire.said(decoded).dropped()).containsExactly(CodecReason.NO_PRESS);
        assertThat(Wire.one(decoded, Telemetry.Heartbeat.class).batteryPercent())
                .contains(100);
        assertThat(Wire.alarms(codec.decode(uplink(BUTTON, "{\"action\":\"\"}"))))
                .isEmpty();
        assertThat(Wire.alarms(codec.decode(uplink(BUTTON, "{\"action\":\"off\"}"))))
                .isEmpty();
    }

    @Test
    void sosTrueIsAnSos() {
        assertThat(Wire.alarm(decode(BUTTON, "seb01zb-sos.json")).kind()).isEqualTo(SignalKind.SOS);
        assertThat(Wire.alarms(codec.decode(uplink(BUTTON, "{\"sos\":false}")))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"single", "double", "hold"})
    void plainPressesCountFromHelpButtonsOnly(String action) {
        SignalDraft press = Wire.alarm(codec.decode(uplink(BUTTON, "{\"action\":\"" + action + "\"}")));
        assertThat(press.kind()).isEqualTo(SignalKind.SOS);
        assertThat(press.repeats()).isInstanceOf(SignalDraft.EachCountsFromHelpButton.class);
    }

    @ParameterizedTest
    @CsvSource({"maybe_fall, FALL_SUSPECTED", "fall, FALL_CONFIRMED"})
    void radarFalls(String status, SignalKind kind) {
        String payload = "{\"presence\":true,\"fall_down_status\":\"" + status + "\",\"tumble_alarm_time\":1}";
        assertThat(Wire.alarm(codec.decode(uplink("zigbee2mqtt/bath/radar", payload)))
                        .kind())
                .isEqualTo(kind);
    }

    @Test
    void noFallIsNone() {
        assertThat(Wire.alarms(codec.decode(uplink("zigbee2mqtt/radar", "{\"fall_down_status\":\"none\"}"))))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "tamper, TAMPER",
        "battery_low, LOW_BATTERY",
        "smoke, SMOKE",
        "gas, GAS",
        "water_leak, WATER",
        "carbon_monoxide, GAS"
    })
    void sensors(String field, SignalKind kind) {
        assertThat(Wire.alarm(codec.decode(uplink(BUTTON, "{\"" + field + "\":true}")))
                        .kind())
                .isEqualTo(kind);
        assertThat(Wire.alarms(codec.decode(uplink(BUTTON, "{\"" + field + "\":false}"))))
                .isEmpty();
    }

    @Test
    void aRepeatedStateIsWorthOneSignal() {
        assertThat(Wire.alarm(codec.decode(uplink(BUTTON, "{\"battery_low\":true}")))
                        .repeats())
                .isInstanceOf(SignalDraft.StateHeldFor.class);
        assertThat(Wire.alarm(codec.decode(uplink(BUTTON, "{\"smoke\":true}"))).repeats())
                .isEqualTo(SignalDraft.EACH);
    }

    @ParameterizedTest
    @CsvSource({
        "availability-legacy-online.txt, true",
        "availability-legacy-offline.txt, false",
        "availability-online.json, true",
        "availability-offline.json, false"
    })
    void availabilityOldAndNew(String fixture, boolean online) {
        Decoded decoded = decode("zigbee2mqtt/living/room/button/availability", fixture);
        assertThat(Wire.one(decoded, Telemetry.Heartbeat.class).online()).isEqualTo(online);
        assertThat(Wire.said(decoded).statements().get(0).speaker())
                .isEqualTo(new Speaker.Addressed("living/room/button"));
        assertThat(Wire.said(decode("zigbee2mqtt/bridge/state", fixture))
                        .statements()
                        .get(0)
                        .speaker())
                .isEqualTo(Speaker.LOGIN);
    }

    @Test
    void aBrokenMessageThatStillCriesForHelpIsAnSos() {
        SignalDraft sos = Wire.alarm(codec.decode(uplink(BUTTON, "{\"action\":\"emergency\",\"batt")));
        assertThat(sos.kind()).isEqualTo(SignalKind.SOS);
        assertThat(sos.flags()).containsExactly(Reason.UNDECODABLE);
        SignalDraft other = Wire.alarm(codec.decode(uplink(BUTTON, "{\"linkqu")));
        assertThat(other.kind()).isEqualTo(SignalKind.UNDECODABLE);
        assertThat(other.repeats()).isInstanceOf(SignalDraft.EachCountsFromHelpButton.class);
    }

    @Test
    void chatterIsIgnored() {
        assertThat(codec.decode(uplink("zigbee2mqtt/bridge/devices", "[]")))
                .isEqualTo(new Decoded.Ignored(CodecReason.BRIDGE_CHATTER));
        assertThat(codec.decode(uplink(BUTTON, ""))).isEqualTo(new Decoded.Ignored(CodecReason.NOTHING_SAID));
        assertThat(codec.decode(uplink("homeassistant/x/config", "{}")))
                .isEqualTo(new Decoded.Refused(CodecReason.UNKNOWN_TOPIC));
    }
}
