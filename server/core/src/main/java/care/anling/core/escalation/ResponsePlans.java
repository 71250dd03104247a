package care.anling.core.escalation;

import static care.anling.core.dispatch.Role.COORDINATOR;
import static care.anling.core.dispatch.Role.DOCTOR;
import static care.anling.core.dispatch.Role.FIRST_HAND;

import care.anling.core.dispatch.Role;
import care.anling.core.escalation.ResponsePlan.Ask;
import care.anling.core.escalation.ResponsePlan.Step;
import care.anling.core.triage.Need;
import care.anling.core.triage.Priority;
import java.time.Duration;
import java.util.List;

/**
 * The plans that come with Anling, until a street writes its own. An offer stays open until the next round at the top,
 * so that no phone stops ringing before somebody else's has begun to.
 *
 * <p>No plan asks for {@link Role#FAMILY} yet: a roster does not say whose family somebody is.
 */
public final class ResponsePlans {

    /** Everybody on duty, within reason: phones that ring at once for one place. */
    public static final int EVERYBODY = 50;

    private static final int FIRST_SLOT = 1;
    private static final Duration AT_ONCE = Duration.ZERO;
    private static final Duration TEN_SECONDS = Duration.ofSeconds(10);
    private static final Duration ONE_MINUTE = Duration.ofSeconds(60);
    private static final Duration TWO_MINUTES = Duration.ofMinutes(2);
    private static final Duration FIVE_MINUTES = Duration.ofMinutes(5);
    private static final Duration HALF_AN_HOUR = Duration.ofMinutes(30);

    /** Pressed, fallen, or readings that cannot wait: somebody on the screen and somebody at the door. */
    static final ResponsePlan MEDICAL = new ResponsePlan(
            "medical",
            1,
            List.of(
                    new Step(AT_ONCE, List.of(screen(DOCTOR, 1, ONE_MINUTE), door(3, 500, ONE_MINUTE))),
                    new Step(TEN_SECONDS, List.of(screen(DOCTOR, 1, ONE_MINUTE), door(3, 1_000, ONE_MINUTE))),
                    new Step(
                            ONE_MINUTE,
                            List.of(
                                    screen(DOCTOR, EVERYBODY, ONE_MINUTE),
                                    door(5, 3_000, ONE_MINUTE),
                                    screen(COORDINATOR, EVERYBODY, ONE_MINUTE)))),
            ONE_MINUTE);

    /** Property duty at the door and the desk, which calls 119. No doctor is rung before anybody is hurt. */
    static final ResponsePlan FIRE_OR_GAS = new ResponsePlan(
            "fire-or-gas",
            1,
            List.of(
                    new Step(AT_ONCE, List.of(screen(COORDINATOR, EVERYBODY, ONE_MINUTE), door(3, 500, ONE_MINUTE))),
                    new Step(
                            TEN_SECONDS,
                            List.of(screen(COORDINATOR, EVERYBODY, ONE_MINUTE), door(5, 3_000, ONE_MINUTE)))),
            ONE_MINUTE);

    /** Somebody has to walk after them, and the desk keeps the track. */
    static final ResponsePlan WANDERING = new ResponsePlan(
            "wandering",
            1,
            List.of(
                    new Step(AT_ONCE, List.of(screen(COORDINATOR, EVERYBODY, ONE_MINUTE), door(3, 1_000, ONE_MINUTE))),
                    new Step(
                            ONE_MINUTE,
                            List.of(screen(COORDINATOR, EVERYBODY, ONE_MINUTE), door(8, 3_000, ONE_MINUTE)))),
            ONE_MINUTE);

    /** A neighbour looks in; if none can, the desk telephones. */
    static final ResponsePlan WELFARE = new ResponsePlan(
            "welfare",
            1,
            List.of(
                    new Step(AT_ONCE, List.of(door(2, 500, FIVE_MINUTES))),
                    new Step(
                            TWO_MINUTES,
                            List.of(door(3, 1_000, FIVE_MINUTES), screen(COORDINATOR, EVERYBODY, FIVE_MINUTES)))),
            FIVE_MINUTES);

    /** Work for the day: one at the desk, then all of them. */
    static final ResponsePlan DESK = new ResponsePlan(
            "desk",
            1,
            List.of(
                    new Step(AT_ONCE, List.of(screen(COORDINATOR, 1, HALF_AN_HOUR))),
                    new Step(HALF_AN_HOUR, List.of(screen(COORDINATOR, EVERYBODY, HALF_AN_HOUR)))),
            HALF_AN_HOUR);

    private ResponsePlans() {}

    /** Two incidents with equal leading need and priority have the same plan: a change of either starts the ladder anew. */
    public static ResponsePlan shipped(Need leading, Priority priority) {
        if (priority == Priority.P4) {
            return DESK;
        }
        return switch (leading) {
            case FIRE_OR_GAS -> FIRE_OR_GAS;
            case MEDICAL, PHYSICAL_HELP -> MEDICAL;
            case WANDERING -> WANDERING;
            case WELFARE -> WELFARE;
            case TECHNICAL -> DESK;
        };
    }

    private static Ask screen(Role role, int people, Duration offerTimeout) {
        return new Ask(role, FIRST_SLOT, people, 0, offerTimeout);
    }

    private static Ask door(int people, int radiusMeters, Duration offerTimeout) {
        return new Ask(FIRST_HAND, FIRST_SLOT, people, radiusMeters, offerTimeout);
    }
}
