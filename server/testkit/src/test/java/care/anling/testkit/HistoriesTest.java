package care.anling.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import care.anling.core.device.SignalKind;
import care.anling.core.dispatch.Assignment;
import care.anling.core.dispatch.AssignmentState;
import care.anling.core.dispatch.Offer;
import care.anling.core.dispatch.OfferState;
import care.anling.core.dispatch.Role;
import care.anling.core.dispatch.RoleSlot;
import care.anling.core.escalation.DeadlineKind;
import care.anling.core.escalation.ResponsePlans;
import care.anling.core.incident.Decision;
import care.anling.core.incident.Incident;
import care.anling.core.incident.IncidentCommand;
import care.anling.core.incident.IncidentEvent;
import care.anling.core.incident.IncidentMachine;
import care.anling.core.incident.IncidentState;
import care.anling.core.incident.ResponseClock;
import care.anling.testkit.History.Turn;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * What must hold whatever happens, over seeded random histories. A failure names its seed and turn: run it again with
 * {@code -Danling.seed=N}.
 */
class HistoriesTest {

    private static final int HISTORIES = 150;
    private static final int TURNS = 400;

    /** Nobody's list of offers grows with the hours a ladder repeats its top; four places, twelve people. */
    private static final int MOST_OFFERS = 200;

    @Test
    void whateverHappensTheRulesHold() {
        seeds().forEach(seed -> {
            History history = new History(seed);
            for (int turn = 1; turn <= TURNS; turn++) {
                Turn taken = history.next();
                try {
                    check(taken);
                    atMostOneOpenIncidentPerSubject(history);
                } catch (AssertionError broken) {
                    throw new AssertionError(
                            "seed " + seed + ", turn " + turn + ": "
                                    + taken.command().getClass().getSimpleName() + "\n" + broken.getMessage(),
                            broken);
                }
            }
        });
    }

    @Test
    void onceThingsCalmDownEveryLadderIsHeldOrRinging() {
        seeds().limit(30).forEach(seed -> {
            History history = new History(seed);
            for (int turn = 1; turn <= TURNS; turn++) {
                assertThat(history.next()).isNotNull();
            }
            // Enough for every open incident to have climbed to its top, also one that is looked at twice an hour
            // beside one
            // that rings every minute.
            for (int step = 1; step <= 1_000; step++) {
                history.runNextStep().ifPresent(HistoriesTest::check);
            }
            for (Incident incident : history.incidents()) {
                boolean asked = incident.offers().stream().anyMatch(o -> o.state() != OfferState.WITHDRAWN);
                assertThat(!incident.isOpen()
                                || asked
                                || waitsForTheMorning(incident)
                                || !incident.assignments().isEmpty())
                        .as("L1, seed %d: %s was never offered to anybody", seed, incident)
                        .isTrue();
            }
        });
    }

    /** A quiet plan calls nobody at night; its step stands in the book. */
    private static boolean waitsForTheMorning(Incident incident) {
        return ResponsePlans.shipped(
                        incident.assessment().leading(), incident.assessment().priority())
                .hours()
                .flatMap(hours -> incident.ladder().ranAt().flatMap(hours::findOpeningAfter))
                .filter(morning -> morning.equals(incident.deadlines().get(DeadlineKind.STEP)))
                .isPresent();
    }

    @Test
    void aSeedTellsTheSameHistoryTwice() {
        History one = new History(42);
        History other = new History(42);
        for (int turn = 1; turn <= TURNS; turn++) {
            assertThat(one.next()).isEqualTo(other.next());
        }
    }

    /** A history in which nothing ever happens would prove nothing. */
    @Test
    void everythingHappensSomewhere() {
        List<Turn> turns = seeds().boxed()
                .flatMap(seed -> {
                    History history = new History(seed);
                    return Stream.generate(history::next).limit(TURNS);
                })
                .toList();
        assertThat(turns).hasSizeGreaterThanOrEqualTo(20_000);
        for (Class<?> event : IncidentEvent.class.getPermittedSubclasses()) {
            assertThat(turns.stream()
                            .flatMap(t -> t.decision().events().stream())
                            .filter(event::isInstance))
                    .as(event.getSimpleName())
                    .hasSizeGreaterThan(100);
        }
        for (Class<?> command : IncidentCommand.class.getPermittedSubclasses()) {
            for (IncidentState state : IncidentState.values()) {
                assertThat(turns.stream()
                                .filter(t -> command.isInstance(t.command()))
                                .filter(t -> t.before()
                                        .filter(i -> i.state() == state)
                                        .isPresent())
                                .limit(1))
                        .as(command.getSimpleName() + " when " + state)
                        .hasSize(
                                command == IncidentCommand.RaiseSignal.class && state == IncidentState.STOOD_DOWN
                                        ? 0
                                        : 1);
            }
        }
    }

    private static LongStream seeds() {
        return Optional.ofNullable(Long.getLong("anling.seed"))
                .map(LongStream::of)
                .orElseGet(() -> LongStream.rangeClosed(1, HISTORIES));
    }

    private static void check(Turn turn) {
        sameQuestionSameAnswer(turn);
        versionCountsChanges(turn);
        turn.decision().next().ifPresent(after -> {
            atMostOneHolder(after);
            nobodyHoldsTwoRoles(after);
            offersOnlyForEmptyPlaces(after);
            laddersAreHeldOrHaveADeadline(after);
            handsCalledForAreThereOrLookedFor(after);
            everybodyWaitedForHasADeadline(after);
            standingDownIsTheEnd(turn, after);
            assertThat(after.offers()).hasSizeLessThan(MOST_OFFERS);
            turn.before().ifPresent(before -> {
                joiningNeverLowers(turn, before, after);
                lateWordsAreRefused(turn, before);
                clocksOnlyStop(before, after);
                whatIsSettledStaysSettled(before, after);
                assignmentsGoForward(before, after);
                noStepBeforeItsDeadline(turn, before);
                deadlinesAreSetAhead(turn, before, after);
                cancelsStopNothing(turn, before, after);
            });
        });
    }

    private static void sameQuestionSameAnswer(Turn turn) {
        assertThat(IncidentMachine.decide(turn.before(), turn.command(), turn.now()))
                .isEqualTo(turn.decision());
    }

    private static void versionCountsChanges(Turn turn) {
        Decision decision = turn.decision();
        if (decision.changes()) {
            assertThat(decision.rejection()).isEmpty();
            assertThat(decision.next().orElseThrow().version())
                    .isEqualTo(turn.before().map(Incident::version).orElse(0L) + 1);
        } else {
            assertThat(decision.next()).as("no event, no change").isEqualTo(turn.before());
        }
    }

    private static void atMostOneOpenIncidentPerSubject(History history) {
        assertThat(history.incidents().stream()
                        .filter(Incident::isOpen)
                        .map(i -> i.subject().id()))
                .as("S2")
                .doesNotHaveDuplicates();
    }

    private static void atMostOneHolder(Incident incident) {
        assertThat(held(incident).map(HistoriesTest::place))
                .as("S4: one holder per role and slot")
                .doesNotHaveDuplicates();
        assertThat(incident.assignments().stream().map(a -> List.of(place(a), a.epoch())))
                .as("S4: and per epoch for ever")
                .doesNotHaveDuplicates();
    }

    private static void nobodyHoldsTwoRoles(Incident incident) {
        assertThat(held(incident).map(a -> a.responder().id())).doesNotHaveDuplicates();
        assertThat(incident.offers().stream()
                        .filter(o -> o.state() == OfferState.PENDING)
                        .map(o -> o.responder().id()))
                .as("nobody's phone rings twice for one incident")
                .doesNotHaveDuplicates();
    }

    private static void offersOnlyForEmptyPlaces(Incident incident) {
        List<RoleSlot> taken = held(incident).map(HistoriesTest::place).toList();
        assertThat(incident.offers())
                .as("nobody is asked for a place that is held, but by whoever holds it")
                .noneMatch(o -> o.state() == OfferState.PENDING
                        && !o.isHandOver()
                        && taken.contains(new RoleSlot(o.role(), o.slot())));
        assertThat(incident.offers())
                .as("S4: an offer to take over is for the epoch after the holder's")
                .allMatch(o -> o.state() != OfferState.PENDING
                        || o.epoch()
                                == incident.findHolder(o.role(), o.slot())
                                        .map(holder -> holder.epoch() + 1)
                                        .orElseGet(() -> 1
                                                + (int) incident.assignments().stream()
                                                        .filter(a -> a.role() == o.role() && a.slot() == o.slot())
                                                        .count()));
    }

    private static void laddersAreHeldOrHaveADeadline(Incident incident) {
        boolean everybodyIsThere = incident.ladder().steps() > 0
                && incident.ladder().asked().stream()
                        .allMatch(place -> incident.assignments().stream()
                                .filter(a -> place(a).equals(place))
                                .anyMatch(a -> a.state().holds()
                                        || (a.state() == AssignmentState.CLEARED
                                                && a.endedAt()
                                                        .orElseThrow()
                                                        .isAfter(incident.ladder()
                                                                .rungAt()))));
        assertThat(!incident.isOpen()
                        || everybodyIsThere
                        || incident.deadlines().containsKey(DeadlineKind.STEP))
                .as("L2: an open ladder is held by humans or has a next step")
                .isTrue();
        assertThat(!everybodyIsThere || !incident.deadlines().containsKey(DeadlineKind.STEP) || mayClimb(incident))
                .as("nobody is rung for a place that is held")
                .isTrue();
    }

    private static void handsCalledForAreThereOrLookedFor(Incident incident) {
        boolean missing = incident.extras().stream()
                .anyMatch(extra -> incident.assignments().stream()
                        .noneMatch(a -> place(a).equals(extra.place())
                                && (a.state().holds() || a.state() == AssignmentState.CLEARED)));
        assertThat(incident.deadlines().containsKey(DeadlineKind.MORE_HANDS))
                .as("L2: hands called for came, or are looked for")
                .isEqualTo(incident.isOpen() && missing);
    }

    private static void everybodyWaitedForHasADeadline(Incident incident) {
        Optional<Instant> arrival =
                held(incident).flatMap(a -> a.timers().arriveBy().stream()).min(Instant::compareTo);
        assertThat(Optional.ofNullable(incident.deadlines().get(DeadlineKind.NO_SHOW)))
                .as("whoever said yes is waited for")
                .isEqualTo(arrival);
        assertThat(incident.deadlines().containsKey(DeadlineKind.SAFETY))
                .as("whoever is on scene is looked after")
                .isEqualTo(held(incident).anyMatch(a -> a.timers().checkInBy().isPresent()));
        assertThat(held(incident).filter(a -> a.role().isAtTheDoor()))
                .allMatch(a -> a.timers().checkInBy().isPresent() == (a.state() == AssignmentState.ON_SCENE)
                        && a.timers().arriveBy().isPresent() == (a.state() != AssignmentState.ON_SCENE));
        assertThat(held(incident).filter(a -> a.role() == Role.DOCTOR))
                .as("a doctor who said yes begins, or the next one rings")
                .allMatch(a -> a.timers().arriveBy().isPresent() == (a.state() == AssignmentState.ACCEPTED));
    }

    /** S4 with epochs: whoever lost a role changes nothing by what they still say about it. */
    private static void lateWordsAreRefused(Turn turn, Incident before) {
        if (turn.command() instanceof IncidentCommand.MoveAssignment move) {
            before.findAssignment(move.assignment())
                    .filter(a -> !a.state().holds())
                    .ifPresent(a -> assertThat(turn.decision().changes()).isFalse());
        }
        if (turn.command() instanceof IncidentCommand.AcceptOffer accept
                && turn.decision().changes()) {
            Offer offer = before.findOffer(accept.offer()).orElseThrow();
            int opened = (int) before.assignments().stream()
                    .filter(a -> a.role() == offer.role() && a.slot() == offer.slot())
                    .count();
            assertThat(offer.epoch())
                    .as("S4: an answer to the epoch that is open")
                    .isEqualTo(opened + 1);
        }
    }

    private static void clocksOnlyStop(Incident before, Incident after) {
        // What was promised in a drill was promised to nobody.
        if (before.drill() && !after.drill()) {
            return;
        }
        before.clocks().forEach((kind, clock) -> {
            assertThat(after.clocks()).containsKey(kind);
            ResponseClock later = after.clocks().get(kind);
            assertThat(later.dueAt()).isBeforeOrEqualTo(clock.dueAt());
            boolean runsStill = kind == ResponseClock.Kind.DOCTOR && !hasADoctorAnswered(after);
            assertThat(clock.reachedAt().isEmpty() || later.reachedAt().isPresent() || runsStill)
                    .isTrue();
        });
    }

    /** Whoever said yes and gave it up before they began has not. */
    private static boolean hasADoctorAnswered(Incident incident) {
        return incident.assignments().stream()
                .anyMatch(a -> a.role() == Role.DOCTOR
                        && (a.state().holds() || a.enRouteAt().or(a::onSceneAt).isPresent()));
    }

    /** A coordinator may climb on by hand, and a ring may come while the last step is still breathing. */
    private static boolean mayClimb(Incident incident) {
        return incident.ladder().rounds() == 0;
    }

    private static void standingDownIsTheEnd(Turn turn, Incident after) {
        if (!after.isOpen()) {
            assertThat(after.offers()).as("S8").noneMatch(o -> o.state() == OfferState.PENDING);
            assertThat(after.deadlines()).as("S8").isEmpty();
            assertThat(held(after)).isEmpty();
            assertThat(after.closing()).isPresent();
        }
        if (turn.before().filter(before -> !before.isOpen()).isPresent()) {
            assertThat(turn.decision().rejection()).as("it never comes back").isPresent();
        }
    }

    private static void joiningNeverLowers(Turn turn, Incident before, Incident after) {
        if (!(turn.command() instanceof IncidentCommand.ChangePriority)) {
            assertThat(after.assessment().priority())
                    .isLessThanOrEqualTo(before.assessment().priority());
        }
        assertThat(after.assessment().needs()).containsAll(before.assessment().needs());
        assertThat(after.assessment().reasons())
                .containsAll(before.assessment().reasons())
                .doesNotHaveDuplicates();
        assertThat(after.assessment().needs()).contains(after.assessment().leading());
        assertThat(after.signals()).isGreaterThanOrEqualTo(before.signals());
        assertThat(after.drill()).as("nothing becomes a drill").isIn(false, before.drill());
        assertThat(after.openedAt()).isEqualTo(before.openedAt());
    }

    private static void whatIsSettledStaysSettled(Incident before, Incident after) {
        for (Offer offer : before.offers()) {
            Optional<Offer> later = after.findOffer(offer.id());
            if (offer.state() == OfferState.PENDING) {
                assertThat(later).as("a ringing phone is not forgotten").isPresent();
            } else {
                later.ifPresent(o -> assertThat(o).isEqualTo(offer));
            }
        }
    }

    private static void assignmentsGoForward(Incident before, Incident after) {
        for (Assignment assignment : before.assignments()) {
            Assignment later = after.findAssignment(assignment.id()).orElseThrow();
            assertThat(later.state()).isGreaterThanOrEqualTo(assignment.state());
            if (!assignment.state().holds()) {
                assertThat(later).isEqualTo(assignment);
            }
        }
    }

    private static void noStepBeforeItsDeadline(Turn turn, Incident before) {
        if (turn.command() instanceof IncidentCommand.RunStep step
                && turn.decision().changes()) {
            assertThat(before.deadlines().get(DeadlineKind.STEP)).as("S6").isEqualTo(step.dueAt());
            assertThat(turn.now()).as("S6").isAfterOrEqualTo(step.dueAt());
        }
        boolean offers = turn.decision().events().stream().anyMatch(IncidentEvent.OffersMade.class::isInstance);
        assertThat(!offers
                        || turn.command() instanceof IncidentCommand.RunStep
                        || turn.command() instanceof IncidentCommand.FindMoreHands
                        || turn.command() instanceof IncidentCommand.HandOver)
                .as("one mechanism makes every offer but the one a holder makes")
                .isTrue();
    }

    private static void deadlinesAreSetAhead(Turn turn, Incident before, Incident after) {
        Instant set = after.deadlines().get(DeadlineKind.STEP);
        if (set != null && !set.equals(before.deadlines().get(DeadlineKind.STEP))) {
            assertThat(set).isAfterOrEqualTo(turn.now());
        }
        Instant planned = before.deadlines().get(DeadlineKind.STEP);
        if (set != null && planned != null && !(turn.command() instanceof IncidentCommand.RunStep)) {
            assertThat(set).as("only a step that ran puts the next one off").isBeforeOrEqualTo(planned);
        }
        if (turn.command() instanceof IncidentCommand.RunStep && turn.decision().changes() && set != null) {
            assertThat(set).as("L4: a step that ran is no longer due").isAfter(turn.now());
        }
    }

    private static void cancelsStopNothing(Turn turn, Incident before, Incident after) {
        if (turn.command() instanceof IncidentCommand.RaiseSignal raise
                && (raise.signal().kind() == SignalKind.CANCEL || raise.signal().kind() == SignalKind.FALL_CANCELLED)) {
            List<Function<Incident, Object>> untouched = List.of(
                    Incident::assessment,
                    Incident::deadlines,
                    Incident::ladder,
                    Incident::offers,
                    Incident::assignments);
            untouched.forEach(part -> assertThat(part.apply(after)).isEqualTo(part.apply(before)));
        }
    }

    private static Stream<Assignment> held(Incident incident) {
        return incident.assignments().stream().filter(a -> a.state().holds());
    }

    private static RoleSlot place(Assignment assignment) {
        return new RoleSlot(assignment.role(), assignment.slot());
    }
}
