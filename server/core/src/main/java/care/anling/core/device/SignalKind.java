package care.anling.core.device;

/** What a signal says, before anybody has judged it. */
public enum SignalKind {
    SOS,
    CANCEL,
    FALL_SUSPECTED,
    FALL_CONFIRMED,
    FALL_CANCELLED,
    VITALS,
    SMOKE,
    GAS,
    WATER,
    INACTIVITY,
    GEOFENCE_EXIT,
    TAMPER,
    REMOVED,
    LOW_BATTERY,
    DEVICE_OFFLINE,
    DEVICE_FAULT,
    TEST_OVERDUE,
    WELFARE_MISSED,
    CALL,
    OTHER_ALARM,
    UNDECODABLE,
    /** Anling about itself: something that should stand behind every press does not. */
    SYSTEM_FAULT
}
