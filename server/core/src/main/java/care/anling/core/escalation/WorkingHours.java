package care.anling.core.escalation;

import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Optional;

/**
 * When a quiet plan calls people: from {@code from} to before {@code to} of each day, where {@code zone} is. What falls
 * due outside waits for the next morning.
 */
public record WorkingHours(LocalTime from, LocalTime to, ZoneId zone) {

    /** @return when they next begin; empty while they last */
    public Optional<Instant> findOpeningAfter(Instant now) {
        ZonedDateTime here = now.atZone(zone);
        LocalTime clock = here.toLocalTime();
        if (!clock.isBefore(from) && clock.isBefore(to)) {
            return Optional.empty();
        }
        ZonedDateTime today = here.with(from);
        return Optional.of((today.isAfter(here) ? today : here.plusDays(1).with(from)).toInstant());
    }
}
