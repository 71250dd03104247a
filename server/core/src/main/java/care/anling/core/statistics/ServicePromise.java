package care.anling.core.statistics;

import java.time.Duration;
import java.util.List;

/**
 * A figure a service is held to: so many of a hundred within so long.
 *
 * @param code as the contract names it
 * @param goal the share that must be within, from 0 to 1
 * @param source who set it
 */
public record ServicePromise(String code, Stretch stretch, Duration within, double goal, String source) {

    /** Each with its source, the strictest of each kind we know of beside our own. */
    public static final List<ServicePromise> ALL = List.of(
            new ServicePromise("offered_1s", Stretch.OFFERED, Duration.ofSeconds(1), 0.99, "Anling"),
            new ServicePromise("answered_10s", Stretch.ANSWERED, Duration.ofSeconds(10), 0.95, "120, NHC 2020"),
            new ServicePromise("answered_15s", Stretch.ANSWERED, Duration.ofSeconds(15), 0.90, "NENA-STA-020.1-2020"),
            new ServicePromise("answered_20s", Stretch.ANSWERED, Duration.ofSeconds(20), 0.95, "NENA-STA-020.1-2020"),
            new ServicePromise("answered_60s", Stretch.ANSWERED, Duration.ofSeconds(60), 0.975, "TSA"),
            new ServicePromise("answered_180s", Stretch.ANSWERED, Duration.ofSeconds(180), 0.99, "TSA"),
            new ServicePromise("doctor_10s", Stretch.DOCTOR, Duration.ofSeconds(10), 0.99, "Anling"),
            new ServicePromise("accepted_60s", Stretch.ACCEPTED, Duration.ofSeconds(60), 0.95, "Anling"),
            new ServicePromise("door_15min", Stretch.DOOR, Duration.ofMinutes(15), 0.95, "Anling"),
            new ServicePromise("door_45min", Stretch.DOOR, Duration.ofMinutes(45), 0.90, "MASCOT"),
            new ServicePromise("door_60min", Stretch.DOOR, Duration.ofMinutes(60), 1.0, "MASCOT"));
}
