package care.anling.verticles.store;

import care.anling.core.common.CommunityId;
import care.anling.core.common.IdSource;
import care.anling.core.common.IncidentId;
import care.anling.core.common.OfferId;
import care.anling.core.common.Person;
import care.anling.core.dispatch.Circle;
import care.anling.core.dispatch.Role;
import care.anling.core.dispatch.RosterEntry;
import care.anling.core.dispatch.Skill;
import care.anling.core.dispatch.Standing;
import care.anling.core.dispatch.Standing.Shift;
import care.anling.core.geo.Fix;
import care.anling.core.geo.Wgs84;
import care.anling.verticles.store.FakePeople.Responder;
import io.vertx.core.Future;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** People who can act, in memory; whether they are busy, and how often their phone rings, follows from the incidents. */
public final class FakeResponderStore implements ResponderStore {

    private final FakeDatabase database;
    private final IdSource ids;
    private final DatabaseWire wire;

    public FakeResponderStore(FakeDatabase database) {
        this(database, Samples::id, database.wire());
    }

    /** @param ids for the offers a roster's people would get */
    public FakeResponderStore(FakeDatabase database, IdSource ids, DatabaseWire wire) {
        this.database = database;
        this.ids = ids;
        this.wire = wire;
    }

    /** Somebody who can fill the role their account's role suggests. */
    public void put(ResponderNow responder) {
        put(responder, Set.of("DOCTOR".equals(responder.role()) ? Role.DOCTOR : Role.FIRST_HAND), Optional.empty());
    }

    public void put(ResponderNow responder, Set<Role> roles, Optional<Wgs84> home) {
        database.behind(tables -> {
            tables.people.put(new Responder(responder, roles, home));
            return responder;
        });
    }

    @Override
    public Future<List<RosterEntry>> roster(CommunityId community, int limit) {
        return database.statement(wire, "responders.roster", tables -> {
            Optional<CommunityId> street = tables.people.findParent(community);
            Stream<RosterEntry> here = tables.people.all().stream()
                    .filter(r -> !r.now().role().equals(AccountRole.FAMILY.name()))
                    .filter(r -> r.now().community().equals(community)
                            || street.filter(r.now().community()::equals).isPresent())
                    .sorted(Comparator.comparing(r -> !r.now().onDuty()))
                    .limit(limit)
                    .map(r -> entry(tables, r, r.now().community().equals(community) ? Circle.OWN : Circle.STREET));
            Stream<RosterEntry> beside = tables.people.all().stream()
                    .filter(r -> r.now().role().equals(AccountRole.VOLUNTEER.name())
                            && r.now().onDuty())
                    .filter(r -> !r.now().community().equals(community)
                            && street.isPresent()
                            && tables.people.findParent(r.now().community()).equals(street))
                    .limit(PgResponderStore.MAX_NEIGHBOURS)
                    .map(r -> entry(tables, r, Circle.NEIGHBOUR));
            return Stream.concat(here, beside).toList();
        });
    }

    private RosterEntry entry(FakeTables tables, Responder responder, Circle circle) {
        ResponderNow now = tables.people.now(responder);
        return new RosterEntry(
                now.person(),
                responder.roles(),
                now.onDuty(),
                now.busy(),
                now.position(),
                responder.home(),
                tables.pendingOffers(now.person().id(), database.now()),
                new OfferId(ids.next()),
                standing(now, circle, tables.isDrilling(now.person().id())));
    }

    /** There are no shifts in memory: staff are always on theirs. */
    private static Standing standing(ResponderNow now, Circle circle, boolean drilling) {
        Shift shift = now.role().equals(AccountRole.STAFF.name()) ? Shift.ON_SHIFT : Shift.NO_STAFF;
        Set<Skill> skills = Stream.of(Skill.values())
                .filter(skill -> now.skills().contains(skill.name()))
                .collect(Collectors.toUnmodifiableSet());
        return new Standing(circle, shift, skills, 0, Optional.empty(), drilling);
    }

    /** In the order of the resident's contacts. */
    public void putKin(UUID resident, List<Person> family) {
        database.behind(tables -> {
            tables.people.putKin(resident, family);
            return family;
        });
    }

    @Override
    public Future<Map<IncidentId, List<RosterEntry>>> listKin(Set<IncidentId> incidents) {
        return database.statement(wire, "responders.listKin", tables -> {
            Map<IncidentId, List<RosterEntry>> kin = new HashMap<>();
            incidents.stream().flatMap(id -> tables.find(id).stream()).forEach(incident -> {
                List<Person> family = tables.people.kinOf(incident.subject().id());
                if (!family.isEmpty()) {
                    kin.put(
                            incident.id(),
                            IntStream.range(0, family.size())
                                    .mapToObj(i -> kin(tables, family.get(i), i + 1))
                                    .toList());
                }
            });
            return kin;
        });
    }

    private RosterEntry kin(FakeTables tables, Person person, int order) {
        Standing standing = Standing.PLAIN.asKin(order);
        return new RosterEntry(
                person,
                Set.of(Role.FAMILY),
                true,
                tables.isBusy(person.id()),
                Optional.empty(),
                Optional.empty(),
                0,
                new OfferId(ids.next()),
                tables.isDrilling(person.id()) ? standing.inADrill() : standing);
    }

    @Override
    public Future<Optional<ResponderNow>> findNow(UUID responder) {
        return database.statement(
                wire,
                "responders.findNow",
                tables -> tables.people.find(responder).map(tables.people::now));
    }

    @Override
    public Future<Void> setDuty(UUID responder, boolean onDuty) {
        return change(
                "responders.setDuty",
                responder,
                r -> new ResponderNow(r.person(), r.role(), r.community(), onDuty, r.busy(), r.position(), r.skills()));
    }

    @Override
    public Future<Void> setPosition(UUID responder, Fix fix) {
        return change(
                "responders.setPosition",
                responder,
                r -> r.position().filter(old -> old.at().isAfter(fix.at())).isPresent()
                        ? r
                        : new ResponderNow(
                                r.person(),
                                r.role(),
                                r.community(),
                                r.onDuty(),
                                r.busy(),
                                Optional.of(fix),
                                r.skills()));
    }

    private Future<Void> change(String call, UUID responder, UnaryOperator<ResponderNow> change) {
        return database.statement(wire, call, tables -> {
            tables.people
                    .find(responder)
                    .ifPresent(r -> tables.people.put(new Responder(change.apply(r.now()), r.roles(), r.home())));
            return null;
        });
    }

    @Override
    public Future<List<ResponderNow>> listNow(Set<CommunityId> communities, Optional<UUID> after, int limit) {
        return database.statement(
                wire,
                "responders.listNow",
                tables -> tables.people.all().stream()
                        .filter(r -> communities.contains(r.now().community()))
                        .filter(r -> after.map(last -> byText(r).compareTo(last.toString()) > 0)
                                .orElse(true))
                        .sorted(Comparator.comparing(FakeResponderStore::byText))
                        .limit(limit)
                        .map(tables.people::now)
                        .toList());
    }

    /** As PostgreSQL orders them; Java's own order of UUIDs is by signed numbers. */
    private static String byText(Responder responder) {
        return responder.now().person().id().toString();
    }
}
