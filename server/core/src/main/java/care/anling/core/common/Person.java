package care.anling.core.common;

import java.util.UUID;

/** Somebody with a name, as others on an incident see them. */
public record Person(UUID id, String name) {

    /** Nobody: Anling itself, where a name must stand. */
    public static final Person ANLING = new Person(new UUID(0, 0), "安铃");
}
