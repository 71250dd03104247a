package care.anling.verticles.store;

import care.anling.core.incident.Incident;
import java.time.Instant;
import java.util.Map;
import java.util.Set;

/**
 * What the emergency transaction sees once the subjects' rows are locked.
 *
 * @param now the database's clock
 * @param open each subject's open incident, if it has one
 * @param known those keys of the batch that are in the store and still believed
 */
public record IntakeView(Instant now, Map<SubjectKey, Incident> open, Set<SignalKey> known) {}
