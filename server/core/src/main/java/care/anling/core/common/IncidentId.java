package care.anling.core.common;

import java.util.UUID;

/** Names an incident (UUIDv7). */
public record IncidentId(UUID value) implements TypedId {

    public static IncidentId of(String text) {
        return new IncidentId(UUID.fromString(text));
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
