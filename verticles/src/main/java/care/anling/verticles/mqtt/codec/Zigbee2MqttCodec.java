package care.anling.verticles.mqtt.codec;

import care.anling.core.device.Dialect;
import care.anling.core.device.Reason;
import care.anling.core.device.SignalKind;
import care.anling.core.device.Telemetry;
import care.anling.verticles.mqtt.codec.Decoded.Ignored;
import care.anling.verticles.mqtt.codec.Decoded.Refused;
import care.anling.verticles.mqtt.codec.Decoded.Said;
import care.anling.verticles.mqtt.codec.SignalDraft.EachCountsFromHelpButton;
import care.anling.verticles.mqtt.codec.SignalDraft.Repeats;
import care.anling.verticles.mqtt.codec.SignalDraft.StateHeldFor;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * zigbee2mqtt: a gateway that speaks for its children by friendly name, which may itself contain slashes. It repeats a
 * child's whole state with every message, so what is a state ({@code tamper}) counts once in a while, and what is an
 * event ({@code action}) counts each time. QoS 0 is its normal.
 */
public final class Zigbee2MqttCodec implements Codec {

    public static final String BASE = "zigbee2mqtt/";

    private static final int VERSION = 1;
    private static final int MAX_FRIENDLY_NAME_CHARS = 255;
    private static final String AVAILABILITY = "/availability";
    private static final Repeats TAMPERED = new StateHeldFor(Duration.ofHours(1));
    private static final Repeats LOW = new StateHeldFor(Duration.ofHours(24));
    /** Words in a payload we cannot read that mean somebody may have pressed or fallen. */
    private static final Pattern CRY_FOR_HELP =
            Pattern.compile("\"?emergency\"?|\"sos\"\\s*:\\s*true|:\\s*\"(maybe_)?fall\"", Pattern.CASE_INSENSITIVE);

    @Override
    public Dialect dialect() {
        return Dialect.ZIGBEE2MQTT;
    }

    @Override
    public int version() {
        return VERSION;
    }

    @Override
    public Decoded decode(Uplink uplink) {
        String topic = uplink.topic();
        if (!topic.startsWith(BASE) || topic.length() == BASE.length()) {
            return new Refused(CodecReason.UNKNOWN_TOPIC);
        }
        String name = topic.substring(BASE.length());
        if (name.length() > MAX_FRIENDLY_NAME_CHARS + AVAILABILITY.length()) {
            return new Refused(CodecReason.UNKNOWN_TOPIC);
        }
        if (name.equals("bridge/state")) {
            return availability(Speaker.LOGIN, uplink);
        }
        if (name.startsWith("bridge/")) {
            return new Ignored(CodecReason.BRIDGE_CHATTER);
        }
        if (name.endsWith(AVAILABILITY)) {
            String child = name.substring(0, name.length() - AVAILABILITY.length());
            return availability(new Speaker.Addressed(child), uplink);
        }
        if (uplink.payload().length == 0) {
            // How a retained message is cleared.
            return new Ignored(CodecReason.NOTHING_SAID);
        }
        Speaker child = new Speaker.Addressed(name);
        return WireJson.object(uplink.payload())
                .map(json -> state(child, json, uplink))
                .orElseGet(() -> unreadable(child, uplink));
    }

    private static Decoded state(Speaker child, JsonNode json, Uplink uplink) {
        Optional<Integer> battery = WireJson.percent(json, "battery");
        List<Statement> said = new ArrayList<>();
        List<CodecReason> dropped = new ArrayList<>();
        for (SignalDraft alarm : alarms(json, dropped)) {
            said.add(Statement.alarm(child, alarm.battery(battery)));
        }
        said.add(Statement.measured(
                child,
                new Telemetry.Heartbeat(uplink.receivedAt(), true, battery, Optional.empty(), Optional.empty())));
        return new Said(said, dropped);
    }

    private static List<SignalDraft> alarms(JsonNode json, List<CodecReason> dropped) {
        List<SignalDraft> alarms = new ArrayList<>(2);
        Optional<SignalDraft> press = press(json, dropped);
        press.ifPresent(alarms::add);
        if (WireJson.isTrue(json, "sos") && press.isEmpty()) {
            alarms.add(SignalDraft.bare(SignalKind.SOS));
        }
        switch (WireJson.text(json, "fall_down_status").orElse("none")) {
            case "maybe_fall" -> alarms.add(SignalDraft.bare(SignalKind.FALL_SUSPECTED));
            case "fall" -> alarms.add(SignalDraft.bare(SignalKind.FALL_CONFIRMED));
            default -> {}
        }
        whenTrue(json, "smoke", SignalKind.SMOKE, SignalDraft.EACH, alarms);
        whenTrue(json, "gas", SignalKind.GAS, SignalDraft.EACH, alarms);
        whenTrue(json, "carbon_monoxide", SignalKind.GAS, SignalDraft.EACH, alarms);
        whenTrue(json, "water_leak", SignalKind.WATER, SignalDraft.EACH, alarms);
        whenTrue(json, "tamper", SignalKind.TAMPER, TAMPERED, alarms);
        whenTrue(json, "battery_low", SignalKind.LOW_BATTERY, LOW, alarms);
        return alarms;
    }

    /** An empty or null action follows every real one and is no alarm. */
    private static Optional<SignalDraft> press(JsonNode json, List<CodecReason> dropped) {
        String action = WireJson.text(json, "action").orElse("").toLowerCase(Locale.ROOT);
        return switch (action) {
            case "emergency", "sos", "panic" -> Optional.of(SignalDraft.bare(SignalKind.SOS));
            // HS1EB-E, an emergency button, has only these; so have light switches.
            case "single", "double", "hold" ->
                Optional.of(SignalDraft.bare(SignalKind.SOS).repeating(new EachCountsFromHelpButton()));
            case "" -> {
                if (json.has("action")) {
                    dropped.add(CodecReason.NO_PRESS);
                }
                yield Optional.empty();
            }
            default -> Optional.empty();
        };
    }

    private static void whenTrue(
            JsonNode json, String field, SignalKind kind, Repeats repeats, List<SignalDraft> alarms) {
        if (WireJson.isTrue(json, field)) {
            alarms.add(SignalDraft.bare(kind).repeating(repeats));
        }
    }

    /** Old installations write plain words, newer ones an object. */
    private static Decoded availability(Speaker speaker, Uplink uplink) {
        String word = WireJson.object(uplink.payload())
                .flatMap(json -> WireJson.text(json, "state"))
                .orElseGet(() -> plainText(uplink.payload()))
                .toLowerCase(Locale.ROOT);
        return switch (word) {
            case "online", "offline" ->
                Said.one(Statement.measured(
                        speaker,
                        new Telemetry.Heartbeat(
                                uplink.receivedAt(),
                                word.equals("online"),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty())));
            case "" -> new Ignored(CodecReason.NOTHING_SAID);
            default -> new Refused(CodecReason.MALFORMED_PAYLOAD);
        };
    }

    /**
     * Every kind of message shares one topic, so a broken one may have been a press: when its bytes still say so it is
     * an SOS; otherwise, from a help button, it is a signal nobody could read.
     */
    private static Decoded unreadable(Speaker child, Uplink uplink) {
        if (CRY_FOR_HELP.matcher(plainText(uplink.payload())).find()) {
            return Said.one(Statement.alarm(child, SignalDraft.undecodable(SignalKind.SOS)));
        }
        SignalDraft draft = SignalDraft.bare(SignalKind.UNDECODABLE)
                .flagged(Reason.UNDECODABLE)
                .repeating(new EachCountsFromHelpButton());
        return new Said(List.of(Statement.alarm(child, draft)), List.of(CodecReason.MALFORMED_PAYLOAD));
    }

    private static String plainText(byte[] payload) {
        return new String(payload, StandardCharsets.UTF_8).strip();
    }
}
