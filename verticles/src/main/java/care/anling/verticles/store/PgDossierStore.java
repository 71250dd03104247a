package care.anling.verticles.store;

import care.anling.core.common.CommunityId;
import care.anling.core.common.DeviceId;
import care.anling.core.common.IncidentId;
import care.anling.core.common.ResidentId;
import care.anling.core.geo.Wgs84;
import care.anling.core.resident.Profile;
import care.anling.verticles.store.Dossier.About;
import care.anling.verticles.store.Dossier.Clinical;
import care.anling.verticles.store.Dossier.Contact;
import care.anling.verticles.store.Dossier.DeviceLine;
import care.anling.verticles.store.Dossier.Door;
import care.anling.verticles.store.Dossier.Earlier;
import care.anling.verticles.store.Dossier.Reading;
import care.anling.verticles.vault.SealedTable;
import care.anling.verticles.vault.SealedWords;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * The dossier on PostgreSQL. What is read and the record of reading it are one transaction: the answer is handed out only
 * after the record is on disk.
 */
public final class PgDossierStore implements DossierStore {

    private static final Duration READ_DEADLINE = Duration.ofSeconds(5);
    private static final int MAX_CONTACTS = 20;
    private static final int MAX_DEVICES = 32;
    private static final int MAX_EARLIER = 10;
    /** Rows of readings, each with several values; a wrist device measures every few minutes. */
    private static final int MAX_READINGS = 200;

    private static final String ABOUT = """
            SELECT r.*, c.name AS community_name, b.name AS building_name,
                   coalesce(r.lat, b.lat) AS door_lat, coalesce(r.lon, b.lon) AS door_lon
              FROM residents r JOIN communities c ON c.id = r.community LEFT JOIN communities b ON b.id = r.building
             WHERE r.id = $1""";

    private static final String CONTACTS = """
            SELECT id, name, relation, phone, call_order, has_key, minutes_away FROM contacts
             WHERE resident = $1 ORDER BY call_order, name LIMIT $2""";

    private static final String READINGS = """
            SELECT at, device, heart_rate, systolic, diastolic, spo2, temperature, respiration_rate, glucose
              FROM observations WHERE resident = $1 AND at > now() - interval '24 hours' ORDER BY at DESC LIMIT $2""";

    private static final String DEVICES = """
            SELECT to_json(n) AS body, d.model FROM devices_now n JOIN devices d ON d.id = n.id
             WHERE n.resident = $1 OR n.id = ANY (SELECT unnest(i.devices) FROM incidents i WHERE i.id = $2)
             ORDER BY n.id LIMIT $3""";

    private static final String EARLIER = """
            SELECT o.id, o.opened_at, o.need, o.priority, o.disposition, o.signals
              FROM incidents i JOIN incidents o ON o.subject = i.subject AND o.subject_kind = i.subject_kind AND o.id <> i.id
             WHERE i.id = $1 ORDER BY o.opened_at DESC LIMIT $2""";

    private static final String EARLIER_OF = """
            SELECT o.id, o.opened_at, o.need, o.priority, o.disposition, o.signals FROM incidents o
             WHERE o.subject = $1 AND o.subject_kind = 'RESIDENT' ORDER BY o.opened_at DESC LIMIT $2""";

    private static final String NOW = "SELECT clock_timestamp() AS at";

    // Of somebody unknown there is no name, which the table refuses: no record, no data.
    private static final String RECORD = """
            INSERT INTO access_log (account, account_name, role, action, resident, incident, community, detail)
            SELECT $1, a.name, a.role, 'DOSSIER', $2, $3, $4, $5::text::json
              FROM (SELECT) look LEFT JOIN accounts a ON a.id = $1""";

    // A screen that follows an incident reads its timeline anew at each event: that is one look for each word that is
    // new
    // to the reader, not one for each event.
    private static final String RECORD_WORDS = RECORD + """

             WHERE NOT EXISTS (
                 SELECT FROM access_log l
                  WHERE l.account = $1 AND l.at > clock_timestamp() - make_interval(secs => $6) AND l.incident = $3
                    AND (l.detail ->> 'line')::bigint >= $7)""";

    private static final Map<String, String> KINDS = Map.of(
            "hr", "heart_rate",
            "sys", "systolic",
            "dia", "diastolic",
            "spo2", "spo2",
            "temp", "temperature",
            "rr", "respiration_rate",
            "glucose", "glucose");

    private final Trips trips;
    private final Opening opening;
    private final ChangeWriter.Words words;

    public PgDossierStore(Vertx vertx, Pool pool, Vault vault) {
        this.trips = new Trips(vertx, pool, READ_DEADLINE);
        this.opening = Opening.inNeed(vault);
        this.words = (incident, detail) -> SealedWords.open(vault, incident.value(), detail);
    }

    @Override
    public Future<Dossier> read(Look look, Optional<ResidentId> resident) {
        UUID who = resident.map(ResidentId::value).orElse(null);
        UUID incident = look.incident().value();
        return trips.run(
                List.of(
                        new Trips.Statement(NOW, Tuple.tuple()),
                        new Trips.Statement(ABOUT, Tuple.of(who)),
                        new Trips.Statement(CONTACTS, Tuple.of(who, MAX_CONTACTS)),
                        new Trips.Statement(READINGS, Tuple.of(who, MAX_READINGS)),
                        new Trips.Statement(DEVICES, Tuple.of(who, incident, MAX_DEVICES)),
                        new Trips.Statement(EARLIER, Tuple.of(incident, MAX_EARLIER))),
                found -> new Trips.Outcome<>(dossier(found), List.of(record(look, who))));
    }

    @Override
    public Future<List<StoredEvent>> timeline(Look look, Optional<ResidentId> resident, Lines lines) {
        Tuple page = Tuple.of(look.incident().value(), lines.afterId(), lines.limit());
        return trips.run(List.of(new Trips.Statement(PgIncidentStore.TIMELINE, page)), found -> {
            List<StoredEvent> events = rows(found.get(0))
                    .map(row -> PgIncidentStore.event(look.incident(), row, words))
                    .toList();
            UUID who = resident.map(ResidentId::value).orElse(null);
            return new Trips.Outcome<>(
                    events,
                    lines.newestTold(events).stream()
                            .mapToObj(line -> recordWords(look, who, line))
                            .toList());
        });
    }

    /** For {@link #dossier}: one resident, whatever the incident. */
    static List<Trips.Statement> looksAt(UUID resident) {
        return List.of(
                new Trips.Statement(NOW, Tuple.tuple()),
                new Trips.Statement(ABOUT, Tuple.of(resident)),
                new Trips.Statement(CONTACTS, Tuple.of(resident, MAX_CONTACTS)),
                new Trips.Statement(READINGS, Tuple.of(resident, MAX_READINGS)),
                new Trips.Statement(DEVICES, Tuple.of(resident, null, MAX_DEVICES)),
                new Trips.Statement(EARLIER_OF, Tuple.of(resident, MAX_EARLIER)));
    }

    private static Trips.Statement record(Look look, @Nullable UUID resident) {
        return new Trips.Statement(RECORD, row(look, resident, detail(look)));
    }

    private static Trips.Statement recordWords(Look look, @Nullable UUID resident, long line) {
        Tuple row = row(look, resident, detail(look).put("line", line))
                .addDouble((double) SAME_LOOK.toSeconds())
                .addLong(line);
        return new Trips.Statement(RECORD_WORDS, row);
    }

    private static JsonObject detail(Look look) {
        return new JsonObject().put("fields", look.fields()).put("from", look.remoteAddress());
    }

    private static Tuple row(Look look, @Nullable UUID resident, JsonObject detail) {
        return Tuple.tuple()
                .addUUID(look.account())
                .addValue(resident)
                .addUUID(look.incident().value())
                .addUUID(look.community().value())
                .addString(detail.encode());
    }

    Dossier dossier(List<RowSet<Row>> found) {
        return new Dossier(
                Queries.instant(found.get(0).iterator().next(), "at"),
                rows(found.get(1)).map(row -> about(row, opening)).findFirst(),
                rows(found.get(2)).map(this::contact).toList(),
                rows(found.get(3)).flatMap(PgDossierStore::readings).toList(),
                rows(found.get(4)).map(PgDossierStore::device).toList(),
                rows(found.get(5)).map(PgDossierStore::earlier).toList());
    }

    private static Stream<Row> rows(RowSet<Row> rows) {
        return StreamSupport.stream(rows.spliterator(), false);
    }

    static About about(Row row, Opening opening) {
        return new About(
                new ResidentId(row.getUUID("id")),
                row.getString("name"),
                row.getString("pinyin"),
                find(row, "sex"),
                Optional.ofNullable(row.getLocalDate("birth_date")),
                opening.find(row, SealedTable.RESIDENTS, "phone"),
                find(row, "living_situation"),
                row.getBoolean("lives_alone"),
                find(row, "language"),
                door(row, opening.find(row, SealedTable.RESIDENTS, "key_box")),
                clinical(row, opening));
    }

    static Door door(Row row, Optional<String> keyBox) {
        Double latitude = row.getDouble("door_lat");
        Double longitude = row.getDouble("door_lon");
        return new Door(
                new CommunityId(row.getUUID("community")),
                row.getString("community_name"),
                Optional.ofNullable(row.getUUID("building")).map(CommunityId::new),
                find(row, "building_name"),
                find(row, "unit"),
                Optional.ofNullable(row.getInteger("floor")),
                find(row, "room"),
                keyBox,
                latitude == null || longitude == null ? Optional.empty() : Optional.of(new Wgs84(latitude, longitude)));
    }

    private static Clinical clinical(Row row, Opening opening) {
        return new Clinical(
                opening.list(row, SealedTable.RESIDENTS, "conditions"),
                opening.list(row, SealedTable.RESIDENTS, "medications"),
                opening.list(row, SealedTable.RESIDENTS, "allergies"),
                opening.find(row, SealedTable.RESIDENTS, "blood_type"),
                opening.find(row, SealedTable.RESIDENTS, "clinical_notes"),
                opening.find(row, SealedTable.RESIDENTS, "away_note"),
                new Profile(
                        row.getInteger("frailty"),
                        row.getBoolean("oxygen_therapy"),
                        row.getBoolean("spo2_scale2"),
                        NowRow.findAbsence(row)));
    }

    private Contact contact(Row row) {
        return new Contact(
                row.getUUID("id").toString(),
                row.getString("name"),
                row.getString("relation"),
                opening.get(row, SealedTable.CONTACTS, "phone"),
                row.getInteger("call_order"),
                row.getBoolean("has_key"),
                Optional.ofNullable(row.getInteger("minutes_away")));
    }

    private static Stream<Reading> readings(Row row) {
        Instant at = Queries.instant(row, "at");
        DeviceId device = new DeviceId(row.getUUID("device"));
        List<Reading> values = new ArrayList<>(KINDS.size());
        KINDS.forEach((kind, column) -> {
            Double value = row.getDouble(column);
            if (value != null) {
                values.add(new Reading(kind, value, at, device));
            }
        });
        return values.stream();
    }

    private static DeviceLine device(Row row) {
        DeviceNow now = NowRow.device(row.get(JsonObject.class, "body"));
        return new DeviceLine(
                now.id(),
                now.kind(),
                find(row, "model"),
                now.batteryPercent(),
                now.lastSeenAt(),
                now.liveness(),
                now.fix(),
                now.care());
    }

    private static Earlier earlier(Row row) {
        return new Earlier(
                new IncidentId(row.getUUID("id")),
                Queries.instant(row, "opened_at"),
                row.getString("need"),
                row.getString("priority"),
                find(row, "disposition"),
                row.getInteger("signals"));
    }

    private static Optional<String> find(Row row, String column) {
        return Optional.ofNullable(row.getString(column));
    }
}
