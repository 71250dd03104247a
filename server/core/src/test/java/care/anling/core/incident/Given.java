package care.anling.core.incident;

import care.anling.core.common.Actor;
import care.anling.core.common.AssignmentId;
import care.anling.core.common.CommunityId;
import care.anling.core.common.DeviceId;
import care.anling.core.common.IncidentId;
import care.anling.core.common.OfferId;
import care.anling.core.common.Person;
import care.anling.core.common.SignalId;
import care.anling.core.community.Place;
import care.anling.core.device.Signal;
import care.anling.core.device.SignalKind;
import care.anling.core.dispatch.Assignment;
import care.anling.core.dispatch.AssignmentState;
import care.anling.core.dispatch.Offer;
import care.anling.core.dispatch.OfferState;
import care.anling.core.dispatch.Role;
import care.anling.core.dispatch.RosterEntry;
import care.anling.core.escalation.DeadlineKind;
import care.anling.core.escalation.ResponsePlan;
import care.anling.core.escalation.ResponsePlans;
import care.anling.core.geo.Fix;
import care.anling.core.geo.Wgs84;
import care.anling.core.resident.Profile;
import care.anling.core.triage.Assessment;
import care.anling.core.triage.Triage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.UUID;

/**
 * A street with three doctors, six volunteers and two coordinators, and the life of one incident on it: each act is
 * decided and its decision becomes the incident of the next act.
 */
final class Given {

    static final Instant T0 = Instant.parse("2026-05-01T08:00:00Z");
    static final Wgs84 DOOR = new Wgs84(34.7600, 113.7500);
    static final Person COORDINATOR = person(1, "周坐席");
    static final Person COORDINATOR_2 = person(2, "吴坐席");
    static final Person DOCTOR_1 = person(11, "王医生");
    static final Person DOCTOR_2 = person(12, "李医生");
    static final Person DOCTOR_3 = person(13, "张医生");
    static final DeviceId WATCH = new DeviceId(id(90));
    static final DeviceId PENDANT = new DeviceId(id(91));
    static final Subject RESIDENT = new Subject(
            SubjectKind.RESIDENT,
            id(80),
            new CommunityId(id(70)),
            "陈奶奶",
            Optional.of(new Place(Optional.empty(), "3号楼 2单元 502", Optional.of(DOOR))));

    /** A button nobody has put down in the register. */
    static final Subject NAMELESS =
            new Subject(SubjectKind.DEVICE, id(91), RESIDENT.community(), "PENDANT 0091", Optional.empty());

    private static long fresh = 1_000;

    Optional<Incident> incident = Optional.empty();
    Instant now = T0;

    static UUID id(long number) {
        return new UUID(0x7000L, number);
    }

    static UUID fresh() {
        return id(fresh++);
    }

    static Person person(long number, String name) {
        return new Person(id(number), name);
    }

    /** Volunteer n lives n × 100 m north of the door. */
    static Person volunteer(int n) {
        return person(20 + n, "志愿者" + n);
    }

    static List<RosterEntry> roster() {
        List<RosterEntry> roster = new ArrayList<>();
        for (Person doctor : List.of(DOCTOR_1, DOCTOR_2, DOCTOR_3)) {
            roster.add(entry(doctor, Role.DOCTOR, Optional.empty()));
        }
        for (int n = 1; n <= 6; n++) {
            Wgs84 home = new Wgs84(DOOR.latitude() + n * 100 / 111_195.0, DOOR.longitude());
            roster.add(entry(volunteer(n), Role.FIRST_HAND, Optional.of(home)));
        }
        roster.add(entry(COORDINATOR, Role.COORDINATOR, Optional.empty()));
        roster.add(entry(COORDINATOR_2, Role.COORDINATOR, Optional.empty()));
        return roster;
    }

    static RosterEntry entry(Person person, Role role, Optional<Wgs84> home) {
        return new RosterEntry(person, Set.of(role), true, false, Optional.empty(), home, 0, new OfferId(fresh()));
    }

    static Signal signal(SignalKind kind, DeviceId from, boolean drill) {
        return new Signal(
                new SignalId(fresh()),
                kind,
                new Actor.Machine(from),
                T0,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                drill,
                1,
                List.of(),
                Optional.empty());
    }

    static IncidentCommand.RaiseSignal raise(SignalKind kind) {
        return raise(signal(kind, WATCH, false));
    }

    static IncidentCommand.RaiseSignal raise(Signal signal) {
        return raise(signal, RESIDENT);
    }

    private static IncidentCommand.RaiseSignal raise(Signal signal, Subject about) {
        return new IncidentCommand.RaiseSignal(
                signal, Triage.assess(signal, Profile.UNKNOWN), about, new IncidentId(fresh()));
    }

    static Given opened(SignalKind kind) {
        return opened(signal(kind, WATCH, false));
    }

    static Given opened(Signal signal) {
        Given given = new Given();
        given.must(raise(signal));
        return given;
    }

    /** It was pressed, by whom nobody knows. */
    static Given nameless() {
        Given given = new Given();
        given.must(namelessPress());
        return given;
    }

    static IncidentCommand.RaiseSignal namelessPress() {
        return raise(signal(SignalKind.SOS, PENDANT, false), NAMELESS);
    }

    /** So many metres north of the door, to within eight. */
    static Fix fix(double meters) {
        Wgs84 point = new Wgs84(DOOR.latitude() + meters / 111_195.0, DOOR.longitude());
        return new Fix(point, OptionalDouble.of(8), T0);
    }

    /** An SOS whose first step has run: one doctor and three volunteers hear their phones. */
    static Given ringing() {
        return opened(SignalKind.SOS).step();
    }

    /** As a store might hold it that was written to by somebody else. */
    static Incident withOffers(Incident incident, List<Offer> offers) {
        return with(incident, offers, incident.deadlines());
    }

    /** As if so much had happened meanwhile that this deadline stands there now. */
    Given moveDeadline(DeadlineKind kind, Instant at) {
        Map<DeadlineKind, Instant> deadlines = new EnumMap<>(get().deadlines());
        deadlines.put(kind, at);
        incident = Optional.of(with(get(), get().offers(), Map.copyOf(deadlines)));
        return this;
    }

    private static Incident with(Incident incident, List<Offer> offers, Map<DeadlineKind, Instant> deadlines) {
        return new Incident(
                incident.id(),
                incident.subject(),
                incident.openedBy(),
                incident.assessment(),
                incident.state(),
                incident.openedAt(),
                incident.lastSignalAt(),
                incident.signals(),
                incident.cancelRequested(),
                incident.drill(),
                incident.devices(),
                incident.standsFor(),
                incident.ladder(),
                deadlines,
                incident.acknowledged(),
                incident.closing(),
                offers,
                incident.assignments(),
                incident.extras(),
                incident.clocks(),
                incident.version());
    }

    Given at(long secondsAfterOpening) {
        now = T0.plusSeconds(secondsAfterOpening);
        return this;
    }

    Decision decide(IncidentCommand command) {
        Decision decision = IncidentMachine.decide(incident, command, now);
        if (decision.changes()) {
            incident = decision.next();
        }
        return decision;
    }

    /** Decides, and fails the test when it is refused. */
    Decision must(IncidentCommand command) {
        Decision decision = decide(command);
        decision.rejection().ifPresent(rejection -> {
            throw new AssertionError(command + " was refused: " + rejection);
        });
        return decision;
    }

    /** Runs the next step at the very instant it falls due, if that is still ahead. */
    Given step() {
        Instant due = due().orElseThrow();
        now = due.isAfter(now) ? due : now;
        must(new IncidentCommand.RunStep(due, plan(), roster()));
        return this;
    }

    ResponsePlan plan() {
        Assessment judged = get().assessmentAt(now);
        return ResponsePlans.shipped(judged.leading(), judged.priority());
    }

    Incident get() {
        return incident.orElseThrow();
    }

    Optional<Instant> due() {
        return Optional.ofNullable(get().deadlines().get(DeadlineKind.STEP));
    }

    Decision accept(Person by) {
        return decide(new IncidentCommand.AcceptOffer(offerTo(by).id(), by, new AssignmentId(fresh())));
    }

    Decision decline(Person by) {
        return decide(new IncidentCommand.DeclineOffer(offerTo(by).id(), by));
    }

    Decision assign(Person who, Role role) {
        return decide(new IncidentCommand.AssignByName(
                COORDINATOR, who, role, 1, new OfferId(fresh()), new AssignmentId(fresh())));
    }

    Decision move(Person by, AssignmentState to) {
        return decide(new IncidentCommand.MoveAssignment(assignmentOf(by).id(), by, to));
    }

    Decision standDown() {
        return decide(new IncidentCommand.StandDown(COORDINATOR, Disposition.HELPED, "已到场"));
    }

    Offer offerTo(Person person) {
        return get().offers().stream()
                .filter(o -> o.responder().equals(person))
                .reduce((first, last) -> last)
                .orElseThrow(() -> new AssertionError("no offer to " + person.name()));
    }

    Assignment assignmentOf(Person person) {
        return get().assignments().stream()
                .filter(a -> a.responder().equals(person))
                .reduce((first, last) -> last)
                .orElseThrow(() -> new AssertionError("no assignment of " + person.name()));
    }

    List<Person> asked(Role role, OfferState state) {
        return get().offers().stream()
                .filter(o -> o.role() == role && o.state() == state)
                .map(Offer::responder)
                .toList();
    }
}
