package care.anling.verticles.store;

import care.anling.core.common.CommunityId;
import care.anling.core.common.Person;
import care.anling.core.common.TypedId;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/** The rota on PostgreSQL. Called from an event loop; never blocks. */
public final class PgRotaStore implements RotaStore {

    // $1 to $3 of everything that is about a part: its nodes, building and person.
    private static final String PEOPLE = """
            responders_now r JOIN accounts a ON a.id = r.id AND a.role IN ('STAFF', 'DOCTOR', 'VOLUNTEER')
             AND r.node = ANY ($1) AND ($2::uuid IS NULL OR a.community = $2) AND ($3::uuid IS NULL OR a.id = $3)""";

    private static final String SHIFT =
            "SELECT h.id, r.id AS who, r.name, r.role, r.node, h.starts_at, h.ends_at, h.version FROM ";

    private static final String LIST = SHIFT + PEOPLE + """
             JOIN shifts h ON h.account = r.id
             WHERE ($4::uuid IS NULL OR r.id = $4) AND h.ends_at > $5
               AND ($6::timestamptz IS NULL OR h.starts_at < $6)
               AND ($7::timestamptz IS NULL OR (h.starts_at, h.id) > ($7, $8))
             ORDER BY h.starts_at, h.id LIMIT $9""";

    private static final String FIND = SHIFT + PEOPLE + " JOIN shifts h ON h.account = r.id WHERE h.id = $4";

    private static final String PERSON = "SELECT r.id, r.name FROM " + PEOPLE + " WHERE r.id = $4";

    // Two who plan the same person at the same instant may make two that overlap: they are then planned twice, and
    // asked once.
    private static final String ADD = """
            INSERT INTO shifts (id, account, starts_at, ends_at, edited_by, edited_name)
            SELECT $4, r.id, $6, $7, $8, $9 FROM %s WHERE r.id = $5
               AND NOT EXISTS (SELECT FROM shifts o WHERE o.account = r.id AND o.starts_at < $7 AND o.ends_at > $6)
            RETURNING id""".formatted(PEOPLE);

    private static final String EDIT = """
            UPDATE shifts h SET starts_at = $6, ends_at = $7, edited_by = $8, edited_name = $9,
                   edited_at = clock_timestamp(), version = h.version + 1
             WHERE h.id = $4 AND h.version = $5 AND h.account IN (SELECT r.id FROM %s)
               AND NOT EXISTS (SELECT FROM shifts o WHERE o.account = h.account AND o.id <> h.id
                                  AND o.starts_at < $7 AND o.ends_at > $6)
            RETURNING h.id""".formatted(PEOPLE);

    private static final String REMOVE = """
            DELETE FROM shifts h WHERE h.id = $4 AND h.version = $5 AND h.account IN (SELECT r.id FROM %s)
            RETURNING h.id""".formatted(PEOPLE);

    private final SqlClient client;

    public PgRotaStore(SqlClient client) {
        this.client = client;
    }

    @Override
    public Future<List<PlannedShift>> list(Part part, Query query, int limit) {
        Tuple parameters = about(part)
                .addValue(query.who().orElse(null))
                .addValue(Queries.at(query.endsAfter()))
                .addValue(query.startsBefore().map(Queries::at).orElse(null))
                .addValue(query.after().map(last -> Queries.at(last.startsAt())).orElse(null))
                .addValue(query.after().map(After::id).orElse(null))
                .addValue(limit);
        return Queries.ask(client, LIST, parameters)
                .map(rows -> rows.map(PgRotaStore::shift).toList());
    }

    @Override
    public Future<Optional<PlannedShift>> find(Part part, UUID shift) {
        return Queries.ask(client, FIND, about(part).addValue(shift))
                .map(rows -> rows.findFirst().map(PgRotaStore::shift));
    }

    @Override
    public Future<Optional<Person>> findPerson(Part part, UUID who) {
        return Queries.ask(client, PERSON, about(part).addValue(who))
                .map(rows -> rows.findFirst().map(row -> new Person(row.getUUID("id"), row.getString("name"))));
    }

    @Override
    public Future<Optional<PlannedShift>> add(Part part, Fresh fresh, Person by) {
        Tuple parameters = written(about(part).addValue(fresh.id()).addValue(fresh.who()), fresh.times(), by);
        return stored(Queries.ask(client, ADD, parameters), part, fresh.id());
    }

    @Override
    public Future<Optional<PlannedShift>> edit(Part part, Edition edition, Times times, Person by) {
        Tuple parameters = written(about(part).addValue(edition.shift()).addValue(edition.version()), times, by);
        return stored(Queries.ask(client, EDIT, parameters), part, edition.shift());
    }

    @Override
    public Future<Boolean> remove(Part part, Edition edition) {
        return Queries.ask(client, REMOVE, about(part).addValue(edition.shift()).addValue(edition.version()))
                .map(removed -> removed.findFirst().isPresent());
    }

    private static Tuple about(Part part) {
        UUID[] nodes = part.nodes().stream().map(TypedId::value).toArray(UUID[]::new);
        return Tuple.tuple()
                .addValue(nodes)
                .addValue(part.building().map(TypedId::value).orElse(null))
                .addValue(part.own().orElse(null));
    }

    private static Tuple written(Tuple about, Times times, Person by) {
        return about.addValue(Queries.at(times.startsAt()))
                .addValue(Queries.at(times.endsAt()))
                .addValue(by.id())
                .addValue(by.name());
    }

    private Future<Optional<PlannedShift>> stored(Future<Stream<Row>> written, Part part, UUID shift) {
        return written.compose(
                rows -> rows.findFirst().isPresent() ? find(part, shift) : Future.succeededFuture(Optional.empty()));
    }

    private static PlannedShift shift(Row row) {
        return new PlannedShift(
                row.getUUID("id"),
                new Person(row.getUUID("who"), row.getString("name")),
                row.getString("role"),
                new CommunityId(row.getUUID("node")),
                Queries.instant(row, "starts_at"),
                Queries.instant(row, "ends_at"),
                row.getInteger("version"));
    }
}
