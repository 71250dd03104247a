package care.anling.core.incident;

import care.anling.core.common.Rejection;
import care.anling.core.dispatch.Assignment;
import care.anling.core.dispatch.AssignmentState;
import care.anling.core.dispatch.OfferState;
import care.anling.core.dispatch.RoleSlot;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Those who look after an open incident: on their way and back, taking notice, writing down, and ending it. */
final class Attending {

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
            return refused(incident, Rejection.Code.ASSIGNMENT_ENDED);
        }
        if (command.to().compareTo(assignment.state()) < 0) {
            return refused(incident, Rejection.Code.ASSIGNMENT_OUT_OF_ORDER);
        }
        Draft draft = new Draft(incident, now);
        moveTo(draft, assignment, command.to());
        draft.hurryIfSilent(new RoleSlot(assignment.role(), assignment.slot()));
        draft.restIfFilled();
        return draft.decision();
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
        Draft draft = new Draft(incident, now);
        draft.state = IncidentState.STOOD_DOWN;
        draft.closing = Optional.of(new Closing(command.disposition(), command.by(), now));
        draft.clearDeadlines();
        draft.happened(new IncidentEvent.StoodDown(command.by(), command.disposition(), command.note()));
        draft.settle(offer -> true, OfferState.WITHDRAWN);
        for (Assignment assignment : List.copyOf(draft.assignments)) {
            if (assignment.state().holds()) {
                moveTo(draft, assignment, AssignmentState.CLEARED);
            }
        }
        return draft.decision();
    }

    private static void moveTo(Draft draft, Assignment assignment, AssignmentState to) {
        Optional<Instant> now = Optional.of(draft.now);
        draft.replace(
                assignment.id(),
                a -> new Assignment(
                        a.id(),
                        a.offer(),
                        a.responder(),
                        a.role(),
                        a.slot(),
                        a.epoch(),
                        to,
                        a.acceptedAt(),
                        to == AssignmentState.EN_ROUTE ? now : a.enRouteAt(),
                        to == AssignmentState.ON_SCENE ? now : a.onSceneAt(),
                        to.holds() ? a.endedAt() : now,
                        a.etaSeconds()));
        draft.happened(
                new IncidentEvent.AssignmentChanged(assignment.id(), assignment.responder(), assignment.role(), to));
    }

    private static Decision refused(Incident incident, Rejection.Code code) {
        return Decision.rejected(Optional.of(incident), Rejection.of(code));
    }
}
