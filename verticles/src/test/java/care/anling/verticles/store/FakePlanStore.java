package care.anling.verticles.store;

import care.anling.core.common.CommunityId;
import care.anling.core.common.Person;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

/** Response plans in memory. */
public final class FakePlanStore implements PlanStore {

    private final FakeDatabase database;
    private final DatabaseWire wire;

    public FakePlanStore(FakeDatabase database) {
        this(database, database.wire());
    }

    public FakePlanStore(FakeDatabase database, DatabaseWire wire) {
        this.database = database;
        this.wire = wire;
    }

    @Override
    public Future<List<StoredPlan>> list(Set<CommunityId> nodes) {
        return database.statement(
                wire,
                "plans.list",
                tables -> of(tables, nodes)
                        .sorted(Comparator.comparing(
                                        (StoredPlan plan) -> plan.community().value(), FakeTables.UUID_ORDER)
                                .thenComparing(plan -> plan.need().name())
                                .thenComparing(StoredPlan::priority))
                        .toList());
    }

    @Override
    public Future<List<StoredPlan>> listInForce(CommunityId community) {
        return database.statement(wire, "plans.listInForce", tables -> {
            Optional<CommunityId> street = tables.people.findParent(community);
            Set<CommunityId> nodes =
                    street.map(above -> Set.of(community, above)).orElse(Set.of(community));
            return of(tables, nodes).filter(plan -> plan.text().active()).toList();
        });
    }

    private static Stream<StoredPlan> of(FakeTables tables, Set<CommunityId> nodes) {
        return tables.plans.newest().stream().filter(plan -> nodes.contains(plan.community()));
    }

    @Override
    public Future<Optional<StoredPlan>> find(UUID plan) {
        return database.statement(wire, "plans.find", tables -> tables.plans.find(plan));
    }

    @Override
    public Future<List<StoredPlan>> listVersions(UUID plan, int limit) {
        return database.statement(wire, "plans.listVersions", tables -> {
            List<StoredPlan> all = new ArrayList<>(tables.plans.versions(plan));
            Collections.reverse(all);
            return all.stream().limit(limit).toList();
        });
    }

    @Override
    public Future<Optional<StoredPlan>> add(Fresh plan) {
        return database.statement(wire, "plans.add", tables -> {
            boolean taken = of(tables, Set.of(plan.community()))
                    .anyMatch(p -> p.need() == plan.need() && p.priority() == plan.priority());
            if (taken) {
                return Optional.empty();
            }
            StoredPlan stored = new StoredPlan(
                    plan.id(),
                    plan.community(),
                    plan.need(),
                    plan.priority(),
                    plan.text(),
                    1,
                    plan.by(),
                    database.now());
            tables.plans.put(stored);
            return Optional.of(stored);
        });
    }

    @Override
    public Future<Optional<StoredPlan>> edit(UUID plan, int expectedVersion, StoredPlan.Text text, Person by) {
        return database.statement(wire, "plans.edit", tables -> {
            Optional<StoredPlan> edited = tables.plans
                    .find(plan)
                    .filter(p -> p.version() == expectedVersion)
                    .map(p -> new StoredPlan(
                            p.id(), p.community(), p.need(), p.priority(), text, p.version() + 1, by, database.now()));
            edited.ifPresent(tables.plans::put);
            return edited;
        });
    }
}
