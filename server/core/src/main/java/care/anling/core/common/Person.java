package care.anling.core.common;

import java.util.UUID;

/** Somebody with a name, as others on an incident see them. */
public record Person(UUID id, String name) {}
