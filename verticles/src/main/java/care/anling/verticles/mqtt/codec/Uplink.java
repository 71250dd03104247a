package care.anling.verticles.mqtt.codec;

import java.time.Instant;

/** One publish as it came from a device, stamped with this node's clock. The payload is not copied: nobody writes to it. */
public record Uplink(String topic, byte[] payload, Instant receivedAt) {

    /** The topic's last level, in which makers put what kind of message it is. */
    String lastLevel() {
        return topic.substring(topic.lastIndexOf('/') + 1);
    }

    /** Never the payload: it may hold health data, and this ends in logs. */
    @Override
    public String toString() {
        return "Uplink[" + payload.length + " bytes]";
    }
}
