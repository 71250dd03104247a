package care.anling.verticles.store;

import care.anling.core.incident.Incident;
import care.anling.core.incident.IncidentEvent;
import java.util.List;
import java.util.Optional;

/** An incident before and after one or more decisions, and what happened in between. The store writes the difference. */
public record Change(Optional<Incident> before, Incident after, List<IncidentEvent> events) {}
