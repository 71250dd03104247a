package care.anling.core.incident;

import care.anling.core.common.Actor;
import care.anling.core.common.AssignmentId;
import care.anling.core.common.DeviceId;
import care.anling.core.common.IncidentId;
import care.anling.core.common.OfferId;
import care.anling.core.common.Person;
import care.anling.core.common.SignalId;
import care.anling.core.device.Reason;
import care.anling.core.device.SignalKind;
import care.anling.core.dispatch.AssignmentState;
import care.anling.core.dispatch.Equipment;
import care.anling.core.dispatch.Judgement;
import care.anling.core.dispatch.OfferState;
import care.anling.core.dispatch.Role;
import care.anling.core.dispatch.RoleSlot;
import care.anling.core.dispatch.WhyEnded;
import care.anling.core.escalation.Prompt;
import care.anling.core.triage.Need;
import care.anling.core.triage.Priority;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What happened to an incident; append-only, numbered per feed node after commit. {@code type} is the feed's word. */
public sealed interface IncidentEvent {

    String type();

    record IncidentOpened(SignalId signal, SignalKind kind, Actor by, boolean drill) implements IncidentEvent {
        @Override
        public String type() {
            return "incident.opened";
        }
    }

    /** @param drill said to be one; a drill that joins a real emergency is only written down */
    record SignalAdded(SignalId signal, SignalKind kind, int presses, Actor by, boolean drill)
            implements IncidentEvent {
        @Override
        public String type() {
            return "incident.signal_added";
        }
    }

    /**
     * @param need what leads from now on, when somebody said so
     * @param by who changed it; empty when a signal raised it
     */
    record PriorityChanged(Priority from, Priority to, Optional<Need> need, Optional<Person> by, String reason)
            implements IncidentEvent {

        public PriorityChanged(Priority from, Priority to) {
            this(from, to, Optional.empty(), Optional.empty(), "");
        }

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

    /**
     * One per round: who was asked, and everybody who was considered.
     *
     * @param plan which plan's step it was, as name and version; empty for what was called for beyond it
     * @param prompts what the desk is reminded to do by hand
     */
    record OffersMade(
            int step, List<OfferId> offers, List<Judgement> judgements, Optional<String> plan, List<Prompt> prompts)
            implements IncidentEvent {

        /** Beyond any plan. */
        public OffersMade(int step, List<OfferId> offers, List<Judgement> judgements) {
            this(step, offers, judgements, Optional.empty(), List.of());
        }

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

    /** @param by who named them; empty when they said yes themselves */
    record Assigned(AssignmentId assignment, Person responder, Role role, int slot, Optional<Person> by)
            implements IncidentEvent {
        @Override
        public String type() {
            return "incident.assigned";
        }
    }

    /** @param why set when they hold the role no longer */
    record AssignmentChanged(
            AssignmentId assignment,
            Person responder,
            Role role,
            AssignmentState to,
            Optional<WhyEnded> why,
            Actor by,
            String reason)
            implements IncidentEvent {
        @Override
        public String type() {
            return "incident.assignment_changed";
        }
    }

    /** They moved, and will be there noticeably sooner or later than was said. */
    record EtaChanged(AssignmentId assignment, Person responder, Role role, AssignmentState state, int etaSeconds)
            implements IncidentEvent {
        @Override
        public String type() {
            return "incident.assignment_changed";
        }
    }

    /** A word from the scene: all is well there until {@code until}, when the next one is due. */
    record CheckedIn(AssignmentId assignment, Person responder, Role role, Person by, Instant until)
            implements IncidentEvent {
        @Override
        public String type() {
            return "incident.checked_in";
        }
    }

    /** No word came from somebody on scene: the desk looks after the one who helps. Repeats until a word comes. */
    record SafetyAlarm(AssignmentId assignment, Person responder, Role role, Instant silentSince)
            implements IncidentEvent {
        @Override
        public String type() {
            return "incident.safety_alarm";
        }
    }

    /** @param by empty when a place given up had been filled by hand, so that no plan asks for it */
    record MoreHandsCalled(Optional<Person> by, List<RoleSlot> places, Optional<Equipment> brings)
            implements IncidentEvent {
        @Override
        public String type() {
            return "incident.more_called";
        }
    }

    /** A drill met the real thing: whoever was asked or is on the way should know. */
    record BecameReal(Actor by) implements IncidentEvent {
        @Override
        public String type() {
            return "incident.became_real";
        }
    }

    /** This incident lives on as part of another. */
    record Merged(Person by, IncidentId into) implements IncidentEvent {
        @Override
        public String type() {
            return "incident.merged";
        }
    }

    /** Another incident became part of this one; its signals and its timeline stay with it. */
    record Absorbed(Person by, IncidentId from, Subject about, int signals) implements IncidentEvent {
        @Override
        public String type() {
            return "incident.absorbed";
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

    /** A device of it is well again. */
    record DeviceRecovered(DeviceId device, List<Reason> passed) implements IncidentEvent {
        @Override
        public String type() {
            return "incident.device_recovered";
        }
    }

    record NoteAdded(Actor by, String text) implements IncidentEvent {
        @Override
        public String type() {
            return "incident.note_added";
        }
    }

    /** @param followUp what should change in how the resident is looked after; the care plan's to take up */
    record StoodDown(Person by, Disposition disposition, String note, String followUp) implements IncidentEvent {
        @Override
        public String type() {
            return "incident.stood_down";
        }
    }
}
