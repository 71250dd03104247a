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
        SUBJECT_DIFFERS,
        /** A resident's incident is merged into nothing else: the other one is merged into it. */
        MERGE_OTHER_WAY,
        /** Into itself. */
        MERGE_SAME,
        /** Merging is an act of its own, not a way to stand down. */
        DISPOSITION_RESERVED,
        /** To oneself, or to somebody who holds a role here already. */
        HAND_OVER_TO_HOLDER,
        /** Only somebody at the door checks in. */
        NOT_ON_SCENE,
        TOO_MANY_HANDS
    }

    public static Rejection of(Code code) {
        return new Rejection(code, Optional.empty());
    }

    public static Rejection lostTo(Person winner) {
        return new Rejection(Code.OFFER_TAKEN, Optional.of(winner));
    }
}
