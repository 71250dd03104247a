package care.anling.core.incident;

import care.anling.core.common.Actor;
import care.anling.core.common.AssignmentId;
import care.anling.core.common.OfferId;
import care.anling.core.common.Person;
import care.anling.core.common.SignalId;
import care.anling.core.device.SignalKind;
import care.anling.core.dispatch.AssignmentState;
import care.anling.core.dispatch.Judgement;
import care.anling.core.dispatch.OfferState;
import care.anling.core.dispatch.Role;
import care.anling.core.triage.Priority;
import java.util.List;

/** What happened to an incident; append-only, numbered per feed node after commit. {@code type} is the feed's word. */
public sealed interface IncidentEvent {

    String type();

    record IncidentOpened(SignalId signal, SignalKind kind, Actor by) implements IncidentEvent {
        @Override
        public String type() {
            return "incident.opened";
        }
    }

    record SignalAdded(SignalId signal, SignalKind kind, int presses, Actor by) implements IncidentEvent {
        @Override
        public String type() {
            return "incident.signal_added";
        }
    }

    record PriorityChanged(Priority from, Priority to) implements IncidentEvent {
        @Override
        public String type() {
            return "incident.priority_changed";
        }
    }

    record Acknowledged(Person by) implements IncidentEvent {
        @Override
        public String type() {
            return "incident.acknowledged";
        }
    }

    /** One per step: who was asked, and everybody who was considered. */
    record OffersMade(int step, List<OfferId> offers, List<Judgement> judgements) implements IncidentEvent {
        @Override
        public String type() {
            return "incident.offer_made";
        }
    }

    record OfferAnswered(OfferId offer, OfferState state, Person responder, Role role) implements IncidentEvent {
        @Override
        public String type() {
            return "incident.offer_answered";
        }
    }

    record Assigned(AssignmentId assignment, Person responder, Role role, int slot) implements IncidentEvent {
        @Override
        public String type() {
            return "incident.assigned";
        }
    }

    record AssignmentChanged(AssignmentId assignment, Person responder, Role role, AssignmentState to)
            implements IncidentEvent {
        @Override
        public String type() {
            return "incident.assignment_changed";
        }
    }

    /** The ladder climbed to {@code step}: by its deadline or by hand. */
    record Escalated(int step, Actor by) implements IncidentEvent {
        @Override
        public String type() {
            return "incident.escalated";
        }
    }

    record CancelRequested(SignalId signal, Actor by) implements IncidentEvent {
        @Override
        public String type() {
            return "incident.cancel_requested";
        }
    }

    record NoteAdded(Actor by, String text) implements IncidentEvent {
        @Override
        public String type() {
            return "incident.note_added";
        }
    }

    record StoodDown(Person by, Disposition disposition, String note) implements IncidentEvent {
        @Override
        public String type() {
            return "incident.stood_down";
        }
    }
}
