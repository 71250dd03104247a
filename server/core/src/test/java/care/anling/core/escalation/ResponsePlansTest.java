package care.anling.core.escalation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import care.anling.core.dispatch.Role;
import care.anling.core.dispatch.RoleSlot;
import care.anling.core.escalation.ResponsePlan.Ask;
import care.anling.core.escalation.ResponsePlan.Step;
import care.anling.core.triage.Need;
import care.anling.core.triage.Priority;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ResponsePlansTest {

    static Stream<ResponsePlan> everyShippedPlan() {
        return Stream.of(Need.values())
                .flatMap(need -> Stream.of(Priority.values()).map(p -> ResponsePlans.shipped(need, p)))
                .distinct();
    }

    @Test
    void helpIsCalledInThisOrder() {
        ResponsePlan plan = ResponsePlans.shipped(Need.MEDICAL, Priority.P1);

        assertThat(plan.steps()).extracting(Step::after).containsExactly(seconds(0), seconds(10), seconds(60));
        assertThat(plan.steps().get(0).asks())
                .containsExactly(
                        new Ask(Role.DOCTOR, 1, 1, 0, seconds(60)), new Ask(Role.FIRST_HAND, 1, 3, 500, seconds(60)));
        assertThat(plan.steps().get(1).asks())
                .containsExactly(
                        new Ask(Role.DOCTOR, 1, 1, 0, seconds(60)), new Ask(Role.FIRST_HAND, 1, 3, 1_000, seconds(60)));
        assertThat(plan.steps().get(2).asks()).extracting(Ask::role).contains(Role.COORDINATOR);
        assertThat(plan.repeatEvery()).isEqualTo(seconds(60));
        assertThat(plan.pauseAfter(0)).isEqualTo(seconds(10));
        assertThat(plan.pauseAfter(1)).isEqualTo(seconds(50));
        assertThat(plan.pauseAfter(2)).isEqualTo(seconds(60));
    }

    @ParameterizedTest
    @MethodSource("everyShippedPlan")
    void everyPlanHasTwoStepsAndStartsAtOnceAndEndsAtTheDesk(ResponsePlan plan) {
        assertThat(plan.steps()).hasSizeGreaterThanOrEqualTo(2);
        assertThat(plan.steps().get(0).after()).isZero();
        assertThat(plan.steps().get(plan.top()).roleSlots()).contains(new RoleSlot(Role.COORDINATOR, 1));
    }

    @ParameterizedTest
    @MethodSource("everyShippedPlan")
    void anOfferLastsUntilTheNextRoundSoThatSomePhoneAlwaysRings(ResponsePlan plan) {
        for (int step = 0; step < plan.steps().size(); step++) {
            Duration pause = plan.pauseAfter(step);
            assertThat(plan.steps().get(step).asks())
                    .allSatisfy(ask -> assertThat(ask.offerTimeout()).isGreaterThanOrEqualTo(pause));
        }
    }

    @ParameterizedTest
    @MethodSource("everyShippedPlan")
    void noPlanRingsSomebodyElsesFamily(ResponsePlan plan) {
        assertThat(plan.askedUpTo(plan.top())).extracting(RoleSlot::role).doesNotContain(Role.FAMILY);
    }

    @Test
    void aTopThatForgetsARoleIsRefused() {
        Step doctor = new Step(seconds(0), List.of(new Ask(Role.DOCTOR, 1, 1, 0, seconds(60))));
        Step desk = new Step(seconds(10), List.of(new Ask(Role.COORDINATOR, 1, 1, 0, seconds(60))));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ResponsePlan("p", 1, List.of(doctor, desk), seconds(60)))
                .withMessageContaining("forgets");
    }

    @Test
    void stepsOutOfOrderNoStepsAndNoPauseAreRefused() {
        Step first = new Step(seconds(0), List.of());
        Step later = new Step(seconds(10), List.of());

        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ResponsePlan("p", 1, List.of(later, first), seconds(60)));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ResponsePlan("p", 1, List.of(first, first), seconds(60)));
        assertThatIllegalArgumentException().isThrownBy(() -> new ResponsePlan("p", 1, List.of(), seconds(60)));
        assertThatIllegalArgumentException().isThrownBy(() -> new ResponsePlan("p", 1, List.of(first), Duration.ZERO));
    }

    @Test
    void aRoleAndSlotIsReadAsItIsWritten() {
        RoleSlot place = new RoleSlot(Role.FIRST_HAND, 12);
        assertThat(place).hasToString("FIRST_HAND:12");
        assertThat(RoleSlot.of("FIRST_HAND:12")).isEqualTo(place);
    }

    private static Duration seconds(long seconds) {
        return Duration.ofSeconds(seconds);
    }
}
