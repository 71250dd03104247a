package care.anling.verticles.store;

import care.anling.core.common.CommunityId;
import care.anling.core.common.IdSource;
import care.anling.core.common.OfferId;
import care.anling.core.dispatch.Role;
import care.anling.core.dispatch.RosterEntry;
import care.anling.core.geo.Fix;
import care.anling.core.geo.Wgs84;
import care.anling.verticles.store.FakePeople.Responder;
import io.vertx.core.Future;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.UnaryOperator;

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
            Set<Optional<CommunityId>> nodes =
                    Set.copyOf(List.of(Optional.of(community), tables.people.findParent(community)));
            return tables.people.all().stream()
                    .filter(r -> nodes.contains(Optional.of(r.now().community())))
                    .filter(r -> !r.now().role().equals(AccountRole.FAMILY.name()))
                    .sorted(Comparator.comparing(r -> !r.now().onDuty()))
                    .limit(limit)
                    .map(r -> entry(tables, r))
                    .toList();
        });
    }

    private RosterEntry entry(FakeTables tables, Responder responder) {
        ResponderNow now = tables.people.now(responder);
        return new RosterEntry(
                now.person(),
                responder.roles(),
                now.onDuty(),
                now.busy(),
                now.position(),
                responder.home(),
                tables.pendingOffers(now.person().id(), database.now()),
                new OfferId(ids.next()));
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
    public Future<List<ResponderNow>> listNow(Set<CommunityId> communities, int limit) {
        return database.statement(
                wire,
                "responders.listNow",
                tables -> tables.people.all().stream()
                        .filter(r -> communities.contains(r.now().community()))
                        .limit(limit)
                        .map(tables.people::now)
                        .toList());
    }
}
