package care.anling.testkit;

import care.anling.core.common.Actor;
import care.anling.core.common.AssignmentId;
import care.anling.core.common.CommunityId;
import care.anling.core.common.DeviceId;
import care.anling.core.common.IncidentId;
import care.anling.core.common.OfferId;
import care.anling.core.common.Person;
import care.anling.core.device.Reason;
import care.anling.core.device.Signal;
import care.anling.core.dispatch.Assignment;
import care.anling.core.dispatch.AssignmentState;
import care.anling.core.dispatch.Equipment;
import care.anling.core.dispatch.Offer;
import care.anling.core.dispatch.Role;
import care.anling.core.dispatch.RosterEntry;
import care.anling.core.dispatch.Standing;
import care.anling.core.escalation.DeadlineKind;
import care.anling.core.escalation.ResponsePlan;
import care.anling.core.escalation.ResponsePlans;
import care.anling.core.geo.Fix;
import care.anling.core.incident.Decision;
import care.anling.core.incident.Disposition;
import care.anling.core.incident.Incident;
import care.anling.core.incident.IncidentCommand;
import care.anling.core.incident.IncidentMachine;
import care.anling.core.incident.Subject;
import care.anling.core.incident.SubjectKey;
import care.anling.core.incident.SubjectKind;
import care.anling.core.triage.Assessment;
import care.anling.core.triage.Need;
import care.anling.core.triage.Priority;
import care.anling.core.triage.Triage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * A street in which anything may happen, in an order a seed decides: presses, cancels, steps on time, too early and
 * twice, answers that come late, from the wrong person or to an incident long over. Each turn is one command decided by
 * {@link IncidentMachine}; whoever asks for turns says what must hold. For one thread.
 */
public final class History {

    private static final Instant START = Instant.parse("2026-05-01T00:00:00Z");
    private static final int RESIDENTS = 4;
    private static final Person COORDINATOR_ON_THE_PHONE = new Person(new UUID(0, 1), "坐席");

    private final VirtualClock clock = new VirtualClock(START);
    private final Generators some;
    private final Map<Person, Set<Role>> people = new LinkedHashMap<>();
    private final List<Subject> subjects = new ArrayList<>();
    private final Map<UUID, DeviceId> watches = new LinkedHashMap<>();
    private final Map<UUID, List<Person>> families = new LinkedHashMap<>();
    private final Map<IncidentId, Incident> incidents = new LinkedHashMap<>();
    private Optional<Merge> mergeNext = Optional.empty();

    /** One command, the incident it met and what was decided. */
    public record Turn(Optional<Incident> before, IncidentCommand command, Instant now, Decision decision) {}

    public History(long seed) {
        this.some = new Generators(seed, new SeededIds(seed, clock));
        some.people(3, Role.DOCTOR).forEach(p -> people.put(p, Set.of(Role.DOCTOR)));
        some.people(7, Role.FIRST_HAND).forEach(p -> people.put(p, Set.of(Role.FIRST_HAND, Role.BRINGER)));
        some.people(2, Role.COORDINATOR).forEach(p -> people.put(p, Set.of(Role.COORDINATOR)));
        CommunityId community = new CommunityId(some.id());
        for (int i = 1; i <= RESIDENTS; i++) {
            Subject resident = some.resident(community, "长者" + i);
            subjects.add(resident);
            watches.put(resident.id(), new DeviceId(some.id()));
            families.put(resident.id(), some.people(2, Role.FAMILY));
        }
        subjects.add(new Subject(SubjectKind.DEVICE, some.id(), community, "手表", Optional.empty()));
    }

    /** Every incident there ever was, as it is now. */
    public List<Incident> incidents() {
        return List.copyOf(incidents.values());
    }

    public Instant now() {
        return clock.instant();
    }

    /** Something happens. */
    public Turn next() {
        if (mergeNext.isPresent()) {
            Merge merge = mergeNext.get();
            mergeNext = Optional.empty();
            return decide(merge.other(), new IncidentCommand.MergeInto(COORDINATOR_ON_THE_PHONE, merge.kept()));
        }
        passTime();
        int dice = some.between(1, 100);
        if (incidents.isEmpty() || dice <= 20) {
            return raise(some.oneOf(subjects));
        }
        Incident incident = some.chance(0.85) ? open().orElseGet(this::any) : any();
        if (dice <= 50) {
            return decide(incident, fallDue(incident));
        }
        if (dice <= 53) {
            return merge(incident);
        }
        if (dice == 54) {
            DeviceId device = new DeviceId(some.id());
            Set<Reason> passed = Set.of(some.oneOf(Reason.values()));
            return decide(incident, new IncidentCommand.NoteRecovery(device, passed, some.chance(0.5)));
        }
        if (dice <= 97) {
            return decide(incident, human(incident, dice));
        }
        return decide(
                incident,
                new IncidentCommand.StandDown(COORDINATOR_ON_THE_PHONE, some.oneOf(Disposition.values()), "好了"));
    }

    /** The next deadline falls due and runs on time; empty if none is left. Nobody else does anything. */
    public Optional<Turn> runNextStep() {
        return incidents.values().stream()
                .flatMap(i -> i.deadlines().entrySet().stream().map(d -> new Due(i, d.getKey(), d.getValue())))
                .min(Comparator.comparing(Due::at))
                .map(due -> {
                    clock.advanceTo(due.at());
                    return decide(due.incident(), command(due));
                });
    }

    private record Due(Incident incident, DeadlineKind kind, Instant at) {}

    private record Merge(Incident other, IncidentId kept) {}

    private IncidentCommand command(Due due) {
        return switch (due.kind()) {
            case STEP ->
                new IncidentCommand.RunStep(due.at(), planOf(due.incident()), roster(due.incident(), clock.instant()));
            case MORE_HANDS -> new IncidentCommand.FindMoreHands(due.at(), roster(due.incident(), clock.instant()));
            case NO_SHOW, SAFETY, HAND_OVER -> new IncidentCommand.CheckTimers(due.kind(), due.at());
        };
    }

    /** The two halves of a merge follow each other, as they do in one transaction. */
    private Turn merge(Incident kept) {
        if (some.chance(0.3)) {
            return decide(kept, new IncidentCommand.MergeInto(COORDINATOR_ON_THE_PHONE, new IncidentId(some.id())));
        }
        Incident other = incidents.values().stream()
                .filter(i -> i.isOpen() && i.subject().kind() != SubjectKind.RESIDENT && some.chance(0.8))
                .findFirst()
                .orElseGet(this::any);
        List<IncidentCommand.FreshIds> fresh = other.assignments().stream()
                .map(a -> new IncidentCommand.FreshIds(new OfferId(some.id()), new AssignmentId(some.id())))
                .toList();
        Turn turn = decide(kept, new IncidentCommand.Absorb(COORDINATOR_ON_THE_PHONE, other, fresh));
        mergeNext = turn.decision().changes() ? Optional.of(new Merge(other, kept.id())) : Optional.empty();
        return turn;
    }

    private void passTime() {
        Optional<Instant> next = incidents.values().stream()
                .flatMap(i -> i.deadlines().values().stream())
                .min(Instant::compareTo);
        switch (some.between(1, 5)) {
            case 1 -> {}
            case 2 -> next.ifPresent(clock::advanceTo);
            case 3 -> clock.advance(some.upTo(Duration.ofSeconds(70)));
            default -> clock.advance(some.upTo(Duration.ofSeconds(6)));
        }
        if (some.chance(0.01)) {
            clock.advance(some.upTo(Duration.ofHours(2)));
        }
    }

    private Turn raise(Subject subject) {
        DeviceId watch = watches.getOrDefault(subject.id(), new DeviceId(subject.id()));
        Signal signal = some.signal(some.signalKind(), watch, clock.instant());
        IncidentCommand raise = new IncidentCommand.RaiseSignal(
                signal, Triage.assess(signal, some.profile()), subject, new IncidentId(some.id()));
        return decide(findOpen(subject), raise);
    }

    /** Its own, else the one that stands for it. */
    private Optional<Incident> findOpen(Subject subject) {
        return incidents.values().stream()
                .filter(i -> i.isOpen() && i.concerns(SubjectKey.of(subject)))
                .min(Comparator.comparing(i -> i.subject().id().equals(subject.id()) ? 0 : 1));
    }

    /** On time if it can be; sometimes too early, sometimes for a deadline that has moved. */
    private IncidentCommand fallDue(Incident incident) {
        List<DeadlineKind> set = incident.deadlines().keySet().stream().sorted().toList();
        DeadlineKind kind = set.isEmpty() || some.chance(0.05) ? some.oneOf(DeadlineKind.values()) : some.oneOf(set);
        Instant due = some.chance(0.9)
                ? Optional.ofNullable(incident.deadlines().get(kind)).orElse(clock.instant())
                : clock.instant().minus(some.upTo(Duration.ofSeconds(30)));
        if (some.chance(0.8)) {
            clock.advanceTo(due);
        }
        return command(new Due(incident, kind, due));
    }

    private IncidentCommand human(Incident incident, int dice) {
        Person anybody = some.oneOf(List.copyOf(people.keySet()));
        if (dice <= 70 && !incident.offers().isEmpty()) {
            Offer offer = some.oneOf(incident.offers());
            Person by = some.chance(0.9) ? offer.responder() : anybody;
            return some.chance(0.6)
                    ? new IncidentCommand.AcceptOffer(offer.id(), by, new AssignmentId(some.id()))
                    : new IncidentCommand.DeclineOffer(offer.id(), by);
        }
        if (dice <= 85 && !incident.assignments().isEmpty()) {
            List<Assignment> held = incident.assignments().stream()
                    .filter(a -> a.state().holds())
                    .toList();
            Assignment assignment = some.oneOf(held.isEmpty() || some.chance(0.3) ? incident.assignments() : held);
            return some.chance(0.5) ? go(assignment, anybody) : attend(incident, assignment, anybody);
        }
        return switch (some.between(1, 9)) {
            case 1 -> new IncidentCommand.Acknowledge(anybody);
            case 2 -> new IncidentCommand.Escalate(anybody);
            case 3 -> new IncidentCommand.AddNote(new Actor.Human(anybody, "COORDINATOR"), "已电话联系");
            case 4 ->
                new IncidentCommand.CallMore(
                        anybody,
                        some.oneOf(Role.values()),
                        some.between(1, 2),
                        some.chance(0.5) ? Optional.of(some.oneOf(Equipment.values())) : Optional.empty());
            case 5 ->
                new IncidentCommand.ChangePriority(
                        anybody,
                        some.oneOf(Priority.values()),
                        some.chance(0.5) ? Optional.of(some.oneOf(Need.values())) : Optional.empty(),
                        "家属说明");
            case 6 -> new IncidentCommand.LeaveDrill(anybody);
            case 7 -> new IncidentCommand.AcceptOffer(new OfferId(some.id()), anybody, new AssignmentId(some.id()));
            default ->
                new IncidentCommand.AssignByName(
                        COORDINATOR_ON_THE_PHONE,
                        anybody,
                        some.oneOf(Role.values()),
                        some.between(1, 2),
                        some.chance(0.5),
                        some.chance(0.5) ? Optional.of(some.point(800)) : Optional.empty(),
                        new OfferId(some.id()),
                        new AssignmentId(some.id()));
        };
    }

    private IncidentCommand go(Assignment assignment, Person anybody) {
        Person by = some.chance(0.9) ? assignment.responder() : anybody;
        AssignmentState to = some.chance(0.5)
                ? some.oneOf(AssignmentState.EN_ROUTE, AssignmentState.ON_SCENE)
                : some.oneOf(AssignmentState.values());
        return new IncidentCommand.MoveAssignment(assignment.id(), by, to);
    }

    private IncidentCommand attend(Incident incident, Assignment assignment, Person anybody) {
        Person by = some.chance(0.9) ? assignment.responder() : anybody;
        boolean isWaitedFor = assignment.timers().checkInBy().isPresent();
        return switch (isWaitedFor && some.chance(0.7) ? 4 : some.between(1, 6)) {
            case 1, 2, 3 -> new IncidentCommand.ReportPosition(assignment.id(), by, somewhere(incident));
            case 4 ->
                new IncidentCommand.CheckIn(assignment.id(), by, some.chance(0.2), some.upTo(Duration.ofHours(3)));
            case 5 -> new IncidentCommand.HandOver(assignment.id(), by, anybody, new OfferId(some.id()));
            default -> new IncidentCommand.TakeAway(assignment.id(), anybody, "电话不通");
        };
    }

    /** Half of the time at the door. */
    private Fix somewhere(Incident incident) {
        Fix anywhere = some.fix(clock.instant());
        return incident.subject()
                .place()
                .flatMap(place -> place.at())
                .filter(door -> some.chance(0.5))
                .map(door -> new Fix(door, anywhere.accuracyMeters(), anywhere.at()))
                .orElse(anywhere);
    }

    private Turn decide(Incident incident, IncidentCommand command) {
        return decide(Optional.of(incident), command);
    }

    private Turn decide(Optional<Incident> before, IncidentCommand command) {
        Decision decision = IncidentMachine.decide(before, command, clock.instant());
        if (decision.changes()) {
            decision.next().ifPresent(next -> incidents.put(next.id(), next));
        }
        return new Turn(before, command, clock.instant(), decision);
    }

    private List<RosterEntry> roster(Incident incident, Instant now) {
        List<RosterEntry> roster = new ArrayList<>();
        people.forEach((person, roles) -> roster.add(some.rosterEntry(person, roles, now)));
        for (Person kin : families.getOrDefault(incident.subject().id(), List.of())) {
            RosterEntry entry = some.rosterEntry(kin, Set.of(Role.FAMILY), now);
            roster.add(entry.with(Standing.PLAIN.asKin(roster.size())));
        }
        return roster;
    }

    private Optional<Incident> open() {
        List<Incident> open =
                incidents.values().stream().filter(Incident::isOpen).toList();
        return open.isEmpty() ? Optional.empty() : Optional.of(some.oneOf(open));
    }

    private Incident any() {
        return some.oneOf(incidents());
    }

    private ResponsePlan planOf(Incident incident) {
        Assessment judged = incident.assessmentAt(clock.instant());
        return ResponsePlans.shipped(judged.leading(), judged.priority());
    }
}
