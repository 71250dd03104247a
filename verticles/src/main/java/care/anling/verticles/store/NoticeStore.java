package care.anling.verticles.store;

import care.anling.core.common.CommunityId;
import care.anling.core.common.IncidentId;
import care.anling.core.notice.Audience;
import care.anling.core.notice.NoticeKind;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** What people at screens, and gateways, do with notices: confirm them, ask for those that reached nobody. */
public interface NoticeStore {

    /** This person's device has these. @return how many of them are theirs; saying it twice is no error */
    Future<Integer> receivedBy(UUID account, Set<UUID> notices);

    /** A gateway's word for it. @return whether there is such a notice that this gateway may have been given */
    Future<Boolean> receivedThrough(String gateway, UUID notice);

    /** Newest first within these feed nodes; {@code before} is the last id of the page before. */
    Future<List<DeadLetter>> listDead(Set<CommunityId> communities, Optional<UUID> before, int limit);

    /** @param name of the person, if the audience is one */
    record DeadLetter(
            UUID id,
            NoticeKind kind,
            Audience audience,
            Optional<String> name,
            IncidentId incident,
            CommunityId community,
            Instant madeAt,
            Instant settledAt,
            String trouble) {}
}
