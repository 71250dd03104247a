package care.anling.verticles.store;

import care.anling.core.common.SignalId;
import care.anling.core.incident.Incident;
import java.time.Instant;
import java.util.Map;

/**
 * What the emergency transaction sees once the subjects' rows are locked.
 *
 * @param now the database's clock
 * @param open each subject's open incident, if it has one
 * @param known those keys of the batch that are in the store and still believed, each with the signal that holds it: a
 *     retry after an unknown commit finds its own signal there
 */
public record IntakeView(Instant now, Map<SubjectKey, Incident> open, Map<SignalKey, SignalId> known) {}
