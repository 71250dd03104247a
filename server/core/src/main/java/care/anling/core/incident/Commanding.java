package care.anling.core.incident;

import care.anling.core.common.Actor;
import care.anling.core.common.Rejection;
import care.anling.core.dispatch.Assignment;
import care.anling.core.dispatch.AssignmentState;
import care.anling.core.dispatch.WhyEnded;
import care.anling.core.triage.Assessment;
import care.anling.core.triage.Need;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/** The coordinator's word against the plan's: a role taken away, another priority, somebody called out of a drill. */
final class Commanding {

    private Commanding() {}

    static Decision takeAway(Incident incident, IncidentCommand.TakeAway command, Instant now) {
        Optional<Assignment> found = incident.findAssignment(command.assignment());
        if (found.isEmpty()) {
            return Decision.rejected(Optional.of(incident), Rejection.of(Rejection.Code.ASSIGNMENT_UNKNOWN));
        }
        Assignment assignment = found.get();
        if (assignment.whyEnded().filter(why -> why == WhyEnded.TAKEN_AWAY).isPresent()) {
            return Decision.unchanged(incident);
        }
        if (!assignment.state().holds()) {
            return Attending.ended(incident, assignment);
        }
        Draft draft = new Draft(incident, now);
        Actor by = new Actor.Human(command.by(), Attending.COORDINATOR);
        draft.end(assignment, AssignmentState.RELEASED, WhyEnded.TAKEN_AWAY, by, command.reason());
        draft.lookForAnother(assignment.place());
        return draft.decision();
    }

    /**
     * Higher, or for another need: the ladder starts anew, as after a signal that raises. Lower: it goes on where it stands,
     * by the calmer plan from its next step on; phones that ring go on ringing, for somebody may be about to say yes.
     */
    static Decision changePriority(Incident incident, IncidentCommand.ChangePriority command, Instant now) {
        Assessment known = incident.assessment();
        Need leading = command.need().orElse(known.leading());
        boolean anotherNeed = leading != known.leading();
        if (known.priority() == command.to() && !anotherNeed) {
            return Decision.unchanged(incident);
        }
        Draft draft = new Draft(incident, now);
        Set<Need> needs = EnumSet.of(leading);
        needs.addAll(known.needs());
        draft.assessment = new Assessment(command.to(), leading, Set.copyOf(needs), known.reasons());
        draft.happened(new IncidentEvent.PriorityChanged(
                known.priority(),
                command.to(),
                command.need().filter(need -> anotherNeed),
                Optional.of(command.by()),
                command.reason()));
        draft.clocks = ResponseClock.running(draft.clocks, draft.assessment, now);
        if (anotherNeed || command.to().moreUrgentThan(known.priority())) {
            draft.ladder = draft.ladder.restarted(now);
            draft.bringForward(now);
        }
        return draft.decision();
    }

    static Decision leaveDrill(Incident incident, IncidentCommand.LeaveDrill command, Instant now) {
        Optional<Assignment> held = incident.findHolding(command.who());
        if (!incident.drill() || held.isEmpty()) {
            return Decision.unchanged(incident);
        }
        Draft draft = new Draft(incident, now);
        draft.end(held.get(), AssignmentState.RELEASED, WhyEnded.PREEMPTED, new Actor.Human(command.who(), ""), "");
        draft.lookForAnother(held.get().place());
        return draft.decision();
    }
}
