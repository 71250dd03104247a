package care.anling.verticles.mqtt.codec;

import care.anling.core.device.Dialect;

/**
 * Reads one dialect. Total: whatever the bytes are, {@link #decode} returns and never throws, and an emergency topic
 * always yields an emergency, at worst flagged {@code UNDECODABLE}.
 */
public interface Codec {

    Dialect dialect();

    /** Stored beside the raw bytes, so that a later codec knows who read them first. Raise it when the meaning changes. */
    int version();

    Decoded decode(Uplink uplink);
}
