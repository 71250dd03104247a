package care.anling.verticles.store;

import care.anling.core.common.IncidentId;
import care.anling.core.common.Person;
import care.anling.core.common.ResidentId;
import care.anling.core.resident.Consent;
import care.anling.verticles.vault.Cell;
import care.anling.verticles.vault.SealedTable;
import care.anling.verticles.vault.Vault;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.StreamSupport;

/** What a family may know, on PostgreSQL. Called from an event loop; never blocks. */
public final class PgFamilyStore implements FamilyStore {

    private static final Duration DEADLINE = Duration.ofSeconds(5);
    private static final int MAX_DEVICES = 32;
    private static final int MAX_HISTORY = 30;

    // A week back and no further: every branch stands on an index, and an older sign would comfort nobody.
    private static final String SIGNS = """
            SELECT clock_timestamp() AS read_at,
                   (SELECT max(s.received_at) FROM signals s JOIN devices d ON d.id = s.device
                     WHERE d.resident = $1 AND s.received_at > now() - interval '7 days' AND s.kind IN ('SOS', 'CANCEL')
                       AND s.taken_by IS NULL) AS pressed,
                   (SELECT max(o.at) FROM observations o
                     WHERE o.resident = $1 AND o.at > now() - interval '7 days' AND o.at <= now()) AS measured,
                   (SELECT max(l.last_seen_at) FROM device_latest l JOIN devices d ON d.id = l.device
                     WHERE d.resident = $1 AND d.state <> 'RETIRED' AND l.worn
                       AND l.last_seen_at > now() - interval '7 days') AS worn,
                   (SELECT max(a.on_scene_at) FROM assignments a JOIN incidents i ON i.id = a.incident
                     WHERE i.subject = $1 AND i.subject_kind = 'RESIDENT' AND NOT i.drill
                       AND a.on_scene_at > now() - interval '7 days') AS visited,
                   EXISTS (SELECT FROM incidents i WHERE i.subject = $1 AND i.subject_kind = 'RESIDENT'
                              AND i.state = 'OPEN' AND NOT i.drill) AS incident_open""";

    private static final String THINGS = """
            SELECT to_json(n) AS body, l.worn FROM devices_now n LEFT JOIN device_latest l ON l.device = n.id
             WHERE n.resident = $1 ORDER BY n.id LIMIT $2""";

    private static final String HISTORY = """
            SELECT id, opened_at, stood_down_at, need, priority, disposition, drill FROM incidents
             WHERE subject = $1 AND subject_kind = 'RESIDENT' AND state = 'STOOD_DOWN'
             ORDER BY opened_at DESC LIMIT $2""";

    private static final String CONSENTS = """
            SELECT DISTINCT ON (kind) id, kind, granted, note, by, by_name, at FROM consents
             WHERE resident = $1 ORDER BY kind, id DESC""";

    private static final String IN_TURN = "SELECT pg_advisory_xact_lock(hashtextextended('consents ' || $1::uuid, 0))";

    private static final String SAY = """
            WITH was AS (SELECT $7::bigint IS NULL OR coalesce(max(id), 0) = $7 AS fresh FROM consents WHERE resident = $1),
                 said AS (INSERT INTO consents (resident, kind, granted, note, by, by_name)
                          SELECT $1, $2, $3, $4, $5, $6 FROM was
                           WHERE fresh AND $3 IS DISTINCT FROM coalesce(
                               (SELECT granted FROM consents WHERE resident = $1 AND kind = $2 ORDER BY id DESC LIMIT 1), false))
            SELECT fresh FROM was""";

    private final Pool pool;
    private final Trips trips;
    private final Vault vault;

    public PgFamilyStore(Vertx vertx, Pool pool, Vault vault) {
        this.vault = vault;
        this.pool = pool;
        this.trips = new Trips(vertx, pool, DEADLINE);
    }

    @Override
    public Future<Signs> signs(ResidentId resident) {
        return trips.run(
                List.of(
                        new Trips.Statement(SIGNS, Tuple.of(resident.value())),
                        new Trips.Statement(THINGS, Tuple.of(resident.value(), MAX_DEVICES)),
                        new Trips.Statement(HISTORY, Tuple.of(resident.value(), MAX_HISTORY))),
                found -> new Trips.Outcome<>(signs(found), List.of()));
    }

    private static Signs signs(List<RowSet<Row>> found) {
        Row row = found.get(0).iterator().next();
        Map<Sign, Instant> signs = new EnumMap<>(Sign.class);
        Queries.findInstant(row, "pressed").ifPresent(at -> signs.put(Sign.PRESSED, at));
        Queries.findInstant(row, "measured").ifPresent(at -> signs.put(Sign.MEASURED, at));
        Queries.findInstant(row, "worn").ifPresent(at -> signs.put(Sign.WORN, at));
        Queries.findInstant(row, "visited").ifPresent(at -> signs.put(Sign.VISITED, at));
        return new Signs(
                Queries.instant(row, "read_at"),
                signs,
                StreamSupport.stream(found.get(1).spliterator(), false)
                        .map(PgFamilyStore::thing)
                        .toList(),
                row.getBoolean("incident_open"),
                StreamSupport.stream(found.get(2).spliterator(), false)
                        .map(PgFamilyStore::past)
                        .toList());
    }

    private static Thing thing(Row row) {
        return new Thing(NowRow.device(row.get(JsonObject.class, "body")), Optional.ofNullable(row.getBoolean("worn")));
    }

    private static Past past(Row row) {
        return new Past(
                new IncidentId(row.getUUID("id")),
                Queries.instant(row, "opened_at"),
                Queries.instant(row, "stood_down_at"),
                row.getString("need"),
                row.getString("priority"),
                row.getString("disposition"),
                row.getBoolean("drill"));
    }

    @Override
    public Future<Map<Consent, Said>> consents(ResidentId resident) {
        return Queries.ask(pool, CONSENTS, Tuple.of(resident.value())).map(rows -> {
            Map<Consent, Said> said = new EnumMap<>(Consent.class);
            rows.forEach(row -> said.put(
                    Consent.valueOf(row.getString("kind")),
                    new Said(
                            row.getLong("id"),
                            row.getBoolean("granted"),
                            opened(resident, row.getString("note")),
                            new Person(row.getUUID("by"), row.getString("by_name")),
                            Queries.instant(row, "at"))));
            return said;
        });
    }

    @Override
    public Future<Boolean> say(ResidentId resident, Word word, Optional<Long> read) {
        String sealed = word.note().isEmpty() ? "" : vault.seal(cell(resident), word.note());
        Tuple said = Tuple.of(resident.value(), word.kind().name(), word.granted(), sealed)
                .addUUID(word.by().id())
                .addString(word.by().name())
                .addLong(read.orElse(null));
        return Queries.askInTurn(
                        pool, new Trips.Statement(IN_TURN, Tuple.of(resident.value())), new Trips.Statement(SAY, said))
                .map(rows -> rows.findFirst().orElseThrow().getBoolean("fresh"));
    }

    private String opened(ResidentId resident, String note) {
        return note.isEmpty() ? "" : vault.open(cell(resident), note);
    }

    private static Cell cell(ResidentId resident) {
        return SealedTable.CONSENTS.cell("note", resident.value());
    }
}
