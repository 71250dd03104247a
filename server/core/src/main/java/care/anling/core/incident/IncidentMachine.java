package care.anling.core.incident;

import care.anling.core.common.Rejection;
import care.anling.core.dispatch.AssignmentState;
import care.anling.core.dispatch.OfferState;
import care.anling.core.escalation.DeadlineKind;
import java.time.Instant;
import java.util.Optional;

/**
 * Decides what follows from a command. Pure and total: every state answers every command, with the same answer for the
 * same arguments.
 *
 * <pre>
 *                 {@link IncidentCommand.RaiseSignal}
 *    (absent) ───────────────────────▶ {@link IncidentState#OPEN} ─── {@link IncidentCommand.StandDown} ───▶ {@link IncidentState#STOOD_DOWN}
 *       │ a cancel, with nothing open,    │  ▲                                       │
 *       ▼ opens nothing                   └──┘ everything else                        ▼ refuses everything, for ever
 *
 *    the ladder, while OPEN
 *
 *    STEP due ── {@link IncidentCommand.RunStep} ──▶ offers {@link OfferState#PENDING} ──▶ next STEP due … the top repeats
 *       ▲                                     │
 *       │ nobody answered, everybody          │ {@link IncidentCommand.AcceptOffer}, {@link IncidentCommand.AssignByName}
 *       │ declined, {@link IncidentCommand.Escalate},        ▼
 *       │ rung again                     {@link AssignmentState#ACCEPTED} → EN_ROUTE → ON_SCENE → CLEARED
 *       │                                     │            every role asked for held: no STEP, the ladder rests
 *       └───────────── RELEASED ◀─────────────┘
 * </pre>
 *
 * <p>An open incident either has a {@link DeadlineKind#STEP} deadline or somebody stands in every role and slot its plan
 * has asked for so far. {@link Incident#version()} grows by one with every decision that {@link Decision#changes()}.
 */
public final class IncidentMachine {

    private IncidentMachine() {}

    /**
     * @param incident empty if none is open for the subject (or the id names none)
     * @param now the database's time
     */
    public static Decision decide(Optional<Incident> incident, IncidentCommand command, Instant now) {
        return command.match(incident.map(
                        i -> i.isOpen() ? new WhenOpen(i, now) : (IncidentCommand.Cases<Decision>) new WhenStoodDown(i))
                .orElseGet(() -> new WhenAbsent(now)));
    }

    /** The same answer to every command, but for those that say otherwise. A new command needs its line here. */
    private interface Refusing extends IncidentCommand.Cases<Decision> {

        Decision refuse();

        @Override
        default Decision raiseSignal(IncidentCommand.RaiseSignal command) {
            return refuse();
        }

        @Override
        default Decision runStep(IncidentCommand.RunStep command) {
            return refuse();
        }

        @Override
        default Decision acceptOffer(IncidentCommand.AcceptOffer command) {
            return refuse();
        }

        @Override
        default Decision declineOffer(IncidentCommand.DeclineOffer command) {
            return refuse();
        }

        @Override
        default Decision assignByName(IncidentCommand.AssignByName command) {
            return refuse();
        }

        @Override
        default Decision moveAssignment(IncidentCommand.MoveAssignment command) {
            return refuse();
        }

        @Override
        default Decision acknowledge(IncidentCommand.Acknowledge command) {
            return refuse();
        }

        @Override
        default Decision escalate(IncidentCommand.Escalate command) {
            return refuse();
        }

        @Override
        default Decision addNote(IncidentCommand.AddNote command) {
            return refuse();
        }

        @Override
        default Decision standDown(IncidentCommand.StandDown command) {
            return refuse();
        }

        @Override
        default Decision findMoreHands(IncidentCommand.FindMoreHands command) {
            return refuse();
        }

        @Override
        default Decision checkTimers(IncidentCommand.CheckTimers command) {
            return refuse();
        }

        @Override
        default Decision reportPosition(IncidentCommand.ReportPosition command) {
            return refuse();
        }

        @Override
        default Decision checkIn(IncidentCommand.CheckIn command) {
            return refuse();
        }

        @Override
        default Decision handOver(IncidentCommand.HandOver command) {
            return refuse();
        }

        @Override
        default Decision takeAway(IncidentCommand.TakeAway command) {
            return refuse();
        }

        @Override
        default Decision callMore(IncidentCommand.CallMore command) {
            return refuse();
        }

        @Override
        default Decision changePriority(IncidentCommand.ChangePriority command) {
            return refuse();
        }

        @Override
        default Decision leaveDrill(IncidentCommand.LeaveDrill command) {
            return refuse();
        }

        @Override
        default Decision absorb(IncidentCommand.Absorb command) {
            return refuse();
        }

        @Override
        default Decision mergeInto(IncidentCommand.MergeInto command) {
            return refuse();
        }

        @Override
        default Decision noteRecovery(IncidentCommand.NoteRecovery command) {
            return refuse();
        }
    }

    /** Only a signal brings an incident into being. */
    private record WhenAbsent(Instant now) implements Refusing {

        @Override
        public Decision raiseSignal(IncidentCommand.RaiseSignal command) {
            return Ringing.open(command, now);
        }

        @Override
        public Decision refuse() {
            return Decision.rejected(Optional.empty(), Rejection.of(Rejection.Code.INCIDENT_ABSENT));
        }
    }

    /** It never comes back: the subject's next signal opens another incident. */
    private record WhenStoodDown(Incident incident) implements Refusing {

        @Override
        public Decision standDown(IncidentCommand.StandDown command) {
            return Decision.rejected(Optional.of(incident), Rejection.of(Rejection.Code.ALREADY_STOOD_DOWN));
        }

        @Override
        public Decision refuse() {
            return Decision.rejected(Optional.of(incident), Rejection.of(Rejection.Code.INCIDENT_STOOD_DOWN));
        }
    }

    private record WhenOpen(Incident incident, Instant now) implements IncidentCommand.Cases<Decision> {

        @Override
        public Decision raiseSignal(IncidentCommand.RaiseSignal command) {
            return Ringing.join(incident, command, now);
        }

        @Override
        public Decision runStep(IncidentCommand.RunStep command) {
            return Climbing.runStep(incident, command, now);
        }

        @Override
        public Decision acceptOffer(IncidentCommand.AcceptOffer command) {
            return Answering.accept(incident, command, now);
        }

        @Override
        public Decision declineOffer(IncidentCommand.DeclineOffer command) {
            return Answering.decline(incident, command, now);
        }

        @Override
        public Decision assignByName(IncidentCommand.AssignByName command) {
            return Answering.assignByName(incident, command, now);
        }

        @Override
        public Decision moveAssignment(IncidentCommand.MoveAssignment command) {
            return Attending.move(incident, command, now);
        }

        @Override
        public Decision acknowledge(IncidentCommand.Acknowledge command) {
            return Attending.acknowledge(incident, command, now);
        }

        @Override
        public Decision escalate(IncidentCommand.Escalate command) {
            return Climbing.escalate(incident, command, now);
        }

        @Override
        public Decision addNote(IncidentCommand.AddNote command) {
            return Attending.addNote(incident, command, now);
        }

        @Override
        public Decision standDown(IncidentCommand.StandDown command) {
            return Attending.standDown(incident, command, now);
        }

        @Override
        public Decision findMoreHands(IncidentCommand.FindMoreHands command) {
            return MoreHands.find(incident, command, now);
        }

        @Override
        public Decision checkTimers(IncidentCommand.CheckTimers command) {
            return Waiting.checkTimers(incident, command, now);
        }

        @Override
        public Decision reportPosition(IncidentCommand.ReportPosition command) {
            return Arriving.report(incident, command, now);
        }

        @Override
        public Decision checkIn(IncidentCommand.CheckIn command) {
            return Waiting.checkIn(incident, command, now);
        }

        @Override
        public Decision handOver(IncidentCommand.HandOver command) {
            return Answering.handOver(incident, command, now);
        }

        @Override
        public Decision takeAway(IncidentCommand.TakeAway command) {
            return Commanding.takeAway(incident, command, now);
        }

        @Override
        public Decision callMore(IncidentCommand.CallMore command) {
            return MoreHands.call(incident, command, now);
        }

        @Override
        public Decision changePriority(IncidentCommand.ChangePriority command) {
            return Commanding.changePriority(incident, command, now);
        }

        @Override
        public Decision leaveDrill(IncidentCommand.LeaveDrill command) {
            return Commanding.leaveDrill(incident, command, now);
        }

        @Override
        public Decision absorb(IncidentCommand.Absorb command) {
            return Merging.absorb(incident, command, now);
        }

        @Override
        public Decision mergeInto(IncidentCommand.MergeInto command) {
            return Merging.mergeInto(incident, command, now);
        }

        @Override
        public Decision noteRecovery(IncidentCommand.NoteRecovery command) {
            return Recovering.note(incident, command, now);
        }
    }
}
