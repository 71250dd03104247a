package care.anling.core.incident;

import care.anling.core.common.Actor;
import care.anling.core.common.AssignmentId;
import care.anling.core.common.IncidentId;
import care.anling.core.common.OfferId;
import care.anling.core.common.Person;
import care.anling.core.device.Signal;
import care.anling.core.dispatch.AssignmentState;
import care.anling.core.dispatch.Role;
import care.anling.core.dispatch.RosterEntry;
import care.anling.core.escalation.ResponsePlan;
import care.anling.core.triage.Assessment;
import java.time.Instant;
import java.util.List;

/** What may be asked of an incident. Fresh ids, rosters and plans come with the command: deciding fetches nothing. */
public sealed interface IncidentCommand {

    /** Opens an incident under {@code freshId}, or joins the open one. */
    record RaiseSignal(Signal signal, Assessment assessment, Subject subject, IncidentId freshId)
            implements IncidentCommand {}

    /** The STEP deadline that stood at {@code dueAt} has fallen due. */
    record RunStep(Instant dueAt, ResponsePlan plan, List<RosterEntry> roster) implements IncidentCommand {}

    record AcceptOffer(OfferId offer, Person by, AssignmentId freshId) implements IncidentCommand {}

    record DeclineOffer(OfferId offer, Person by) implements IncidentCommand {}

    /** A coordinator names who goes; no answer is waited for. */
    record AssignByName(Person by, Person who, Role role, int slot, OfferId freshOffer, AssignmentId freshId)
            implements IncidentCommand {}

    /** En route, on scene, cleared or released, said by the one who holds it. */
    record MoveAssignment(AssignmentId assignment, Person by, AssignmentState to) implements IncidentCommand {}

    record Acknowledge(Person by) implements IncidentCommand {}

    /** The next step runs now instead of when its time comes. */
    record Escalate(Person by) implements IncidentCommand {}

    record AddNote(Actor by, String text) implements IncidentCommand {}

    record StandDown(Person by, Disposition disposition, String note) implements IncidentCommand {}
}
