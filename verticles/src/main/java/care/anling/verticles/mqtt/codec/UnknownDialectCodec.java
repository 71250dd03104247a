package care.anling.verticles.mqtt.codec;

import care.anling.core.device.Dialect;
import care.anling.core.device.Reason;
import care.anling.core.device.SignalKind;
import care.anling.verticles.mqtt.codec.Decoded.Ignored;
import care.anling.verticles.mqtt.codec.Decoded.Said;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A device whose dialect this build does not speak. Nothing it says can be understood, and any of it may be a cry for
 * help: what is not plainly routine becomes a signal nobody could read, with its bytes kept for a later codec. Its own
 * topics ({@code v1/…}) are read as everybody's are.
 */
final class UnknownDialectCodec implements Codec {

    private static final int VERSION = 1;

    /** What no maker sends an alarm by. */
    private static final Set<String> ROUTINE = Set.of(
            "status",
            "state",
            "heartbeat",
            "ping",
            "battery",
            "power",
            "location",
            "gps",
            "position",
            "vitals",
            "telemetry",
            "properties",
            "attributes",
            "availability",
            "online",
            "config",
            "log",
            "time",
            "version",
            "ota");

    private static final Pattern ALARM_TOPIC =
            Pattern.compile("sos|alarm|alert|emerg|fall|help|panic|call|warn|event|press|button|urgent");

    /** A field or a value that cries; {@code "sos":false} does not. */
    private static final Pattern CRY_FOR_HELP = Pattern.compile(
            "(sos|emergency|panic|fall|alarm)\\w*\"?\\s*[:=]\\s*\"?(true|1|yes|on)\\b"
                    + "|[:=]\\s*\"?(sos|emergency|panic|fall|help)\\b|求救|呼救|跌倒|紧急",
            Pattern.CASE_INSENSITIVE);

    /** What nobody can read is worth one look in this time; a device that says it every ten seconds must not ring for ever. */
    private static final SignalDraft.Repeats UNREADABLE = new SignalDraft.StateHeldFor(Duration.ofHours(1));

    @Override
    public Dialect dialect() {
        return Dialect.UNKNOWN;
    }

    @Override
    public int version() {
        return VERSION;
    }

    @Override
    public Decoded decode(Uplink uplink) {
        return Codecs.byTopic(uplink).orElseGet(() -> unread(uplink));
    }

    private static Decoded unread(Uplink uplink) {
        if (CRY_FOR_HELP
                .matcher(new String(uplink.payload(), StandardCharsets.UTF_8))
                .find()) {
            return said(SignalDraft.undecodable(SignalKind.SOS));
        }
        if (ROUTINE.contains(uplink.lastLevel().toLowerCase(Locale.ROOT))) {
            return new Ignored(CodecReason.UNKNOWN_DIALECT);
        }
        SignalDraft draft = SignalDraft.bare(SignalKind.UNDECODABLE).flagged(Reason.UNDECODABLE);
        boolean alarm =
                ALARM_TOPIC.matcher(uplink.topic().toLowerCase(Locale.ROOT)).find();
        return said(alarm ? draft : draft.repeating(UNREADABLE));
    }

    private static Decoded said(SignalDraft draft) {
        return new Said(List.of(Statement.alarm(Speaker.LOGIN, draft)), List.of(CodecReason.UNKNOWN_DIALECT));
    }
}
