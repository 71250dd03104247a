package care.anling.fleet;

import java.time.Duration;
import java.util.Optional;

/**
 * How a fleet lives.
 *
 * @param devices at most so many
 * @param responders at most so many doctors and volunteers
 * @param speed 1 is real time; it hastens people, never the network
 * @param autoClose a simulated desk stands down what is older
 */
public record FleetOptions(
        int devices, int responders, double alarmsPerHour, long seed, double speed, Optional<Duration> autoClose) {

    /** What {@code ./anling demo} starts: an alarm every three minutes, closed after ten. */
    public static FleetOptions demo() {
        return new FleetOptions(50, 100, 20, 7, 1, Optional.of(Duration.ofMinutes(10)));
    }
}
