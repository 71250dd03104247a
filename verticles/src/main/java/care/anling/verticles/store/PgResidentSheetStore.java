package care.anling.verticles.store;

import care.anling.core.common.CommunityId;
import care.anling.core.common.IdSource;
import care.anling.core.common.ResidentId;
import care.anling.verticles.store.RegisterStore.Edit;
import care.anling.verticles.store.RegisterStore.Looker;
import care.anling.verticles.vault.SealedPhone;
import care.anling.verticles.vault.SealedTable;
import care.anling.verticles.vault.Vault;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Residents of a sheet, on PostgreSQL. Called from an event loop; a hundred residents cost it some milliseconds. */
public final class PgResidentSheetStore implements ResidentSheetStore {

    private static final Duration DEADLINE = Duration.ofSeconds(10);

    private static final String KNOWN = """
            SELECT r.id, coalesce(r.external_id, r.id::text) AS called, r.external_id IS NOT NULL AS numbered, r.name, r.pinyin
              FROM residents r
             WHERE r.community = $1 AND coalesce(r.external_id, r.id::text) = ANY ($2) AND r.erased_at IS NULL FOR UPDATE""";

    private static final String CONTACTS = """
            SELECT k.id, k.resident, k.name FROM contacts k JOIN residents r ON r.id = k.resident
             WHERE r.community = $1 AND coalesce(r.external_id, r.id::text) = ANY ($2)
             ORDER BY k.call_order, k.name, k.id""";

    private static final String CONTACT = """
            INSERT INTO contacts AS k (id, resident, name, relation, phone, call_order, has_key, phone_hash, phone_tail)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
            ON CONFLICT (id) DO UPDATE SET relation = excluded.relation, phone = excluded.phone,
                phone_hash = excluded.phone_hash, phone_tail = excluded.phone_tail, call_order = excluded.call_order,
                has_key = excluded.has_key, version = k.version + 1""";

    private static final String RECORD = """
            INSERT INTO access_log (account, account_name, role, action, resident, incident, community, detail)
            SELECT a.id, a.name, a.role, 'RESIDENT_EDIT', $2, NULL, $3, $4::text::json FROM accounts a WHERE a.id = $1""";

    private static final String PAGE = """
            SELECT r.*, c.name AS community_name, b.name AS building_name, r.lat AS door_lat, r.lon AS door_lon,
                   (SELECT coalesce(json_agg(k ORDER BY k.call_order, k.name, k.id), '[]') FROM contacts k
                     WHERE k.resident = r.id) AS kin
              FROM residents r JOIN communities c ON c.id = r.community LEFT JOIN communities b ON b.id = r.building
             WHERE r.community = $1 AND ($2::uuid IS NULL OR r.building = $2) AND r.erased_at IS NULL
               AND ($3::uuid IS NULL OR r.id > $3)
             ORDER BY r.id LIMIT $4""";

    private static final String LOOKS = """
            INSERT INTO access_log (account, account_name, role, action, resident, incident, community, detail)
            SELECT a.id, a.name, a.role, 'EXPORT', r.id, NULL, $3, $4::text::json
              FROM accounts a CROSS JOIN unnest($2::uuid[]) r (id) WHERE a.id = $1""";

    private final Trips trips;
    private final Vault vault;
    private final Opening opening;
    private final IdSource ids;

    public PgResidentSheetStore(Vertx vertx, Pool pool, Vault vault, IdSource ids) {
        this.trips = new Trips(vertx, pool, DEADLINE);
        this.vault = vault;
        this.opening = Opening.strict(vault);
        this.ids = ids;
    }

    @Override
    public Future<Written> write(CommunityId community, List<Entry> entries, Looker looker) {
        if (entries.size() > MOST_ENTRIES) {
            throw new IllegalArgumentException("at most " + MOST_ENTRIES + " at once");
        }
        String[] names = entries.stream().map(Entry::externalId).toArray(String[]::new);
        return trips.run(
                List.of(
                        new Trips.Statement(KNOWN, which(community, names)),
                        new Trips.Statement(CONTACTS, which(community, names))),
                found -> written(community, entries, looker, found));
    }

    private static Tuple which(CommunityId community, String[] names) {
        return Tuple.of(community.value()).addArrayOfString(names);
    }

    @Override
    public Future<List<Registered>> read(Part part, int limit, Looker looker) {
        if (limit > MOST_ENTRIES) {
            throw new IllegalArgumentException("at most " + MOST_ENTRIES + " at once");
        }
        Tuple which = Tuple.of(part.community().value())
                .addValue(part.building().map(CommunityId::value).orElse(null))
                .addValue(part.after().orElse(null))
                .addInteger(limit);
        return trips.run(List.of(new Trips.Statement(PAGE, which)), found -> {
            List<Registered> page = new ArrayList<>();
            found.get(0).forEach(row -> page.add(registered(row)));
            return new Trips.Outcome<>(page, page.isEmpty() ? List.of() : List.of(looks(page, part, looker)));
        });
    }

    private Registered registered(Row row) {
        List<Kin> kin = row.get(JsonArray.class, "kin").stream()
                .map(JsonObject.class::cast)
                .map(this::kin)
                .toList();
        return new Registered(
                PgDossierStore.about(row, opening), Optional.ofNullable(row.getString("external_id")), kin);
    }

    private Kin kin(JsonObject row) {
        return new Kin(
                row.getInteger("call_order"),
                row.getString("name"),
                row.getString("relation"),
                vault.open(SealedTable.CONTACTS.cell("phone", row.getString("id")), row.getString("phone")),
                row.getBoolean("has_key"));
    }

    private static Trips.Statement looks(List<Registered> page, Part part, Looker looker) {
        UUID[] whom = page.stream().map(each -> each.about().id().value()).toArray(UUID[]::new);
        List<String> health = Arrays.stream(ResidentField.values())
                .filter(ResidentField::isHealth)
                .map(ResidentField::word)
                .toList();
        JsonObject detail =
                new JsonObject().put("fields", health).put("purpose", "sheet").put("from", looker.remoteAddress());
        return new Trips.Statement(
                LOOKS, Tuple.of(looker.account(), whom, part.community().value(), detail.encode()));
    }

    private Trips.Outcome<Written> written(
            CommunityId community, List<Entry> entries, Looker looker, List<RowSet<Row>> found) {
        Map<String, Row> known = new HashMap<>();
        found.get(0).forEach(row -> known.put(row.getString("called"), row));
        // Two of one name are told apart by who is called first, as the sheet has them.
        Map<String, Deque<UUID>> contacts = new HashMap<>();
        found.get(1)
                .forEach(row -> contacts.computeIfAbsent(
                                row.getUUID("resident") + "/" + row.getString("name"), none -> new ArrayDeque<>())
                        .add(row.getUUID("id")));
        List<Trips.Statement> writes = new ArrayList<>();
        for (Entry entry : entries) {
            @Nullable Row row = known.get(entry.externalId());
            ResidentId id = new ResidentId(row == null ? ids.next() : row.getUUID("id"));
            writes.add(row == null ? insert(id, community, entry) : update(id, entry, row));
            entry.contacts().forEach(kin -> writes.add(contact(id, kin, contacts)));
            record(id, community, entry, looker).ifPresent(writes::add);
        }
        return new Trips.Outcome<>(new Written(entries.size() - known.size(), known.size()), writes);
    }

    private Trips.Statement insert(ResidentId id, CommunityId community, Entry entry) {
        StringBuilder columns = new StringBuilder("INSERT INTO residents (id, community");
        StringBuilder values = new StringBuilder(") VALUES ($1, $2");
        Tuple parameters = Tuple.of(id.value(), community.value());
        ResidentColumns.of(vault, id, edit(entry), Optional.empty()).forEach((column, value) -> {
            columns.append(", ").append(column);
            var unused = parameters.addValue(value);
            values.append(", $").append(parameters.size());
        });
        return new Trips.Statement(columns.append(values).append(')').toString(), parameters);
    }

    private Trips.Statement update(ResidentId id, Entry entry, Row row) {
        StringBuilder sql = new StringBuilder("UPDATE residents SET version = version + 1, updated_at = now()");
        Tuple parameters = Tuple.of(id.value());
        ResidentColumns.Named before = new ResidentColumns.Named(row.getString("name"), row.getString("pinyin"));
        Edit edit = edit(entry);
        if (!row.getBoolean("numbered")) {
            edit = new Edit(without(ResidentField.EXTERNAL_ID, edit.fields()), edit.communityOfBuilding());
        }
        ResidentColumns.of(vault, id, edit, Optional.of(before)).forEach((column, value) -> {
            var unused = parameters.addValue(value);
            sql.append(", ").append(column).append(" = $").append(parameters.size());
        });
        return new Trips.Statement(sql.append(" WHERE id = $1").toString(), parameters);
    }

    /** Known by their id, they have no number, and get none. */
    private static Map<ResidentField, Optional<Object>> without(
            ResidentField field, Map<ResidentField, Optional<Object>> fields) {
        Map<ResidentField, Optional<Object>> fewer = new EnumMap<>(fields);
        var unused = fewer.remove(field);
        return fewer;
    }

    private static Edit edit(Entry entry) {
        return new Edit(entry.fields(), Optional.empty());
    }

    private Trips.Statement contact(ResidentId resident, Kin kin, Map<String, Deque<UUID>> known) {
        UUID id = Optional.ofNullable(known.getOrDefault(resident + "/" + kin.name(), new ArrayDeque<>())
                        .poll())
                .orElseGet(ids::next);
        SealedPhone phone = SealedPhone.of(vault, SealedTable.CONTACTS, id, kin.phone());
        return new Trips.Statement(
                CONTACT,
                Tuple.of(id, resident.value(), kin.name(), kin.relation(), phone.sealed())
                        .addInteger(kin.order())
                        .addBoolean(kin.hasKey())
                        .addValue(phone.hash().map(Buffer::buffer).orElse(null))
                        .addValue(phone.tail().map(Buffer::buffer).orElse(null)));
    }

    private static Optional<Trips.Statement> record(
            ResidentId resident, CommunityId community, Entry entry, Looker looker) {
        List<String> health = entry.fields().keySet().stream()
                .filter(ResidentField::isHealth)
                .map(ResidentField::word)
                .toList();
        JsonObject detail =
                new JsonObject().put("fields", health).put("purpose", "sheet").put("from", looker.remoteAddress());
        return health.isEmpty()
                ? Optional.empty()
                : Optional.of(new Trips.Statement(
                        RECORD, Tuple.of(looker.account(), resident.value(), community.value(), detail.encode())));
    }
}
