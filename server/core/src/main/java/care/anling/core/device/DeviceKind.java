package care.anling.core.device;

/** What can raise a signal. */
public enum DeviceKind {
    WATCH,
    PENDANT,
    PULL_CORD,
    FALL_RADAR,
    VITALS_MONITOR,
    SMOKE,
    GAS,
    WATER,
    MOTION,
    KIOSK,
    GATEWAY
}
