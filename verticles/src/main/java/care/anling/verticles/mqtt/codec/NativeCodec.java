package care.anling.verticles.mqtt.codec;

import care.anling.core.common.DeviceId;
import care.anling.core.device.Dialect;
import care.anling.core.device.Reason;
import care.anling.core.device.SignalKind;
import care.anling.core.device.Telemetry;
import care.anling.core.device.Vitals;
import care.anling.core.geo.Fix;
import care.anling.verticles.mqtt.codec.Decoded.Ignored;
import care.anling.verticles.mqtt.codec.Decoded.Refused;
import care.anling.verticles.mqtt.codec.Decoded.Said;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/** Our own dialect: {@code v1/{deviceId}/up/…} with JSON (contract §2). */
public final class NativeCodec implements Codec {

    public static final String ROOT = "v1/";

    private static final int VERSION = 1;
    private static final int TOPIC_LEVELS = 4;
    private static final int UUID_CHARS = 36;
    /** Older than this, a reading is history: it was sent late and is no live alarm. */
    private static final Duration LIVE = Duration.ofMinutes(10);

    @Override
    public Dialect dialect() {
        return Dialect.NATIVE;
    }

    @Override
    public int version() {
        return VERSION;
    }

    @Override
    public Decoded decode(Uplink uplink) {
        String[] levels = uplink.topic().split("/", -1);
        if (levels.length != TOPIC_LEVELS || !levels[0].equals("v1")) {
            return new Refused(CodecReason.UNKNOWN_TOPIC);
        }
        if (levels[2].equals("down")) {
            return new Refused(CodecReason.OWN_DOWNLINK);
        }
        Optional<DeviceId> named = deviceId(levels[1]);
        if (!levels[2].equals("up") || named.isEmpty()) {
            return new Refused(CodecReason.UNKNOWN_TOPIC);
        }
        return read(levels[3], new Speaker.Named(named.get()), uplink);
    }

    static Optional<DeviceId> deviceId(String text) {
        return uuid(text).map(DeviceId::new);
    }

    private static Optional<UUID> uuid(String text) {
        if (text.length() != UUID_CHARS) {
            return Optional.empty();
        }
        try {
            return Optional.of(UUID.fromString(text));
        } catch (IllegalArgumentException notAnId) {
            return Optional.empty();
        }
    }

    private static Decoded read(String word, Speaker speaker, Uplink uplink) {
        return switch (word) {
            case "sos" -> alarm(speaker, SignalKind.SOS, uplink);
            case "cancel" -> alarm(speaker, SignalKind.CANCEL, uplink);
            case "fall" -> fall(speaker, uplink);
            case "alarm" -> otherAlarm(speaker, uplink);
            case "vitals" -> vitals(speaker, uplink);
            case "location" -> location(speaker, uplink);
            case "status" -> status(speaker, uplink);
            case "reply" -> reply(speaker, uplink);
            default -> new Refused(CodecReason.UNKNOWN_TOPIC);
        };
    }

    static Decoded alarm(Speaker speaker, SignalKind kind, Uplink uplink) {
        if (uplink.payload().length == 0) {
            // Nothing was written, so nothing is unreadable: the simplest button of all.
            return Said.one(Statement.alarm(speaker, SignalDraft.bare(kind)));
        }
        return WireJson.object(uplink.payload())
                .map(json -> alarm(speaker, kind, json, uplink))
                .orElseGet(() -> Said.one(Statement.alarm(speaker, SignalDraft.undecodable(kind))));
    }

    private static Said alarm(Speaker speaker, SignalKind kind, JsonNode json, Uplink uplink) {
        Dropped dropped = new Dropped();
        DeviceTime time = DeviceTime.rfc3339(json, "at", uplink.receivedAt());
        Instant at = time.believed().orElse(uplink.receivedAt());
        SignalDraft draft = SignalDraft.bare(kind)
                .marked(new SignalDraft.EventMark(WireJson.eventId(json, "id"), time.told()))
                .at(time.believed())
                .where(new Positions(dropped).ofNative(json, at))
                .battery(WireJson.percent(json, "battery"))
                .drill(WireJson.isTrue(json, "drill"));
        if (time.wrong()) {
            dropped.count(CodecReason.CLOCK_WRONG);
            draft = draft.flagged(Reason.DEVICE_CLOCK_WRONG);
        }
        return new Said(List.of(Statement.alarm(speaker, draft)), dropped.reasons());
    }

    private static Decoded fall(Speaker speaker, Uplink uplink) {
        String state = WireJson.object(uplink.payload())
                .flatMap(json -> WireJson.text(json, "state"))
                .orElse("confirmed");
        return switch (state) {
            case "suspected" -> alarm(speaker, SignalKind.FALL_SUSPECTED, uplink);
            case "cancelled" -> alarm(speaker, SignalKind.FALL_CANCELLED, uplink);
            // Without a state nothing more will come, and silence confirms.
            default -> alarm(speaker, SignalKind.FALL_CONFIRMED, uplink);
        };
    }

    private static Decoded otherAlarm(Speaker speaker, Uplink uplink) {
        String word = WireJson.object(uplink.payload())
                .flatMap(json -> WireJson.text(json, "kind"))
                .orElse("")
                .toLowerCase(Locale.ROOT);
        return alarm(speaker, alarmKind(word), uplink);
    }

    private static SignalKind alarmKind(String word) {
        return switch (word) {
            case "sos" -> SignalKind.SOS;
            case "fall" -> SignalKind.FALL_CONFIRMED;
            case "smoke" -> SignalKind.SMOKE;
            case "gas" -> SignalKind.GAS;
            case "water" -> SignalKind.WATER;
            case "inactivity" -> SignalKind.INACTIVITY;
            case "geofence_exit" -> SignalKind.GEOFENCE_EXIT;
            case "tamper" -> SignalKind.TAMPER;
            case "removed" -> SignalKind.REMOVED;
            case "low_battery" -> SignalKind.LOW_BATTERY;
            case "fault" -> SignalKind.DEVICE_FAULT;
            default -> SignalKind.OTHER_ALARM;
        };
    }

    private static Decoded vitals(Speaker speaker, Uplink uplink) {
        Optional<JsonNode> json = WireJson.object(uplink.payload());
        if (json.isEmpty()) {
            return new Refused(CodecReason.MALFORMED_PAYLOAD);
        }
        Dropped dropped = new Dropped();
        Vitals vitals = new Readings(dropped).ofNative(json.get());
        if (Readings.isEmpty(vitals)) {
            return new Refused(dropped.reasons().isEmpty() ? CodecReason.NOTHING_SAID : CodecReason.IMPLAUSIBLE_VALUE);
        }
        Instant at = time(json.get(), uplink, dropped);
        boolean late = at.isBefore(uplink.receivedAt().minus(LIVE));
        return new Said(
                List.of(Statement.measured(speaker, new Telemetry.Reading(at, vitals, late))), dropped.reasons());
    }

    private static Decoded location(Speaker speaker, Uplink uplink) {
        Optional<JsonNode> json = WireJson.object(uplink.payload());
        if (json.isEmpty()) {
            return new Refused(CodecReason.MALFORMED_PAYLOAD);
        }
        Dropped dropped = new Dropped();
        Instant at = time(json.get(), uplink, dropped);
        Optional<Fix> fix = new Positions(dropped).ofNative(json.get(), at);
        if (fix.isEmpty()) {
            return new Refused(
                    dropped.reasons().contains(CodecReason.IMPLAUSIBLE_POSITION)
                            ? CodecReason.IMPLAUSIBLE_POSITION
                            : CodecReason.NOTHING_SAID);
        }
        return new Said(List.of(Statement.measured(speaker, new Telemetry.Position(fix.get()))), dropped.reasons());
    }

    /** Any payload at all says that the device lives. */
    private static Decoded status(Speaker speaker, Uplink uplink) {
        Optional<JsonNode> json = WireJson.object(uplink.payload());
        List<CodecReason> dropped = new ArrayList<>();
        if (json.isEmpty() && uplink.payload().length > 0) {
            dropped.add(CodecReason.MALFORMED_PAYLOAD);
        }
        Telemetry.Heartbeat heartbeat = new Telemetry.Heartbeat(
                uplink.receivedAt(),
                true,
                json.flatMap(it -> WireJson.percent(it, "battery")),
                json.flatMap(it -> WireJson.bool(it, "worn")),
                json.flatMap(it -> WireJson.bool(it, "charging")));
        return new Said(List.of(Statement.measured(speaker, heartbeat)), dropped);
    }

    /** To a command of ours; whatever else it is, it shows that the device lives. */
    private static Decoded reply(Speaker speaker, Uplink uplink) {
        Optional<JsonNode> json = WireJson.object(uplink.payload());
        if (json.isEmpty()) {
            return new Ignored(CodecReason.MALFORMED_PAYLOAD);
        }
        Optional<UUID> command = WireJson.text(json.get(), "command").flatMap(NativeCodec::uuid);
        return Said.one(Statement.measured(
                speaker,
                command.<Telemetry>map(id -> new Telemetry.Replied(
                                uplink.receivedAt(),
                                id,
                                WireJson.bool(json.get(), "ok").orElse(false)))
                        .orElseGet(() -> new Telemetry.Heartbeat(
                                uplink.receivedAt(), true, Optional.empty(), Optional.empty(), Optional.empty()))));
    }

    private static Instant time(JsonNode json, Uplink uplink, Dropped dropped) {
        DeviceTime time = DeviceTime.rfc3339(json, "at", uplink.receivedAt());
        if (time.wrong()) {
            dropped.count(CodecReason.CLOCK_WRONG);
        }
        return time.believed().orElse(uplink.receivedAt());
    }
}
