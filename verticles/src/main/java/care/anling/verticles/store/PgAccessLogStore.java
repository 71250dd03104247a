package care.anling.verticles.store;

import care.anling.core.common.CommunityId;
import care.anling.core.common.IncidentId;
import care.anling.core.common.Person;
import care.anling.core.common.ResidentId;
import care.anling.core.common.TypedId;
import care.anling.verticles.vault.SealedTable;
import care.anling.verticles.vault.Vault;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** The record of looks on PostgreSQL. Called from an event loop; never blocks. */
public final class PgAccessLogStore implements AccessLogStore {

    private static final Duration DEADLINE = Duration.ofSeconds(5);

    private static final String LIST = """
            SELECT l.id, l.at, l.account, l.account_name, l.role, l.action, l.resident, r.name AS resident_name, l.incident,
                   l.community, l.detail, l.break_glass, v.reviewed_by, v.reviewed_name, v.reviewed_at, v.note
              FROM access_log l LEFT JOIN residents r ON r.id = l.resident LEFT JOIN access_reviews v ON v.log = l.id
             WHERE (l.community = ANY ($1) OR $1 = '{}')
               AND ($2::uuid IS NULL OR l.resident = $2) AND ($3::uuid IS NULL OR l.account = $3)
               AND ($4::timestamptz IS NULL OR l.at >= $4) AND ($5::timestamptz IS NULL OR l.at < $5)
               AND ($6::boolean IS NULL OR l.break_glass = $6) AND ($7::boolean IS NULL OR (v.log IS NOT NULL) = $7)
               AND ($8::bigint IS NULL OR l.id < $8)
             ORDER BY l.id DESC LIMIT $9""";

    private static final String FIND =
            "SELECT account FROM access_log WHERE id = $1 AND community = ANY ($2) AND break_glass";

    private static final String REVIEW = """
            INSERT INTO access_reviews (log, reviewed_by, reviewed_name, note) VALUES ($1, $2, $3, $4)
            ON CONFLICT (log) DO NOTHING""";

    private static final String BREAK = "SELECT break_glass($1, $2) AS broken";

    // To the administrators of whom it is about, not of who looked: they are the ones to ask why.
    private static final String RECORD = """
            INSERT INTO access_log (account, account_name, role, action, resident, incident, community, detail, break_glass)
            SELECT a.id, a.name, a.role, 'BREAK_GLASS', r.id, $3, r.community, $4::text::json, true
              FROM accounts a, residents r WHERE a.id = $1 AND r.id = $2""";

    private final Pool pool;
    private final Trips trips;
    private final PgDossierStore dossiers;
    private final Vault vault;

    /** @param dossiers reads what was asked for; the look is recorded here */
    public PgAccessLogStore(Vertx vertx, Pool pool, PgDossierStore dossiers, Vault vault) {
        this.pool = pool;
        this.dossiers = dossiers;
        this.vault = vault;
        this.trips = new Trips(vertx, pool, DEADLINE);
    }

    @Override
    public Future<List<Look>> list(Set<CommunityId> nodes, Filter filter, Optional<Long> before, int limit) {
        Tuple parameters = Tuple.of((Object) ids(nodes))
                .addValue(filter.resident().map(ResidentId::value).orElse(null))
                .addValue(filter.account().orElse(null))
                .addValue(filter.from().map(Queries::at).orElse(null))
                .addValue(filter.to().map(Queries::at).orElse(null))
                .addValue(filter.breakGlass().orElse(null))
                .addValue(filter.reviewed().orElse(null))
                .addValue(before.orElse(null))
                .addInteger(limit);
        return Queries.ask(pool, LIST, parameters)
                .map(rows -> rows.map(this::look).toList());
    }

    @Override
    public Future<Reviewed> review(long look, Set<CommunityId> nodes, Person by, String note) {
        return trips.run(List.of(new Trips.Statement(FIND, Tuple.of(look).addValue(ids(nodes)))), found -> {
            RowSet<Row> looks = found.get(0);
            if (looks.size() == 0) {
                return new Trips.Outcome<>(Reviewed.ABSENT, List.of());
            }
            String sealed = note.isEmpty() ? "" : vault.seal(SealedTable.REVIEWS.cell("note", look), note);
            return looks.iterator().next().getUUID("account").equals(by.id())
                    ? new Trips.Outcome<>(Reviewed.OWN_LOOK, List.of())
                    : new Trips.Outcome<>(
                            Reviewed.DONE,
                            List.of(new Trips.Statement(REVIEW, Tuple.of(look, by.id(), by.name(), sealed))));
        });
    }

    @Override
    public Future<Optional<Dossier>> breakGlass(Breaking breaking, ResidentId resident) {
        List<Trips.Statement> look = new ArrayList<>();
        look.add(new Trips.Statement(
                BREAK, Tuple.of(resident.value(), breaking.because().value())));
        look.addAll(PgDossierStore.looksAt(resident.value()));
        return trips.run(
                look,
                found -> found.get(0).iterator().next().getBoolean("broken")
                        ? new Trips.Outcome<>(
                                Optional.of(dossiers.dossier(found.subList(1, found.size()))),
                                List.of(record(breaking, resident)))
                        : new Trips.Outcome<>(Optional.empty(), List.of()));
    }

    private static Trips.Statement record(Breaking breaking, ResidentId resident) {
        JsonObject detail = new JsonObject()
                .put("fields", breaking.fields())
                .put("purpose", "break-glass")
                .put("reason", breaking.reason())
                .put("from", breaking.remoteAddress());
        return new Trips.Statement(
                RECORD,
                Tuple.of(
                        breaking.account(), resident.value(), breaking.because().value(), detail.encode()));
    }

    private static UUID[] ids(Set<CommunityId> nodes) {
        return nodes.stream().map(TypedId::value).toArray(UUID[]::new);
    }

    private Look look(Row row) {
        JsonObject detail =
                Optional.ofNullable(row.get(JsonObject.class, "detail")).orElseGet(JsonObject::new);
        return new Look(
                row.getLong("id"),
                Queries.instant(row, "at"),
                new Person(row.getUUID("account"), row.getString("account_name")),
                row.getString("role"),
                row.getString("action"),
                Optional.ofNullable(row.getUUID("resident")).map(ResidentId::new),
                Optional.ofNullable(row.getString("resident_name")),
                Optional.ofNullable(row.getUUID("incident")).map(IncidentId::new),
                Optional.ofNullable(row.getUUID("community")).map(CommunityId::new),
                new Why(
                        detail.getJsonArray("fields", new JsonArray()).stream()
                                .map(String::valueOf)
                                .toList(),
                        Optional.ofNullable(detail.getString("purpose")),
                        Optional.ofNullable(detail.getString("reason")),
                        Optional.ofNullable(detail.getString("from"))),
                row.getBoolean("break_glass"),
                Queries.findInstant(row, "reviewed_at")
                        .map(at -> new Review(
                                new Person(row.getUUID("reviewed_by"), row.getString("reviewed_name")),
                                at,
                                note(row))));
    }

    private String note(Row row) {
        String sealed = row.getString("note");
        return sealed.isEmpty() ? "" : vault.open(SealedTable.REVIEWS.cell("note", row.getLong("id")), sealed);
    }
}
