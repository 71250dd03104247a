package care.anling.core.incident;

import static care.anling.core.device.Reason.PRESSED_AGAIN;
import static care.anling.core.device.Reason.SOS_PRESSED;
import static care.anling.core.dispatch.AssignmentState.ON_SCENE;

import care.anling.core.common.Actor;
import care.anling.core.common.DeviceId;
import care.anling.core.common.Rejection;
import care.anling.core.device.Reason;
import care.anling.core.device.Signal;
import care.anling.core.device.SignalKind;
import care.anling.core.dispatch.OfferState;
import care.anling.core.dispatch.Role;
import care.anling.core.escalation.DeadlineKind;
import care.anling.core.triage.Assessment;
import care.anling.core.triage.Need;
import care.anling.core.triage.Priority;
import care.anling.core.triage.Triage;
import care.anling.core.triage.TriagePolicies;
import care.anling.core.triage.TriagePolicy;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Signals: the one that opens an incident, and those that join it. */
final class Ringing {

    /** The device asks "are you all right?"; silence confirms the fall, and the ladder simply starts then. */
    static final Duration FALL_WINDOW = Duration.ofSeconds(25);

    /** Devices of one incident that hear how it goes on. */
    static final int MAX_DEVICES = 32;

    private Ringing() {}

    static Decision open(IncidentCommand.RaiseSignal command, Instant now) {
        Signal signal = command.signal();
        if (isCancel(signal)
                || Triage.isSilenced(signal.kind(), command.assessment().reasons())) {
            return Decision.nothing();
        }
        Incident opened = new Incident(
                command.freshId(),
                command.subject(),
                signal.kind(),
                command.assessment(),
                IncidentState.OPEN,
                now,
                now,
                signal.presses(),
                false,
                signal.drill(),
                findDevice(signal).map(Set::of).orElse(Set.of()),
                Set.of(),
                Ladder.bottom(now),
                Map.of(DeadlineKind.STEP, now.plus(windowOf(signal))),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                List.of(),
                List.of(),
                ResponseClock.running(Map.of(), command.assessment(), now.plus(windowOf(signal))),
                1);
        return Decision.changed(
                opened,
                List.of(new IncidentEvent.IncidentOpened(signal.id(), signal.kind(), signal.from(), signal.drill())));
    }

    static Decision join(Incident incident, IncidentCommand.RaiseSignal command, Instant now) {
        if (!incident.concerns(SubjectKey.of(command.subject()))) {
            return Decision.rejected(Optional.of(incident), Rejection.of(Rejection.Code.SUBJECT_DIFFERS));
        }
        Signal signal = command.signal();
        Draft draft = new Draft(incident, now);
        if (signal.drill() && !draft.drill) {
            return writeDown(draft, signal);
        }
        draft.lastSignalAt = now;
        findDevice(signal).filter(d -> draft.devices.size() < MAX_DEVICES).ifPresent(draft.devices::add);
        if (isCancel(signal)) {
            draft.cancelRequested = true;
            draft.happened(new IncidentEvent.CancelRequested(signal.id(), signal.from()));
            return draft.decision();
        }
        count(draft, signal);
        if (draft.subject.place().isEmpty()) {
            draft.subject = draft.subject.at(command.subject().place());
        }
        judgeAgain(draft, command.assessment());
        boolean becomesReal =
                draft.drill && !signal.drill() && command.assessment().priority() != Priority.P4;
        if (becomesReal) {
            becomeReal(draft, signal.from());
        }
        draft.clocks = ResponseClock.running(draft.clocks, draft.assessment, now.plus(windowOf(signal)));
        if (becomesReal || isAnotherPlan(incident.assessment(), draft.assessment)) {
            draft.ladder = draft.ladder.restarted(now);
            draft.bringForward(now.plus(windowOf(signal)));
        } else if (command.assessment().priority() != Priority.P4) {
            ringAgain(draft, signal);
        }
        return draft.decision();
    }

    private static void count(Draft draft, Signal signal) {
        draft.signals = (int) Math.min(Integer.MAX_VALUE, (long) draft.signals + signal.presses());
        draft.happened(new IncidentEvent.SignalAdded(
                signal.id(), signal.kind(), signal.presses(), signal.from(), signal.drill()));
    }

    /** A drill gives way to a real emergency: it is kept with it, and neither raises it nor rings anybody. */
    private static Decision writeDown(Draft draft, Signal signal) {
        findDevice(signal).filter(d -> draft.devices.size() < MAX_DEVICES).ifPresent(draft.devices::add);
        count(draft, signal);
        return draft.decision();
    }

    /**
     * Who holds a role keeps it, being there or on the way already; phones that ring for a drill ring again for what it
     * has become. The clocks start now: nobody was promised anything before.
     */
    static void becomeReal(Draft draft, Actor by) {
        draft.drill = false;
        draft.happened(new IncidentEvent.BecameReal(by));
        draft.settle(offer -> true, OfferState.WITHDRAWN);
        draft.clocks = ResponseClock.running(Map.of(), draft.assessment, draft.now);
        if (draft.assignments.stream()
                .anyMatch(a -> a.role() == Role.DOCTOR && a.state().holds())) {
            draft.reach(ResponseClock.Kind.DOCTOR);
        }
        if (draft.assignments.stream().anyMatch(a -> a.role().isAtTheDoor() && a.state() == ON_SCENE)) {
            draft.reach(ResponseClock.Kind.DOOR);
        }
    }

    static void judgeAgain(Draft draft, Assessment added) {
        Assessment known = draft.assessment;
        draft.assessment = joined(known, added);
        if (added.priority().moreUrgentThan(known.priority())) {
            draft.happened(new IncidentEvent.PriorityChanged(known.priority(), added.priority()));
        }
    }

    /** Nobody said within the window that it was nothing. */
    static Assessment confirmed(Assessment suspected) {
        TriagePolicy fallen = TriagePolicies.of(SignalKind.FALL_CONFIRMED);
        return joined(
                suspected,
                new Assessment(fallen.priority(), fallen.leading(), fallen.needs(), List.of(fallen.reason())));
    }

    /** Joining only ever raises: a doubt does not undo what was certain. */
    private static Assessment joined(Assessment known, Assessment added) {
        boolean raises = added.priority().moreUrgentThan(known.priority());
        Priority priority = raises ? added.priority() : known.priority();
        Need leading = known.leading();
        if (raises || (added.priority() == known.priority() && added.leading().compareTo(leading) < 0)) {
            leading = added.leading();
        }
        Set<Need> needs = EnumSet.of(leading);
        needs.addAll(known.needs());
        needs.addAll(added.needs());
        // Without duplicates, so that the number of reasons there are is their limit.
        Set<Reason> reasons = new LinkedHashSet<>(known.reasons());
        boolean pressedAgain = reasons.contains(SOS_PRESSED) && added.reasons().contains(SOS_PRESSED);
        reasons.addAll(added.reasons());
        if (pressedAgain) {
            reasons.add(PRESSED_AGAIN);
        }
        return new Assessment(priority, leading, Set.copyOf(needs), List.copyOf(reasons));
    }

    /** Wanting help again takes a cancel back, and hurries whoever is still to be found. */
    private static void ringAgain(Draft draft, Signal signal) {
        draft.cancelRequested = false;
        draft.ladder = draft.ladder.rungAgain(draft.now);
        if (!draft.isAnyoneMissing()) {
            return;
        }
        Instant breathing = draft.breathing();
        if (draft.nextStepAt().isEmpty()) {
            draft.ladder = draft.ladder.restarted(draft.now);
            draft.bringForward(later(breathing, draft.now.plus(windowOf(signal))));
        } else if (breathing.equals(draft.now)) {
            draft.bringForward(draft.now.plus(windowOf(signal)));
        }
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    /** Plans are chosen by leading need and priority: with another one, the ladder starts from its bottom. */
    static boolean isAnotherPlan(Assessment known, Assessment now) {
        return known.priority() != now.priority() || known.leading() != now.leading();
    }

    private static Duration windowOf(Signal signal) {
        return signal.kind() == SignalKind.FALL_SUSPECTED ? FALL_WINDOW : Duration.ZERO;
    }

    private static boolean isCancel(Signal signal) {
        return signal.kind() == SignalKind.CANCEL || signal.kind() == SignalKind.FALL_CANCELLED;
    }

    private static Optional<DeviceId> findDevice(Signal signal) {
        return signal.from() instanceof Actor.Machine machine ? Optional.of(machine.device()) : Optional.empty();
    }
}
