package care.anling.core.incident;

import java.util.Comparator;
import java.util.UUID;

/** Names a subject, whatever it is called and wherever it is; subjects are locked in this order, everywhere. */
public record SubjectKey(SubjectKind kind, UUID id) implements Comparable<SubjectKey> {

    private static final Comparator<SubjectKey> LOCK_ORDER =
            Comparator.comparing(SubjectKey::id).thenComparing(SubjectKey::kind);

    public static SubjectKey of(Subject subject) {
        return new SubjectKey(subject.kind(), subject.id());
    }

    /** Reads what {@link #toString} wrote. */
    public static SubjectKey of(String text) {
        int colon = text.indexOf(':');
        return new SubjectKey(
                SubjectKind.valueOf(text.substring(0, colon)), UUID.fromString(text.substring(colon + 1)));
    }

    @Override
    public int compareTo(SubjectKey other) {
        return LOCK_ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return kind + ":" + id;
    }
}
