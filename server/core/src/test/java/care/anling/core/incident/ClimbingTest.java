package care.anling.core.incident;

import static care.anling.core.incident.Given.T0;
import static org.assertj.core.api.Assertions.assertThat;

import care.anling.core.common.Actor;
import care.anling.core.common.Rejection;
import care.anling.core.device.Reason;
import care.anling.core.device.SignalKind;
import care.anling.core.dispatch.AssignmentState;
import care.anling.core.dispatch.OfferState;
import care.anling.core.dispatch.Role;
import care.anling.core.dispatch.RosterEntry;
import care.anling.core.escalation.DeadlineKind;
import care.anling.core.triage.Priority;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ClimbingTest {

    @Test
    void whoIsInADrillIsAskedForNoOtherAndForARealPress() {
        for (boolean drill : List.of(true, false)) {
            Given given = Given.opened(Given.signal(SignalKind.SOS, Given.WATCH, drill));
            List<RosterEntry> allDrilling = Given.roster().stream()
                    .map(entry -> entry.with(entry.standing().inADrill()))
                    .toList();
            given.must(new IncidentCommand.RunStep(given.due().orElseThrow(), given.plan(), allDrilling));
            assertThat(given.asked(Role.FIRST_HAND, OfferState.PENDING)).hasSize(drill ? 0 : 3);
            assertThat(given.asked(Role.DOCTOR, OfferState.PENDING)).hasSize(drill ? 0 : 2);
            assertThat(given.asked(Role.COORDINATOR, OfferState.PENDING))
                    .as("a desk works on many at once")
                    .isNotEmpty();
        }
    }

    @Test
    void theFirstStepIsAnOrdinaryStep() {
        Given given = Given.ringing();

        assertThat(given.asked(Role.DOCTOR, OfferState.PENDING)).containsExactly(Given.DOCTOR_1, Given.DOCTOR_2);
        assertThat(given.asked(Role.FIRST_HAND, OfferState.PENDING))
                .containsExactly(Given.volunteer(1), Given.volunteer(2), Given.volunteer(3));
        assertThat(given.due()).contains(T0.plusSeconds(10));
        assertThat(given.offerTo(Given.volunteer(1)).expiresAt()).isEqualTo(T0.plusSeconds(60));
        assertThat(given.offerTo(Given.volunteer(2)).distanceMeters()).contains(260);
    }

    @Test
    void noStepFiresBeforeItsDeadline() {
        Given given = Given.ringing();
        given.now = T0.plusSeconds(10).minusNanos(1_000);

        Decision decision =
                given.decide(new IncidentCommand.RunStep(given.due().orElseThrow(), given.plan(), Given.roster()));
        assertThat(decision.rejection()).contains(Rejection.of(Rejection.Code.DEADLINE_MOVED));
    }

    @Test
    void aDeadlineThatHasMovedRunsNothing() {
        Given given = Given.ringing().at(60);

        Decision decision = given.decide(new IncidentCommand.RunStep(T0, given.plan(), Given.roster()));
        assertThat(decision.rejection()).contains(Rejection.of(Rejection.Code.DEADLINE_MOVED));
    }

    @Test
    void whenNobodyAnswersTheNextAreAskedToo() {
        Given given = Given.ringing().step();

        assertThat(given.now).isEqualTo(T0.plusSeconds(10));
        assertThat(given.asked(Role.DOCTOR, OfferState.PENDING))
                .containsExactly(Given.DOCTOR_1, Given.DOCTOR_2, Given.DOCTOR_3);
        assertThat(given.asked(Role.FIRST_HAND, OfferState.PENDING)).hasSize(6);
        assertThat(given.due()).contains(T0.plusSeconds(60));
    }

    @Test
    void theTopRepeatsUntilAHumanHasTakenIt() {
        Given given = Given.ringing().step().step();
        assertThat(given.now).isEqualTo(T0.plusSeconds(60));
        assertThat(given.asked(Role.DOCTOR, OfferState.PENDING))
                .containsExactlyInAnyOrder(Given.DOCTOR_1, Given.DOCTOR_2, Given.DOCTOR_3);
        assertThat(given.asked(Role.COORDINATOR, OfferState.PENDING)).hasSize(2);

        for (int round = 1; round <= 500; round++) {
            given.step();
            assertThat(given.now).isEqualTo(T0.plusSeconds(60 + 60L * round));
        }
        assertThat(given.get().offers()).as("a ladder left alone does not grow").hasSizeLessThan(30);
        assertThat(given.get().ladder().rounds()).isEqualTo(501);
    }

    @Test
    void climbingIsSaidOncePerStep() {
        Given given = Given.ringing();
        List<IncidentEvent> events = new java.util.ArrayList<>();
        for (int i = 0; i < 4; i++) {
            given.now = given.due().orElseThrow();
            events.addAll(given.must(new IncidentCommand.RunStep(given.now, given.plan(), Given.roster()))
                    .events());
        }
        assertThat(events.stream().filter(IncidentEvent.Escalated.class::isInstance))
                .containsExactly(
                        new IncidentEvent.Escalated(1, new Actor.Anling()),
                        new IncidentEvent.Escalated(2, new Actor.Anling()));
    }

    @Test
    void unansweredOffersLapseAndTheirPeopleAreAskedAgainAtTheTop() {
        Given given = Given.ringing().step().step();
        given.now = given.due().orElseThrow();
        Decision decision = given.must(new IncidentCommand.RunStep(given.now, given.plan(), Given.roster()));

        assertThat(decision.events())
                .filteredOn(
                        e -> e instanceof IncidentEvent.OfferAnswered answered && answered.state() == OfferState.LAPSED)
                .hasSizeGreaterThan(5);
        assertThat(given.asked(Role.DOCTOR, OfferState.PENDING)).hasSize(3);
    }

    @Test
    void whoSaidNoIsAskedAgainOnlyWhenNobodyElseIsLeft() {
        Given given = Given.ringing().step().step().at(61);
        given.decline(Given.DOCTOR_1);
        given.step();
        assertThat(given.asked(Role.DOCTOR, OfferState.PENDING))
                .containsExactlyInAnyOrder(Given.DOCTOR_2, Given.DOCTOR_3);

        given.decline(Given.DOCTOR_2);
        given.decline(Given.DOCTOR_3);
        assertThat(given.due()).isPresent();
        given.step();
        assertThat(given.asked(Role.DOCTOR, OfferState.PENDING)).hasSize(3);
    }

    @Test
    void everyStepTellsWhoWasConsideredEvenWhenNobodyCouldBeAsked() {
        Given given = Given.opened(SignalKind.SOS);
        Decision decision = given.must(new IncidentCommand.RunStep(T0, given.plan(), List.of()));

        assertThat(decision.events())
                .containsExactly(
                        new IncidentEvent.OffersMade(0, List.of(), List.of(), Optional.of("emergency v1"), List.of()));
        assertThat(given.due()).as("nobody is waited for").contains(T0.plusNanos(1_000));
    }

    /** Someone is always next: a place that nobody could be asked for is no reason to wait ten seconds. */
    @Test
    void anEmptyStepWaitsForNobodyUpToTheTop() {
        Given given = Given.opened(SignalKind.SOS);
        List<RosterEntry> noDoctor = Given.roster().stream()
                .filter(entry -> !entry.roles().contains(Role.DOCTOR))
                .toList();
        for (int step = 0; step < 3; step++) {
            given.now = given.due().orElseThrow();
            assertThat(given.now).as("step " + step).isEqualTo(T0.plusNanos(1_000L * step));
            given.must(new IncidentCommand.RunStep(given.now, given.plan(), noDoctor));
        }
        assertThat(given.asked(Role.FIRST_HAND, OfferState.PENDING)).hasSize(6);
        assertThat(given.due()).as("the top keeps its distance").contains(given.now.plusSeconds(60));
    }

    /** Whoever holds the place, or may still say yes to it, is waited for as before. */
    @Test
    void aStepThatFindsNobodyNewForAPlaceThatRingsWaits() {
        Given given = Given.ringing().step();
        assertThat(given.now).isEqualTo(T0.plusSeconds(10));
        assertThat(given.due()).contains(T0.plusSeconds(60));
    }

    @Test
    void aQuietFaultThatFindsNobodyAtTheDeskGoesOnInItsHoursAlone() {
        Given given = Given.opened(SignalKind.LOW_BATTERY);
        given.now = given.due().orElseThrow();
        given.must(new IncidentCommand.RunStep(given.now, given.plan(), List.of()));
        assertThat(given.due()).contains(given.now.plusNanos(1_000));
    }

    @Test
    void theLadderRestsOnceEverybodyAskedForIsThere() {
        Given given = Given.ringing().at(3);
        given.accept(Given.DOCTOR_1);
        assertThat(given.due()).isPresent();
        given.accept(Given.volunteer(2));

        assertThat(given.get().deadlines()).doesNotContainKey(DeadlineKind.STEP);
    }

    @Test
    void nobodyIsAskedForTwoRolesOfOneIncident() {
        Given given = Given.opened(SignalKind.SOS);
        care.anling.core.dispatch.RosterEntry both = new care.anling.core.dispatch.RosterEntry(
                Given.volunteer(1),
                java.util.Set.of(Role.DOCTOR, Role.FIRST_HAND),
                true,
                false,
                java.util.Optional.empty(),
                java.util.Optional.of(Given.DOOR),
                0,
                new care.anling.core.common.OfferId(Given.fresh()));
        given.must(new IncidentCommand.RunStep(T0, given.plan(), List.of(both)));

        assertThat(given.get().offers()).hasSize(1);
    }

    @Test
    void escalatingByHandBringsTheNextStepForward() {
        Given given = Given.ringing().at(2);
        Decision decision = given.must(new IncidentCommand.Escalate(Given.COORDINATOR));

        assertThat(given.due()).contains(given.now);
        assertThat(decision.events())
                .containsExactly(new IncidentEvent.Escalated(1, new Actor.Human(Given.COORDINATOR, "COORDINATOR")));
        assertThat(given.must(new IncidentCommand.Escalate(Given.COORDINATOR)).changes())
                .as("it is due already")
                .isFalse();
    }

    @Test
    void escalatingByHandClimbsOnAlthoughEverybodyAskedForIsThere() {
        Given given = Given.ringing().at(2);
        given.accept(Given.DOCTOR_1);
        given.accept(Given.volunteer(1));
        given.must(new IncidentCommand.Escalate(Given.COORDINATOR));
        given.step();
        assertThat(given.due()).as("step 1 asks for nobody who is not there").isEmpty();

        given.must(new IncidentCommand.Escalate(Given.COORDINATOR));
        given.step();
        assertThat(given.asked(Role.COORDINATOR, OfferState.PENDING)).hasSize(2);
        given.accept(Given.COORDINATOR);
        assertThat(given.must(new IncidentCommand.Escalate(Given.COORDINATOR)).changes())
                .as("there is no higher step, and nobody is missing")
                .isFalse();
    }

    @Test
    void whoGivesTheRoleBackIsReplacedAtOnce() {
        Given given = Given.ringing().at(3);
        given.accept(Given.DOCTOR_1);
        given.accept(Given.volunteer(1));
        given.at(30).move(Given.volunteer(1), AssignmentState.RELEASED);
        assertThat(given.due()).contains(given.now);

        given.step();
        assertThat(given.asked(Role.FIRST_HAND, OfferState.PENDING))
                .containsExactly(Given.volunteer(2), Given.volunteer(3), Given.volunteer(4));
        assertThat(given.offerTo(Given.volunteer(2)).epoch()).isEqualTo(2);
    }

    /** Two phases: suspected, and silence confirms. */
    @Test
    void silenceConfirmsASuspectedFall() {
        Given given = Given.opened(SignalKind.FALL_SUSPECTED);
        assertThat(given.get().assessment().priority()).isEqualTo(Priority.P2);
        assertThat(given.due()).contains(T0.plusSeconds(25));

        given.step();

        assertThat(given.get().assessment().priority()).isEqualTo(Priority.P1);
        assertThat(given.get().assessment().reasons()).contains(Reason.FALL_CONFIRMED);
        assertThat(given.asked(Role.FIRST_HAND, OfferState.PENDING))
                .as("as after an SOS")
                .hasSize(3);
        assertThat(given.due()).contains(T0.plusSeconds(35));
    }

    @Test
    void whoTookTheirFallBackIsCalledBackAndNobodyRuns() {
        Given given = Given.opened(SignalKind.FALL_SUSPECTED).at(5);
        given.must(Given.raise(SignalKind.FALL_CANCELLED));

        given.step();

        assertThat(given.get().assessment().priority()).isEqualTo(Priority.P2);
        assertThat(given.asked(Role.DOCTOR, OfferState.PENDING)).hasSize(1);
        assertThat(given.asked(Role.COORDINATOR, OfferState.PENDING)).hasSize(2);
        assertThat(given.asked(Role.FIRST_HAND, OfferState.PENDING)).isEmpty();
    }

    @Test
    void aQuietFaultWaitsForTheMorning() {
        Given given = new Given();
        // 02:00 in Shanghai.
        given.now = java.time.Instant.parse("2026-05-01T18:00:00Z");
        given.must(Given.raise(SignalKind.LOW_BATTERY));
        given.must(new IncidentCommand.RunStep(given.now, given.plan(), Given.roster()));

        assertThat(given.get().offers()).isEmpty();
        assertThat(given.due()).contains(java.time.Instant.parse("2026-05-02T00:00:00Z"));
        given.step();
        assertThat(given.asked(Role.COORDINATOR, OfferState.PENDING)).hasSize(1);
        assertThat(given.asked(Role.DOCTOR, OfferState.PENDING)).isEmpty();
    }

    @Test
    void whoeverIsAwakeCanCallForAQuietFaultAtNight() {
        Given given = new Given();
        given.now = java.time.Instant.parse("2026-05-01T18:00:00Z");
        given.must(Given.raise(SignalKind.DEVICE_OFFLINE));
        given.must(new IncidentCommand.RunStep(given.now, given.plan(), Given.roster()));
        given.now = given.now.plusSeconds(60);
        given.must(new IncidentCommand.Escalate(Given.COORDINATOR));
        given.must(new IncidentCommand.RunStep(given.now, given.plan(), Given.roster()));

        assertThat(given.asked(Role.COORDINATOR, OfferState.PENDING)).hasSize(1);
    }

    @Test
    void whoIsWelcomeIsAskedAndNobodyWaitsForThem() {
        Given given = Given.opened(SignalKind.SOS);
        care.anling.core.dispatch.RosterEntry daughter = Given.entry(
                        Given.person(60, "女儿"), Role.FAMILY, Optional.empty())
                .with(care.anling.core.dispatch.Standing.PLAIN.asKin(1));
        List<care.anling.core.dispatch.RosterEntry> roster = new java.util.ArrayList<>(Given.roster());
        roster.add(daughter);
        given.must(new IncidentCommand.RunStep(T0, given.plan(), roster));

        assertThat(given.asked(Role.FAMILY, OfferState.PENDING)).containsExactly(daughter.person());
        given.at(3).accept(Given.DOCTOR_1);
        given.accept(Given.volunteer(1));
        assertThat(given.due()).as("doctor and first hand are there").isEmpty();
        assertThat(given.accept(daughter.person()).rejection()).isEmpty();
    }

    /** A top round every five seconds for a day: whoever was not asked is told of in rounds 1, 2, 4, 8, … alone. */
    @Test
    void aStuckButtonDoesNotFillTheBook() {
        Given given = Given.ringing().step();
        long judgements = 0;
        for (int round = 1; round <= 2_000; round++) {
            given.now = given.due().orElseThrow();
            judgements +=
                    given.must(new IncidentCommand.RunStep(given.now, given.plan(), Given.roster())).events().stream()
                            .filter(IncidentEvent.OffersMade.class::isInstance)
                            .flatMap(e -> ((IncidentEvent.OffersMade) e).judgements().stream())
                            .filter(judgement -> !judgement.chosen())
                            .count();
        }
        assertThat(judgements).isLessThan(11 * 2L * Given.roster().size());
    }
}
