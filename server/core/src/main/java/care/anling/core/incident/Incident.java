package care.anling.core.incident;

import care.anling.core.common.AssignmentId;
import care.anling.core.common.DeviceId;
import care.anling.core.common.IncidentId;
import care.anling.core.common.OfferId;
import care.anling.core.common.Person;
import care.anling.core.device.Reason;
import care.anling.core.device.SignalKind;
import care.anling.core.dispatch.Assignment;
import care.anling.core.dispatch.Offer;
import care.anling.core.dispatch.Role;
import care.anling.core.escalation.DeadlineKind;
import care.anling.core.triage.Assessment;
import care.anling.core.triage.Need;
import care.anling.core.triage.Priority;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * An open situation about one subject, with a life. Immutable: {@link IncidentMachine#decide} makes the next one.
 *
 * @param openedBy the kind of the signal that opened it
 * @param devices which devices have spoken in it; they hear that help is coming
 * @param standsFor other subjects whose incidents became part of this one: what they say belongs here as long as it is
 *     open
 * @param signals how many signals (presses included) it holds
 * @param deadlines instants at which something must have happened; each becomes a row, absent ones are deleted
 * @param extras places called for by hand, filled or not
 * @param clocks the promises that run for this incident
 * @param offers may leave out a settled one when the same person was asked for the same role, slot and epoch again
 * @param version counts stored changes from 1
 */
public record Incident(
        IncidentId id,
        Subject subject,
        SignalKind openedBy,
        Assessment assessment,
        IncidentState state,
        Instant openedAt,
        Instant lastSignalAt,
        int signals,
        boolean cancelRequested,
        boolean drill,
        Set<DeviceId> devices,
        Set<SubjectKey> standsFor,
        Ladder ladder,
        Map<DeadlineKind, Instant> deadlines,
        Optional<Acknowledgement> acknowledged,
        Optional<Closing> closing,
        List<Offer> offers,
        List<Assignment> assignments,
        List<ExtraPlace> extras,
        Map<ResponseClock.Kind, ResponseClock> clocks,
        long version) {

    public boolean isOpen() {
        return state == IncidentState.OPEN;
    }

    /** Whether what this subject says belongs here. */
    public boolean concerns(SubjectKey subject) {
        return subject.equals(SubjectKey.of(this.subject)) || standsFor.contains(subject);
    }

    /**
     * What a step that runs at {@code now} answers: silence confirms a suspected fall. Whoever took it back is called back,
     * and nobody runs.
     */
    public Assessment assessmentAt(Instant now) {
        List<Reason> reasons = assessment.reasons();
        // Whoever gave it another priority by hand knows more.
        boolean suspected = assessment.priority() == Priority.P2
                && reasons.contains(Reason.FALL_SUSPECTED)
                && !reasons.contains(Reason.FALL_CONFIRMED);
        // Nobody waits longer because the clock went back.
        boolean windowIsOver =
                !ladder.hasRun() || now.isBefore(lastSignalAt) || !now.isBefore(lastSignalAt.plus(Ringing.FALL_WINDOW));
        return suspected && windowIsOver && !cancelRequested ? Ringing.confirmed(assessment) : assessment;
    }

    /** A fault of things that nobody has taken up: it may end by itself, or become part of a larger one. */
    public boolean isOnlyTechnical() {
        return assessment.needs().equals(Set.of(Need.TECHNICAL))
                && assignments.stream().noneMatch(a -> a.state().holds());
    }

    /** Who holds this role and slot now. */
    public Optional<Assignment> findHolder(Role role, int slot) {
        return assignments.stream()
                .filter(a -> a.role() == role && a.slot() == slot && a.state().holds())
                .findFirst();
    }

    /** Who holds any role of this incident: nobody holds two. */
    public Optional<Assignment> findHolding(Person person) {
        return assignments.stream()
                .filter(a -> a.responder().id().equals(person.id()) && a.state().holds())
                .findFirst();
    }

    public Optional<Offer> findOffer(OfferId offer) {
        return offers.stream().filter(o -> o.id().equals(offer)).findFirst();
    }

    public Optional<Assignment> findAssignment(AssignmentId assignment) {
        return assignments.stream().filter(a -> a.id().equals(assignment)).findFirst();
    }
}
