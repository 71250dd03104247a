package care.anling.verticles.store;

import care.anling.core.common.CommunityId;
import care.anling.core.common.Person;
import care.anling.core.common.TypedId;
import care.anling.verticles.vault.SealedTable;
import care.anling.verticles.vault.Vault;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Shift hand-overs on PostgreSQL. */
public final class PgShiftHandoverStore implements ShiftHandoverStore {

    private static final String COLUMNS = """
            id, community, given_by, given_by_name, given_at, note, incidents, on_duty, taken_by, taken_by_name, taken_at""";

    private static final String GIVE = """
            INSERT INTO shift_handovers (id, community, given_by, given_by_name, note, incidents, on_duty)
            VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING\s""" + COLUMNS;

    private static final String FIND = "SELECT " + COLUMNS + " FROM shift_handovers WHERE id = $1";

    private static final String TAKE = """
            UPDATE shift_handovers SET taken_by = $2, taken_by_name = $3, taken_at = clock_timestamp()
             WHERE id = $1 AND taken_by IS NULL""";

    private static final String LIST = "SELECT " + COLUMNS + " FROM shift_handovers"
            + " WHERE community = ANY ($1) AND ($2::uuid IS NULL OR id < $2) ORDER BY id DESC LIMIT $3";

    private final SqlClient client;
    private final Vault vault;

    public PgShiftHandoverStore(SqlClient client, Vault vault) {
        this.client = client;
        this.vault = vault;
    }

    @Override
    public Future<ShiftHandover> give(ShiftHandover handover) {
        return Queries.ask(
                        client,
                        GIVE,
                        Tuple.of(
                                handover.id(),
                                handover.community().value(),
                                handover.givenBy().id(),
                                handover.givenBy().name(),
                                handover.note().isEmpty()
                                        ? ""
                                        : vault.seal(
                                                SealedTable.HANDOVERS.cell("note", handover.id()), handover.note()),
                                handover.incidents(),
                                handover.onDuty()))
                .map(rows -> rows.map(this::decode).findFirst().orElseThrow());
    }

    @Override
    public Future<Optional<ShiftHandover>> find(UUID id) {
        return Queries.ask(client, FIND, Tuple.of(id))
                .map(rows -> rows.map(this::decode).findFirst());
    }

    @Override
    public Future<Optional<ShiftHandover>> take(UUID id, Person by) {
        return Queries.tell(client, TAKE, Tuple.of(id, by.id(), by.name())).compose(done -> find(id));
    }

    @Override
    public Future<List<ShiftHandover>> list(Set<CommunityId> desks, Optional<UUID> before, int limit) {
        UUID[] nodes = desks.stream().map(TypedId::value).toArray(UUID[]::new);
        return Queries.ask(client, LIST, Tuple.of(nodes, before.orElse(null), limit))
                .map(rows -> rows.map(this::decode).toList());
    }

    private ShiftHandover decode(Row row) {
        return new ShiftHandover(
                row.getUUID("id"),
                new CommunityId(row.getUUID("community")),
                new Person(row.getUUID("given_by"), row.getString("given_by_name")),
                Queries.instant(row, "given_at"),
                opened(row.getUUID("id"), row.getString("note")),
                row.get(JsonArray.class, "incidents"),
                row.get(JsonArray.class, "on_duty"),
                Optional.ofNullable(row.getUUID("taken_by"))
                        .map(by -> new ShiftHandover.Taken(
                                new Person(by, row.getString("taken_by_name")), Queries.instant(row, "taken_at"))));
    }

    private String opened(UUID id, String note) {
        return note.isEmpty() ? "" : vault.open(SealedTable.HANDOVERS.cell("note", id), note);
    }
}
