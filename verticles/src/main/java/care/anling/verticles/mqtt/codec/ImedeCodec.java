package care.anling.verticles.mqtt.codec;

import care.anling.core.device.Dialect;
import care.anling.core.device.SignalKind;
import care.anling.core.device.Telemetry;
import care.anling.core.device.Vitals;
import care.anling.core.geo.Fix;
import care.anling.verticles.mqtt.codec.Decoded.Ignored;
import care.anling.verticles.mqtt.codec.Decoded.Refused;
import care.anling.verticles.mqtt.codec.Decoded.Said;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Kati / iMEDE 4G health watch: fixed topics {@code iMEDE_watch/…} in changing case, the IMEI in the payload. Its SOS
 * and falls carry neither identifier nor time; its {@code WiFi} field is a string in Python's notation and stays one.
 */
public final class ImedeCodec implements Codec {

    private static final String ROOT = "imede_watch/";
    private static final int VERSION = 1;
    private static final int MAX_IMEI_CHARS = 32;
    /** An AP55 batch holds twelve. */
    private static final int MAX_BACKFILLED_SAMPLES = 96;

    private final ZoneId wallClock;

    /** @param wallClock the zone of {@code timeStamps}, which come without one */
    public ImedeCodec(ZoneId wallClock) {
        this.wallClock = wallClock;
    }

    @Override
    public Dialect dialect() {
        return Dialect.IMEDE;
    }

    @Override
    public int version() {
        return VERSION;
    }

    @Override
    public Decoded decode(Uplink uplink) {
        String topic = uplink.topic().toLowerCase(Locale.ROOT);
        if (!topic.startsWith(ROOT)) {
            return new Refused(CodecReason.UNKNOWN_TOPIC);
        }
        return switch (topic.substring(ROOT.length())) {
            case "sos" -> alarm(SignalKind.SOS, uplink);
            // The watch has asked the wearer itself and says nothing further: silence confirms.
            case "falldown" -> alarm(SignalKind.FALL_CONFIRMED, uplink);
            case "hb" -> readable(uplink, this::heartbeat);
            case "vitalsign" -> readable(uplink, this::vitals);
            case "ap55" -> readable(uplink, this::backfill);
            case "location" -> readable(uplink, this::location);
            case "onlinetrigger" -> readable(uplink, ImedeCodec::online);
            case "sleepdata" -> new Ignored(CodecReason.NOTHING_SAID);
            default -> new Refused(CodecReason.UNKNOWN_TOPIC);
        };
    }

    private interface Reader {
        Decoded read(JsonNode json, Uplink uplink);
    }

    private static Decoded readable(Uplink uplink, Reader reader) {
        return WireJson.object(uplink.payload())
                .map(json -> reader.read(json, uplink))
                .orElseGet(() -> new Refused(CodecReason.MALFORMED_PAYLOAD));
    }

    private static Decoded alarm(SignalKind kind, Uplink uplink) {
        Optional<JsonNode> json = WireJson.object(uplink.payload());
        if (json.isEmpty()) {
            SignalDraft draft = uplink.payload().length == 0 ? SignalDraft.bare(kind) : SignalDraft.undecodable(kind);
            return Said.one(Statement.alarm(Speaker.LOGIN, draft));
        }
        Dropped dropped = new Dropped();
        Optional<Fix> fix = fix(json.get(), uplink.receivedAt(), dropped);
        SignalDraft draft = SignalDraft.bare(kind).where(fix).battery(WireJson.percent(json.get(), "battery"));
        return new Said(List.of(Statement.alarm(speaker(json.get()), draft)), dropped.reasons());
    }

    private Decoded heartbeat(JsonNode json, Uplink uplink) {
        return Said.one(Statement.measured(speaker(json), alive(json, uplink, true)));
    }

    private Decoded vitals(JsonNode json, Uplink uplink) {
        Dropped dropped = new Dropped();
        DeviceTime time = DeviceTime.dayFirst(json, "timeStamps", wallClock, uplink.receivedAt());
        if (time.wrong()) {
            dropped.count(CodecReason.CLOCK_WRONG);
        }
        Instant at = time.believed().orElse(uplink.receivedAt());
        Speaker speaker = speaker(json);
        List<Statement> said = new ArrayList<>();
        Vitals vitals = new Readings(dropped).ofImede(json);
        if (!Readings.isEmpty(vitals)) {
            said.add(Statement.measured(speaker, new Telemetry.Reading(at, vitals, false)));
        }
        fix(json, at, dropped).ifPresent(fix -> said.add(Statement.measured(speaker, new Telemetry.Position(fix))));
        said.add(Statement.measured(speaker, alive(json, uplink, true)));
        return new Said(said, dropped.reasons());
    }

    /** Twelve old samples at once: stored, never alarming. Each is believed within three years, not within a day. */
    private Decoded backfill(JsonNode json, Uplink uplink) {
        Dropped dropped = new Dropped();
        Speaker speaker = speaker(json);
        List<Statement> said = new ArrayList<>();
        int seen = 0;
        for (JsonNode sample : json.path("data")) {
            if (++seen > MAX_BACKFILLED_SAMPLES) {
                dropped.count(CodecReason.TOO_MANY_SAMPLES);
                break;
            }
            sample(sample, uplink, dropped).ifPresent(it -> said.add(Statement.measured(speaker, it)));
        }
        said.add(Statement.measured(speaker, alive(json, uplink, true)));
        return new Said(said, dropped.reasons());
    }

    private static Optional<Telemetry> sample(JsonNode sample, Uplink uplink, Dropped dropped) {
        JsonNode stamp = sample.path("timestamp");
        if (!stamp.isIntegralNumber() || !stamp.canConvertToLong()) {
            dropped.count(CodecReason.CLOCK_WRONG);
            return Optional.empty();
        }
        DeviceTime time = DeviceTime.unix(stamp.longValue(), uplink.receivedAt(), DeviceTime.MOST_BEHIND_BACKFILLED);
        if (time.wrong()) {
            dropped.count(CodecReason.CLOCK_WRONG);
            return Optional.empty();
        }
        Vitals vitals = new Readings(dropped).ofImede(sample);
        return Readings.isEmpty(vitals)
                ? Optional.empty()
                : time.believed().map(at -> new Telemetry.Reading(at, vitals, true));
    }

    private Decoded location(JsonNode json, Uplink uplink) {
        Dropped dropped = new Dropped();
        Optional<Fix> fix = fix(json, uplink.receivedAt(), dropped);
        Speaker speaker = speaker(json);
        // Cells and WiFi alone give no position here; the watch lives all the same.
        Telemetry said = fix.<Telemetry>map(Telemetry.Position::new).orElseGet(() -> alive(json, uplink, true));
        return new Said(List.of(Statement.measured(speaker, said)), dropped.reasons());
    }

    private static Decoded online(JsonNode json, Uplink uplink) {
        String status = WireJson.text(json, "status").orElse("").toLowerCase(Locale.ROOT);
        return switch (status) {
            case "online" -> Said.one(Statement.measured(speaker(json), alive(json, uplink, true)));
            case "offline" -> Said.one(Statement.measured(speaker(json), alive(json, uplink, false)));
            default -> new Refused(CodecReason.MALFORMED_PAYLOAD);
        };
    }

    private static Telemetry alive(JsonNode json, Uplink uplink, boolean online) {
        return new Telemetry.Heartbeat(
                uplink.receivedAt(), online, WireJson.percent(json, "battery"), Optional.empty(), Optional.empty());
    }

    private static Optional<Fix> fix(JsonNode json, Instant at, Dropped dropped) {
        return new Positions(dropped).ofImede(json.path("location").path("GPS"), at);
    }

    private static Speaker speaker(JsonNode json) {
        return Optional.of(json.path("IMEI").asText(""))
                .filter(imei -> !imei.isEmpty() && imei.length() <= MAX_IMEI_CHARS)
                .<Speaker>map(Speaker.Addressed::new)
                .orElse(Speaker.LOGIN);
    }
}
