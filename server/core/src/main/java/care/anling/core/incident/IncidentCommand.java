package care.anling.core.incident;

import care.anling.core.common.Actor;
import care.anling.core.common.AssignmentId;
import care.anling.core.common.DeviceId;
import care.anling.core.common.IncidentId;
import care.anling.core.common.OfferId;
import care.anling.core.common.Person;
import care.anling.core.device.Reason;
import care.anling.core.device.Signal;
import care.anling.core.dispatch.AssignmentState;
import care.anling.core.dispatch.Equipment;
import care.anling.core.dispatch.Role;
import care.anling.core.dispatch.RosterEntry;
import care.anling.core.escalation.DeadlineKind;
import care.anling.core.escalation.ResponsePlan;
import care.anling.core.geo.Fix;
import care.anling.core.geo.Wgs84;
import care.anling.core.triage.Assessment;
import care.anling.core.triage.Need;
import care.anling.core.triage.Priority;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

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

        R findMoreHands(FindMoreHands command);

        R checkTimers(CheckTimers command);

        R reportPosition(ReportPosition command);

        R checkIn(CheckIn command);

        R handOver(HandOver command);

        R takeAway(TakeAway command);

        R callMore(CallMore command);

        R changePriority(ChangePriority command);

        R leaveDrill(LeaveDrill command);

        R absorb(Absorb command);

        R mergeInto(MergeInto command);

        R noteRecovery(NoteRecovery command);
    }

    /** Opens an incident under {@code freshId}, or joins the open one. */
    record RaiseSignal(Signal signal, Assessment assessment, Subject subject, IncidentId freshId)
            implements IncidentCommand {
        @Override
        public <R> R match(Cases<R> cases) {
            return cases.raiseSignal(this);
        }
    }

    /**
     * The STEP deadline that stood at {@code dueAt} has fallen due.
     *
     * @param plan the newest one for {@link Incident#assessmentAt}
     * @param roster everybody who could be asked, the resident's family among them
     */
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

    /**
     * A coordinator names who goes; no answer is waited for.
     *
     * @param instead whoever holds the place loses it; else a held place is refused
     * @param from where they are now, if that is known and fresh
     */
    record AssignByName(
            Person by,
            Person who,
            Role role,
            int slot,
            boolean instead,
            Optional<Wgs84> from,
            OfferId freshOffer,
            AssignmentId freshId)
            implements IncidentCommand {

        /** To an empty place, from nobody knows where. */
        public AssignByName(Person by, Person who, Role role, int slot, OfferId freshOffer, AssignmentId freshId) {
            this(by, who, role, slot, false, Optional.empty(), freshOffer, freshId);
        }

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

    /** @param followUp what should change in how the resident is looked after; may be empty */
    record StandDown(Person by, Disposition disposition, String note, String followUp) implements IncidentCommand {

        public StandDown(Person by, Disposition disposition, String note) {
            this(by, disposition, note, "");
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.standDown(this);
        }
    }

    /** The MORE_HANDS deadline that stood at {@code dueAt} has fallen due. */
    record FindMoreHands(Instant dueAt, List<RosterEntry> roster) implements IncidentCommand {
        @Override
        public <R> R match(Cases<R> cases) {
            return cases.findMoreHands(this);
        }
    }

    /** NO_SHOW, SAFETY or HAND_OVER, which stood at {@code dueAt}, has fallen due. */
    record CheckTimers(DeadlineKind kind, Instant dueAt) implements IncidentCommand {
        @Override
        public <R> R match(Cases<R> cases) {
            return cases.checkTimers(this);
        }
    }

    /** The phone of somebody who holds a role says where it is. */
    record ReportPosition(AssignmentId assignment, Person by, Fix fix) implements IncidentCommand {
        @Override
        public <R> R match(Cases<R> cases) {
            return cases.reportPosition(this);
        }
    }

    /**
     * A word from the scene, or the desk having heard it.
     *
     * @param desk said for them by a coordinator
     * @param next how long until the next word is due
     */
    record CheckIn(AssignmentId assignment, Person by, boolean desk, Duration next) implements IncidentCommand {
        @Override
        public <R> R match(Cases<R> cases) {
            return cases.checkIn(this);
        }
    }

    /** Asks {@code to} to take the place of {@code by}, who holds it until they say yes. */
    record HandOver(AssignmentId assignment, Person by, Person to, OfferId freshOffer) implements IncidentCommand {
        @Override
        public <R> R match(Cases<R> cases) {
            return cases.handOver(this);
        }
    }

    /** A coordinator takes a role away from whoever holds it; somebody else is looked for. */
    record TakeAway(AssignmentId assignment, Person by, String reason) implements IncidentCommand {
        @Override
        public <R> R match(Cases<R> cases) {
            return cases.takeAway(this);
        }
    }

    /** Further slots of a role, looked for at once, whatever the plan says. */
    record CallMore(Person by, Role role, int people, Optional<Equipment> brings) implements IncidentCommand {
        @Override
        public <R> R match(Cases<R> cases) {
            return cases.callMore(this);
        }
    }

    /**
     * Up or down, or for another need. The next signal that says otherwise raises it again.
     *
     * @param need what leads from now on; empty leaves it
     */
    record ChangePriority(Person by, Priority to, Optional<Need> need, String reason) implements IncidentCommand {

        public ChangePriority(Person by, Priority to, String reason) {
            this(by, to, Optional.empty(), reason);
        }

        @Override
        public <R> R match(Cases<R> cases) {
            return cases.changePriority(this);
        }
    }

    /** Somebody is needed for a real emergency: they leave this one if it is a drill. */
    record LeaveDrill(Person who) implements IncidentCommand {
        @Override
        public <R> R match(Cases<R> cases) {
            return cases.leaveDrill(this);
        }
    }

    /**
     * Another incident becomes part of this one. Decided together with its {@link MergeInto}, in one transaction.
     *
     * @param fresh ids for those of {@code other} who go on here, one for each who holds a role there
     */
    record Absorb(Person by, Incident other, List<FreshIds> fresh) implements IncidentCommand {
        @Override
        public <R> R match(Cases<R> cases) {
            return cases.absorb(this);
        }
    }

    record FreshIds(OfferId offer, AssignmentId assignment) {}

    /** This incident becomes part of another one, which has absorbed it. */
    record MergeInto(Person by, IncidentId into) implements IncidentCommand {
        @Override
        public <R> R match(Cases<R> cases) {
            return cases.mergeInto(this);
        }
    }

    /**
     * A device that had a fault is well again.
     *
     * @param last no other device of this incident still has one
     */
    record NoteRecovery(DeviceId device, Set<Reason> passed, boolean last) implements IncidentCommand {
        @Override
        public <R> R match(Cases<R> cases) {
            return cases.noteRecovery(this);
        }
    }
}
