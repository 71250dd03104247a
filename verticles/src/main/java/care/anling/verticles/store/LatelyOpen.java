package care.anling.verticles.store;

import care.anling.core.incident.SubjectKey;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** Subjects that had an incident open when we last wrote or looked. A guess that saves a trip; the database knows. */
final class LatelyOpen {

    /** Beyond it the longest unseen are forgotten. */
    static final int MAX_SUBJECTS = 10_000;

    private final Set<SubjectKey> subjects = Collections.newSetFromMap(new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<SubjectKey, Boolean> eldest) {
            return size() > MAX_SUBJECTS;
        }
    });

    synchronized boolean containsAny(Collection<SubjectKey> some) {
        return some.stream().anyMatch(subjects::contains);
    }

    /** @param open those of {@code seen} with an incident open */
    synchronized void saw(Collection<SubjectKey> seen, Collection<SubjectKey> open) {
        subjects.removeAll(seen);
        subjects.addAll(open);
    }
}
