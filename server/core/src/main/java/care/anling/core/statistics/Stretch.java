package care.anling.core.statistics;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** A stretch of one response that somebody waits through: from when to when, and of which responses it is asked at all. */
@SuppressWarnings("ImmutableEnumChecker") // Method references that hold nothing; Function cannot say so.
public enum Stretch {
    /** Until some phone rang. */
    OFFERED,
    /** Until a human had it: the desk acknowledged, somebody accepted, or it was ended by hand. */
    ANSWERED,
    /** Until a first hand was on the way. */
    ACCEPTED,
    DOCTOR,
    DOOR;

    boolean isAskedOf(ServedIncident one) {
        return from(one).isPresent();
    }

    /** Absent while it lasts, and for good where nobody ever came. */
    Optional<Duration> took(ServedIncident one) {
        return from(one).flatMap(start -> to(one).map(end -> between(start, end)));
    }

    /** How long it lasts already where it has no end: until it was ended otherwise, or until now. */
    Duration lastedUntil(ServedIncident one, Instant now) {
        return between(from(one).orElse(one.openedAt()), one.endedAt().orElse(now));
    }

    private Optional<Instant> from(ServedIncident one) {
        return switch (this) {
            case OFFERED, ANSWERED -> Optional.of(one.openedAt());
            case ACCEPTED, DOOR -> one.door().askedAt();
            case DOCTOR -> one.doctor().askedAt();
        };
    }

    private Optional<Instant> to(ServedIncident one) {
        return switch (this) {
            case OFFERED -> one.offeredAt();
            case ANSWERED -> one.answeredAt();
            case ACCEPTED -> one.handAcceptedAt();
            case DOCTOR -> one.doctor().reachedAt();
            case DOOR -> one.door().reachedAt();
        };
    }

    /** Two clocks may disagree by a little. */
    private static Duration between(Instant start, Instant end) {
        return end.isBefore(start) ? Duration.ZERO : Duration.between(start, end);
    }
}
