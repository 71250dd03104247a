package care.anling.core.incident;

import care.anling.core.common.Actor;
import care.anling.core.common.Rejection;
import care.anling.core.dispatch.Assignment;
import care.anling.core.dispatch.AssignmentState;
import care.anling.core.dispatch.OfferState;
import care.anling.core.dispatch.WhyEnded;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Those who look after an open incident: on their way and back, taking notice, writing down, and ending it. */
final class Attending {

    /** As shown beside a person's name on the timeline. */
    static final String COORDINATOR = "COORDINATOR";

    private Attending() {}

    static Decision move(Incident incident, IncidentCommand.MoveAssignment command, Instant now) {
        Optional<Assignment> found = incident.findAssignment(command.assignment());
        if (found.isEmpty()) {
            return refused(incident, Rejection.Code.ASSIGNMENT_UNKNOWN);
        }
        Assignment assignment = found.get();
        if (!assignment.responder().id().equals(command.by().id())) {
            return refused(incident, Rejection.Code.ASSIGNMENT_NOT_YOURS);
        }
        if (assignment.state() == command.to()) {
            return Decision.unchanged(incident);
        }
        if (!assignment.state().holds()) {
            return ended(incident, assignment);
        }
        if (command.to().compareTo(assignment.state()) < 0) {
            return refused(incident, Rejection.Code.ASSIGNMENT_OUT_OF_ORDER);
        }
        Draft draft = new Draft(incident, now);
        Actor by = new Actor.Human(command.by(), "");
        switch (command.to()) {
            case ACCEPTED, EN_ROUTE, ON_SCENE -> advance(draft, assignment, command.to(), by);
            case CLEARED -> {
                draft.end(assignment, AssignmentState.CLEARED, WhyEnded.DONE, by, "");
                draft.hurryIfSilent(assignment.place());
            }
            case RELEASED -> {
                draft.end(assignment, AssignmentState.RELEASED, WhyEnded.GIVEN_BACK, by, "");
                draft.lookForAnother(assignment.place());
            }
        }
        draft.restIfFilled();
        return draft.decision();
    }

    /** Further on the way, whether they said so or their phone did. */
    static void advance(Draft draft, Assignment assignment, AssignmentState to, Actor by) {
        boolean arrived = to == AssignmentState.ON_SCENE;
        boolean atTheDoor = assignment.role().isAtTheDoor();
        draft.replace(assignment.id(), a -> {
            Assignment moved = a.moved(to, draft.now);
            if (atTheDoor) {
                return arrived
                        ? moved.withTimers(Assignment.Timers.onScene(draft.now.plus(Waiting.CHECK_IN_EVERY)))
                        : moved;
            }
            // On a screen, the first sign is all there is to wait for.
            return moved.withTimers(Assignment.Timers.NONE);
        });
        draft.happened(new IncidentEvent.AssignmentChanged(
                assignment.id(), assignment.responder(), assignment.role(), to, Optional.empty(), by, ""));
        if (arrived && atTheDoor) {
            draft.reach(ResponseClock.Kind.DOOR);
        }
    }

    /** A word from an older epoch: whoever says it learns who stands there now, if anybody does. */
    static Decision ended(Incident incident, Assignment assignment) {
        return Decision.rejected(
                Optional.of(incident),
                new Rejection(
                        Rejection.Code.ASSIGNMENT_ENDED,
                        incident.findHolder(assignment.role(), assignment.slot())
                                .map(Assignment::responder)));
    }

    static Decision acknowledge(Incident incident, IncidentCommand.Acknowledge command, Instant now) {
        if (incident.acknowledged().isPresent()) {
            return Decision.unchanged(incident);
        }
        Draft draft = new Draft(incident, now);
        draft.acknowledged = Optional.of(new Acknowledgement(command.by(), now));
        draft.happened(new IncidentEvent.Acknowledged(command.by()));
        return draft.decision();
    }

    static Decision addNote(Incident incident, IncidentCommand.AddNote command, Instant now) {
        Draft draft = new Draft(incident, now);
        draft.happened(new IncidentEvent.NoteAdded(command.by(), command.text()));
        return draft.decision();
    }

    static Decision standDown(Incident incident, IncidentCommand.StandDown command, Instant now) {
        if (command.disposition() == Disposition.MERGED) {
            return refused(incident, Rejection.Code.DISPOSITION_RESERVED);
        }
        Draft draft = new Draft(incident, now);
        draft.happened(
                new IncidentEvent.StoodDown(command.by(), command.disposition(), command.note(), command.followUp()));
        close(draft, new Closing(command.disposition(), command.by(), now));
        for (Assignment assignment : List.copyOf(draft.assignments)) {
            if (assignment.state().holds()) {
                draft.end(
                        assignment,
                        AssignmentState.CLEARED,
                        WhyEnded.STOOD_DOWN,
                        new Actor.Human(command.by(), COORDINATOR),
                        "");
            }
        }
        return draft.decision();
    }

    /** No phone rings for it any more, and nothing falls due. */
    static void close(Draft draft, Closing closing) {
        draft.state = IncidentState.STOOD_DOWN;
        draft.closing = Optional.of(closing);
        draft.settle(offer -> true, OfferState.WITHDRAWN);
    }

    private static Decision refused(Incident incident, Rejection.Code code) {
        return Decision.rejected(Optional.of(incident), Rejection.of(code));
    }
}
