package care.anling.core.resident;

import java.time.Instant;
import java.util.Optional;

/**
 * Somebody is not at home, so that their silence says nothing.
 *
 * @param until when it ends by itself; absent for records older than this field
 */
public record Absence(Kind kind, Optional<Instant> until) {

    /** Where they are. */
    public enum Kind {
        AWAY,
        HOSPITAL
    }

    public boolean isOver(Instant now) {
        return until.filter(end -> !end.isAfter(now)).isPresent();
    }
}
