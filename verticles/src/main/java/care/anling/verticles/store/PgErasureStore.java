package care.anling.verticles.store;

import care.anling.core.common.CommunityId;
import care.anling.core.common.ResidentId;
import care.anling.verticles.store.RegisterStore.Looker;
import care.anling.verticles.store.RegisterStore.Scope;
import care.anling.verticles.vault.SealedTable;
import care.anling.verticles.vault.SealedWords;
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
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Export and erasure on PostgreSQL, each one transaction with its record. Called from an event loop; never blocks. */
public final class PgErasureStore implements ErasureStore {

    /** A resident with a band for a year has a hundred thousand readings to forget. */
    private static final Duration DEADLINE = Duration.ofSeconds(10);

    private static final String IN_SCOPE = " r.community = ANY ($1) AND ($2::uuid IS NULL OR r.building = $2)"
            + " AND ($3::uuid IS NULL OR r.id = $3) AND r.erased_at IS NULL";

    private static final String RESIDENT =
            "SELECT r.community, to_json(r) AS body FROM residents r WHERE r.id = $4 AND" + IN_SCOPE;

    /** What an export has beside the resident, each as JSON rows; $1 the resident. */
    private static final List<Part> PARTS = List.of(
            new Part(
                    "contacts",
                    "SELECT to_json(c) AS body FROM contacts c WHERE c.resident = $1 ORDER BY c.call_order, c.id"),
            new Part(
                    "devices",
                    "SELECT json_build_object('id', d.id, 'kind', d.kind, 'model', d.model, 'address', d.address) AS body"
                            + " FROM devices d WHERE d.resident = $1 ORDER BY d.id"),
            new Part(
                    "incidents",
                    "SELECT json_build_object('id', i.id, 'openedAt', i.opened_at, 'priority', i.priority, 'need', i.need,"
                            + " 'state', i.state, 'place', i.place_label, 'disposition', i.disposition, 'standDownAt',"
                            + " i.stood_down_at, 'drill', i.drill, 'events', (SELECT json_agg(json_build_object('at', e.at,"
                            + " 'type', e.type, 'detail', e.detail) ORDER BY e.id) FROM incident_events e"
                            + " WHERE e.incident = i.id AND NOT e.lent)) AS body"
                            + " FROM incidents i WHERE i.subject_kind = 'RESIDENT' AND i.subject = $1 ORDER BY i.id LIMIT 1000"),
            new Part(
                    "observations",
                    "SELECT to_json(o) AS body FROM observations o WHERE o.resident = $1 ORDER BY o.at DESC LIMIT 10000"),
            new Part(
                    "absences",
                    "SELECT to_json(u) AS body FROM upkeep_log u WHERE u.resident = $1 ORDER BY u.id LIMIT 1000"),
            new Part(
                    "consents",
                    "SELECT to_json(c) AS body FROM consents c WHERE c.resident = $1 ORDER BY c.id LIMIT 1000"),
            new Part(
                    "calls",
                    "SELECT json_build_object('at', c.rang_at, 'exchange', c.exchange) AS body FROM calls c"
                            + " WHERE $1 = ANY (c.residents) ORDER BY c.rang_at DESC LIMIT 1000"),
            new Part(
                    "looks",
                    "SELECT json_build_object('at', l.at, 'by', l.account_name, 'role', l.role, 'action', l.action,"
                            + " 'detail', l.detail) AS body"
                            + " FROM access_log l WHERE l.resident = $1 ORDER BY l.id DESC LIMIT 10000"));

    private record Part(String name, String sql) {}

    private static final String LOCK =
            "SELECT r.community, r.name FROM residents r WHERE r.id = $4 AND" + IN_SCOPE + " FOR UPDATE";

    private static final String OPEN =
            "SELECT id FROM incidents WHERE subject_kind = 'RESIDENT' AND subject = $1 AND state = 'OPEN'";

    private static final String ERASE = "SELECT erase_resident(r.id) FROM residents r WHERE r.id = $1";

    private static final String RECORD = """
            INSERT INTO access_log (account, account_name, role, action, resident, incident, community, detail)
            SELECT a.id, a.name, a.role, $2, $3, NULL, $4, $5::text::json FROM accounts a WHERE a.id = $1""";

    /** Columns that mean nothing to the person: hashes, and how rows are found. */
    private static final Set<String> OURS = Set.of("phone_hash", "phone_tail", "pinyin_keys", "resident", "community");

    private final Trips trips;
    private final Vault vault;

    public PgErasureStore(Vertx vertx, Pool pool, Vault vault) {
        this.trips = new Trips(vertx, pool, DEADLINE);
        this.vault = vault;
    }

    private static Tuple scope(Scope scope, ResidentId resident) {
        UUID[] nodes = scope.nodes().stream().map(CommunityId::value).toArray(UUID[]::new);
        return Tuple.of(
                nodes,
                scope.building().map(CommunityId::value).orElse(null),
                scope.resident().map(ResidentId::value).orElse(null),
                resident.value());
    }

    @Override
    public Future<Optional<JsonObject>> export(Scope scope, ResidentId resident, Looker looker) {
        List<Trips.Statement> look = new java.util.ArrayList<>();
        look.add(new Trips.Statement(RESIDENT, scope(scope, resident)));
        PARTS.forEach(part -> look.add(new Trips.Statement(part.sql(), Tuple.of(resident.value()))));
        return trips.run(look, found -> {
            if (found.get(0).size() == 0) {
                return new Trips.Outcome<>(Optional.empty(), List.of());
            }
            Row row = found.get(0).iterator().next();
            JsonArray groups = new JsonArray().add("resident").add("clinical");
            PARTS.forEach(part -> groups.add(part.name()));
            JsonObject detail = new JsonObject()
                    .put("fields", groups)
                    .put("purpose", "export")
                    .put("from", looker.remoteAddress());
            return new Trips.Outcome<>(
                    Optional.of(whole(row, resident, found)),
                    List.of(record("EXPORT", resident, row.getUUID("community"), detail, looker)));
        });
    }

    private JsonObject whole(Row row, ResidentId resident, List<RowSet<Row>> found) {
        JsonObject whole = new JsonObject()
                .put("resident", opened(SealedTable.RESIDENTS, row.get(JsonObject.class, "body"), resident.value()));
        for (int i = 0; i < PARTS.size(); i++) {
            JsonArray rows = new JsonArray();
            String name = PARTS.get(i).name();
            for (Row each : found.get(i + 1)) {
                JsonObject body = each.get(JsonObject.class, "body");
                rows.add(
                        switch (name) {
                            case "contacts" -> opened(SealedTable.CONTACTS, body, body.getString("id"));
                            case "incidents" -> spoken(body);
                            case "consents" -> opened(SealedTable.CONSENTS, body, resident.value());
                            case "absences" -> opened(SealedTable.ABSENCES, body, resident.value());
                            default -> body;
                        });
            }
            whole.put(name, rows);
        }
        return whole;
    }

    private JsonObject spoken(JsonObject incident) {
        UUID id = UUID.fromString(incident.getString("id"));
        if (incident.getValue("events") instanceof JsonArray events) {
            events.forEach(event -> {
                JsonObject unused = SealedWords.open(vault, id, ((JsonObject) event).getJsonObject("detail"));
            });
        }
        return incident;
    }

    private JsonObject opened(SealedTable table, JsonObject body, Object rowId) {
        OURS.forEach(body::remove);
        for (String column : table.columns()) {
            String sealed = body.getString(column);
            if (sealed != null && !sealed.isEmpty()) {
                String text = vault.open(table.cell(column, rowId), sealed);
                body.put(column, text.startsWith("[") ? new JsonArray(text) : text);
            }
        }
        return body;
    }

    @Override
    public Future<Erased> erase(Scope scope, ResidentId resident, Order order, Looker looker) {
        return trips.<Erased>run(
                        List.of(
                                new Trips.Statement(LOCK, scope(scope, resident)),
                                new Trips.Statement(OPEN, Tuple.of(resident.value()))),
                        found -> {
                            if (found.get(0).size() == 0) {
                                return new Trips.Outcome<>(Erased.ABSENT, List.of());
                            }
                            Row row = found.get(0).iterator().next();
                            if (!row.getString("name").equals(order.name().strip())) {
                                return new Trips.Outcome<>(Erased.NAME_DIFFERS, List.of());
                            }
                            if (found.get(1).size() > 0) {
                                return new Trips.Outcome<>(Erased.INCIDENT_OPEN, List.of());
                            }
                            JsonObject detail = new JsonObject()
                                    .put("reason", order.reason())
                                    .put("from", looker.remoteAddress());
                            return new Trips.Outcome<>(
                                    Erased.DONE,
                                    List.of(
                                            record("ERASE", resident, row.getUUID("community"), detail, looker),
                                            new Trips.Statement(ERASE, Tuple.of(resident.value()))));
                        })
                .recover(failure -> isOpenedMeanwhile(failure)
                        ? Future.succeededFuture(Erased.INCIDENT_OPEN)
                        : Future.failedFuture(failure));
    }

    /** Between our look and the lock somebody pressed: {@code erase_resident} looks again, and says so. */
    private static boolean isOpenedMeanwhile(Throwable failure) {
        return failure instanceof StoreFailure known && known.sqlState().equals("55006");
    }

    private static Trips.Statement record(
            String action, ResidentId resident, UUID community, JsonObject detail, Looker looker) {
        return new Trips.Statement(
                RECORD, Tuple.of(looker.account(), action, resident.value(), community, detail.encode()));
    }
}
