package care.anling.core.common;

import java.util.UUID;

/** Names a device; also its MQTT user name (UUIDv7). */
public record DeviceId(UUID value) implements TypedId {

    public static DeviceId of(String text) {
        return new DeviceId(UUID.fromString(text));
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
