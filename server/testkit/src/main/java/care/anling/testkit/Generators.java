package care.anling.testkit;

import care.anling.core.common.Actor;
import care.anling.core.common.CommunityId;
import care.anling.core.common.DeviceId;
import care.anling.core.common.IdSource;
import care.anling.core.common.OfferId;
import care.anling.core.common.Person;
import care.anling.core.common.SignalId;
import care.anling.core.community.Place;
import care.anling.core.device.Reason;
import care.anling.core.device.Signal;
import care.anling.core.device.SignalKind;
import care.anling.core.device.Vitals;
import care.anling.core.dispatch.Circle;
import care.anling.core.dispatch.Role;
import care.anling.core.dispatch.RosterEntry;
import care.anling.core.dispatch.Skill;
import care.anling.core.dispatch.Standing;
import care.anling.core.dispatch.Standing.Shift;
import care.anling.core.geo.Fix;
import care.anling.core.geo.Wgs84;
import care.anling.core.incident.Subject;
import care.anling.core.incident.SubjectKind;
import care.anling.core.resident.Profile;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.function.DoubleSupplier;

/** Plausible things, the same in every run with the same seed. For one thread. */
public final class Generators {

    /** Around the demo street. */
    private static final Wgs84 CENTRE = new Wgs84(34.7600, 113.7500);

    private final Random random;
    private final IdSource ids;

    public Generators(long seed, IdSource ids) {
        this.random = new Random(seed);
        this.ids = ids;
    }

    public boolean chance(double probability) {
        return random.nextDouble() < probability;
    }

    /** From {@code from} to {@code to}, both included. */
    public int between(int from, int to) {
        return from + random.nextInt(to - from + 1);
    }

    public <T> T oneOf(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    @SafeVarargs
    public final <T> T oneOf(T... choices) {
        return choices[random.nextInt(choices.length)];
    }

    public Duration upTo(Duration most) {
        return Duration.ofMillis(random.nextLong(most.toMillis() + 1));
    }

    public UUID id() {
        return ids.next();
    }

    public Person person(String name) {
        return new Person(ids.next(), name);
    }

    /** Within about {@code meters} of the street's centre, north, south, east or west. */
    public Wgs84 point(double meters) {
        double degrees = meters / 111_195.0;
        return new Wgs84(
                CENTRE.latitude() + (random.nextDouble() * 2 - 1) * degrees,
                CENTRE.longitude() + (random.nextDouble() * 2 - 1) * degrees);
    }

    public Profile profile() {
        return new Profile(between(0, 9), chance(0.1), chance(0.1), chance(0.05));
    }

    public Subject resident(CommunityId community, String label) {
        Optional<Wgs84> home = chance(0.9) ? Optional.of(point(400)) : Optional.empty();
        return new Subject(
                SubjectKind.RESIDENT,
                ids.next(),
                community,
                label,
                Optional.of(new Place(Optional.empty(), between(1, 9) + "号楼", home)));
    }

    public SignalKind signalKind() {
        return oneOf(SignalKind.values());
    }

    public Signal signal(SignalKind kind, DeviceId from, Instant at) {
        return new Signal(
                new SignalId(ids.next()),
                kind,
                new Actor.Machine(from),
                at,
                chance(0.5) ? Optional.of(at.minus(upTo(Duration.ofMinutes(1)))) : Optional.empty(),
                chance(0.5) ? Optional.of(fix(at)) : Optional.empty(),
                chance(0.5) ? Optional.of(between(0, 100)) : Optional.empty(),
                chance(0.1),
                chance(0.1) ? between(2, 9) : 1,
                chance(0.1) ? List.of(Reason.UNIDENTIFIED) : List.of(),
                Optional.empty());
    }

    public Fix fix(Instant now) {
        return new Fix(point(800), OptionalDouble.of(between(3, 80)), now.minus(upTo(Duration.ofMinutes(20))));
    }

    /** As they happen to be at this moment: most on duty, some busy, some without a position. */
    public RosterEntry rosterEntry(Person person, Set<Role> roles, Instant now) {
        return new RosterEntry(
                person,
                roles,
                chance(0.85),
                chance(0.1),
                chance(0.7) ? Optional.of(fix(now)) : Optional.empty(),
                chance(0.7) ? Optional.of(point(800)) : Optional.empty(),
                between(0, 2),
                new OfferId(ids.next()),
                standing(now));
    }

    /** Mostly the community's own; some staff, some skilled, some just back from an incident. */
    private Standing standing(Instant now) {
        Set<Skill> skills = EnumSet.noneOf(Skill.class);
        for (Skill skill : Skill.values()) {
            if (chance(0.2)) {
                skills.add(skill);
            }
        }
        return new Standing(
                oneOf(Circle.OWN, Circle.OWN, Circle.OWN, Circle.STREET, Circle.NEIGHBOUR),
                oneOf(Shift.NO_STAFF, Shift.NO_STAFF, Shift.NO_STAFF, Shift.ON_SHIFT, Shift.OFF_SHIFT),
                skills,
                0,
                chance(0.1) ? Optional.of(now.minus(upTo(Duration.ofMinutes(20)))) : Optional.empty(),
                false);
    }

    /** Each value measured or not; mostly healthy, sometimes anything a sensor can say. */
    public Vitals vitals() {
        return new Vitals(
                maybe(() -> around(72, 40)),
                maybe(() -> around(125, 60)),
                maybe(() -> around(75, 30)),
                maybe(() -> Math.min(100, around(95, 10))),
                maybe(() -> around(36.6, 2.5)),
                maybe(() -> around(16, 10)),
                chance(0.2) ? Optional.of(chance(0.5)) : Optional.empty(),
                maybe(() -> around(6, 3)),
                chance(0.1) ? Optional.of(oneOf(Vitals.Consciousness.values())) : Optional.empty());
    }

    /** People who can fill {@code role}. */
    public List<Person> people(int count, Role role) {
        List<Person> people = new ArrayList<>();
        for (int i = 1; i <= count; i++) {
            people.add(person(role + " " + i));
        }
        return List.copyOf(people);
    }

    private Optional<Double> maybe(DoubleSupplier value) {
        return chance(0.7) ? Optional.of(value.getAsDouble()) : Optional.empty();
    }

    private double around(double middle, double spread) {
        return middle + random.nextGaussian() * spread / 2;
    }
}
