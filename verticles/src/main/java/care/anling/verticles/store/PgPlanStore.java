package care.anling.verticles.store;

import care.anling.core.common.CommunityId;
import care.anling.core.common.Person;
import care.anling.core.common.TypedId;
import care.anling.core.triage.Need;
import care.anling.core.triage.Priority;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Response plans on PostgreSQL. Called from an event loop; never blocks. */
public final class PgPlanStore implements PlanStore {

    // As text, letter by letter: whoever reads it must also be able to read what nobody should have written.
    private static final String PLAN = "id, community, need, priority, name, active, plan::text AS body, version,"
            + " edited_by, edited_name, edited_at";

    private static final String LIST =
            "SELECT " + PLAN + " FROM response_plans WHERE community = ANY ($1) ORDER BY community, need, priority";

    private static final String IN_FORCE = """
            SELECT %s FROM response_plans
             WHERE active AND community IN ($1, (SELECT c.parent FROM communities c WHERE c.id = $1))""".formatted(PLAN);

    private static final String FIND = "SELECT " + PLAN + " FROM response_plans WHERE id = $1";

    private static final String VERSIONS = """
            SELECT p.id, p.community, p.need, p.priority, v.name, v.active, v.plan::text AS body, v.version, v.edited_by,
                   v.edited_name, v.edited_at
              FROM response_plans p JOIN response_plan_versions v ON v.plan_id = p.id
             WHERE p.id = $1 ORDER BY v.version DESC LIMIT $2""";

    private static final String ADD = """
            INSERT INTO response_plans (id, community, need, priority, name, active, plan, edited_by, edited_name)
            VALUES ($1, $2, $3, $4, $5, $6, $7::text::json, $8, $9)
            ON CONFLICT (community, need, priority) DO NOTHING RETURNING %s""".formatted(PLAN);

    private static final String EDIT = """
            UPDATE response_plans
               SET name = $3, active = $4, plan = $5::text::json, edited_by = $6, edited_name = $7,
                   edited_at = clock_timestamp(), version = version + 1
             WHERE id = $1 AND version = $2 RETURNING %s""".formatted(PLAN);

    private final SqlClient client;

    public PgPlanStore(SqlClient client) {
        this.client = client;
    }

    @Override
    public Future<List<StoredPlan>> list(Set<CommunityId> nodes) {
        UUID[] of = nodes.stream().map(TypedId::value).toArray(UUID[]::new);
        return Queries.ask(client, LIST, Tuple.of(of))
                .map(rows -> rows.map(PgPlanStore::plan).toList());
    }

    @Override
    public Future<List<StoredPlan>> listInForce(CommunityId community) {
        return Queries.ask(client, IN_FORCE, Tuple.of(community.value()))
                .map(rows -> rows.map(PgPlanStore::plan).toList());
    }

    @Override
    public Future<Optional<StoredPlan>> find(UUID plan) {
        return findOne(FIND, Tuple.of(plan));
    }

    @Override
    public Future<List<StoredPlan>> listVersions(UUID plan, int limit) {
        return Queries.ask(client, VERSIONS, Tuple.of(plan, limit))
                .map(rows -> rows.map(PgPlanStore::plan).toList());
    }

    @Override
    public Future<Optional<StoredPlan>> add(Fresh plan) {
        return findOne(
                ADD,
                Tuple.wrap(List.of(
                        plan.id(),
                        plan.community().value(),
                        plan.need().name(),
                        plan.priority().name(),
                        plan.text().name(),
                        plan.text().active(),
                        plan.text().body(),
                        plan.by().id(),
                        plan.by().name())));
    }

    @Override
    public Future<Optional<StoredPlan>> edit(UUID plan, int expectedVersion, StoredPlan.Text text, Person by) {
        return findOne(
                EDIT,
                Tuple.wrap(
                        List.of(plan, expectedVersion, text.name(), text.active(), text.body(), by.id(), by.name())));
    }

    private Future<Optional<StoredPlan>> findOne(String sql, Tuple parameters) {
        return Queries.ask(client, sql, parameters)
                .map(rows -> rows.map(PgPlanStore::plan).findFirst());
    }

    private static StoredPlan plan(Row row) {
        return new StoredPlan(
                row.getUUID("id"),
                new CommunityId(row.getUUID("community")),
                Need.valueOf(row.getString("need")),
                Priority.valueOf(row.getString("priority")),
                new StoredPlan.Text(row.getString("name"), row.getBoolean("active"), row.getString("body")),
                row.getInteger("version"),
                new Person(row.getUUID("edited_by"), row.getString("edited_name")),
                Queries.instant(row, "edited_at"));
    }
}
