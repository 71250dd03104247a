package care.anling.core.incident;

import care.anling.core.common.Actor;
import care.anling.core.common.AssignmentId;
import care.anling.core.common.DeviceId;
import care.anling.core.common.Person;
import care.anling.core.dispatch.Assignment;
import care.anling.core.dispatch.AssignmentState;
import care.anling.core.dispatch.Offer;
import care.anling.core.dispatch.OfferState;
import care.anling.core.dispatch.Role;
import care.anling.core.dispatch.RoleSlot;
import care.anling.core.dispatch.WhyEnded;
import care.anling.core.escalation.DeadlineKind;
import care.anling.core.notice.Notice;
import care.anling.core.triage.Assessment;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * One decision in the making: an incident's fields while they change, and what happened meanwhile. Lives inside one
 * call of {@link IncidentMachine#decide} and never leaves it. The rules that every act shares stand here: who counts as
 * standing in a role, when the ladder rests, when its next step comes sooner.
 */
final class Draft {

    /** A ladder rung again, or one at its top that everybody declines, leaves this pause after a step. */
    static final Duration RING_AGAIN_MIN = Duration.ofSeconds(5);

    final Incident before;
    final Instant now;
    final List<Offer> offers;
    final List<Assignment> assignments;
    final Set<DeviceId> devices;
    final Set<SubjectKey> standsFor;
    final List<ExtraPlace> extras;
    private final Map<DeadlineKind, Instant> deadlines;
    private final List<IncidentEvent> events = new ArrayList<>();
    private final List<Notice> told = new ArrayList<>();

    Subject subject;
    Assessment assessment;
    IncidentState state;
    Instant lastSignalAt;
    int signals;
    boolean cancelRequested;
    boolean drill;
    Ladder ladder;
    Optional<Acknowledgement> acknowledged;
    Optional<Closing> closing;
    Map<ResponseClock.Kind, ResponseClock> clocks;

    Draft(Incident before, Instant now) {
        this.before = before;
        this.now = now;
        this.offers = new ArrayList<>(before.offers());
        this.assignments = new ArrayList<>(before.assignments());
        this.devices = new LinkedHashSet<>(before.devices());
        this.standsFor = new LinkedHashSet<>(before.standsFor());
        this.extras = new ArrayList<>(before.extras());
        this.clocks = before.clocks();
        this.deadlines = new EnumMap<>(DeadlineKind.class);
        this.deadlines.putAll(before.deadlines());
        this.subject = before.subject();
        this.assessment = before.assessment();
        this.state = before.state();
        this.lastSignalAt = before.lastSignalAt();
        this.signals = before.signals();
        this.cancelRequested = before.cancelRequested();
        this.drill = before.drill();
        this.ladder = before.ladder();
        this.acknowledged = before.acknowledged();
        this.closing = before.closing();
    }

    /** Nothing happened, nothing is stored: the version counts stored changes. */
    Decision decision() {
        if (events.isEmpty()) {
            return Decision.unchanged(before);
        }
        setTimers();
        Incident after = after();
        List<Notice> notices = new ArrayList<>(Notices.of(after, events, now));
        notices.addAll(told);
        return Decision.changed(after, events, notices);
    }

    /** Sets and maps keep their order, which copies by Set.of shuffle in every process: a seed has to tell the same twice. */
    private Incident after() {
        return new Incident(
                before.id(),
                subject,
                before.openedBy(),
                assessment,
                state,
                before.openedAt(),
                lastSignalAt,
                signals,
                cancelRequested,
                drill,
                Collections.unmodifiableSet(devices),
                Collections.unmodifiableSet(standsFor),
                ladder,
                Collections.unmodifiableMap(deadlines),
                acknowledged,
                closing,
                List.copyOf(offers),
                List.copyOf(assignments),
                List.copyOf(extras),
                Map.copyOf(clocks),
                before.version() + 1);
    }

    void happened(IncidentEvent event) {
        events.add(event);
    }

    /** Beyond what {@link Notices} makes of the events. Without an event there is no decision, and nobody is told. */
    void tell(Notice notice) {
        told.add(notice);
    }

    // Who stands where.

    Optional<Assignment> findHolder(RoleSlot place) {
        return assignments.stream()
                .filter(a -> at(a, place) && a.state().holds())
                .findFirst();
    }

    /** Somebody holds it, or did what there was to do since the incident last rang. */
    boolean isFilled(RoleSlot place) {
        return assignments.stream().anyMatch(a -> at(a, place) && (a.state().holds() || clearedSinceRung(a)));
    }

    /** Counts how often this role and slot was opened, from 1. */
    int epochOf(RoleSlot place) {
        return 1
                + (int) assignments.stream()
                        .filter(a -> at(a, place) && !a.state().holds())
                        .count();
    }

    /** Some role asked for is empty, or nothing has been asked yet. */
    boolean isAnyoneMissing() {
        return !ladder.hasRun() || ladder.asked().stream().anyMatch(place -> !isFilled(place));
    }

    /** Hands called for that never came. Who came and went has done what they were called for. */
    List<ExtraPlace> missingExtras() {
        return extras.stream()
                .filter(extra -> assignments.stream()
                        .noneMatch(a ->
                                at(a, extra.place()) && (a.state().holds() || a.state() == AssignmentState.CLEARED)))
                .toList();
    }

    private boolean clearedSinceRung(Assignment assignment) {
        return assignment.state() == AssignmentState.CLEARED
                && assignment.endedAt().filter(ladder.rungAt()::isBefore).isPresent();
    }

    static boolean at(Assignment assignment, RoleSlot place) {
        return assignment.role() == place.role() && assignment.slot() == place.slot();
    }

    static boolean at(Offer offer, RoleSlot place) {
        return offer.role() == place.role() && offer.slot() == place.slot();
    }

    // Offers and assignments.

    /**
     * This offer is the yes of whoever made it: the place is theirs, and nobody is asked for it any more.
     *
     * @param by who named them, unless they said yes themselves
     */
    void assign(Offer accepted, AssignmentId id, Optional<Person> by) {
        if (!offers.contains(accepted)) {
            offers.add(accepted);
        }
        offers.replaceAll(o -> o.id().equals(accepted.id()) ? o.withState(OfferState.ACCEPTED) : o);
        assignments.add(new Assignment(
                id,
                accepted.id(),
                accepted.responder(),
                accepted.role(),
                accepted.slot(),
                accepted.epoch(),
                AssignmentState.ACCEPTED,
                now,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                accepted.etaSeconds(),
                Arriving.timersOf(accepted, now),
                Optional.empty()));
        happened(new IncidentEvent.Assigned(id, accepted.responder(), accepted.role(), accepted.slot(), by));
        if (accepted.role() == Role.DOCTOR) {
            reach(ResponseClock.Kind.DOCTOR);
        }
        settle(o -> at(o, new RoleSlot(accepted.role(), accepted.slot())), OfferState.WITHDRAWN);
        withdrawElsewhere(accepted.responder());
        restIfFilled();
    }

    /** One role a person: their phone stops ringing for the others, and those go to somebody else. */
    void withdrawElsewhere(Person person) {
        List<RoleSlot> others = offers.stream()
                .filter(o -> o.state() == OfferState.PENDING && isFor(o, person))
                .map(o -> new RoleSlot(o.role(), o.slot()))
                .toList();
        settle(o -> isFor(o, person), OfferState.WITHDRAWN);
        others.forEach(this::hurryIfSilent);
    }

    /** Gives every pending offer that fits the same end, and says so. */
    void settle(Predicate<Offer> which, OfferState end) {
        for (Offer offer : List.copyOf(offers)) {
            if (offer.state() == OfferState.PENDING && which.test(offer)) {
                offers.replaceAll(o -> o.id().equals(offer.id()) ? o.withState(end) : o);
                happened(new IncidentEvent.OfferAnswered(offer.id(), end, offer.responder(), offer.role()));
            }
        }
    }

    void replace(AssignmentId id, UnaryOperator<Assignment> change) {
        assignments.replaceAll(a -> a.id().equals(id) ? change.apply(a) : a);
    }

    /** The role is no longer theirs; what they still say about it is from an older epoch. */
    void end(Assignment assignment, AssignmentState to, WhyEnded why, Actor by, String reason) {
        replace(assignment.id(), a -> a.ended(to, why, now));
        happened(new IncidentEvent.AssignmentChanged(
                assignment.id(), assignment.responder(), assignment.role(), to, Optional.of(why), by, reason));
        if (to == AssignmentState.CLEARED || why == WhyEnded.TAKEN_AWAY) {
            settle(o -> o.isHandOver() && at(o, assignment.place()), OfferState.WITHDRAWN);
        }
    }

    void reach(ResponseClock.Kind kind) {
        Map<ResponseClock.Kind, ResponseClock> next = new EnumMap<>(ResponseClock.Kind.class);
        next.putAll(clocks);
        next.computeIfPresent(kind, (same, clock) -> clock.reached(now));
        clocks = next;
    }

    /** A doctor who said yes and never turned to the resident has not answered: the promise still runs. */
    private void takeBackAnswer() {
        boolean answered = assignments.stream()
                .anyMatch(a -> a.role() == Role.DOCTOR
                        && (a.state().holds() || a.enRouteAt().or(a::onSceneAt).isPresent()));
        if (!answered) {
            Map<ResponseClock.Kind, ResponseClock> next = new EnumMap<>(ResponseClock.Kind.class);
            next.putAll(clocks);
            next.computeIfPresent(ResponseClock.Kind.DOCTOR, (same, clock) -> clock.runningStill());
            clocks = next;
        }
    }

    private static boolean isFor(Offer offer, Person person) {
        return offer.responder().id().equals(person.id());
    }

    // The ladder's next step.

    Optional<Instant> nextStepAt() {
        return Optional.ofNullable(deadlines.get(DeadlineKind.STEP));
    }

    void scheduleStep(Instant at) {
        deadlines.put(DeadlineKind.STEP, at);
    }

    /** The next step comes at {@code at} unless it comes sooner anyway; a resting ladder starts again. */
    void bringForward(Instant at) {
        bringForward(DeadlineKind.STEP, at);
    }

    private void bringForward(DeadlineKind kind, Instant at) {
        deadlines.merge(kind, at, (planned, sooner) -> sooner.isBefore(planned) ? sooner : planned);
    }

    void scheduleMoreHands(Instant at) {
        deadlines.put(DeadlineKind.MORE_HANDS, at);
    }

    Optional<Instant> dueAt(DeadlineKind kind) {
        return Optional.ofNullable(deadlines.get(kind));
    }

    /** What is waited for follows from who is where: it is never set by hand. */
    private void setTimers() {
        if (state == IncidentState.STOOD_DOWN) {
            deadlines.clear();
            return;
        }
        if (missingExtras().isEmpty()) {
            deadlines.remove(DeadlineKind.MORE_HANDS);
        } else {
            deadlines.putIfAbsent(DeadlineKind.MORE_HANDS, now);
        }
        set(
                DeadlineKind.NO_SHOW,
                assignments.stream()
                        .flatMap(a -> a.timers().arriveBy().map(by -> reckoned(a.acceptedAt(), by)).stream()));
        set(
                DeadlineKind.SAFETY,
                assignments.stream()
                        .flatMap(a -> Waiting.nextAlarm(a).map(at -> reckoned(Waiting.saidAt(a), at)).stream()));
        set(
                DeadlineKind.HAND_OVER,
                offers.stream()
                        .filter(this::isNobodyElsesToSettle)
                        .map(offer -> reckoned(offer.madeAt(), offer.expiresAt())));
    }

    /** A step settles what has rung out; once the ladder rests no step comes, and a relief is no matter of steps. */
    boolean isNobodyElsesToSettle(Offer offer) {
        return offer.state() == OfferState.PENDING
                && (offer.isHandOver() || nextStepAt().isEmpty());
    }

    /**
     * @param from when it was said, and
     * @param end when it should end: as long after now, if the clock has gone back since to before it was said
     */
    private Instant reckoned(Instant from, Instant end) {
        return from.isAfter(now) ? now.plus(Duration.between(from, end)) : end;
    }

    private void set(DeadlineKind kind, Stream<Instant> waitedFor) {
        deadlines.remove(kind);
        waitedFor.min(Comparator.naturalOrder()).ifPresent(at -> deadlines.put(kind, at));
    }

    /** Once everybody asked for is there, the ladder rests. */
    void restIfFilled() {
        if (!isAnyoneMissing()) {
            deadlines.remove(DeadlineKind.STEP);
        }
    }

    /** A place that nobody can say yes to any more is asked for at once: someone is always next. */
    void hurryIfSilent(RoleSlot place) {
        if (isRinging(place)) {
            return;
        }
        if (ladder.asked().contains(place) && !isFilled(place)) {
            bringForward(ladder.rounds() > 0 ? breathing() : now);
        }
        missingExtras().stream()
                .filter(extra -> extra.place().equals(place))
                .forEach(extra -> bringForward(DeadlineKind.MORE_HANDS, afterPause(extra.askedAt())));
    }

    /** Whoever stood here left before the end. Somebody put there by hand is missed as much as one the plan asked for. */
    void lookForAnother(RoleSlot place) {
        takeBackAnswer();
        boolean known = !ladder.hasRun()
                || ladder.asked().contains(place)
                || extras.stream().anyMatch(extra -> extra.place().equals(place));
        if (!known && place.role() != Role.FAMILY) {
            extras.add(ExtraPlace.fresh(place, Optional.empty()));
            happened(new IncidentEvent.MoreHandsCalled(Optional.empty(), List.of(place), Optional.empty()));
        }
        hurryIfSilent(place);
    }

    /** Now, or once the pause after the last step is over. */
    Instant breathing() {
        return afterPause(ladder.ranAt());
    }

    private Instant afterPause(Optional<Instant> ran) {
        return ran.filter(at -> !at.isAfter(now))
                .map(at -> at.plus(RING_AGAIN_MIN))
                .filter(now::isBefore)
                .orElse(now);
    }

    /** Being asked to take over from somebody is no answer to a place that is empty now. */
    boolean isRinging(RoleSlot place) {
        return offers.stream()
                .anyMatch(o -> at(o, place) && o.state() == OfferState.PENDING && !o.isHandOver() && !o.isOver(now));
    }
}
