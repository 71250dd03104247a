package care.anling.verticles.mqtt.codec;

import care.anling.core.device.Dialect;
import care.anling.core.device.SignalKind;
import care.anling.verticles.mqtt.codec.Decoded.Refused;
import java.time.ZoneId;
import java.util.Locale;
import java.util.Optional;

/**
 * The dialects Anling reads, and the one place that chooses. The registry says which dialect a device speaks; our own
 * topics are open to all of them; and a topic that ends in {@code sos} or {@code fall} is heard whatever stands before
 * it, because the worst a mistyped topic may cost is a call-back.
 */
public final class Codecs {

    private final Codec ours = new NativeCodec();
    private final Codec imede;
    private final Codec unknown = new UnknownDialectCodec();
    private final Codec zigbee2mqtt = new Zigbee2MqttCodec();

    public Codecs(ZoneId wallClock) {
        this.imede = new ImedeCodec(wallClock);
    }

    /** The codec for what a device of this dialect writes to this topic. */
    public Codec choose(Dialect dialect, String topic) {
        return topic.startsWith(NativeCodec.ROOT) ? ours : of(dialect);
    }

    public Decoded decode(Codec codec, Uplink uplink) {
        Decoded decoded = codec.decode(uplink);
        return decoded instanceof Refused refused && refused.reason() == CodecReason.UNKNOWN_TOPIC
                ? byTopic(uplink).orElse(refused)
                : decoded;
    }

    private Codec of(Dialect dialect) {
        return switch (dialect) {
            case NATIVE -> ours;
            case IMEDE -> imede;
            case ZIGBEE2MQTT -> zigbee2mqtt;
            case UNKNOWN -> unknown;
        };
    }

    /** What a topic alone says, whatever stands before its last level. */
    static Optional<Decoded> byTopic(Uplink uplink) {
        return switch (uplink.lastLevel().toLowerCase(Locale.ROOT)) {
            case "sos", "emergency" -> Optional.of(NativeCodec.alarm(Speaker.LOGIN, SignalKind.SOS, uplink));
            case "fall", "falldown" -> Optional.of(NativeCodec.alarm(Speaker.LOGIN, SignalKind.FALL_CONFIRMED, uplink));
            default -> Optional.empty();
        };
    }
}
