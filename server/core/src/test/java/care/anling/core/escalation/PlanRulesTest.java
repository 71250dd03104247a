package care.anling.core.escalation;

import static org.assertj.core.api.Assertions.assertThat;

import care.anling.core.dispatch.Pool;
import care.anling.core.dispatch.Role;
import care.anling.core.dispatch.Skill;
import care.anling.core.escalation.PlanFault.Code;
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
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A good plan, and each way of spoiling it. */
class PlanRulesTest {

    private static final Ask DESK = ask(Role.COORDINATOR, new Pool.Desk());
    private static final Ask DOCTOR = ask(Role.DOCTOR, new Pool.Doctors());

    private static final PlanDraft GOOD = plan(step(0, DOCTOR, near(500), DESK), step(30, DOCTOR, near(2_000), DESK));

    @Test
    void aGoodPlanHasNoFault() {
        assertThat(PlanRules.faults(GOOD, Priority.P1)).isEmpty();
    }

    static Stream<Arguments> spoilt() {
        return Stream.of(spoiltSteps(), spoiltFigures(), spoiltTop(), spoiltPlan())
                .flatMap(each -> each);
    }

    private static Stream<Arguments> spoiltSteps() {
        return Stream.of(
                Arguments.of("no step", plan(), "steps", Code.NO_STEP),
                Arguments.of("empty step", plan(step(0), step(30, DESK)), "steps[0].targets", Code.EMPTY_STEP),
                Arguments.of(
                        "too many steps",
                        plan(IntStream.range(0, 11)
                                .mapToObj(i -> step(i * 10, DESK))
                                .toArray(Step[]::new)),
                        "steps",
                        Code.OUT_OF_BOUNDS),
                Arguments.of("starts late", plan(step(5, DESK)), "steps[0].afterSeconds", Code.STARTS_LATE),
                Arguments.of(
                        "delays equal",
                        plan(step(0, DESK), step(30, DESK), step(30, DESK)),
                        "steps[2].afterSeconds",
                        Code.DELAYS_NOT_RISING),
                Arguments.of(
                        "delays falling",
                        plan(step(0, DESK), step(30, DESK), step(20, DESK)),
                        "steps[2].afterSeconds",
                        Code.DELAYS_NOT_RISING),
                Arguments.of(
                        "a long silence",
                        plan(step(0, open(DESK, 600)), step(121, DESK)),
                        "steps[1].afterSeconds",
                        Code.TOO_SLOW));
    }

    private static Stream<Arguments> spoiltFigures() {
        return Stream.of(
                Arguments.of("radius too small", plan(step(0, DESK, near(49))), at("radiusMeters"), Code.OUT_OF_BOUNDS),
                Arguments.of(
                        "radius too large", plan(step(0, DESK, near(20_001))), at("radiusMeters"), Code.OUT_OF_BOUNDS),
                Arguments.of("nobody asked", plan(step(0, DESK, people(DOCTOR, 0))), at("people"), Code.OUT_OF_BOUNDS),
                Arguments.of("all asked", plan(step(0, DESK, people(DOCTOR, 51))), at("people"), Code.OUT_OF_BOUNDS),
                Arguments.of("slot 0", plan(step(0, DESK, slot(DOCTOR, 0))), at("slot"), Code.OUT_OF_BOUNDS),
                Arguments.of("slot 21", plan(step(0, DESK, slot(DOCTOR, 21))), at("slot"), Code.OUT_OF_BOUNDS),
                Arguments.of(
                        "a blink",
                        plan(step(0, DESK, open(DOCTOR, 4).welcome())),
                        at("offerSeconds"),
                        Code.OUT_OF_BOUNDS),
                Arguments.of("rings out", plan(step(0, DESK, open(DOCTOR, 59))), at("offerSeconds"), Code.RINGS_OUT),
                Arguments.of(
                        "a desk as doctor",
                        plan(step(0, DESK, ask(Role.DOCTOR, new Pool.Desk()))),
                        at("role"),
                        Code.ROLE_DOES_NOT_FIT),
                Arguments.of(
                        "family needed",
                        plan(step(0, DESK, ask(Role.FAMILY, new Pool.Family()))),
                        at("needed"),
                        Code.NEEDED_ONLY_SOMETIMES),
                Arguments.of(
                        "needed for one need alone",
                        plan(step(
                                0,
                                DESK,
                                new Ask(
                                        Role.DOCTOR,
                                        1,
                                        1,
                                        new Pool.Doctors(),
                                        Duration.ofSeconds(60),
                                        true,
                                        Optional.of(Need.MEDICAL)))),
                        at("needed"),
                        Code.NEEDED_ONLY_SOMETIMES),
                Arguments.of(
                        "a channel with a space",
                        plan(step(0, DESK, new Target.TellOutside("a b"))),
                        at("channel"),
                        Code.OUT_OF_BOUNDS));
    }

    private static Stream<Arguments> spoiltTop() {
        return Stream.of(
                Arguments.of(
                        "the top forgets",
                        plan(step(0, DOCTOR, DESK), step(30, DESK)),
                        "steps[1].targets",
                        Code.TOP_FORGETS),
                Arguments.of(
                        "the top only hopes for a neighbour",
                        plan(step(0, near(500)), step(30, near(500))),
                        "steps[1].targets",
                        Code.TOP_REACHES_NOBODY),
                Arguments.of(
                        "the top only tells",
                        plan(step(0, new Target.TellStreet(), new Target.PromptDesk(Prompt.CALL_120))),
                        "steps[0].targets",
                        Code.TOP_REACHES_NOBODY),
                Arguments.of(
                        "the top welcomes, and waits for nobody",
                        plan(step(0, DESK.welcome())),
                        "steps[0].targets",
                        Code.TOP_REACHES_NOBODY));
    }

    private static Stream<Arguments> spoiltPlan() {
        return Stream.of(
                Arguments.of(
                        "no name",
                        new PlanDraft(" ", GOOD.steps(), GOOD.repeatEvery(), Optional.empty()),
                        "name",
                        Code.OUT_OF_BOUNDS),
                Arguments.of(
                        "repeats at once",
                        new PlanDraft("p", GOOD.steps(), Duration.ofSeconds(9), Optional.empty()),
                        "repeatEverySeconds",
                        Code.OUT_OF_BOUNDS),
                Arguments.of(
                        "an emergency sleeps",
                        new PlanDraft("p", GOOD.steps(), GOOD.repeatEvery(), Optional.of(hours(8, 18))),
                        "hours",
                        Code.HOURS_FOR_AN_EMERGENCY));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("spoilt")
    void eachFaultIsNamedWhereItIs(String what, PlanDraft draft, String at, Code code) {
        assertThat(PlanRules.faults(draft, Priority.P1))
                .extracting(PlanFault::at, PlanFault::code)
                .containsExactly(Tuple.tuple(at, code));
    }

    @Test
    void everyFaultIsNamedNotTheFirst() {
        PlanDraft draft = new PlanDraft(
                "",
                List.of(step(1, near(1)), step(1, people(DOCTOR, 0))),
                Duration.ofSeconds(1),
                Optional.of(hours(18, 8)));

        assertThat(PlanRules.faults(draft, Priority.P1))
                .extracting(PlanFault::code)
                .contains(
                        Code.OUT_OF_BOUNDS,
                        Code.HOURS_FOR_AN_EMERGENCY,
                        Code.STARTS_LATE,
                        Code.DELAYS_NOT_RISING,
                        Code.TOP_FORGETS)
                .hasSizeGreaterThanOrEqualTo(8);
    }

    @Test
    void whatIsLessUrgentMayTakeLonger() {
        PlanDraft slow = new PlanDraft(
                "p",
                List.of(step(0, open(DESK, 1_800)), step(1_800, open(DESK, 1_800))),
                Duration.ofMinutes(30),
                Optional.empty());

        assertThat(PlanRules.faults(slow, Priority.P1))
                .extracting(PlanFault::code)
                .containsOnly(Code.TOO_SLOW);
        assertThat(PlanRules.faults(slow, Priority.P2)).isEmpty();
        PlanDraft quiet = new PlanDraft("p", slow.steps(), slow.repeatEvery(), Optional.of(hours(8, 18)));
        assertThat(PlanRules.faults(quiet, Priority.P4)).isEmpty();
        assertThat(PlanRules.faults(quiet, Priority.P3))
                .extracting(PlanFault::code)
                .containsOnly(Code.HOURS_FOR_AN_EMERGENCY);
    }

    private static String at(String field) {
        return "steps[0].targets[1]." + field;
    }

    private static PlanDraft plan(Step... steps) {
        return new PlanDraft("p", List.of(steps), Duration.ofSeconds(60), Optional.empty());
    }

    private static Step step(int afterSeconds, Target... targets) {
        return new Step(Duration.ofSeconds(afterSeconds), List.of(targets));
    }

    private static Ask near(int radiusMeters) {
        return ask(Role.FIRST_HAND, new Pool.Nearby(radiusMeters, Set.of(), Set.of(Skill.FIRST_AID), false));
    }

    private static Ask ask(Role role, Pool pool) {
        return new Ask(role, 1, 3, pool, Duration.ofSeconds(60), true, Optional.empty());
    }

    private static Ask open(Ask ask, int seconds) {
        return new Ask(
                ask.role(),
                ask.slot(),
                ask.people(),
                ask.pool(),
                Duration.ofSeconds(seconds),
                ask.needed(),
                ask.onlyFor());
    }

    private static Ask people(Ask ask, int people) {
        return new Ask(ask.role(), ask.slot(), people, ask.pool(), ask.offerTimeout(), ask.needed(), ask.onlyFor());
    }

    private static Ask slot(Ask ask, int slot) {
        return new Ask(ask.role(), slot, ask.people(), ask.pool(), ask.offerTimeout(), ask.needed(), ask.onlyFor());
    }

    private static WorkingHours hours(int from, int to) {
        return new WorkingHours(LocalTime.of(from, 0), LocalTime.of(to, 0), ZoneId.of("Asia/Shanghai"));
    }
}
