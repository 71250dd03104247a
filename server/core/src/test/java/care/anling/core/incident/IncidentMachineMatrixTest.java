package care.anling.core.incident;

import static care.anling.core.common.Rejection.Code.ALREADY_STOOD_DOWN;
import static care.anling.core.common.Rejection.Code.INCIDENT_ABSENT;
import static care.anling.core.common.Rejection.Code.INCIDENT_STOOD_DOWN;
import static org.assertj.core.api.Assertions.assertThat;

import care.anling.core.common.Actor;
import care.anling.core.common.AssignmentId;
import care.anling.core.common.IncidentId;
import care.anling.core.common.OfferId;
import care.anling.core.common.Rejection;
import care.anling.core.device.Reason;
import care.anling.core.device.SignalKind;
import care.anling.core.dispatch.AssignmentState;
import care.anling.core.dispatch.Equipment;
import care.anling.core.dispatch.Role;
import care.anling.core.escalation.DeadlineKind;
import care.anling.core.triage.Priority;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Every state answers every command. A command without a row here fails {@link #everyCommandHasItsRow}. */
class IncidentMachineMatrixTest {

    private enum State {
        ABSENT,
        OPEN,
        STOOD_DOWN
    }

    /** What each state makes of a command: a refusal, or empty for "it happens". */
    private record Row(
            Class<? extends IncidentCommand> command,
            Function<Given, IncidentCommand> example,
            Optional<Rejection.Code> whenAbsent,
            Optional<Rejection.Code> whenOpen,
            Optional<Rejection.Code> whenStoodDown) {

        Optional<Rejection.Code> expected(State state) {
            return switch (state) {
                case ABSENT -> whenAbsent;
                case OPEN -> whenOpen;
                case STOOD_DOWN -> whenStoodDown;
            };
        }
    }

    private static final Optional<Rejection.Code> HAPPENS = Optional.empty();

    private static final List<Row> MATRIX = List.of(
            new Row(
                    IncidentCommand.RaiseSignal.class,
                    given -> Given.raise(SignalKind.SOS),
                    HAPPENS,
                    HAPPENS,
                    Optional.of(INCIDENT_STOOD_DOWN)),
            onlyWhenOpen(
                    IncidentCommand.RunStep.class,
                    given -> new IncidentCommand.RunStep(given.now, given.plan(), Given.roster())),
            onlyWhenOpen(IncidentCommand.AcceptOffer.class, given -> {
                given.at(9);
                return new IncidentCommand.AcceptOffer(
                        given.offerTo(Given.DOCTOR_1).id(), Given.DOCTOR_1, new AssignmentId(Given.fresh()));
            }),
            onlyWhenOpen(IncidentCommand.DeclineOffer.class, given -> {
                given.at(9);
                return new IncidentCommand.DeclineOffer(
                        given.offerTo(Given.DOCTOR_1).id(), Given.DOCTOR_1);
            }),
            onlyWhenOpen(
                    IncidentCommand.AssignByName.class,
                    given -> new IncidentCommand.AssignByName(
                            Given.COORDINATOR,
                            Given.DOCTOR_3,
                            Role.DOCTOR,
                            1,
                            new OfferId(Given.fresh()),
                            new AssignmentId(Given.fresh()))),
            onlyWhenOpen(
                    IncidentCommand.MoveAssignment.class,
                    given -> new IncidentCommand.MoveAssignment(
                            given.assignmentOf(Given.volunteer(1)).id(), Given.volunteer(1), AssignmentState.EN_ROUTE)),
            onlyWhenOpen(
                    IncidentCommand.Acknowledge.class, given -> new IncidentCommand.Acknowledge(Given.COORDINATOR)),
            onlyWhenOpen(IncidentCommand.Escalate.class, given -> {
                given.at(9);
                return new IncidentCommand.Escalate(Given.COORDINATOR);
            }),
            onlyWhenOpen(
                    IncidentCommand.AddNote.class,
                    given -> new IncidentCommand.AddNote(new Actor.Human(Given.COORDINATOR, "COORDINATOR"), "已电话联系家属")),
            onlyWhenOpen(
                    IncidentCommand.FindMoreHands.class,
                    given -> new IncidentCommand.FindMoreHands(given.now, Given.roster())),
            onlyWhenOpen(
                    IncidentCommand.CheckTimers.class,
                    given -> new IncidentCommand.CheckTimers(DeadlineKind.HAND_OVER, given.now)),
            onlyWhenOpen(
                    IncidentCommand.ReportPosition.class,
                    given -> new IncidentCommand.ReportPosition(
                            given.assignmentOf(Given.volunteer(1)).id(), Given.volunteer(1), Given.fix(20))),
            onlyWhenOpen(
                    IncidentCommand.CheckIn.class,
                    given -> new IncidentCommand.CheckIn(
                            given.assignmentOf(Given.volunteer(2)).id(),
                            Given.volunteer(2),
                            false,
                            Duration.ofMinutes(30))),
            onlyWhenOpen(
                    IncidentCommand.HandOver.class,
                    given -> new IncidentCommand.HandOver(
                            given.assignmentOf(Given.volunteer(1)).id(),
                            Given.volunteer(1),
                            Given.volunteer(5),
                            new OfferId(Given.fresh()))),
            onlyWhenOpen(
                    IncidentCommand.TakeAway.class,
                    given -> new IncidentCommand.TakeAway(
                            given.assignmentOf(Given.volunteer(1)).id(), Given.COORDINATOR, "电话不通")),
            onlyWhenOpen(
                    IncidentCommand.CallMore.class,
                    given -> new IncidentCommand.CallMore(
                            Given.COORDINATOR, Role.BRINGER, 1, Optional.of(Equipment.AED))),
            onlyWhenOpen(
                    IncidentCommand.ChangePriority.class,
                    given -> new IncidentCommand.ChangePriority(Given.COORDINATOR, Priority.P3, "只是想喝水")),
            onlyWhenOpen(IncidentCommand.LeaveDrill.class, given -> new IncidentCommand.LeaveDrill(Given.volunteer(1))),
            onlyWhenOpen(
                    IncidentCommand.Absorb.class,
                    given -> new IncidentCommand.Absorb(
                            Given.COORDINATOR, Given.nameless().get(), List.of())),
            onlyWhenOpen(
                    IncidentCommand.MergeInto.class,
                    given -> new IncidentCommand.MergeInto(Given.COORDINATOR, new IncidentId(Given.fresh()))),
            onlyWhenOpen(
                    IncidentCommand.NoteRecovery.class,
                    given -> new IncidentCommand.NoteRecovery(Given.WATCH, Set.of(Reason.DEVICE_OFFLINE), true)),
            new Row(
                    IncidentCommand.StandDown.class,
                    given -> new IncidentCommand.StandDown(Given.COORDINATOR, Disposition.HELPED, ""),
                    Optional.of(INCIDENT_ABSENT),
                    HAPPENS,
                    Optional.of(ALREADY_STOOD_DOWN)));

    private static Row onlyWhenOpen(
            Class<? extends IncidentCommand> command, Function<Given, IncidentCommand> example) {
        return new Row(command, example, Optional.of(INCIDENT_ABSENT), HAPPENS, Optional.of(INCIDENT_STOOD_DOWN));
    }

    @Test
    void everyCommandHasItsRow() {
        assertThat(MATRIX)
                .as("a command was added: say here what each state makes of it")
                .extracting(Row::command)
                .containsExactlyInAnyOrderElementsOf(Arrays.stream(IncidentCommand.class.getPermittedSubclasses())
                        .<Class<? extends IncidentCommand>>map(c -> c.asSubclass(IncidentCommand.class))
                        .toList());
    }

    @TestFactory
    Stream<DynamicTest> everyStateAnswersEveryCommand() {
        return MATRIX.stream()
                .flatMap(row -> Stream.of(State.values())
                        .map(state -> DynamicTest.dynamicTest(
                                row.command().getSimpleName() + " when " + state, () -> answers(row, state))));
    }

    private static void answers(Row row, State state) {
        Given given = scene();
        IncidentCommand command = row.example().apply(given);
        switch (state) {
            case ABSENT -> given.incident = Optional.empty();
            case STOOD_DOWN -> given.standDown();
            case OPEN -> assertThat(given.get().isOpen()).isTrue();
        }
        Optional<Incident> before = given.incident;

        Decision decision = IncidentMachine.decide(before, command, given.now);

        assertThat(decision.rejection().map(Rejection::code)).isEqualTo(row.expected(state));
        if (row.expected(state).isPresent()) {
            assertThat(decision.events()).isEmpty();
            assertThat(decision.next()).isEqualTo(before);
        } else {
            assertThat(decision.events()).isNotEmpty();
            assertThat(decision.next().orElseThrow().version())
                    .isEqualTo(before.map(Incident::version).orElse(0L) + 1);
        }
        assertThat(IncidentMachine.decide(before, command, given.now))
                .as("the same question has the same answer")
                .isEqualTo(decision);
    }

    /**
     * A drill: a doctor's phone rings, one volunteer is coming, another is on scene and a third asked to relieve the first;
     * and in this very second the next step, more hands and the third's answer are due.
     */
    private static Given scene() {
        Given given =
                Given.opened(Given.signal(SignalKind.SOS, Given.WATCH, true)).step();
        given.accept(Given.volunteer(1));
        given.must(new IncidentCommand.AssignByName(
                Given.COORDINATOR,
                Given.volunteer(2),
                Role.FIRST_HAND,
                2,
                new OfferId(Given.fresh()),
                new AssignmentId(Given.fresh())));
        given.move(Given.volunteer(2), AssignmentState.ON_SCENE);
        given.must(new IncidentCommand.HandOver(
                given.assignmentOf(Given.volunteer(1)).id(),
                Given.volunteer(1),
                Given.volunteer(4),
                new OfferId(Given.fresh())));
        given.must(new IncidentCommand.CallMore(Given.COORDINATOR, Role.FIRST_HAND, 1, Optional.empty()));
        given.at(120);
        given.moveDeadline(DeadlineKind.MORE_HANDS, given.now);
        given.moveDeadline(DeadlineKind.STEP, given.now);
        assertThat(given.get().deadlines())
                .containsEntry(DeadlineKind.STEP, given.now)
                .containsEntry(DeadlineKind.MORE_HANDS, given.now)
                .containsEntry(DeadlineKind.HAND_OVER, given.now);
        return given;
    }
}
