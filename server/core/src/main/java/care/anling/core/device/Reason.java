package care.anling.core.device;

/** Why an incident has the priority and needs it has; shown to the coordinator in their language. */
public enum Reason {
    SOS_PRESSED,
    FALL_SUSPECTED,
    FALL_CONFIRMED,
    FALL_CANCELLED,
    NEWS2_SEVEN_OR_MORE,
    NEWS2_FIVE_OR_SIX,
    NEWS2_SINGLE_THREE,
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
    WELFARE_MISSED,
    CALL,
    OTHER_ALARM,
    CANCEL_REQUESTED,
    PRESSED_AGAIN,
    FRAIL,
    UNDECODABLE,
    OVERSIZED_PACKET,
    UNIDENTIFIED,
    UNASSIGNED_DEVICE,
    RETIRED_DEVICE,
    DEVICE_CLOCK_WRONG
}
