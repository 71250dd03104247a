package care.anling.core.device;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

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
    TEST_OVERDUE,
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
    DEVICE_CLOCK_WRONG,
    IN_MAINTENANCE,
    RESIDENT_AWAY,
    RESIDENT_IN_HOSPITAL,
    SYSTEM_FAULT,
    NOBODY_LOOKING,
    NO_DOCTOR_ON_DUTY,
    DEADLINE_LATE,
    OUTBOX_STUCK,
    DESK_NOT_TOLD,
    FEED_STUCK,
    CANARY_SILENT,
    NOT_OFFERED;

    /**
     * What says something of somebody's health: shown with the dossier, as a recorded look, and in nothing else. Who walks
     * to a door learns that help is needed, never what illness is behind it; and a screen that stands open shows no frame's
     * diagnosis to the room.
     */
    public static final Set<Reason> OF_HEALTH = Collections.unmodifiableSet(
            EnumSet.of(NEWS2_SEVEN_OR_MORE, NEWS2_FIVE_OR_SIX, NEWS2_SINGLE_THREE, FRAIL, RESIDENT_IN_HOSPITAL));
}
