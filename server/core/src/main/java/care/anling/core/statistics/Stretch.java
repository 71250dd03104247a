package care.anling.core.statistics;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;

/** A stretch of one response that somebody waits through: from when to when, and of which responses it is asked at all. */
@SuppressWarnings("ImmutableEnumChecker") // Method references that hold nothing; Function cannot say so.
public enum Stretch {
    /** Until some phone rang. */
    OFFERED(one -> Optional.of(one.openedAt()), ServedIncident::offeredAt),
    /** Until a human had it: the desk acknowledged, somebody accepted, or it was ended by hand. */
    ANSWERED(one -> Optional.of(one.openedAt()), ServedIncident::answeredAt),
    /** Until a first hand was on the way. */
    ACCEPTED(ServedIncident::doorAskedAt, ServedIncident::handAcceptedAt),
    DOCTOR(ServedIncident::doctorAskedAt, ServedIncident::doctorAt),
    DOOR(ServedIncident::doorAskedAt, ServedIncident::doorAt);

    private final Function<ServedIncident, Optional<Instant>> from;
    private final Function<ServedIncident, Optional<Instant>> to;

    Stretch(Function<ServedIncident, Optional<Instant>> from, Function<ServedIncident, Optional<Instant>> to) {
        this.from = from;
        this.to = to;
    }

    boolean isAskedOf(ServedIncident one) {
        return from.apply(one).isPresent();
    }

    /** Absent while it lasts, and for good where nobody ever came. */
    Optional<Duration> took(ServedIncident one) {
        return from.apply(one)
                .flatMap(start ->
                        to.apply(one).map(end -> end.isBefore(start) ? Duration.ZERO : Duration.between(start, end)));
    }

    /** How long it lasts already where it has no end: until it was ended otherwise, or until now. */
    Duration lastedUntil(ServedIncident one, Instant now) {
        Instant start = from.apply(one).orElse(one.openedAt());
        Instant end = one.endedAt().orElse(now);
        return end.isBefore(start) ? Duration.ZERO : Duration.between(start, end);
    }
}
