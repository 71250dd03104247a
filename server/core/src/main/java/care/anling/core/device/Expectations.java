package care.anling.core.device;

import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** How often each model is heard of, in one place for installers to read; the registry may say otherwise for one device. */
public final class Expectations {

    /** Worn and plugged-in things speak every few minutes; half an hour leaves room for a cellar and a bath. */
    static final Duration AWAKE = Duration.ofMinutes(30);

    /** Buttons, cords and detectors check in once a day: calling those late after an hour teaches everybody to look away. */
    static final Duration DAILY = Duration.ofHours(24);

    /** A weekly test call, as telecare does it. */
    static final Duration TEST_EVERY = Duration.ofDays(7);

    /** Models that differ from their kind, by the maker's name in lower case. */
    private static final Map<String, Duration> BY_MODEL = Map.of(
            // Tuya's Zigbee button reports its battery every four hours.
            "ts0215a_sos", Duration.ofHours(4),
            // Milesight's fall radar reports every ten minutes.
            "vs373", Duration.ofMinutes(10));

    private Expectations() {}

    public static Expectation of(DeviceKind kind, Upkeep upkeep) {
        Duration heartbeat = upkeep.heartbeat()
                .or(() -> upkeep.model()
                        .flatMap(model -> Optional.ofNullable(BY_MODEL.get(model.toLowerCase(Locale.ROOT)))))
                .orElseGet(() -> heartbeatOf(kind));
        return Expectation.every(heartbeat, hasTest(kind) ? Optional.of(TEST_EVERY) : Optional.empty());
    }

    private static Duration heartbeatOf(DeviceKind kind) {
        return switch (kind) {
            case WATCH, VITALS_MONITOR, FALL_RADAR, KIOSK, GATEWAY -> AWAKE;
            case PENDANT, PULL_CORD, SMOKE, GAS, WATER, MOTION -> DAILY;
        };
    }

    /** Whether it has a button that cries for help. What measures or relays proves itself by doing so. */
    private static boolean hasTest(DeviceKind kind) {
        return switch (kind) {
            case WATCH, PENDANT, PULL_CORD, KIOSK, SMOKE, GAS, WATER -> true;
            case FALL_RADAR, VITALS_MONITOR, MOTION, GATEWAY -> false;
        };
    }
}
