package care.anling.core.common;

import java.util.UUID;

/** Names an assignment (UUIDv7). */
public record AssignmentId(UUID value) implements TypedId {

    public static AssignmentId of(String text) {
        return new AssignmentId(UUID.fromString(text));
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
