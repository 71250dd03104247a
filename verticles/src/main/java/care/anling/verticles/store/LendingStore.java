package care.anling.verticles.store;

import care.anling.core.common.CommunityId;
import care.anling.core.common.IncidentId;
import care.anling.core.common.Person;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;

/**
 * Which communities came into which incident: their desk sees it and their people may be named, as long as it is open. Whether
 * somebody may lend at all is decided by whoever calls.
 */
public interface LendingStore {

    enum Lent {
        DONE,
        ABSENT,
        /** It has been stood down. */
        OVER
    }

    /** Twice is no error. */
    Future<Lent> lend(IncidentId incident, CommunityId to, By by);

    /** What is not lent is taken back already. Whoever holds a role keeps it. */
    Future<Lent> takeBack(IncidentId incident, CommunityId from, By by);

    /** Oldest first; none of an incident that is not in sight. */
    Future<List<Lending>> list(IncidentId incident);

    record By(Person person, AccountRole role) {}

    record Lending(CommunityId community, Person by, Instant at) {}
}
