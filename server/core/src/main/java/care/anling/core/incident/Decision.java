package care.anling.core.incident;

import care.anling.core.common.Rejection;
import java.util.List;
import java.util.Optional;

/**
 * What follows from a command: the incident as it will be and what happened, or why it was refused. A decision with no
 * events and no rejection changes nothing (saying a thing twice is no error).
 */
public record Decision(Optional<Incident> next, List<IncidentEvent> events, Optional<Rejection> rejection) {

    public static Decision changed(Incident next, List<IncidentEvent> events) {
        return new Decision(Optional.of(next), List.copyOf(events), Optional.empty());
    }

    public static Decision unchanged(Incident incident) {
        return new Decision(Optional.of(incident), List.of(), Optional.empty());
    }

    /** Nothing is open and nothing opens. */
    public static Decision nothing() {
        return new Decision(Optional.empty(), List.of(), Optional.empty());
    }

    public static Decision rejected(Optional<Incident> incident, Rejection rejection) {
        return new Decision(incident, List.of(), Optional.of(rejection));
    }

    public boolean changes() {
        return !events.isEmpty();
    }
}
