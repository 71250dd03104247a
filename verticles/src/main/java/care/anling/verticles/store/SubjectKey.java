package care.anling.verticles.store;

import care.anling.core.incident.Subject;
import care.anling.core.incident.SubjectKind;
import java.util.Comparator;
import java.util.UUID;

/** Names a subject's row; rows are locked in this order, everywhere. */
public record SubjectKey(SubjectKind kind, UUID id) implements Comparable<SubjectKey> {

    private static final Comparator<SubjectKey> LOCK_ORDER =
            Comparator.comparing(SubjectKey::id).thenComparing(SubjectKey::kind);

    public static SubjectKey of(Subject subject) {
        return new SubjectKey(subject.kind(), subject.id());
    }

    @Override
    public int compareTo(SubjectKey other) {
        return LOCK_ORDER.compare(this, other);
    }
}
