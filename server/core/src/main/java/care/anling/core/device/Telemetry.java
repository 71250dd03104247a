package care.anling.core.device;

import care.anling.core.geo.Fix;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** What a device says that is not an alarm. Bounded, batched, may be refused; never in an SOS's way. */
public sealed interface Telemetry {

    /** Measured when; the database adds when it was stored. */
    Instant at();

    /** @param backfilled an old sample sent late: stored, never alarming */
    record Reading(Instant at, Vitals vitals, boolean backfilled) implements Telemetry {}

    record Position(Fix fix) implements Telemetry {
        @Override
        public Instant at() {
            return fix.at();
        }
    }

    /** What became of a command. */
    record Replied(Instant at, UUID command, boolean ok) implements Telemetry {}

    /** A heartbeat: the device lives. {@code online} is false for a Will or an availability topic's "offline". */
    record Heartbeat(
            Instant at,
            boolean online,
            Optional<Integer> batteryPercent,
            Optional<Boolean> worn,
            Optional<Boolean> charging)
            implements Telemetry {}
}
