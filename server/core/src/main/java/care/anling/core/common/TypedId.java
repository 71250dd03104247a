package care.anling.core.common;

import java.util.UUID;

/** An identifier that cannot be mistaken for one of another kind. */
public interface TypedId {

    UUID value();
}
