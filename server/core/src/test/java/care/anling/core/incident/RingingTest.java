package care.anling.core.incident;

import static care.anling.core.incident.Given.T0;
import static org.assertj.core.api.Assertions.assertThat;

import care.anling.core.common.Rejection;
import care.anling.core.device.Reason;
import care.anling.core.device.SignalKind;
import care.anling.core.dispatch.AssignmentState;
import care.anling.core.dispatch.Offer;
import care.anling.core.dispatch.OfferState;
import care.anling.core.dispatch.Role;
import care.anling.core.notice.Audience;
import care.anling.core.notice.Notice;
import care.anling.core.notice.NoticeKind;
import care.anling.core.triage.Need;
import care.anling.core.triage.Priority;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RingingTest {

    @Test
    void aPressOpensAnIncidentWhoseFirstStepIsDueNow() {
        Given given = Given.opened(SignalKind.SOS);

        assertThat(given.get().version()).isEqualTo(1);
        assertThat(given.get().signals()).isEqualTo(1);
        assertThat(given.get().devices()).containsExactly(Given.WATCH);
        assertThat(given.get().assessment().priority()).isEqualTo(Priority.P1);
        assertThat(given.due()).contains(T0);
    }

    @Test
    void aSuspectedFallRingsWhenTheWindowEndsInSilence() {
        Given given = Given.opened(SignalKind.FALL_SUSPECTED);

        assertThat(given.due()).contains(T0.plusSeconds(25));
        given.step();
        assertThat(given.asked(Role.DOCTOR, OfferState.PENDING)).hasSize(2);
    }

    @ParameterizedTest
    @EnumSource(
            value = SignalKind.class,
            names = {"FALL_CONFIRMED", "SOS"})
    void nobodyWaitsForTheWindowOnceItIsCertain(SignalKind certain) {
        Given given = Given.opened(SignalKind.FALL_SUSPECTED).at(7);
        given.must(Given.raise(certain));

        assertThat(given.due()).contains(given.now);
        assertThat(given.get().assessment().priority()).isEqualTo(Priority.P1);
    }

    @ParameterizedTest
    @EnumSource(
            value = SignalKind.class,
            names = {"CANCEL", "FALL_CANCELLED"})
    void aCancelOpensNothing(SignalKind cancel) {
        assertThat(new Given().decide(Given.raise(cancel))).isEqualTo(Decision.nothing());
    }

    @ParameterizedTest
    @EnumSource(
            value = SignalKind.class,
            names = {"CANCEL", "FALL_CANCELLED"})
    void aCancelAsksForACallAndStopsNothing(SignalKind cancel) {
        Given given = Given.ringing().at(3);
        Incident before = given.get();
        Decision decision = given.must(Given.raise(cancel));

        assertThat(given.get().cancelRequested()).isTrue();
        assertThat(decision.events()).singleElement().isInstanceOf(IncidentEvent.CancelRequested.class);
        assertThat(given.get().assessment()).isEqualTo(before.assessment());
        assertThat(given.get().deadlines()).isEqualTo(before.deadlines());
        assertThat(given.get().offers()).isEqualTo(before.offers());
        assertThat(given.get().signals()).as("a cancel is no press").isEqualTo(1);
    }

    @Test
    void pressingAgainTakesTheCancelBack() {
        Given given = Given.ringing().at(3);
        given.must(Given.raise(SignalKind.CANCEL));
        given.at(6).must(Given.raise(SignalKind.SOS));

        assertThat(given.get().cancelRequested()).isFalse();
    }

    @Test
    void repeatsAreCountedFoldedPressesIncluded() {
        Given given = Given.opened(SignalKind.SOS).at(1);
        given.must(
                Given.raise(Given.signal(SignalKind.SOS, Given.PENDANT, false).withPresses(3)));

        assertThat(given.get().signals()).isEqualTo(4);
        assertThat(given.get().devices()).containsExactlyInAnyOrder(Given.WATCH, Given.PENDANT);
        assertThat(given.get().assessment().reasons()).containsExactly(Reason.SOS_PRESSED, Reason.PRESSED_AGAIN);
        given.must(Given.raise(SignalKind.SOS));
        assertThat(given.get().assessment().reasons()).doesNotHaveDuplicates();
    }

    @Test
    void fortyPressesAreNotFortyRounds() {
        Given given = Given.ringing();
        for (int i = 0; i < 40; i++) {
            given.at(4).must(Given.raise(SignalKind.SOS));
        }
        assertThat(given.due()).contains(T0.plusSeconds(10));
        assertThat(given.get().signals()).isEqualTo(41);
    }

    @Test
    void pressingAgainAfterAWhileBringsTheNextStepForward() {
        Given given = Given.ringing().at(5);
        given.must(Given.raise(SignalKind.SOS));

        assertThat(given.due()).contains(given.now);
        given.step();
        assertThat(given.due()).as("and those after it").contains(T0.plusSeconds(5 + 50));
    }

    @Test
    void aSuspectedFallDoesNotDelayAStepThatComesSooner() {
        Given given = Given.ringing().at(6);
        given.must(Given.raise(SignalKind.FALL_SUSPECTED));

        assertThat(given.due()).contains(T0.plusSeconds(10));
    }

    @Test
    void nobodyIsRungAgainWhileEverybodyAskedForIsThere() {
        Given given = Given.ringing().at(5);
        given.accept(Given.DOCTOR_1);
        given.accept(Given.volunteer(1));
        assertThat(given.due()).isEmpty();

        given.at(300).must(Given.raise(SignalKind.SOS));
        assertThat(given.due()).isEmpty();
    }

    @Test
    void pressingAfterTheVolunteerHasGoneRingsFromTheBottom() {
        Given given = Given.ringing().at(5);
        given.accept(Given.DOCTOR_1);
        given.accept(Given.volunteer(1));
        given.at(600).move(Given.volunteer(1), AssignmentState.CLEARED);
        assertThat(given.due())
                .as("who did what there was to do is not missing")
                .isEmpty();

        given.at(700).must(Given.raise(SignalKind.SOS));
        assertThat(given.due()).contains(given.now);
        given.step();
        assertThat(given.get().ladder().nextStep()).as("step 0 has run").isEqualTo(1);
        assertThat(given.asked(Role.FIRST_HAND, OfferState.PENDING))
                .containsExactly(Given.volunteer(1), Given.volunteer(2), Given.volunteer(3));
        assertThat(given.asked(Role.DOCTOR, OfferState.PENDING)).isEmpty();
    }

    @Test
    void aFlatBatteryRingsNobodyAgain() {
        Given given = Given.ringing().at(8);
        given.must(Given.raise(SignalKind.LOW_BATTERY));

        assertThat(given.due()).contains(T0.plusSeconds(10));
        assertThat(given.get().assessment().priority()).isEqualTo(Priority.P1);
        assertThat(given.get().assessment().leading()).isEqualTo(Need.MEDICAL);
        assertThat(given.get().assessment().needs()).contains(Need.TECHNICAL);
    }

    @Test
    void anSosThatJoinsAFlatBatteryStartsItsOwnPlanFromTheBottom() {
        Given given = Given.opened(SignalKind.LOW_BATTERY).step().at(2);
        given.accept(Given.COORDINATOR);
        assertThat(given.due()).isEmpty();

        Decision decision = given.at(4).must(Given.raise(SignalKind.SOS));
        assertThat(decision.events()).contains(new IncidentEvent.PriorityChanged(Priority.P4, Priority.P1));
        assertThat(given.get().assessment().leading()).isEqualTo(Need.MEDICAL);
        assertThat(given.due()).contains(given.now);
        given.step();
        assertThat(given.asked(Role.DOCTOR, OfferState.PENDING)).hasSize(2);
        assertThat(given.asked(Role.FIRST_HAND, OfferState.PENDING)).hasSize(3);
    }

    /** Else their phone would say "flat battery" for half an hour, and nothing of the press that came after it. */
    @Test
    void whoIsRungForAFlatBatteryIsRungAnewForTheSosThatJoinsIt() {
        Given given = Given.opened(SignalKind.LOW_BATTERY).step();
        Offer quiet = given.offerTo(Given.COORDINATOR);
        assertThat(quiet.expiresAt()).isEqualTo(T0.plus(Duration.ofMinutes(30)));

        given.at(4).must(Given.raise(SignalKind.SOS));
        Decision step = given.must(new IncidentCommand.RunStep(given.now, given.plan(), Given.roster()));

        assertThat(given.get().findOffer(quiet.id()).map(Offer::state)).contains(OfferState.WITHDRAWN);
        assertThat(given.offerTo(Given.COORDINATOR).expiresAt()).isEqualTo(given.now.plusSeconds(60));
        assertThat(given.asked(Role.COORDINATOR, OfferState.PENDING))
                .containsExactlyInAnyOrder(Given.COORDINATOR, Given.COORDINATOR_2);
        assertThat(step.notices())
                .filteredOn(notice -> notice.audience().equals(Audience.account(Given.COORDINATOR.id())))
                .extracting(Notice::kind)
                .containsExactly(NoticeKind.OFFER);
    }

    /** The urgent plan asks nobody to walk before its second step: neighbours asked to look in ring on till then, and anew. */
    @Test
    void whoRingsLongerThanTheNewPlanWouldLetThemIsRungAnewWhenItsStepAsks() {
        Given given = Given.opened(SignalKind.INACTIVITY).step();
        assertThat(given.asked(Role.FIRST_HAND, OfferState.PENDING))
                .containsExactly(Given.volunteer(1), Given.volunteer(2));

        given.at(4).must(Given.raise(SignalKind.CALL));
        given.step();
        assertThat(given.offerTo(Given.volunteer(1)).madeAt()).isEqualTo(T0);
        given.step();

        assertThat(given.asked(Role.FIRST_HAND, OfferState.PENDING))
                .containsExactlyInAnyOrder(Given.volunteer(1), Given.volunteer(2));
        assertThat(given.offerTo(Given.volunteer(1)).madeAt()).isEqualTo(given.now);
        assertThat(given.offerTo(Given.volunteer(1)).expiresAt()).isEqualTo(given.now.plusSeconds(120));
    }

    @Test
    void fireLeadsAmongEqualsAndStartsItsOwnPlan() {
        Given given = Given.ringing().at(4);
        given.must(Given.raise(SignalKind.SMOKE));

        assertThat(given.get().assessment().leading()).isEqualTo(Need.FIRE_OR_GAS);
        assertThat(given.get().assessment().needs()).containsExactlyInAnyOrder(Need.FIRE_OR_GAS, Need.MEDICAL);
        assertThat(given.get().assessment().reasons()).containsExactly(Reason.SOS_PRESSED, Reason.SMOKE);
        assertThat(given.due()).contains(given.now);
    }

    @Test
    void aRealPressMakesADrillReal() {
        Given given = new Given();
        given.must(Given.raise(Given.signal(SignalKind.SOS, Given.WATCH, true)));
        given.step().at(2);
        assertThat(given.get().drill()).isTrue();

        given.must(Given.raise(SignalKind.SOS));
        assertThat(given.get().drill()).isFalse();
        assertThat(given.due())
                .as("those who came for a drill are asked in earnest")
                .contains(given.now);
    }

    @Test
    void aDrillDoesNotMakeARealOneADrill() {
        Given given = Given.ringing().at(2);
        given.must(Given.raise(Given.signal(SignalKind.SOS, Given.WATCH, true)));

        assertThat(given.get().drill()).isFalse();
    }

    @Test
    void aCancelDoesNotMakeADrillReal() {
        Given given = new Given();
        given.must(Given.raise(Given.signal(SignalKind.SOS, Given.WATCH, true)));
        given.must(Given.raise(SignalKind.CANCEL));

        assertThat(given.get().drill()).isTrue();
    }

    @Test
    void anotherSubjectsSignalIsRefused() {
        Given given = Given.ringing();
        IncidentCommand.RaiseSignal raise = Given.raise(SignalKind.SOS);
        Subject other =
                new Subject(SubjectKind.DEVICE, Given.fresh(), Given.RESIDENT.community(), "手表", Optional.empty());

        Decision decision = given.decide(
                new IncidentCommand.RaiseSignal(raise.signal(), raise.assessment(), other, raise.freshId()));
        assertThat(decision.rejection()).contains(Rejection.of(Rejection.Code.SUBJECT_DIFFERS));
    }

    @Test
    void devicesThatHearOfItAreLimited() {
        Given given = Given.ringing();
        for (int i = 0; i < Ringing.MAX_DEVICES + 5; i++) {
            given.must(Given.raise(
                    Given.signal(SignalKind.SOS, new care.anling.core.common.DeviceId(Given.fresh()), false)));
        }
        assertThat(given.get().devices()).hasSize(Ringing.MAX_DEVICES).contains(Given.WATCH);
    }
}
