package care.anling.verticles.mqtt.codec;

import java.util.Locale;

/** Why a publish, or a part of it, was left out. Few and fixed: each is a metric's label. */
public enum CodecReason {
    UNKNOWN_TOPIC,
    UNKNOWN_DIALECT,
    MALFORMED_PAYLOAD,
    NOTHING_SAID,
    NO_PRESS,
    BRIDGE_CHATTER,
    OWN_DOWNLINK,
    IMPLAUSIBLE_VALUE,
    IMPLAUSIBLE_POSITION,
    CLOCK_WRONG,
    TOO_MANY_SAMPLES;

    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
