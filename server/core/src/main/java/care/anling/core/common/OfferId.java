package care.anling.core.common;

import java.util.UUID;

/** Names an offer (UUIDv7). */
public record OfferId(UUID value) implements TypedId {

    public static OfferId of(String text) {
        return new OfferId(UUID.fromString(text));
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
