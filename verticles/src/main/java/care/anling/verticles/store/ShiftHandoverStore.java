package care.anling.verticles.store;

import care.anling.core.common.CommunityId;
import care.anling.core.common.Person;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Who gave the desk to whom. */
public interface ShiftHandoverStore {

    /** Its time is the database's, whatever the record says. @return as stored */
    Future<ShiftHandover> give(ShiftHandover handover);

    Future<Optional<ShiftHandover>> find(UUID id);

    /** Taken by the first who says so. @return as it is now, taken by them or by somebody before; empty if there is none */
    Future<Optional<ShiftHandover>> take(UUID id, Person by);

    /** Newest first; {@code before} is the last id of the page before. */
    Future<List<ShiftHandover>> list(Set<CommunityId> desks, Optional<UUID> before, int limit);
}
