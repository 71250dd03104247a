package care.anling.core.incident;

import care.anling.core.triage.Assessment;
import care.anling.core.triage.Need;
import care.anling.core.triage.Priority;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * A promise with a clock beside it, seen by everybody who sees the incident: a doctor within ten seconds, somebody at the
 * door within fifteen minutes. It measures and triggers nothing; the ladder is what makes people come.
 *
 * @param startedAt when people were first to be asked
 * @param reachedAt when the doctor or the first hand was there; absent while the clock runs, or if nobody ever came
 */
public record ResponseClock(Instant startedAt, Instant dueAt, Optional<Instant> reachedAt) {

    public enum Kind {
        DOCTOR(Duration.ofSeconds(10)),
        DOOR(Duration.ofMinutes(15));

        private final Duration promised;

        Kind(Duration promised) {
            this.promised = promised;
        }

        public Duration promised() {
            return promised;
        }

        /** Work for the day has no clock, and no doctor is promised for a smell of gas. */
        boolean runsFor(Assessment assessment) {
            if (assessment.priority() == Priority.P4 || assessment.leading() == Need.TECHNICAL) {
                return false;
            }
            return switch (this) {
                case DOCTOR -> assessment.leading() == Need.MEDICAL || assessment.leading() == Need.PHYSICAL_HELP;
                case DOOR -> true;
            };
        }
    }

    static ResponseClock started(Kind kind, Instant at) {
        return new ResponseClock(at, at.plus(kind.promised()), Optional.empty());
    }

    ResponseClock reached(Instant at) {
        return reachedAt.isPresent() ? this : new ResponseClock(startedAt, dueAt, Optional.of(at));
    }

    ResponseClock runningStill() {
        return new ResponseClock(startedAt, dueAt, Optional.empty());
    }

    /** Of two incidents that are one: as early as either was promised, as soon as either was helped. */
    ResponseClock mergedWith(ResponseClock other) {
        ResponseClock earlier = startedAt.isAfter(other.startedAt) ? other : this;
        Optional<Instant> reached = reachedAt
                .flatMap(mine -> other.reachedAt.filter(mine::isAfter).or(() -> Optional.of(mine)))
                .or(other::reachedAt);
        return new ResponseClock(earlier.startedAt, earlier.dueAt, reached);
    }

    /** Those that an assessment starts, beside those that run already; one that was to start later starts sooner. */
    static Map<Kind, ResponseClock> running(Map<Kind, ResponseClock> known, Assessment assessment, Instant from) {
        Map<Kind, ResponseClock> clocks = new EnumMap<>(Kind.class);
        clocks.putAll(known);
        for (Kind kind : Kind.values()) {
            if (kind.runsFor(assessment)) {
                clocks.merge(
                        kind,
                        started(kind, from),
                        (old, fresh) -> fresh.startedAt.isBefore(old.startedAt)
                                ? new ResponseClock(fresh.startedAt, fresh.dueAt, old.reachedAt)
                                : old);
            }
        }
        return clocks;
    }
}
