package care.anling.core.triage;

import static care.anling.core.triage.Need.FIRE_OR_GAS;
import static care.anling.core.triage.Need.MEDICAL;
import static care.anling.core.triage.Need.PHYSICAL_HELP;
import static care.anling.core.triage.Need.TECHNICAL;
import static care.anling.core.triage.Need.WANDERING;
import static care.anling.core.triage.Need.WELFARE;
import static care.anling.core.triage.Priority.P1;
import static care.anling.core.triage.Priority.P2;
import static care.anling.core.triage.Priority.P3;
import static care.anling.core.triage.Priority.P4;

import care.anling.core.device.DeviceKind;
import care.anling.core.device.Reason;
import care.anling.core.device.SignalKind;
import java.time.Duration;
import java.util.Set;

/**
 * Everything triage has decided beforehand, in one place for clinicians to read. Priorities are the four levels of the
 * Chinese emergency triage consensus of 2018; which signal gets which is our own synthesis.
 */
public final class TriagePolicies {

    /** Pressed is pressed: Ⅰ until somebody has spoken to them. */
    static final TriagePolicy SOS = TriagePolicy.of(P1, Reason.SOS_PRESSED, MEDICAL);

    static final TriagePolicy FALL_CONFIRMED = TriagePolicy.of(P1, Reason.FALL_CONFIRMED, MEDICAL, PHYSICAL_HELP);
    static final TriagePolicy FALL_SUSPECTED = TriagePolicy.of(P2, Reason.FALL_SUSPECTED, MEDICAL, PHYSICAL_HELP);
    static final TriagePolicy SMOKE = TriagePolicy.of(P1, Reason.SMOKE, FIRE_OR_GAS);
    static final TriagePolicy GAS = TriagePolicy.of(P1, Reason.GAS, FIRE_OR_GAS);

    /** Somebody old stands in it: first look after them, then the pipe. */
    static final TriagePolicy WATER = TriagePolicy.of(P3, Reason.WATER, WELFARE, TECHNICAL);

    static final TriagePolicy GEOFENCE_EXIT = TriagePolicy.of(P2, Reason.GEOFENCE_EXIT, WANDERING);
    static final TriagePolicy INACTIVITY = TriagePolicy.of(P3, Reason.INACTIVITY, WELFARE);
    static final TriagePolicy WELFARE_MISSED = TriagePolicy.of(P3, Reason.WELFARE_MISSED, WELFARE);

    /** A maker's own alarm on readings, without the readings; with them NEWS2 decides. */
    static final TriagePolicy VITALS = TriagePolicy.of(P2, Reason.OTHER_ALARM, MEDICAL);

    /** Somebody is on the telephone; the coordinator who listens knows more and says so. */
    static final TriagePolicy CALL = TriagePolicy.of(P2, Reason.CALL, MEDICAL);

    static final TriagePolicy OTHER_ALARM = TriagePolicy.of(P3, Reason.OTHER_ALARM, WELFARE);

    /** Nobody can read it, so nobody can say it is not the worst. */
    static final TriagePolicy UNDECODABLE = TriagePolicy.of(P1, Reason.UNDECODABLE, MEDICAL);

    static final TriagePolicy TAMPER = TriagePolicy.of(P4, Reason.TAMPER, TECHNICAL);
    static final TriagePolicy REMOVED = TriagePolicy.of(P4, Reason.REMOVED, TECHNICAL);
    static final TriagePolicy LOW_BATTERY = TriagePolicy.of(P4, Reason.LOW_BATTERY, TECHNICAL);
    static final TriagePolicy DEVICE_OFFLINE = TriagePolicy.of(P4, Reason.DEVICE_OFFLINE, TECHNICAL);
    static final TriagePolicy DEVICE_FAULT = TriagePolicy.of(P4, Reason.DEVICE_FAULT, TECHNICAL);

    /** Nobody has tried its button for a week. */
    static final TriagePolicy TEST_OVERDUE = TriagePolicy.of(P4, Reason.TEST_OVERDUE, TECHNICAL);

    /** Nobody is in danger yet; the next press may find nobody. It does not wait for the day. */
    static final TriagePolicy SYSTEM_FAULT = TriagePolicy.of(P2, Reason.SYSTEM_FAULT, TECHNICAL);

    /** Cancels open nothing and lower nothing; these only say what was heard. */
    static final TriagePolicy CANCEL = TriagePolicy.of(P4, Reason.CANCEL_REQUESTED, WELFARE);

    static final TriagePolicy FALL_CANCELLED = TriagePolicy.of(P4, Reason.FALL_CANCELLED, WELFARE);

    /** Clinical Frailty Scale: from here on somebody is frail, and Ⅲ becomes Ⅱ. */
    static final int FRAIL_FROM = 5;

    /** Lower bounds of NEWS2 that call people; the upper bound is only shown. */
    static final int NEWS2_URGENT_FROM = 5;

    static final int NEWS2_EMERGENCY_FROM = 7;

    /** Wrist sensors lie: an alarming reading of theirs needs a second one within this. */
    public static final Duration VITALS_PERSISTENCE = Duration.ofMinutes(10);

    /** A reading measured longer ago tells of the past: it is kept and calls nobody. */
    static final Duration READING_LIVE = Duration.ofMinutes(10);

    /** One reading of these is believed. */
    static final Set<DeviceKind> MEDICAL_GRADE = Set.of(DeviceKind.VITALS_MONITOR, DeviceKind.KIOSK);

    private TriagePolicies() {}

    public static TriagePolicy of(SignalKind kind) {
        return switch (kind) {
            case SOS -> SOS;
            case CANCEL -> CANCEL;
            case FALL_SUSPECTED -> FALL_SUSPECTED;
            case FALL_CONFIRMED -> FALL_CONFIRMED;
            case FALL_CANCELLED -> FALL_CANCELLED;
            case VITALS -> VITALS;
            case SMOKE -> SMOKE;
            case GAS -> GAS;
            case WATER -> WATER;
            case INACTIVITY -> INACTIVITY;
            case GEOFENCE_EXIT -> GEOFENCE_EXIT;
            case TAMPER -> TAMPER;
            case REMOVED -> REMOVED;
            case LOW_BATTERY -> LOW_BATTERY;
            case DEVICE_OFFLINE -> DEVICE_OFFLINE;
            case DEVICE_FAULT -> DEVICE_FAULT;
            case TEST_OVERDUE -> TEST_OVERDUE;
            case WELFARE_MISSED -> WELFARE_MISSED;
            case CALL -> CALL;
            case OTHER_ALARM -> OTHER_ALARM;
            case UNDECODABLE -> UNDECODABLE;
            case SYSTEM_FAULT -> SYSTEM_FAULT;
        };
    }

    /** How urgent such a need is when somebody telephones of it and nothing more is said: as when a device says it. */
    static Priority called(Need need) {
        return switch (need) {
            case FIRE_OR_GAS -> P1;
            case MEDICAL, PHYSICAL_HELP, WANDERING -> P2;
            case WELFARE -> P3;
            case TECHNICAL -> P4;
        };
    }

    /** How long a reading speaks for the person: what changes in minutes is old in half an hour. */
    static Duration freshnessOf(News2Parameter parameter) {
        return switch (parameter) {
            case RESPIRATION_RATE, SPO2, OXYGEN, HEART_RATE, CONSCIOUSNESS -> Duration.ofMinutes(30);
            case SYSTOLIC, TEMPERATURE -> Duration.ofMinutes(60);
        };
    }
}
