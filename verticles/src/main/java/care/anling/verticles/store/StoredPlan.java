package care.anling.verticles.store;

import care.anling.core.common.CommunityId;
import care.anling.core.common.Person;
import care.anling.core.triage.Need;
import care.anling.core.triage.Priority;
import care.anling.verticles.wire.PlanBook;
import java.time.Instant;
import java.util.UUID;

/**
 * A community's own response plan as it lies in the store, which may be broken.
 *
 * @param community a street's plan holds for its communities that have none
 * @param body steps, repetition and hours as JSON text; {@code PlanJson} reads it
 */
public record StoredPlan(
        UUID id,
        CommunityId community,
        Need need,
        Priority priority,
        Text text,
        int version,
        Person editedBy,
        Instant editedAt) {

    public PlanBook.Page toPage() {
        return new PlanBook.Page(community, need, priority, text.name(), version, text.body());
    }

    /** What an edit can change. */
    public record Text(String name, boolean active, String body) {}
}
