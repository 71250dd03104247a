package care.anling.core.incident;

import care.anling.core.common.IncidentId;
import care.anling.core.common.Person;
import java.time.Instant;
import java.util.Optional;

/**
 * How a response ended.
 *
 * @param into the incident this one became part of, if it was merged
 */
public record Closing(Disposition disposition, Person by, Instant at, Optional<IncidentId> into) {

    public Closing(Disposition disposition, Person by, Instant at) {
        this(disposition, by, at, Optional.empty());
    }
}
