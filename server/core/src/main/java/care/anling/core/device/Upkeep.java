package care.anling.core.device;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * How a device is looked after, as the registry says.
 *
 * @param model as its maker calls it
 * @param heartbeat how often it should be heard, where that differs from its model's
 * @param maintenanceUntil somebody works on it until then; it ends by itself
 * @param testUntil a test press was announced and is awaited until then
 */
public record Upkeep(
        Optional<String> model,
        Optional<Duration> heartbeat,
        Optional<Instant> maintenanceUntil,
        Optional<Instant> testUntil) {

    public static final Upkeep NONE =
            new Upkeep(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

    /** The longest maintenance: what takes longer is a device to retire. */
    public static final Duration MAINTENANCE_MAX = Duration.ofDays(7);

    /** The longest absence noted at once; who is gone for longer is noted again. */
    public static final Duration ABSENCE_MAX = Duration.ofDays(180);

    /** How long an announced test press is awaited. One press ends it: the next is an emergency again. */
    public static final Duration TEST_WINDOW = Duration.ofMinutes(10);

    public boolean inMaintenance(Instant now) {
        return maintenanceUntil.filter(now::isBefore).isPresent();
    }

    public boolean awaitsTest(Instant now) {
        return testUntil.filter(now::isBefore).isPresent();
    }
}
