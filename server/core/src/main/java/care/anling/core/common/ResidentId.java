package care.anling.core.common;

import java.util.UUID;

/** Names a protected person (UUIDv7). */
public record ResidentId(UUID value) implements TypedId {

    public static ResidentId of(String text) {
        return new ResidentId(UUID.fromString(text));
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
