package care.anling.verticles.store;

import care.anling.core.incident.Decision;
import care.anling.core.incident.Incident;
import care.anling.core.incident.IncidentEvent;
import care.anling.core.notice.Notice;
import java.util.List;
import java.util.Optional;

/**
 * An incident before and after one or more decisions, what happened in between and who has to be told. The store writes
 * the difference.
 */
public record Change(Optional<Incident> before, Incident after, List<IncidentEvent> events, List<Notice> notices) {

    /** Empty when the decision changed nothing. */
    static Optional<Change> of(Incident before, Decision decision) {
        return decision.next()
                .filter(next -> decision.changes())
                .map(next -> new Change(Optional.of(before), next, decision.events(), decision.notices()));
    }
}
