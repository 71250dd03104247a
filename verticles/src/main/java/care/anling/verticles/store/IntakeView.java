package care.anling.verticles.store;

import care.anling.core.common.SignalId;
import care.anling.core.incident.Incident;
import care.anling.core.incident.SubjectKey;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/**
 * What the emergency transaction sees once the subjects' rows are locked.
 *
 * @param now the database's clock
 * @param open each subject's open incident: its own, else the one that stands for it since theirs were merged
 * @param known those keys of the batch that are in the store and still believed, each with the signal that holds it: a
 *     retry after an unknown commit finds its own signal there
 */
public record IntakeView(Instant now, Map<SubjectKey, Incident> open, Map<SignalKey, SignalId> known) {

    /** @param incidents open ones, those that stand for another subject among them */
    static IntakeView of(Instant now, Collection<Incident> incidents, Map<SignalKey, SignalId> known) {
        Map<SubjectKey, Incident> open = new HashMap<>();
        incidents.forEach(incident -> incident.standsFor().forEach(subject -> open.put(subject, incident)));
        incidents.forEach(incident -> open.put(SubjectKey.of(incident.subject()), incident));
        return new IntakeView(now, open, known);
    }
}
