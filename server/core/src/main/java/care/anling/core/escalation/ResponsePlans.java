package care.anling.core.escalation;

import static care.anling.core.dispatch.Role.BRINGER;
import static care.anling.core.dispatch.Role.COORDINATOR;
import static care.anling.core.dispatch.Role.DOCTOR;
import static care.anling.core.dispatch.Role.FAMILY;
import static care.anling.core.dispatch.Role.FIRST_HAND;
import static care.anling.core.dispatch.Skill.AED;
import static care.anling.core.dispatch.Skill.FIRST_AID;
import static care.anling.core.dispatch.Skill.KEY;
import static care.anling.core.dispatch.Skill.STAIR_CARRY;
import static care.anling.core.dispatch.Skill.STAIR_CLIMBER;
import static care.anling.core.dispatch.Skill.WHEELCHAIR;

import care.anling.core.dispatch.Pool;
import care.anling.core.dispatch.Role;
import care.anling.core.dispatch.Skill;
import care.anling.core.escalation.ResponsePlan.Step;
import care.anling.core.escalation.Target.Ask;
import care.anling.core.triage.Need;
import care.anling.core.triage.Priority;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The plans that come with Anling, until a street writes its own; every one passes {@link PlanRules}. Who is asked when is
 * our own synthesis of what rescue services do (three nearest: GoodSAM, FirstAED; everybody in parallel: Shanghai Xuhui),
 * to be reviewed by clinicians. An offer stays open until the next round at the top, so that no phone stops ringing
 * before somebody else's has begun to.
 */
public final class ResponsePlans {

    /** Everybody on duty, within reason: phones that ring at once for one place. */
    public static final int EVERYBODY = 50;

    /** The gateway that tells the world outside, if the configuration has one of this name. */
    public static final String OUTSIDE = "emergency";

    /**
     * One doctor who does not hear it is ten seconds gone, and so is the promise: of two, one answers within them (99.6 %
     * instead of 93.6 % on a simulated day, ops/adr/0012).
     */
    private static final int DOCTORS_AT_ONCE = 2;

    private static final int FIRST_SLOT = 1;
    private static final int SECOND_SLOT = 2;
    private static final Duration AT_ONCE = Duration.ZERO;
    private static final Duration TEN_SECONDS = Duration.ofSeconds(10);
    private static final Duration HALF_A_MINUTE = Duration.ofSeconds(30);
    private static final Duration ONE_MINUTE = Duration.ofSeconds(60);
    private static final Duration TWO_MINUTES = Duration.ofMinutes(2);
    private static final Duration FIVE_MINUTES = Duration.ofMinutes(5);
    private static final Duration TEN_MINUTES = Duration.ofMinutes(10);
    private static final Duration HALF_AN_HOUR = Duration.ofMinutes(30);

    /** A property office's day. */
    private static final WorkingHours OFFICE_HOURS =
            new WorkingHours(LocalTime.of(8, 0), LocalTime.of(18, 0), ZoneId.of("Asia/Shanghai"));

    /** Pressed, fallen, or readings that cannot wait: somebody on the screen and somebody at the door. */
    static final ResponsePlan EMERGENCY = new ResponsePlan(
            "emergency",
            1,
            List.of(
                    new Step(
                            AT_ONCE,
                            List.of(
                                    doctors(DOCTORS_AT_ONCE, ONE_MINUTE),
                                    door(3, around(500, FIRST_AID), ONE_MINUTE),
                                    family(2, ONE_MINUTE),
                                    desk(ONE_MINUTE).welcome(),
                                    bringer(FIRST_SLOT, 1, bearing(1_000, AED), ONE_MINUTE),
                                    bringer(SECOND_SLOT, 1, bearing(1_000, STAIR_CLIMBER, WHEELCHAIR), ONE_MINUTE)
                                            .onlyFor(Need.PHYSICAL_HELP),
                                    new Target.TellFamily())),
                    new Step(
                            TEN_SECONDS,
                            List.of(
                                    doctors(1, ONE_MINUTE),
                                    door(3, around(1_000, FIRST_AID), ONE_MINUTE),
                                    door(2, new Pool.OnShift(), ONE_MINUTE),
                                    family(2, ONE_MINUTE),
                                    bringer(FIRST_SLOT, 2, bearing(2_000, AED, KEY), ONE_MINUTE))),
                    new Step(
                            ONE_MINUTE,
                            List.of(
                                    doctors(EVERYBODY, ONE_MINUTE),
                                    door(EVERYBODY, new Pool.OnShift(), ONE_MINUTE),
                                    door(5, lent(3_000, FIRST_AID), ONE_MINUTE),
                                    desk(ONE_MINUTE),
                                    street(ONE_MINUTE),
                                    family(EVERYBODY, ONE_MINUTE),
                                    bringer(FIRST_SLOT, 2, bearing(3_000, AED, KEY), ONE_MINUTE),
                                    new Target.TellStreet(),
                                    new Target.TellOutside(OUTSIDE),
                                    new Target.PromptDesk(Prompt.CALL_120)))),
            ONE_MINUTE);

    /** Readings that worry, or somebody who took their fall back: a doctor looks first, and nobody runs yet. */
    static final ResponsePlan URGENT = new ResponsePlan(
            "urgent",
            1,
            List.of(
                    new Step(
                            AT_ONCE,
                            List.of(doctors(1, TWO_MINUTES), desk(TWO_MINUTES).welcome())),
                    new Step(
                            HALF_A_MINUTE,
                            List.of(
                                    doctors(1, TWO_MINUTES),
                                    door(2, around(500, FIRST_AID), TWO_MINUTES),
                                    family(1, TWO_MINUTES),
                                    new Target.TellFamily())),
                    new Step(
                            TWO_MINUTES,
                            List.of(
                                    doctors(EVERYBODY, TWO_MINUTES),
                                    door(3, around(1_000, FIRST_AID), TWO_MINUTES),
                                    door(2, new Pool.OnShift(), TWO_MINUTES),
                                    desk(TWO_MINUTES),
                                    street(TWO_MINUTES),
                                    family(EVERYBODY, TWO_MINUTES),
                                    new Target.PromptDesk(Prompt.CALL_120)))),
            TWO_MINUTES);

    /** Two strong arms, and something to carry with. */
    static final ResponsePlan LIFTING = new ResponsePlan(
            "lifting",
            1,
            List.of(
                    new Step(
                            AT_ONCE,
                            List.of(
                                    door(2, around(500, STAIR_CARRY), ONE_MINUTE),
                                    door(2, new Pool.OnShift(), ONE_MINUTE),
                                    bringer(FIRST_SLOT, 1, bearing(1_000, STAIR_CLIMBER, WHEELCHAIR), ONE_MINUTE),
                                    family(1, ONE_MINUTE),
                                    desk(ONE_MINUTE).welcome())),
                    new Step(
                            ONE_MINUTE,
                            List.of(
                                    door(5, lent(2_000, STAIR_CARRY), ONE_MINUTE),
                                    door(EVERYBODY, new Pool.OnShift(), ONE_MINUTE),
                                    desk(ONE_MINUTE),
                                    street(ONE_MINUTE),
                                    family(EVERYBODY, ONE_MINUTE),
                                    bringer(FIRST_SLOT, 2, bearing(3_000, STAIR_CLIMBER, WHEELCHAIR), ONE_MINUTE)))),
            ONE_MINUTE);

    /**
     * Property duty at the door, the micro fire station outside and the desk, which calls 119, all at once. No doctor is rung
     * before anybody is hurt.
     */
    static final ResponsePlan FIRE_OR_GAS = new ResponsePlan(
            "fire-or-gas",
            1,
            List.of(
                    new Step(
                            AT_ONCE,
                            List.of(
                                    desk(ONE_MINUTE),
                                    door(EVERYBODY, new Pool.OnShift(), ONE_MINUTE),
                                    door(3, around(500), ONE_MINUTE),
                                    family(1, ONE_MINUTE),
                                    new Target.TellFamily(),
                                    new Target.TellOutside(OUTSIDE),
                                    new Target.PromptDesk(Prompt.CALL_119))),
                    new Step(
                            TEN_SECONDS,
                            List.of(
                                    desk(ONE_MINUTE),
                                    street(ONE_MINUTE),
                                    door(EVERYBODY, new Pool.OnShift(), ONE_MINUTE),
                                    door(5, lent(3_000), ONE_MINUTE),
                                    family(EVERYBODY, ONE_MINUTE),
                                    bringer(FIRST_SLOT, 2, bearing(2_000, KEY), ONE_MINUTE),
                                    new Target.TellStreet()))),
            ONE_MINUTE);

    /** Somebody has to walk after them; family knows where they like to go, and the desk keeps the track. */
    static final ResponsePlan WANDERING = new ResponsePlan(
            "wandering",
            1,
            List.of(
                    new Step(
                            AT_ONCE,
                            List.of(
                                    desk(ONE_MINUTE),
                                    door(3, around(1_000), ONE_MINUTE),
                                    family(EVERYBODY, ONE_MINUTE),
                                    new Target.TellFamily())),
                    new Step(
                            ONE_MINUTE,
                            List.of(
                                    desk(ONE_MINUTE),
                                    street(ONE_MINUTE),
                                    door(EVERYBODY, new Pool.OnShift(), ONE_MINUTE),
                                    door(8, lent(3_000), ONE_MINUTE),
                                    family(EVERYBODY, ONE_MINUTE),
                                    new Target.TellStreet(),
                                    new Target.PromptDesk(Prompt.CALL_110)))),
            ONE_MINUTE);

    /** The telephone first, then a neighbour looks in, then the property company goes and looks. */
    static final ResponsePlan WELFARE = new ResponsePlan(
            "welfare",
            1,
            List.of(
                    new Step(
                            AT_ONCE,
                            List.of(
                                    desk(FIVE_MINUTES).welcome(),
                                    door(2, around(500), FIVE_MINUTES),
                                    family(1, FIVE_MINUTES),
                                    new Target.PromptDesk(Prompt.PHONE_RESIDENT))),
                    new Step(
                            TWO_MINUTES,
                            List.of(
                                    door(3, around(1_000), TEN_MINUTES),
                                    door(2, new Pool.OnShift(), TEN_MINUTES),
                                    desk(TEN_MINUTES),
                                    family(1, TEN_MINUTES),
                                    bringer(FIRST_SLOT, 1, bearing(1_000, KEY), TEN_MINUTES))),
                    new Step(
                            TEN_MINUTES,
                            List.of(
                                    door(5, around(3_000), FIVE_MINUTES),
                                    door(EVERYBODY, new Pool.OnShift(), FIVE_MINUTES),
                                    desk(FIVE_MINUTES),
                                    street(FIVE_MINUTES),
                                    family(EVERYBODY, FIVE_MINUTES)))),
            FIVE_MINUTES);

    /** Somebody has said that this fault cannot wait for the day. */
    static final ResponsePlan FAULT = new ResponsePlan(
            "fault",
            1,
            List.of(
                    new Step(
                            AT_ONCE,
                            List.of(
                                    desk(TWO_MINUTES),
                                    door(2, new Pool.OnShift(), TWO_MINUTES).welcome())),
                    new Step(
                            ONE_MINUTE,
                            List.of(
                                    desk(TWO_MINUTES),
                                    street(TWO_MINUTES),
                                    door(EVERYBODY, new Pool.OnShift(), TWO_MINUTES)
                                            .welcome()))),
            TWO_MINUTES);

    /**
     * Something that should stand behind every press does not. Whoever should see it may be what is missing: the world
     * outside hears at once, and people are told beside their screens.
     */
    static final ResponsePlan WATCH = new ResponsePlan(
            "watch",
            1,
            List.of(
                    new Step(
                            AT_ONCE,
                            List.of(desk(TWO_MINUTES), new Target.TellStreet(), new Target.TellOutside(OUTSIDE))),
                    new Step(
                            ONE_MINUTE,
                            List.of(
                                    desk(TWO_MINUTES),
                                    street(TWO_MINUTES),
                                    new Target.TellStreet(),
                                    new Target.TellOutside(OUTSIDE)))),
            TWO_MINUTES);

    /**
     * Work for the day: one at the desk and the technician on shift, then all of the desk, and nobody at night. The desk
     * alone is waited for: it knows who is free.
     */
    static final ResponsePlan DESK = new ResponsePlan(
            "desk",
            1,
            List.of(
                    new Step(AT_ONCE, List.of(desk(1, HALF_AN_HOUR), technicians(1))),
                    new Step(HALF_AN_HOUR, List.of(desk(HALF_AN_HOUR), technicians(2)))),
            HALF_AN_HOUR,
            Optional.of(OFFICE_HOURS));

    private ResponsePlans() {}

    /** Two incidents with equal leading need and priority have the same plan: a change of either starts the ladder anew. */
    public static ResponsePlan shipped(Need leading, Priority priority) {
        if (priority == Priority.P4) {
            return DESK;
        }
        return switch (leading) {
            case FIRE_OR_GAS -> FIRE_OR_GAS;
            case MEDICAL -> priority == Priority.P1 ? EMERGENCY : URGENT;
            case PHYSICAL_HELP -> priority == Priority.P1 ? EMERGENCY : LIFTING;
            case WANDERING -> WANDERING;
            // Whoever raised it to the highest priority knows more than the signal said.
            case WELFARE -> priority == Priority.P1 ? EMERGENCY : WELFARE;
            case TECHNICAL -> priority == Priority.P3 ? FAULT : WATCH;
        };
    }

    private static Ask doctors(int people, Duration offerTimeout) {
        return ask(DOCTOR, people, new Pool.Doctors(), offerTimeout);
    }

    private static Ask door(int people, Pool pool, Duration offerTimeout) {
        return ask(FIRST_HAND, people, pool, offerTimeout);
    }

    private static Ask bringer(int slot, int people, Pool pool, Duration offerTimeout) {
        return new Ask(BRINGER, slot, people, pool, offerTimeout, false, Optional.empty());
    }

    private static Ask technicians(int people) {
        return door(people, new Pool.OnShift(), TEN_MINUTES).onlyFor(Need.TECHNICAL);
    }

    private static Ask family(int people, Duration offerTimeout) {
        return ask(FAMILY, people, new Pool.Family(), offerTimeout).welcome();
    }

    private static Ask desk(Duration offerTimeout) {
        return desk(EVERYBODY, offerTimeout);
    }

    private static Ask desk(int people, Duration offerTimeout) {
        return ask(COORDINATOR, people, new Pool.Desk(), offerTimeout);
    }

    private static Ask street(Duration offerTimeout) {
        return ask(COORDINATOR, EVERYBODY, new Pool.Street(), offerTimeout);
    }

    private static Ask ask(Role role, int people, Pool pool, Duration offerTimeout) {
        return new Ask(role, FIRST_SLOT, people, pool, offerTimeout, true, Optional.empty());
    }

    private static Pool around(int radiusMeters, Skill... preferring) {
        return new Pool.Nearby(radiusMeters, Set.of(), Set.of(preferring), false);
    }

    private static Pool bearing(int radiusMeters, Skill... having) {
        return new Pool.Nearby(radiusMeters, Set.of(having), Set.of(), false);
    }

    private static Pool lent(int radiusMeters, Skill... preferring) {
        return new Pool.Nearby(radiusMeters, Set.of(), Set.of(preferring), true);
    }
}
