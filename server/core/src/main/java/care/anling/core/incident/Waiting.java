package care.anling.core.incident;

import care.anling.core.common.Actor;
import care.anling.core.common.Rejection;
import care.anling.core.dispatch.Assignment;
import care.anling.core.dispatch.Assignment.Timers;
import care.anling.core.dispatch.AssignmentState;
import care.anling.core.dispatch.Offer;
import care.anling.core.dispatch.OfferState;
import care.anling.core.dispatch.Role;
import care.anling.core.dispatch.WhyEnded;
import care.anling.core.notice.Audience;
import care.anling.core.notice.Notice;
import care.anling.core.notice.NoticeKind;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Waiting for people who said yes: that they come, that they are well on scene, that they take over. */
final class Waiting {

    /** A helper alone with a stranger's emergency says this often that they are well. */
    static final Duration CHECK_IN_EVERY = Duration.ofMinutes(20);

    static final Duration CHECK_IN_LEAST = Duration.ofMinutes(5);
    static final Duration CHECK_IN_MOST = Duration.ofHours(2);

    /** Without a word the desk is alarmed again after this. */
    static final Duration ALARM_AGAIN = Duration.ofMinutes(2);

    private Waiting() {}

    static Optional<Instant> nextAlarm(Assignment assignment) {
        Timers timers = assignment.timers();
        return timers.checkInBy()
                .map(by -> timers.alarmedAt().map(at -> at.plus(ALARM_AGAIN)).orElse(by));
    }

    /** When the wait for the next alarm began, as far as that is known. */
    static Instant saidAt(Assignment assignment) {
        return assignment.timers().alarmedAt().or(assignment::onSceneAt).orElse(assignment.acceptedAt());
    }

    static Decision checkTimers(Incident incident, IncidentCommand.CheckTimers command, Instant now) {
        Draft draft = new Draft(incident, now);
        boolean due =
                draft.dueAt(command.kind()).filter(command.dueAt()::equals).isPresent()
                        && !now.isBefore(command.dueAt());
        if (!due) {
            return Decision.rejected(Optional.of(incident), Rejection.of(Rejection.Code.DEADLINE_MOVED));
        }
        switch (command.kind()) {
            case NO_SHOW -> openAgain(draft);
            case SAFETY -> alarm(draft);
            case HAND_OVER -> lapse(draft);
            // These two need people: they have commands of their own.
            case STEP, MORE_HANDS -> {}
        }
        draft.restIfFilled();
        return draft.decision();
    }

    private static void lapse(Draft draft) {
        Predicate<Offer> waiting = draft::isNobodyElsesToSettle;
        Instant until = until(draft, draft.offers.stream().filter(waiting).map(Offer::expiresAt));
        draft.settle(waiting.and(offer -> !until.isBefore(offer.expiresAt())), OfferState.LAPSED);
    }

    /** What stood first has fallen due, even where the clock has gone back behind what was said about it. */
    private static Instant until(Draft draft, Stream<Instant> ends) {
        return ends.min(Comparator.naturalOrder()).filter(draft.now::isBefore).orElse(draft.now);
    }

    private static void openAgain(Draft draft) {
        Instant until = until(draft, draft.assignments.stream().flatMap(a -> a.timers().arriveBy().stream()));
        for (Assignment assignment : List.copyOf(draft.assignments)) {
            if (isOver(assignment.timers().arriveBy(), until)) {
                draft.end(assignment, AssignmentState.RELEASED, WhyEnded.NO_SHOW, new Actor.Anling(), "");
                draft.lookForAnother(assignment.place());
            }
        }
    }

    private static void alarm(Draft draft) {
        Instant until = until(draft, draft.assignments.stream().flatMap(a -> nextAlarm(a).stream()));
        for (Assignment assignment : List.copyOf(draft.assignments)) {
            if (isOver(nextAlarm(assignment), until)) {
                Instant silentSince = assignment.timers().checkInBy().orElse(draft.now);
                draft.replace(assignment.id(), a -> a.withTimers(a.timers().alarmed(draft.now)));
                draft.happened(new IncidentEvent.SafetyAlarm(
                        assignment.id(), assignment.responder(), assignment.role(), silentSince));
                draft.tell(Notice.of(
                                NoticeKind.DESK_ALARM,
                                Audience.desk(draft.subject.community()),
                                draft.before.id(),
                                draft.now)
                        .with(Notice.Detail.NONE
                                .withRole(assignment.role())
                                .withPerson(assignment.responder().name())
                                .onOccasion(draft.now.getEpochSecond())));
            }
        }
        boolean deskIsHere = draft.assignments.stream()
                .anyMatch(a -> a.role() == Role.COORDINATOR && a.state().holds());
        boolean deskIsCalled =
                draft.missingExtras().stream().anyMatch(extra -> extra.place().role() == Role.COORDINATOR);
        if (!deskIsHere && !deskIsCalled) {
            MoreHands.add(draft, Role.COORDINATOR, Optional.empty(), Optional.empty());
        }
    }

    private static boolean isOver(Optional<Instant> end, Instant now) {
        return end.filter(at -> !now.isBefore(at)).isPresent();
    }

    static Decision checkIn(Incident incident, IncidentCommand.CheckIn command, Instant now) {
        Optional<Assignment> found = incident.findAssignment(command.assignment());
        if (found.isEmpty()) {
            return refused(incident, Rejection.Code.ASSIGNMENT_UNKNOWN);
        }
        Assignment assignment = found.get();
        if (!command.desk() && !assignment.responder().id().equals(command.by().id())) {
            return refused(incident, Rejection.Code.ASSIGNMENT_NOT_YOURS);
        }
        if (!assignment.state().holds()) {
            return Attending.ended(incident, assignment);
        }
        if (assignment.timers().checkInBy().isEmpty()) {
            return refused(incident, Rejection.Code.NOT_ON_SCENE);
        }
        Instant until = now.plus(clamped(command.next()));
        Draft draft = new Draft(incident, now);
        draft.replace(assignment.id(), a -> a.withTimers(Timers.onScene(until)));
        draft.happened(new IncidentEvent.CheckedIn(
                assignment.id(), assignment.responder(), assignment.role(), command.by(), until));
        return draft.decision();
    }

    private static Duration clamped(Duration next) {
        Duration atLeast = next.compareTo(CHECK_IN_LEAST) < 0 ? CHECK_IN_LEAST : next;
        return atLeast.compareTo(CHECK_IN_MOST) > 0 ? CHECK_IN_MOST : atLeast;
    }

    private static Decision refused(Incident incident, Rejection.Code code) {
        return Decision.rejected(Optional.of(incident), Rejection.of(code));
    }
}
