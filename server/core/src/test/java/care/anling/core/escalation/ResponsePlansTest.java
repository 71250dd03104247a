package care.anling.core.escalation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import care.anling.core.device.SignalKind;
import care.anling.core.dispatch.Pool;
import care.anling.core.dispatch.Role;
import care.anling.core.dispatch.RoleSlot;
import care.anling.core.dispatch.Skill;
import care.anling.core.escalation.ResponsePlan.Step;
import care.anling.core.escalation.Target.Ask;
import care.anling.core.triage.Need;
import care.anling.core.triage.Priority;
import care.anling.core.triage.TriagePolicies;
import care.anling.core.triage.TriagePolicy;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class ResponsePlansTest {

    static Stream<ResponsePlan> everyShippedPlan() {
        return Stream.of(Need.values())
                .flatMap(need -> Stream.of(Priority.values()).map(p -> ResponsePlans.shipped(need, p)))
                .distinct();
    }

    /** standards.md §3: everybody in parallel at once, 10 s without a doctor the next, 60 s the supervisor and 120. */
    @Test
    void anSosCallsEverybodyInThisOrder() {
        ResponsePlan plan = ResponsePlans.shipped(Need.MEDICAL, Priority.P1);

        assertThat(plan.steps()).extracting(Step::after).containsExactly(seconds(0), seconds(10), seconds(60));
        assertThat(pools(plan, 0))
                .contains(
                        "DOCTOR 2 of Doctors",
                        "FIRST_HAND 3 of Nearby within 500",
                        "FAMILY 2 of Family",
                        "COORDINATOR 50 of Desk",
                        "BRINGER 1 of Nearby within 1000");
        assertThat(pools(plan, 1))
                .contains(
                        "DOCTOR 1 of Doctors",
                        "FIRST_HAND 3 of Nearby within 1000",
                        "FIRST_HAND 2 of OnShift",
                        "FAMILY 2 of Family");
        assertThat(pools(plan, 2))
                .contains(
                        "DOCTOR 50 of Doctors",
                        "FIRST_HAND 5 of Nearby within 3000 with neighbours",
                        "COORDINATOR 50 of Desk",
                        "COORDINATOR 50 of Street");
        assertThat(plan.steps().get(0).targets()).contains(new Target.TellFamily());
        assertThat(plan.steps().get(2).targets())
                .contains(new Target.TellOutside(ResponsePlans.OUTSIDE), new Target.TellStreet());
        assertThat(plan.steps().get(2).prompts()).containsExactly(Prompt.CALL_120);
        assertThat(plan.repeatEvery()).isEqualTo(seconds(60));
        assertThat(List.of(plan.pauseAfter(0), plan.pauseAfter(1), plan.pauseAfter(2)))
                .containsExactly(seconds(10), seconds(50), seconds(60));
    }

    /** The ladder climbs on until a doctor and a first hand have come; family and what is brought are extra. */
    @Test
    void whoIsWaitedForAndWhoIsWelcome() {
        ResponsePlan plan = ResponsePlans.shipped(Need.MEDICAL, Priority.P1);
        RoleSlot doctor = new RoleSlot(Role.DOCTOR, 1);
        RoleSlot hand = new RoleSlot(Role.FIRST_HAND, 1);

        assertThat(plan.askedUpTo(0)).containsExactlyInAnyOrder(doctor, hand);
        assertThat(plan.askedUpTo(2)).containsExactlyInAnyOrder(doctor, hand, new RoleSlot(Role.COORDINATOR, 1));
    }

    /** Item by item of standards.md §3, as triage judges each kind of signal. */
    @ParameterizedTest
    @EnumSource(SignalKind.class)
    void everySignalHasItsPlan(SignalKind kind) {
        String expected = Map.ofEntries(
                        Map.entry(SignalKind.SOS, "emergency"),
                        Map.entry(SignalKind.UNDECODABLE, "emergency"),
                        Map.entry(SignalKind.FALL_CONFIRMED, "emergency"),
                        // Until its window is over; then silence has confirmed it.
                        Map.entry(SignalKind.FALL_SUSPECTED, "urgent"),
                        Map.entry(SignalKind.VITALS, "urgent"),
                        Map.entry(SignalKind.CALL, "urgent"),
                        Map.entry(SignalKind.SMOKE, "fire-or-gas"),
                        Map.entry(SignalKind.GAS, "fire-or-gas"),
                        Map.entry(SignalKind.WATER, "welfare"),
                        Map.entry(SignalKind.INACTIVITY, "welfare"),
                        Map.entry(SignalKind.WELFARE_MISSED, "welfare"),
                        Map.entry(SignalKind.OTHER_ALARM, "welfare"),
                        Map.entry(SignalKind.GEOFENCE_EXIT, "wandering"),
                        Map.entry(SignalKind.SYSTEM_FAULT, "watch"))
                .getOrDefault(kind, "desk");
        TriagePolicy judged = TriagePolicies.of(kind);

        assertThat(ResponsePlans.shipped(judged.leading(), judged.priority()).name())
                .isEqualTo(expected);
    }

    @Test
    void aQuietFaultRingsNoDoctorAndNobodyAtNight() {
        ResponsePlan plan = ResponsePlans.shipped(Need.TECHNICAL, Priority.P4);

        assertThat(plan.steps().stream().flatMap(step -> step.asks().stream()))
                .extracting(Ask::role)
                .containsOnly(Role.COORDINATOR, Role.FIRST_HAND);
        assertThat(pools(plan, 0)).containsExactly("COORDINATOR 1 of Desk", "FIRST_HAND 1 of OnShift");
        assertThat(plan.askedUpTo(1))
                .as("nobody waits for a technician who is busy")
                .containsExactly(new RoleSlot(Role.COORDINATOR, 1));
        assertThat(plan.steps().get(0).asks())
                .filteredOn(ask -> ask.role() == Role.FIRST_HAND)
                .allSatisfy(ask -> assertThat(ask.onlyFor()).contains(Need.TECHNICAL));
        assertThat(plan.hours()).isPresent();
    }

    /** standards.md §3: property duty, the micro fire station and the 119 prompt at once. */
    @Test
    void smokeTellsTheWorldOutsideAtOnce() {
        ResponsePlan plan = ResponsePlans.shipped(Need.FIRE_OR_GAS, Priority.P1);
        assertThat(plan.steps().get(0).targets())
                .contains(new Target.TellOutside(ResponsePlans.OUTSIDE), new Target.PromptDesk(Prompt.CALL_119));
        assertThat(pools(plan, 0)).contains("FIRST_HAND 50 of OnShift");
    }

    @Test
    void onlyAQuietPlanKeepsHours() {
        for (Need need : Need.values()) {
            for (Priority priority : List.of(Priority.P1, Priority.P2, Priority.P3)) {
                assertThat(ResponsePlans.shipped(need, priority).hours()).isEmpty();
            }
        }
    }

    @ParameterizedTest
    @MethodSource("everyShippedPlan")
    void everyShippedPlanKeepsTheRules(ResponsePlan plan) {
        for (Need need : Need.values()) {
            for (Priority priority : Priority.values()) {
                if (ResponsePlans.shipped(need, priority).equals(plan)) {
                    assertThat(PlanRules.faults(PlanDraft.of(plan), priority))
                            .as("%s %s", need, priority)
                            .isEmpty();
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("everyShippedPlan")
    void everyPlanHasTwoStepsAndEndsAtTheDesk(ResponsePlan plan) {
        assertThat(plan.steps()).hasSizeGreaterThanOrEqualTo(2);
        assertThat(plan.steps().get(plan.top()).needed()).contains(new RoleSlot(Role.COORDINATOR, 1));
    }

    @Test
    void bringersComeWithWhatTheNeedAsksFor() {
        assertThat(brought(ResponsePlans.shipped(Need.MEDICAL, Priority.P1))).contains(Skill.AED);
        assertThat(brought(ResponsePlans.shipped(Need.PHYSICAL_HELP, Priority.P2)))
                .contains(Skill.WHEELCHAIR, Skill.STAIR_CLIMBER);
        assertThat(ResponsePlans.shipped(Need.MEDICAL, Priority.P1)
                        .steps()
                        .get(0)
                        .asks())
                .filteredOn(ask -> ask.role() == Role.BRINGER && ask.slot() == 2)
                .extracting(Ask::onlyFor)
                .containsExactly(Optional.of(Need.PHYSICAL_HELP));
    }

    @Test
    void aTopThatForgetsARoleIsRefused() {
        Step doctor = new Step(seconds(0), List.of(ask(Role.DOCTOR, new Pool.Doctors())));
        Step desk = new Step(seconds(10), List.of(ask(Role.COORDINATOR, new Pool.Desk())));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ResponsePlan("p", 1, List.of(doctor, desk), seconds(60)))
                .withMessageContaining("forgets");
    }

    @Test
    void aTopMayForgetSomebodyWhoIsOnlyWelcome() {
        Step both = new Step(
                seconds(0),
                List.of(ask(Role.FAMILY, new Pool.Family()).welcome(), ask(Role.COORDINATOR, new Pool.Desk())));
        Step desk = new Step(seconds(10), List.of(ask(Role.COORDINATOR, new Pool.Desk())));

        assertThat(new ResponsePlan("p", 1, List.of(both, desk), seconds(60)).askedUpTo(1))
                .containsExactly(new RoleSlot(Role.COORDINATOR, 1));
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
    void workingHoursAreThoseOfTheirZone() {
        WorkingHours hours = new WorkingHours(LocalTime.of(8, 0), LocalTime.of(18, 0), ZoneId.of("Asia/Shanghai"));

        assertThat(hours.findOpeningAfter(Instant.parse("2026-05-01T00:00:00Z")))
                .isEmpty();
        assertThat(hours.findOpeningAfter(Instant.parse("2026-05-01T09:59:59Z")))
                .isEmpty();
        assertThat(hours.findOpeningAfter(Instant.parse("2026-05-01T10:00:00Z")))
                .contains(Instant.parse("2026-05-02T00:00:00Z"));
        assertThat(hours.findOpeningAfter(Instant.parse("2026-05-01T23:59:00Z")))
                .contains(Instant.parse("2026-05-02T00:00:00Z"));
        assertThat(hours.findOpeningAfter(Instant.parse("2026-05-01T20:00:00Z")))
                .as("four in the morning")
                .contains(Instant.parse("2026-05-02T00:00:00Z"));
    }

    @Test
    void aRoleAndSlotIsReadAsItIsWritten() {
        RoleSlot place = new RoleSlot(Role.FIRST_HAND, 12);
        assertThat(place).hasToString("FIRST_HAND:12");
        assertThat(RoleSlot.of("FIRST_HAND:12")).isEqualTo(place);
    }

    private static Set<Skill> brought(ResponsePlan plan) {
        return plan.steps().stream()
                .flatMap(step -> step.asks().stream())
                .filter(ask -> ask.role() == Role.BRINGER)
                .flatMap(ask -> ((Pool.Nearby) ask.pool()).having().stream())
                .collect(java.util.stream.Collectors.toSet());
    }

    private static List<String> pools(ResponsePlan plan, int step) {
        return plan.steps().get(step).asks().stream()
                .map(ask -> ask.role() + " " + ask.people() + " of "
                        + ask.pool().getClass().getSimpleName()
                        + (ask.pool() instanceof Pool.Nearby near
                                ? " within " + near.radiusMeters() + (near.neighbours() ? " with neighbours" : "")
                                : ""))
                .toList();
    }

    private static Ask ask(Role role, Pool pool) {
        return new Ask(role, 1, 1, pool, seconds(60), true, Optional.empty());
    }

    private static Duration seconds(long seconds) {
        return Duration.ofSeconds(seconds);
    }
}
