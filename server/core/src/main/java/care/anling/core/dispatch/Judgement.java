package care.anling.core.dispatch;

import care.anling.core.common.Person;
import java.util.Optional;

/** Whether somebody was chosen for a role, and why: shown to the coordinator and stored with the incident. */
public record Judgement(
        Person person,
        Role role,
        int step,
        boolean chosen,
        Why why,
        Optional<Integer> distanceMeters,
        Optional<Integer> etaSeconds) {

    public enum Why {
        NEAREST,
        /** The nearest, of a community that lends them for this incident. */
        LENT,
        ON_DUTY,
        ON_SHIFT,
        NEXT_OF_KIN,
        OFF_DUTY,
        OFF_SHIFT,
        BUSY,
        RESTING,
        LACKS_SKILL,
        ALREADY_ASKED,
        DECLINED,
        TOO_FAR,
        NO_POSITION,
        POSITION_OLD,
        NOT_NEAREST,
        NOT_NEXT
    }
}
