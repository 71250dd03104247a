package care.anling.verticles.store;

import care.anling.core.common.CommunityId;
import care.anling.core.common.IncidentId;
import care.anling.core.common.OfferId;
import care.anling.core.dispatch.Role;
import care.anling.core.escalation.Prompt;
import care.anling.core.notice.Audience;
import care.anling.core.notice.Delivery;
import care.anling.core.notice.Notice;
import care.anling.core.notice.NoticeKind;
import care.anling.core.notice.Standing;
import care.anling.core.triage.Need;
import care.anling.core.triage.Priority;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * A claimed notice with everything that is needed to send it.
 *
 * @param claim the fence: how often it has been claimed
 * @param claimedAt the database's clock
 * @param addressee of an {@link Audience.Kind#ACCOUNT}, if there still is one
 * @param people of a desk, a street or a family: whom it becomes a notice for
 */
public record DueNotice(
        UUID id,
        int claim,
        Instant claimedAt,
        NoticeKind kind,
        Audience audience,
        About about,
        Delivery delivery,
        Standing standing,
        Instant madeAt,
        Instant expiresAt,
        Optional<Addressee> addressee,
        Set<UUID> people) {

    public Notice.Term term() {
        return new Notice.Term(kind, expiresAt);
    }

    /**
     * What may be said about it, and no more: no name of a resident, no flat, nothing clinical.
     *
     * @param near the building's name
     * @param need that leads; not every channel may say it
     */
    public record About(
            IncidentId incident,
            CommunityId community,
            String communityName,
            Optional<String> near,
            Priority priority,
            Need need,
            boolean drill,
            Optional<OfferId> offer,
            Optional<Role> role,
            Optional<String> person,
            Optional<Integer> etaSeconds,
            Optional<Prompt> prompt) {}

    /** @param language zh or en */
    public record Addressee(
            UUID account, String name, AccountRole role, String language, List<ChannelAddress> channels) {}
}
