package care.anling.core.incident;

import static org.assertj.core.api.Assertions.assertThat;

import care.anling.core.common.AssignmentId;
import care.anling.core.common.OfferId;
import care.anling.core.common.Rejection;
import care.anling.core.device.SignalKind;
import care.anling.core.dispatch.AssignmentState;
import care.anling.core.dispatch.OfferState;
import care.anling.core.dispatch.Role;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AnsweringTest {

    @Test
    void theFirstYesWinsAndTheOthersLearnWho() {
        Given given = Given.ringing().at(3);
        Decision decision = given.accept(Given.volunteer(2));

        assertThat(given.asked(Role.FIRST_HAND, OfferState.ACCEPTED)).containsExactly(Given.volunteer(2));
        assertThat(given.asked(Role.FIRST_HAND, OfferState.WITHDRAWN))
                .containsExactly(Given.volunteer(1), Given.volunteer(3));
        assertThat(given.asked(Role.DOCTOR, OfferState.PENDING))
                .as("another role")
                .hasSize(2);
        assertThat(decision.events())
                .hasExactlyElementsOfTypes(
                        IncidentEvent.OfferAnswered.class,
                        IncidentEvent.Assigned.class,
                        IncidentEvent.OfferAnswered.class,
                        IncidentEvent.OfferAnswered.class);
        assertThat(given.assignmentOf(Given.volunteer(2)).etaSeconds()).isPresent();

        assertThat(given.accept(Given.volunteer(1)).rejection()).contains(Rejection.lostTo(Given.volunteer(2)));
    }

    @Test
    void sayingYesTwiceIsNoError() {
        Given given = Given.ringing().at(3);
        given.accept(Given.DOCTOR_1);
        Decision again = given.at(500).accept(Given.DOCTOR_1);

        assertThat(again.rejection()).isEmpty();
        assertThat(again.changes()).isFalse();
    }

    @Test
    void anOfferIsOpenUntilItExpiresAndNotAMomentLonger() {
        Given given = Given.ringing();
        given.now = Given.T0.plusSeconds(60).minusNanos(1_000);
        assertThat(given.accept(Given.DOCTOR_1).changes()).isTrue();

        Given late = Given.ringing().at(60);
        assertThat(late.accept(Given.DOCTOR_1).rejection()).contains(Rejection.of(Rejection.Code.OFFER_LAPSED));
        assertThat(late.decline(Given.DOCTOR_1).rejection()).contains(Rejection.of(Rejection.Code.OFFER_LAPSED));
    }

    @Test
    void somebodyElsesOfferIsNotYours() {
        Given given = Given.ringing();
        OfferId offer = given.offerTo(Given.DOCTOR_1).id();

        assertThat(given.decide(new IncidentCommand.AcceptOffer(offer, Given.DOCTOR_2, new AssignmentId(Given.fresh())))
                        .rejection())
                .contains(Rejection.of(Rejection.Code.OFFER_NOT_YOURS));
        assertThat(given.decide(new IncidentCommand.DeclineOffer(offer, Given.DOCTOR_2))
                        .rejection())
                .contains(Rejection.of(Rejection.Code.OFFER_NOT_YOURS));
    }

    @Test
    void anOfferNobodyMadeIsUnknown() {
        assertThat(Given.ringing()
                        .decide(new IncidentCommand.AcceptOffer(
                                new OfferId(Given.fresh()), Given.DOCTOR_3, new AssignmentId(Given.fresh())))
                        .rejection())
                .contains(Rejection.of(Rejection.Code.OFFER_UNKNOWN));
    }

    @Test
    void anOfferThatWasRenewedHasLapsed() {
        Given given = Given.ringing().step().step();
        OfferId first = given.offerTo(Given.DOCTOR_1).id();
        given.step().step();

        assertThat(given.get().findOffer(first)).as("gave way to the newer one").isEmpty();
        assertThat(given.decide(new IncidentCommand.AcceptOffer(first, Given.DOCTOR_1, new AssignmentId(Given.fresh())))
                        .rejection())
                .contains(Rejection.of(Rejection.Code.OFFER_LAPSED));
    }

    @Test
    void whoSaidNoHasSaidNo() {
        Given given = Given.ringing().at(2);
        given.decline(Given.volunteer(1));

        assertThat(given.accept(Given.volunteer(1)).rejection()).contains(Rejection.of(Rejection.Code.OFFER_DECLINED));
        Decision again = given.decline(Given.volunteer(1));
        assertThat(again.rejection()).isEmpty();
        assertThat(again.changes()).isFalse();
    }

    @Test
    void theNextIsAskedAtOnceWhenTheLastOneAskedSaysNo() {
        Given given = Given.ringing().at(2);
        given.decline(Given.volunteer(1));
        given.decline(Given.volunteer(2));
        assertThat(given.due()).as("somebody's phone still rings").contains(Given.T0.plusSeconds(10));

        given.decline(Given.volunteer(3));
        assertThat(given.due()).contains(given.now);
    }

    @Test
    void aDeskThatKeepsSayingNoDoesNotSpin() {
        Given given = Given.opened(SignalKind.LOW_BATTERY).step();
        given.decline(Given.COORDINATOR);
        given.step();
        assertThat(given.get().ladder().rounds()).isEqualTo(1);
        given.decline(given.asked(Role.COORDINATOR, OfferState.PENDING).get(0));

        assertThat(given.due()).contains(given.now.plus(Draft.RING_AGAIN_MIN));
    }

    @Test
    void nobodyHoldsTwoRolesOfOneIncident() {
        Given given = Given.ringing().at(3);
        given.assign(Given.volunteer(1), Role.BRINGER);

        assertThat(given.offerTo(Given.volunteer(1)).state()).isEqualTo(OfferState.ACCEPTED);
        assertThat(given.asked(Role.FIRST_HAND, OfferState.PENDING))
                .as("their phone rings for nothing else here")
                .containsExactly(Given.volunteer(2), Given.volunteer(3));
        assertThat(given.assign(Given.volunteer(1), Role.DOCTOR).rejection().map(Rejection::code))
                .contains(Rejection.Code.ROLE_TAKEN);
    }

    @Test
    void aPhoneThatRingsByMistakeGivesNobodyASecondRole() {
        Given given = Given.ringing().at(3);
        Incident stored = given.get();
        given.assign(Given.volunteer(1), Role.BRINGER);
        given.incident = Optional.of(Given.withOffers(given.get(), stored.offers()));

        assertThat(given.accept(Given.volunteer(1)).rejection()).contains(Rejection.of(Rejection.Code.ROLE_TAKEN));
    }

    @Test
    void aCoordinatorNamesWhoGoes() {
        Given given = Given.ringing().at(3);
        Decision decision = given.assign(Given.volunteer(6), Role.FIRST_HAND);

        assertThat(given.assignmentOf(Given.volunteer(6)).state()).isEqualTo(AssignmentState.ACCEPTED);
        assertThat(given.asked(Role.FIRST_HAND, OfferState.WITHDRAWN)).hasSize(3);
        assertThat(decision.events()).hasAtLeastOneElementOfType(IncidentEvent.Assigned.class);
        assertThat(given.assign(Given.volunteer(6), Role.FIRST_HAND).changes())
                .as("saying it twice is no error")
                .isFalse();
        assertThat(given.assign(Given.volunteer(5), Role.FIRST_HAND)
                        .rejection()
                        .orElseThrow()
                        .winner())
                .contains(Given.volunteer(6));
    }

    @Test
    void namedWhileTheirOwnPhoneRingsTheyHaveAnsweredIt() {
        Given given = Given.ringing().at(3);
        OfferId ringing = given.offerTo(Given.volunteer(1)).id();
        given.assign(Given.volunteer(1), Role.FIRST_HAND);

        assertThat(given.assignmentOf(Given.volunteer(1)).offer()).isEqualTo(ringing);
        assertThat(given.accept(Given.volunteer(1)).rejection()).isEmpty();
    }

    @Test
    void aNameInTheWindowOfAFallDoesNotStopTheLadder() {
        Given given = Given.opened(SignalKind.FALL_SUSPECTED).at(5);
        given.assign(Given.DOCTOR_1, Role.DOCTOR);

        assertThat(given.due()).contains(Given.T0.plusSeconds(25));
    }

    @Test
    void wordsFromBeforeTheRoleWasGivenBackAreRefused() {
        Given given = Given.ringing().at(3);
        given.accept(Given.volunteer(1));
        given.at(5).move(Given.volunteer(1), AssignmentState.RELEASED);

        assertThat(given.accept(Given.volunteer(1)).rejection()).contains(Rejection.of(Rejection.Code.OFFER_LAPSED));
    }
}
