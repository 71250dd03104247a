package care.anling.verticles.store;

import care.anling.core.common.CommunityId;
import care.anling.core.common.IncidentId;
import care.anling.core.common.Person;
import care.anling.core.common.ResidentId;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * The record of looks at health data, as administrators and families read it, and the one look that goes past a
 * coordinator's scope.
 */
public interface AccessLogStore {

    /** @param residentName as it is now; absent once there is nobody any more */
    record Look(
            long id,
            Instant at,
            Person by,
            String role,
            String action,
            Optional<ResidentId> resident,
            Optional<String> residentName,
            Optional<IncidentId> incident,
            Optional<CommunityId> community,
            Why why,
            boolean breakGlass,
            Optional<Review> review) {}

    /** @param from the looker's network address */
    record Why(List<String> fields, Optional<String> purpose, Optional<String> reason, Optional<String> from) {}

    record Review(Person by, Instant at, String note) {}

    record Filter(
            Optional<ResidentId> resident,
            Optional<UUID> account,
            Optional<Instant> from,
            Optional<Instant> to,
            Optional<Boolean> breakGlass,
            Optional<Boolean> reviewed) {

        public static Filter of(ResidentId resident) {
            return new Filter(
                    Optional.of(resident),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty());
        }
    }

    /** Newest first. @param nodes looks at these communities' people; of a family's own resident wherever it was */
    Future<List<Look>> list(Set<CommunityId> nodes, Filter filter, Optional<Long> before, int limit);

    enum Reviewed {
        DONE,
        ABSENT,
        OWN_LOOK
    }

    /** The first review stays, and saying it again is no error. */
    Future<Reviewed> review(long look, Set<CommunityId> nodes, Person by, String note);

    /** @param remoteAddress the looker's */
    record Breaking(UUID account, IncidentId because, String reason, List<String> fields, String remoteAddress) {}

    /**
     * One look past the acting account's scope, recorded and marked in the transaction that reads. Absent, and unrecorded,
     * when the account is no coordinator, the incident is none of theirs or over, or the resident lives in another street.
     */
    Future<Optional<Dossier>> breakGlass(Breaking breaking, ResidentId resident);
}
