package care.anling.core.common;

import java.util.UUID;

/** Names one signal as stored (UUIDv7). */
public record SignalId(UUID value) implements TypedId {

    public static SignalId of(String text) {
        return new SignalId(UUID.fromString(text));
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
