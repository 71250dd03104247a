package care.anling.core.incident;

import care.anling.core.common.Rejection;
import care.anling.core.notice.Notice;
import java.util.List;
import java.util.Optional;

/**
 * What follows from a command: the incident as it will be, what happened and who has to be told, or why it was refused.
 * A decision with no events and no rejection changes nothing (saying a thing twice is no error), and tells nobody.
 */
public record Decision(
        Optional<Incident> next, List<IncidentEvent> events, List<Notice> notices, Optional<Rejection> rejection) {

    public static Decision changed(Incident next, List<IncidentEvent> events, List<Notice> notices) {
        return new Decision(Optional.of(next), List.copyOf(events), List.copyOf(notices), Optional.empty());
    }

    /** Something happened that nobody has to be told of outside their feed. */
    public static Decision changed(Incident next, List<IncidentEvent> events) {
        return changed(next, events, List.of());
    }

    public static Decision unchanged(Incident incident) {
        return new Decision(Optional.of(incident), List.of(), List.of(), Optional.empty());
    }

    /** Nothing is open and nothing opens. */
    public static Decision nothing() {
        return new Decision(Optional.empty(), List.of(), List.of(), Optional.empty());
    }

    public static Decision rejected(Optional<Incident> incident, Rejection rejection) {
        return new Decision(incident, List.of(), List.of(), Optional.of(rejection));
    }

    public boolean changes() {
        return !events.isEmpty();
    }
}
