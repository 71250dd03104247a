package care.anling.core.incident;

import static org.assertj.core.api.Assertions.assertThat;

import care.anling.core.common.AssignmentId;
import care.anling.core.common.OfferId;
import care.anling.core.common.Rejection;
import care.anling.core.device.SignalKind;
import care.anling.core.dispatch.AssignmentState;
import care.anling.core.dispatch.Equipment;
import care.anling.core.dispatch.OfferState;
import care.anling.core.dispatch.Role;
import care.anling.core.dispatch.RoleSlot;
import care.anling.core.dispatch.WhyEnded;
import care.anling.core.escalation.DeadlineKind;
import care.anling.core.notice.NoticeKind;
import care.anling.core.triage.Need;
import care.anling.core.triage.Priority;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The coordinator's hand, and drills. */
class CommandingTest {

    private final Given given = Given.ringing().at(3);

    @Test
    void moreHandsAreFurtherSlotsAskedForAtOnceWithoutClimbing() {
        given.accept(Given.volunteer(1));
        given.must(new IncidentCommand.CallMore(Given.COORDINATOR, Role.FIRST_HAND, 2, Optional.empty()));
        assertThat(given.get().extras())
                .extracting(ExtraPlace::place)
                .containsExactly(new RoleSlot(Role.FIRST_HAND, 2), new RoleSlot(Role.FIRST_HAND, 3));
        assertThat(given.get().deadlines()).containsEntry(DeadlineKind.MORE_HANDS, given.now);
        var ladder = given.get().ladder();

        given.must(new IncidentCommand.FindMoreHands(given.now, Given.roster()));
        assertThat(given.get().ladder()).isEqualTo(ladder);
        assertThat(given.asked(Role.FIRST_HAND, OfferState.PENDING))
                .as("not the one who is coming, nobody twice")
                .hasSizeGreaterThan(2)
                .doesNotContain(Given.volunteer(1))
                .doesNotHaveDuplicates();

        given.accept(Given.volunteer(2));
        given.accept(Given.volunteer(5));
        assertThat(given.get().deadlines()).as("everybody called came").doesNotContainKey(DeadlineKind.MORE_HANDS);
        assertThat(given.get().assignments()).extracting(a -> a.slot()).containsExactlyInAnyOrder(1, 2, 3);
    }

    @Test
    void aBringerIsToldWhatToBringAndLookedForUntilFound() {
        given.must(new IncidentCommand.CallMore(Given.COORDINATOR, Role.BRINGER, 1, Optional.of(Equipment.AED)));
        given.must(new IncidentCommand.FindMoreHands(given.now, Given.roster()));
        assertThat(given.get().extras().get(0).brings()).contains(Equipment.AED);
        assertThat(given.get().deadlines())
                .as("nobody here can bring one: asked again")
                .containsEntry(DeadlineKind.MORE_HANDS, given.now.plus(MoreHands.ROUND_EVERY));
    }

    @Test
    void thereIsAnEndToCalling() {
        for (int i = 0; i < MoreHands.MAX_PLACES / 5; i++) {
            given.must(new IncidentCommand.CallMore(Given.COORDINATOR, Role.FIRST_HAND, 5, Optional.empty()));
        }
        assertThat(given.decide(new IncidentCommand.CallMore(Given.COORDINATOR, Role.FIRST_HAND, 1, Optional.empty()))
                        .rejection())
                .map(Rejection::code)
                .contains(Rejection.Code.TOO_MANY_HANDS);
    }

    @Test
    void whoeverHoldsAPlaceLosesItToTheOneNamedInstead() {
        given.accept(Given.volunteer(1));
        IncidentCommand.AssignByName instead = new IncidentCommand.AssignByName(
                Given.COORDINATOR,
                Given.volunteer(4),
                Role.FIRST_HAND,
                1,
                true,
                Optional.of(Given.fix(400).point()),
                new OfferId(Given.fresh()),
                new AssignmentId(Given.fresh()));
        Decision replaced = given.must(instead);
        assertThat(replaced.notices())
                .as("who lost it is told by whom")
                .anyMatch(notice -> notice.kind() == NoticeKind.OFFER_WITHDRAWN
                        && notice.detail()
                                .person()
                                .equals(Optional.of(Given.volunteer(4).name())));

        assertThat(given.assignmentOf(Given.volunteer(1)).whyEnded()).contains(WhyEnded.REPLACED);
        assertThat(given.get().findHolder(Role.FIRST_HAND, 1).orElseThrow())
                .satisfies(now -> assertThat(now.responder()).isEqualTo(Given.volunteer(4)))
                .satisfies(now -> assertThat(now.epoch()).isEqualTo(2))
                .satisfies(now -> assertThat(now.etaSeconds()).isPresent());
        assertThat(given.move(Given.volunteer(1), AssignmentState.EN_ROUTE).rejection())
                .contains(new Rejection(Rejection.Code.ASSIGNMENT_ENDED, Optional.of(Given.volunteer(4))));
    }

    /** Found by the simulator (seeds 3888, 4949): said again after an answer was lost, it brought the same assignment twice. */
    @Test
    void whoWasNamedAndLeftIsNotBroughtBackByTheSameWord() {
        IncidentCommand.AssignByName named = new IncidentCommand.AssignByName(
                Given.COORDINATOR,
                Given.volunteer(4),
                Role.FIRST_HAND,
                1,
                new OfferId(Given.fresh()),
                new AssignmentId(Given.fresh()));
        given.must(named);
        given.must(new IncidentCommand.TakeAway(named.freshId(), Given.COORDINATOR, "电话不通"));
        Decision again = given.must(named);
        assertThat(again.events()).isEmpty();
        assertThat(given.get().findHolder(Role.FIRST_HAND, 1)).isEmpty();
    }

    /** Who goes asks somebody else to go instead. */
    private IncidentCommand.HandOver askedForRelief() {
        given.accept(Given.volunteer(1));
        IncidentCommand.HandOver relief = new IncidentCommand.HandOver(
                given.assignmentOf(Given.volunteer(1)).id(),
                Given.volunteer(1),
                Given.volunteer(4),
                new OfferId(Given.fresh()));
        given.must(relief);
        return relief;
    }

    @Test
    void aReliefThatSaidNoIsNotAskedAgainByTheSameWord() {
        IncidentCommand.HandOver relief = askedForRelief();
        given.must(new IncidentCommand.DeclineOffer(relief.freshOffer(), Given.volunteer(4)));
        assertThat(given.must(relief).events()).isEmpty();
    }

    @Test
    void aReliefThatCameIsNoRefusalForWhomeverSaysItAgain() {
        IncidentCommand.HandOver relief = askedForRelief();
        given.must(new IncidentCommand.AcceptOffer(
                relief.freshOffer(), Given.volunteer(4), new AssignmentId(Given.fresh())));
        assertThat(given.must(relief).events()).isEmpty();
    }

    @Test
    void aRoleTakenAwayIsOpenToTheOthers() {
        given.accept(Given.volunteer(1));
        given.accept(Given.DOCTOR_1);
        given.must(new IncidentCommand.TakeAway(
                given.assignmentOf(Given.volunteer(1)).id(), Given.COORDINATOR, "电话不通"));
        assertThat(given.assignmentOf(Given.volunteer(1)).whyEnded()).contains(WhyEnded.TAKEN_AWAY);
        assertThat(given.due()).contains(given.now);
    }

    @Test
    void priorityGoesUpAndDownAndTheNextPressSaysOtherwise() {
        given.must(new IncidentCommand.ChangePriority(Given.COORDINATOR, Priority.P3, "只是想喝水"));
        assertThat(given.get().assessment().priority()).isEqualTo(Priority.P3);
        assertThat(given.due()).as("no step is put off").contains(Given.T0.plusSeconds(10));

        given.must(Given.raise(SignalKind.SOS));
        assertThat(given.get().assessment().priority()).isEqualTo(Priority.P1);
        assertThat(given.due()).contains(given.now);
    }

    /** The coordinator listens: it smells of gas, or somebody lies on the floor and nothing hurts. */
    @Test
    void anotherNeedBringsAnotherPlanAtAnyPriority() {
        given.must(new IncidentCommand.ChangePriority(
                Given.COORDINATOR, Priority.P2, Optional.of(Need.PHYSICAL_HELP), "起不来，没有受伤"));
        assertThat(given.plan().name()).isEqualTo("lifting");
        assertThat(given.get().assessment().needs()).contains(Need.MEDICAL, Need.PHYSICAL_HELP);
        assertThat(given.due()).as("from its bottom").contains(given.now);
        assertThat(given.get().ladder().hasRun()).isFalse();

        Decision again = given.must(new IncidentCommand.ChangePriority(
                Given.COORDINATOR, Priority.P2, Optional.of(Need.PHYSICAL_HELP), "同上"));
        assertThat(again.changes()).isFalse();

        given.step();
        Decision gas = given.must(new IncidentCommand.ChangePriority(
                Given.COORDINATOR, Priority.P2, Optional.of(Need.FIRE_OR_GAS), "有煤气味"));
        assertThat(gas.events())
                .contains(new IncidentEvent.PriorityChanged(
                        Priority.P2,
                        Priority.P2,
                        Optional.of(Need.FIRE_OR_GAS),
                        Optional.of(Given.COORDINATOR),
                        "有煤气味"));
        assertThat(given.plan().name()).isEqualTo("fire-or-gas");
        assertThat(given.due()).contains(given.now);
    }

    @Test
    void mergingIsNoWayToStandDown() {
        assertThat(given.decide(new IncidentCommand.StandDown(Given.COORDINATOR, Disposition.MERGED, ""))
                        .rejection())
                .map(Rejection::code)
                .contains(Rejection.Code.DISPOSITION_RESERVED);
    }

    @Test
    void clocksStopWhenSomebodyIsThereAndNotBefore() {
        ResponseClock doctor = given.get().clocks().get(ResponseClock.Kind.DOCTOR);
        assertThat(doctor).isEqualTo(new ResponseClock(Given.T0, Given.T0.plusSeconds(10), Optional.empty()));
        assertThat(given.get().clocks().get(ResponseClock.Kind.DOOR).dueAt()).isEqualTo(Given.T0.plusSeconds(900));
        given.accept(Given.DOCTOR_1);
        given.accept(Given.volunteer(1));
        assertThat(given.get().clocks().get(ResponseClock.Kind.DOCTOR).reachedAt())
                .contains(given.now);
        assertThat(given.get().clocks().get(ResponseClock.Kind.DOOR).reachedAt())
                .as("on the way is not there")
                .isEmpty();
    }

    @Test
    void workForTheDayHasNoClock() {
        assertThat(Given.opened(SignalKind.LOW_BATTERY).get().clocks()).isEmpty();
    }

    // Drills.

    @Test
    void aDrillPressOnARealEmergencyIsWrittenDownAndNothingElse() {
        Incident real = given.get();
        given.must(Given.raise(Given.signal(SignalKind.SOS, Given.WATCH, true)));
        assertThat(given.get().drill()).isFalse();
        assertThat(given.get().signals()).isEqualTo(real.signals() + 1);
        assertThat(given.get().deadlines()).isEqualTo(real.deadlines());
        assertThat(given.get().ladder()).isEqualTo(real.ladder());
    }

    @Test
    void aDrillPressRaisesNoRealWorkForTheDay() {
        Given battery = Given.opened(SignalKind.LOW_BATTERY);
        battery.must(Given.raise(Given.signal(SignalKind.SOS, Given.WATCH, true)));
        assertThat(battery.get().assessment().priority()).isEqualTo(Priority.P4);
    }

    @Test
    void aRealPressMakesADrillRealForEverybodyInIt() {
        Given drill =
                Given.opened(Given.signal(SignalKind.SOS, Given.WATCH, true)).step();
        drill.at(5).accept(Given.volunteer(1));
        drill.at(8);
        Decision real = drill.must(Given.raise(SignalKind.SOS));

        assertThat(drill.get().drill()).isFalse();
        assertThat(real.events()).anyMatch(IncidentEvent.BecameReal.class::isInstance);
        assertThat(drill.get().offers())
                .as("phones that ring for play stop")
                .noneMatch(o -> o.state() == OfferState.PENDING);
        assertThat(drill.get().findHolder(Role.FIRST_HAND, 1))
                .as("who is on the way goes on")
                .isPresent();
        assertThat(drill.get().clocks().get(ResponseClock.Kind.DOOR).startedAt())
                .isEqualTo(drill.now);
        assertThat(drill.due()).contains(drill.now);
        drill.step();
        assertThat(drill.asked(Role.DOCTOR, OfferState.PENDING)).isNotEmpty();
    }

    @Test
    void aFlatBatteryDoesNotMakeADrillReal() {
        Given drill =
                Given.opened(Given.signal(SignalKind.SOS, Given.WATCH, true)).step();
        drill.must(Given.raise(SignalKind.LOW_BATTERY));
        assertThat(drill.get().drill()).isTrue();
    }

    @Test
    void whoIsNeededForRealLeavesTheDrill() {
        Given drill =
                Given.opened(Given.signal(SignalKind.SOS, Given.WATCH, true)).step();
        drill.at(5).accept(Given.volunteer(1));
        drill.must(new IncidentCommand.LeaveDrill(Given.volunteer(1)));
        assertThat(drill.assignmentOf(Given.volunteer(1)).whyEnded()).contains(WhyEnded.PREEMPTED);
        given.accept(Given.volunteer(1));
        assertThat(given.must(new IncidentCommand.LeaveDrill(Given.volunteer(1)))
                        .changes())
                .as("nobody leaves a real one that way")
                .isFalse();
    }

    // Merging.

    @Test
    void aNamelessButtonWasThisResident() {
        Given button = Given.nameless().step();
        button.at(3).accept(Given.volunteer(2));
        button.move(Given.volunteer(2), AssignmentState.EN_ROUTE);
        given.accept(Given.volunteer(1));
        given.at(5);
        Incident before = given.get();
        given.must(new IncidentCommand.Absorb(Given.COORDINATOR, button.get(), freshIds(1)));
        button.at(5).must(new IncidentCommand.MergeInto(Given.COORDINATOR, before.id()));

        assertThat(given.get().subject()).isEqualTo(Given.RESIDENT);
        assertThat(given.get().signals()).isEqualTo(2);
        assertThat(given.get().devices()).containsExactlyInAnyOrder(Given.WATCH, Given.PENDANT);
        assertThat(given.get().findHolding(Given.volunteer(2)).orElseThrow())
                .satisfies(moved -> assertThat(moved.place()).isEqualTo(new RoleSlot(Role.FIRST_HAND, 2)))
                .satisfies(moved -> assertThat(moved.state()).isEqualTo(AssignmentState.EN_ROUTE));
        assertThat(button.get().isOpen()).isFalse();
        assertThat(button.get().closing().flatMap(Closing::into)).contains(before.id());
        assertThat(button.get().deadlines()).isEmpty();
        assertThat(button.get().offers()).noneMatch(o -> o.state() == OfferState.PENDING);
        assertThat(DeviceWords.of(button.get(), List.of(new IncidentEvent.Merged(Given.COORDINATOR, before.id()))))
                .as("the button is not told that it is over")
                .isEmpty();
    }

    @Test
    void whatItsSubjectSaysNextBelongsToTheOneThatWasKept() {
        assertThat(given.decide(Given.namelessPress()).rejection())
                .map(Rejection::code)
                .contains(Rejection.Code.SUBJECT_DIFFERS);
        given.must(
                new IncidentCommand.Absorb(Given.COORDINATOR, Given.nameless().get(), List.of()));
        assertThat(given.get().standsFor()).containsExactly(SubjectKey.of(Given.NAMELESS));
        given.at(6).must(Given.namelessPress());
        assertThat(given.get().signals()).isEqualTo(3);
        assertThat(given.get().subject()).isEqualTo(Given.RESIDENT);
        assertThat(given.due()).as("rings again").contains(Given.T0.plusSeconds(6));
    }

    @Test
    void noResidentIsLostInADeviceOrInAnother() {
        Given button = Given.nameless();
        assertThat(button.decide(new IncidentCommand.Absorb(Given.COORDINATOR, given.get(), List.of()))
                        .rejection())
                .map(Rejection::code)
                .contains(Rejection.Code.MERGE_OTHER_WAY);
        assertThat(given.decide(new IncidentCommand.Absorb(Given.COORDINATOR, given.get(), List.of()))
                        .rejection())
                .map(Rejection::code)
                .contains(Rejection.Code.MERGE_SAME);
        button.standDown();
        assertThat(given.decide(new IncidentCommand.Absorb(Given.COORDINATOR, button.get(), List.of()))
                        .rejection())
                .map(Rejection::code)
                .contains(Rejection.Code.INCIDENT_STOOD_DOWN);
    }

    private static List<IncidentCommand.FreshIds> freshIds(int count) {
        return java.util.stream.Stream.generate(
                        () -> new IncidentCommand.FreshIds(new OfferId(Given.fresh()), new AssignmentId(Given.fresh())))
                .limit(count)
                .toList();
    }
}
