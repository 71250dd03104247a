package care.anling.core.statistics;

import care.anling.core.common.IncidentId;
import care.anling.core.incident.Disposition;
import java.time.Instant;
import java.util.Optional;

/**
 * What is measured of one incident. Drills, tests and work on devices are none.
 *
 * @param offeredAt when the first phone rang
 * @param answeredAt when a human had it
 * @param handAcceptedAt when somebody first accepted to go to the door
 * @param doctor the promise of a doctor
 * @param door the promise of somebody at the door
 */
public record ServedIncident(
        IncidentId id,
        Instant openedAt,
        Optional<Instant> offeredAt,
        Optional<Instant> answeredAt,
        Optional<Instant> handAcceptedAt,
        Clock doctor,
        Clock door,
        Ending ending) {

    /** @param askedAt absent where nothing was promised */
    public record Clock(Optional<Instant> askedAt, Optional<Instant> reachedAt) {
        public static final Clock NONE = new Clock(Optional.empty(), Optional.empty());
    }

    /** Both absent while it is open. */
    public record Ending(Optional<Instant> at, Optional<Disposition> disposition) {
        public static final Ending OPEN = new Ending(Optional.empty(), Optional.empty());
    }

    Optional<Instant> endedAt() {
        return ending.at();
    }
}
