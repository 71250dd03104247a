package care.anling.core.common;

import java.util.Optional;

/** Why a command was refused: a stable code for machines and, for a lost race, who won. */
public record Rejection(Code code, Optional<Person> winner) {

    public enum Code {
        INCIDENT_ABSENT,
        INCIDENT_STOOD_DOWN,
        OFFER_UNKNOWN,
        OFFER_NOT_YOURS,
        OFFER_TAKEN,
        OFFER_LAPSED,
        OFFER_DECLINED,
        ASSIGNMENT_UNKNOWN,
        ASSIGNMENT_NOT_YOURS,
        ASSIGNMENT_ENDED,
        ASSIGNMENT_OUT_OF_ORDER,
        ROLE_TAKEN,
        ALREADY_STOOD_DOWN,
        DEADLINE_MOVED,
        NOTHING_TO_CANCEL,
        SUBJECT_DIFFERS
    }

    public static Rejection of(Code code) {
        return new Rejection(code, Optional.empty());
    }

    public static Rejection lostTo(Person winner) {
        return new Rejection(Code.OFFER_TAKEN, Optional.of(winner));
    }
}
