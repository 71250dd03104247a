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

    <R> R match(Cases<R> cases);

    /** One answer per command: a command nobody has thought about does not compile. */
    interface Cases<R> {

        R raiseSignal(RaiseSignal command);

        R runStep(RunStep command);

        R acceptOffer(AcceptOffer command);

        R declineOffer(DeclineOffer command);

        R assignByName(AssignByName command);

        R moveAssignment(MoveAssignment command);

        R acknowledge(Acknowledge command);

        R escalate(Escalate command);

        R addNote(AddNote command);

        R standDown(StandDown command);
    }

    /** Opens an incident under {@code freshId}, or joins the open one. */
    record RaiseSignal(Signal signal, Assessment assessment, Subject subject, IncidentId freshId)
            implements IncidentCommand {
        @Override
        public <R> R match(Cases<R> cases) {
            return cases.raiseSignal(this);
        }
    }

    /** The STEP deadline that stood at {@code dueAt} has fallen due. */
    record RunStep(Instant dueAt, ResponsePlan plan, List<RosterEntry> roster) implements IncidentCommand {
        @Override
        public <R> R match(Cases<R> cases) {
            return cases.runStep(this);
        }
    }

    record AcceptOffer(OfferId offer, Person by, AssignmentId freshId) implements IncidentCommand {
        @Override
        public <R> R match(Cases<R> cases) {
            return cases.acceptOffer(this);
        }
    }

    record DeclineOffer(OfferId offer, Person by) implements IncidentCommand {
        @Override
        public <R> R match(Cases<R> cases) {
            return cases.declineOffer(this);
        }
    }

    /** A coordinator names who goes; no answer is waited for. */
    record AssignByName(Person by, Person who, Role role, int slot, OfferId freshOffer, AssignmentId freshId)
            implements IncidentCommand {
        @Override
        public <R> R match(Cases<R> cases) {
            return cases.assignByName(this);
        }
    }

    /** En route, on scene, cleared or released, said by the one who holds it. */
    record MoveAssignment(AssignmentId assignment, Person by, AssignmentState to) implements IncidentCommand {
        @Override
        public <R> R match(Cases<R> cases) {
            return cases.moveAssignment(this);
        }
    }

    record Acknowledge(Person by) implements IncidentCommand {
        @Override
        public <R> R match(Cases<R> cases) {
            return cases.acknowledge(this);
        }
    }

    /** The next step runs now instead of when its time comes. */
    record Escalate(Person by) implements IncidentCommand {
        @Override
        public <R> R match(Cases<R> cases) {
            return cases.escalate(this);
        }
    }

    record AddNote(Actor by, String text) implements IncidentCommand {
        @Override
        public <R> R match(Cases<R> cases) {
            return cases.addNote(this);
        }
    }

    record StandDown(Person by, Disposition disposition, String note) implements IncidentCommand {
        @Override
        public <R> R match(Cases<R> cases) {
            return cases.standDown(this);
        }
    }
}
