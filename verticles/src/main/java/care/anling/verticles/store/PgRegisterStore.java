package care.anling.verticles.store;

import care.anling.core.common.CommunityId;
import care.anling.core.common.ResidentId;
import care.anling.verticles.vault.SealedPhone;
import care.anling.verticles.vault.SealedTable;
import care.anling.verticles.vault.Vault;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** The register on PostgreSQL, with the scope in every statement. Called from an event loop; never blocks. */
public final class PgRegisterStore implements RegisterStore {

    private static final Duration DEADLINE = Duration.ofSeconds(5);

    /** $1 nodes, $2 building, $3 resident of a family. Nobody sees who was erased. */
    private static final String IN_SCOPE =
            " r.community = ANY ($1) AND ($2::uuid IS NULL OR r.building = $2) AND ($3::uuid IS NULL OR r.id = $3)"
                    + " AND r.erased_at IS NULL ";

    // Matched in the community's rows, some thousands: no index on text is worth its writes yet. Pinyin as people type
    // it,
    // an address as it stands on the door, a telephone number, of theirs or of who belongs to them, whole or by its
    // end.
    private static final String LIST = """
            SELECT r.id, r.external_id, r.name, r.pinyin, r.sex, r.birth_date, r.phone, r.lives_alone, a.way AS away, r.community, r.building,
                   r.unit, r.floor, r.room, r.version, c.name AS community_name, b.name AS building_name,
                   coalesce(r.lat, b.lat) AS door_lat, coalesce(r.lon, b.lon) AS door_lon
              FROM residents r JOIN communities c ON c.id = r.community LEFT JOIN communities b ON b.id = r.building
             CROSS JOIN LATERAL (SELECT r.away AND coalesce(r.away_until > clock_timestamp(), true) AS way) a
             WHERE""" + IN_SCOPE + """
               AND ($4::uuid IS NULL OR r.community = $4 OR c.parent = $4) AND ($5::uuid IS NULL OR r.building = $5)
               AND ($6::boolean IS NULL OR r.lives_alone = $6) AND ($7::boolean IS NULL OR a.way = $7)
               AND ($8::text IS NULL OR strpos(r.name, $8) > 0
                    OR strpos(r.pinyin_keys, $8) > 0 OR lower(r.external_id) = $8
                    OR strpos(lower(concat(b.name, r.unit, r.room)), $8) > 0
                    OR r.phone_hash = ANY ($11::bytea[]) OR r.phone_tail = ANY ($12::bytea[])
                    OR EXISTS (SELECT FROM contacts k WHERE k.resident = r.id
                                  AND (k.phone_hash = ANY ($13::bytea[]) OR k.phone_tail = ANY ($14::bytea[]))))
               AND ($9::uuid IS NULL OR r.id > $9)
             ORDER BY r.id LIMIT $10""";

    private static final String FILE = """
            SELECT r.*, c.name AS community_name, b.name AS building_name, clock_timestamp() AS read_at,
                   coalesce(r.lat, b.lat) AS door_lat, coalesce(r.lon, b.lon) AS door_lon
              FROM residents r JOIN communities c ON c.id = r.community LEFT JOIN communities b ON b.id = r.building
             WHERE r.id = $4 AND""" + IN_SCOPE;

    private static final String LOCK =
            "SELECT r.id, r.community, r.version, r.name, r.pinyin FROM residents r WHERE r.id = $4 AND" + IN_SCOPE
                    + " FOR UPDATE";

    private static final String CONTACTS =
            "SELECT * FROM contacts WHERE resident = $1 ORDER BY call_order, name, id LIMIT $2";

    private static final String CONTACT = "SELECT id, version FROM contacts WHERE resident = $1 AND id = $2";

    private static final String FAMILY_ACCOUNT =
            "SELECT id FROM accounts WHERE id = $1 AND resident = $2 AND role = 'FAMILY'";

    private static final String PUT_CONTACT = """
            INSERT INTO contacts AS k (id, resident, name, relation, phone, call_order, has_key, minutes_away, account,
                                       phone_hash, phone_tail)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
            ON CONFLICT (id) DO UPDATE SET name = excluded.name, relation = excluded.relation, phone = excluded.phone,
                phone_hash = excluded.phone_hash, phone_tail = excluded.phone_tail, call_order = excluded.call_order, has_key = excluded.has_key, minutes_away = excluded.minutes_away,
                account = excluded.account, version = k.version + 1""";

    private static final String REMOVE_CONTACT = "DELETE FROM contacts WHERE resident = $1 AND id = $2";

    private static final String OBSERVATIONS = """
            SELECT at, device, backfilled, heart_rate, systolic, diastolic, spo2, temperature, respiration_rate, on_oxygen,
                   glucose, consciousness
              FROM observations WHERE resident = $1 AND at >= $2 AND at < $3
               AND ($4::timestamptz IS NULL OR (at, device) < ($4, $5::uuid))
             ORDER BY at DESC, device DESC LIMIT $6""";

    private static final String RECORD = """
            INSERT INTO access_log (account, account_name, role, action, resident, incident, community, detail)
            SELECT a.id, a.name, a.role, $2, $3, NULL, $4, $5::text::json FROM accounts a WHERE a.id = $1""";

    private static final Map<String, String> KINDS = Map.of(
            "hr", "heart_rate",
            "sys", "systolic",
            "dia", "diastolic",
            "spo2", "spo2",
            "temp", "temperature",
            "rr", "respiration_rate",
            "glucose", "glucose");

    private final Pool pool;
    private final Trips trips;
    private final Vault vault;
    private final Opening opening;

    public PgRegisterStore(Vertx vertx, Pool pool, Vault vault) {
        this.pool = pool;
        this.trips = new Trips(vertx, pool, DEADLINE);
        this.vault = vault;
        this.opening = Opening.strict(vault);
    }

    private static Tuple scope(Scope scope) {
        UUID[] nodes = scope.nodes().stream().map(CommunityId::value).toArray(UUID[]::new);
        return Tuple.of(
                nodes,
                scope.building().map(CommunityId::value).orElse(null),
                scope.resident().map(ResidentId::value).orElse(null));
    }

    @Override
    public Future<List<Line>> list(Scope scope, Filter filter, Optional<UUID> after, int limit) {
        Tuple parameters = scope(scope)
                .addValue(filter.community().map(CommunityId::value).orElse(null))
                .addValue(filter.building().map(CommunityId::value).orElse(null))
                .addValue(filter.livesAlone().orElse(null))
                .addValue(filter.away().orElse(null))
                .addValue(filter.text().map(PgRegisterStore::typed).orElse(null))
                .addValue(after.orElse(null))
                .addInteger(limit);
        PhoneSearch.add(parameters, vault, filter.text());
        return Queries.ask(pool, LIST, parameters)
                .map(rows -> rows.map(this::line).toList());
    }

    private static String typed(String text) {
        return text.replace(" ", "").toLowerCase(java.util.Locale.ROOT);
    }

    private Line line(Row row) {
        return new Line(
                new ResidentId(row.getUUID("id")),
                Optional.ofNullable(row.getString("external_id")),
                row.getString("name"),
                row.getString("pinyin"),
                Optional.ofNullable(row.getString("sex")),
                Optional.ofNullable(row.getLocalDate("birth_date")),
                opening.find(row, SealedTable.RESIDENTS, "phone"),
                row.getBoolean("lives_alone"),
                row.getBoolean("away"),
                PgDossierStore.door(row, Optional.empty()),
                row.getLong("version"));
    }

    @Override
    public Future<Optional<File>> read(Scope scope, ResidentId resident, boolean health, Looker looker) {
        return trips.run(List.of(new Trips.Statement(FILE, scope(scope).addUUID(resident.value()))), found -> {
            Optional<Row> row = Queries.first(found.get(0));
            List<String> looked = Arrays.stream(ResidentField.values())
                    .filter(ResidentField::isHealth)
                    .map(ResidentField::word)
                    .toList();
            return new Trips.Outcome<>(
                    row.map(this::file),
                    row.filter(r -> health)
                            .map(r -> List.of(record("RESIDENT", resident, community(r), looked, looker)))
                            .orElse(List.of()));
        });
    }

    private File file(Row row) {
        Optional<String> externalId = Optional.ofNullable(row.getString("external_id"));
        return new File(
                PgDossierStore.about(row, opening),
                externalId,
                row.getLong("version"),
                Queries.instant(row, "read_at"));
    }

    private static ResidentColumns.Named named(Row row) {
        return new ResidentColumns.Named(row.getString("name"), row.getString("pinyin"));
    }

    private static UUID community(Row row) {
        return row.getUUID("community");
    }

    private static Trips.Statement record(
            String action, ResidentId resident, UUID community, List<String> fields, Looker looker) {
        JsonObject detail = new JsonObject()
                .put("fields", fields)
                .put("purpose", "register")
                .put("from", looker.remoteAddress());
        return new Trips.Statement(
                RECORD, Tuple.of(looker.account(), action, resident.value(), community, detail.encode()));
    }

    @Override
    public Future<Void> add(ResidentId id, CommunityId community, Edit edit, Looker looker) {
        StringBuilder columns = new StringBuilder("INSERT INTO residents (id, community");
        StringBuilder values = new StringBuilder(") VALUES ($1, $2");
        Tuple parameters = Tuple.of(id.value(), community.value());
        ResidentColumns.of(vault, id, edit, Optional.empty()).forEach((column, value) -> {
            columns.append(", ").append(column);
            var unused = parameters.addValue(value);
            values.append(", $").append(parameters.size());
        });
        Trips.Statement insert =
                new Trips.Statement(columns.append(values).append(')').toString(), parameters);
        List<Trips.Statement> writes = new ArrayList<>(List.of(insert));
        healthRecord(id, community.value(), edit, looker).ifPresent(writes::add);
        return trips.run(List.of(), found -> new Trips.Outcome<>(true, writes)).mapEmpty();
    }

    private static Optional<Trips.Statement> healthRecord(
            ResidentId resident, UUID community, Edit edit, Looker looker) {
        List<String> written = edit.fields().keySet().stream()
                .filter(ResidentField::isHealth)
                .map(ResidentField::word)
                .toList();
        return written.isEmpty()
                ? Optional.empty()
                : Optional.of(record("RESIDENT_EDIT", resident, community, written, looker));
    }

    @Override
    public Future<Edited> change(Scope scope, ResidentId resident, Optional<Long> version, Edit edit, Looker looker) {
        return locked(scope, resident, List.of(), found -> {
            Row row = found.get(0).iterator().next();
            if (version.filter(v -> !v.equals(row.getLong("version"))).isPresent()) {
                return new Trips.Outcome<>(Edited.STALE, List.of());
            }
            if (edit.communityOfBuilding()
                    .filter(c -> !c.value().equals(community(row)))
                    .isPresent()) {
                return new Trips.Outcome<>(Edited.BUILDING_ELSEWHERE, List.of());
            }
            List<Trips.Statement> writes = new ArrayList<>(List.of(update(resident, edit, named(row))));
            healthRecord(resident, community(row), edit, looker).ifPresent(writes::add);
            return new Trips.Outcome<>(Edited.DONE, writes);
        });
    }

    private Trips.Statement update(ResidentId resident, Edit edit, ResidentColumns.Named before) {
        StringBuilder sql = new StringBuilder("UPDATE residents SET version = version + 1, updated_at = now()");
        Tuple parameters = Tuple.of(resident.value());
        ResidentColumns.of(vault, resident, edit, Optional.of(before)).forEach((column, value) -> {
            var unused = parameters.addValue(value);
            sql.append(", ").append(column).append(" = $").append(parameters.size());
        });
        return new Trips.Statement(sql.append(" WHERE id = $1").toString(), parameters);
    }

    /** @param decide gets the locked resident first, then what {@code more} found; nobody there is {@code ABSENT} */
    private Future<Edited> locked(
            Scope scope,
            ResidentId resident,
            List<Trips.Statement> more,
            Function<List<RowSet<Row>>, Trips.Outcome<Edited>> decide) {
        List<Trips.Statement> look = new ArrayList<>();
        look.add(new Trips.Statement(LOCK, scope(scope).addUUID(resident.value())));
        look.addAll(more);
        return trips.run(
                look,
                found ->
                        found.get(0).size() == 0 ? new Trips.Outcome<>(Edited.ABSENT, List.of()) : decide.apply(found));
    }

    @Override
    public Future<Optional<List<Contact>>> contacts(Scope scope, ResidentId resident) {
        return trips.run(
                List.of(
                        new Trips.Statement(FILE, scope(scope).addUUID(resident.value())),
                        new Trips.Statement(CONTACTS, Tuple.of(resident.value(), MOST_CONTACTS))),
                found -> new Trips.Outcome<>(
                        Queries.first(found.get(0)).map(r -> rows(found.get(1), this::contact)), List.of()));
    }

    private Contact contact(Row row) {
        return new Contact(
                row.getUUID("id"),
                row.getString("name"),
                row.getString("relation"),
                opening.get(row, SealedTable.CONTACTS, "phone"),
                row.getInteger("call_order"),
                row.getBoolean("has_key"),
                Optional.ofNullable(row.getInteger("minutes_away")),
                Optional.ofNullable(row.getUUID("account")),
                row.getLong("version"));
    }

    @Override
    public Future<Edited> addContact(Scope scope, ResidentId resident, Contact contact) {
        return locked(
                scope,
                resident,
                List.of(account(resident, contact.account())),
                found -> isElsewhere(contact.account(), found.get(1))
                        ? new Trips.Outcome<>(Edited.ACCOUNT_ELSEWHERE, List.of())
                        : new Trips.Outcome<>(Edited.DONE, List.of(put(resident, contact))));
    }

    private static Trips.Statement account(ResidentId resident, Optional<UUID> account) {
        return new Trips.Statement(FAMILY_ACCOUNT, Tuple.of(account.orElse(null), resident.value()));
    }

    private static boolean isElsewhere(Optional<UUID> account, RowSet<Row> known) {
        return account.isPresent() && known.size() == 0;
    }

    private Trips.Statement put(ResidentId resident, Contact contact) {
        SealedPhone phone = SealedPhone.of(vault, SealedTable.CONTACTS, contact.id(), contact.phone());
        return new Trips.Statement(
                PUT_CONTACT,
                Tuple.of(
                                contact.id(),
                                resident.value(),
                                contact.name(),
                                contact.relation(),
                                phone.sealed(),
                                contact.order(),
                                contact.hasKey(),
                                contact.minutesAway().orElse(null),
                                contact.account().orElse(null))
                        .addValue(phone.hash().map(Buffer::buffer).orElse(null))
                        .addValue(phone.tail().map(Buffer::buffer).orElse(null)));
    }

    @Override
    public Future<Edited> changeContact(Scope scope, ResidentId resident, Contact contact, Optional<Long> version) {
        return editContact(
                scope, resident, new Contacted(contact.id(), contact.account()), version, put(resident, contact));
    }

    @Override
    public Future<Edited> removeContact(Scope scope, ResidentId resident, UUID contact, Optional<Long> version) {
        Tuple names = Tuple.of(resident.value(), contact);
        return editContact(
                scope,
                resident,
                new Contacted(contact, Optional.empty()),
                version,
                new Trips.Statement(REMOVE_CONTACT, names));
    }

    /** Which contact is edited, and with which account they are to sign in. */
    private record Contacted(UUID id, Optional<UUID> account) {}

    private Future<Edited> editContact(
            Scope scope, ResidentId resident, Contacted contact, Optional<Long> version, Trips.Statement write) {
        List<Trips.Statement> look = List.of(
                new Trips.Statement(CONTACT, Tuple.of(resident.value(), contact.id())),
                account(resident, contact.account()));
        return locked(scope, resident, look, found -> {
            Optional<Long> now = Queries.first(found.get(1)).map(row -> row.getLong("version"));
            if (now.isEmpty()) {
                return new Trips.Outcome<>(Edited.ABSENT, List.of());
            }
            if (version.isPresent() && !version.equals(now)) {
                return new Trips.Outcome<>(Edited.STALE, List.of());
            }
            return isElsewhere(contact.account(), found.get(2))
                    ? new Trips.Outcome<>(Edited.ACCOUNT_ELSEWHERE, List.of())
                    : new Trips.Outcome<>(Edited.DONE, List.of(write));
        });
    }

    @Override
    public Future<Optional<List<Observation>>> observations(
            Scope scope, ResidentId resident, Period period, int limit, Looker looker) {
        @Nullable Before before = period.before().orElse(null);
        Tuple parameters = Tuple.of(resident.value(), Queries.at(period.from()), Queries.at(period.to()))
                .addValue(before == null ? null : Queries.at(before.at()))
                .addValue(before == null ? null : before.device())
                .addInteger(limit);
        return trips.run(
                List.of(
                        new Trips.Statement(FILE, scope(scope).addUUID(resident.value())),
                        new Trips.Statement(OBSERVATIONS, parameters)),
                found -> looked(found, resident, looker));
    }

    private static Trips.Outcome<Optional<List<Observation>>> looked(
            List<RowSet<Row>> found, ResidentId resident, Looker looker) {
        Optional<Row> row = Queries.first(found.get(0));
        if (row.isEmpty()) {
            return new Trips.Outcome<>(Optional.empty(), List.of());
        }
        List<Observation> shown = rows(found.get(1), PgRegisterStore::observation);
        List<String> kinds = shown.stream()
                .flatMap(o -> o.values().keySet().stream())
                .distinct()
                .sorted()
                .toList();
        return new Trips.Outcome<>(
                Optional.of(shown), List.of(record("OBSERVATIONS", resident, community(row.get()), kinds, looker)));
    }

    private static Observation observation(Row row) {
        Map<String, Double> values = new LinkedHashMap<>();
        KINDS.forEach((kind, column) -> {
            Double value = row.getDouble(column);
            if (value != null) {
                values.put(kind, value);
            }
        });
        return new Observation(
                Queries.instant(row, "at"),
                row.getUUID("device"),
                row.getBoolean("backfilled"),
                values,
                Optional.ofNullable(row.getBoolean("on_oxygen")),
                Optional.ofNullable(row.getString("consciousness")));
    }

    private static <T> List<T> rows(RowSet<Row> rows, Function<Row, T> read) {
        return StreamSupport.stream(rows.spliterator(), false).map(read).toList();
    }
}
