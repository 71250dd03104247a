package care.anling.core.common;

import java.util.UUID;

/** Names a node of the community tree: street, community or building (UUIDv7). */
public record CommunityId(UUID value) implements TypedId {

    public static CommunityId of(String text) {
        return new CommunityId(UUID.fromString(text));
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
