package care.anling.core.device;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * A device as its supervision finds it.
 *
 * @param registeredAt the first test is due a week after
 * @param absentUntil whom it protects is away until then; {@link Instant#MAX} when nobody knows for how long
 */
public record Supervised(
        DeviceKind kind,
        Upkeep upkeep,
        Instant registeredAt,
        Optional<Instant> absentUntil,
        Latest latest,
        Memory memory) {

    /** The newest it said of itself. */
    public record Latest(
            Optional<Instant> seenAt,
            boolean connected,
            Optional<Integer> batteryPercent,
            Optional<Boolean> worn,
            Optional<Boolean> charging) {}

    /**
     * What supervision remembers from one look to the next.
     *
     * @param faults what was raised and has not passed
     * @param seenAt kept here too: the latest values may be lost in a crash of the database
     */
    public record Memory(
            Set<SignalKind> faults,
            Optional<Instant> seenAt,
            Optional<Instant> unwornSince,
            Optional<Instant> testedAt,
            Liveness liveness) {

        public static final Memory NOTHING =
                new Memory(Set.of(), Optional.empty(), Optional.empty(), Optional.empty(), Liveness.NEVER_SEEN);

        public Memory {
            faults = Set.copyOf(faults);
        }
    }
}
