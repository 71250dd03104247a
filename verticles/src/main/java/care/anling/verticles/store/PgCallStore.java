package care.anling.verticles.store;

import care.anling.core.common.CommunityId;
import care.anling.core.common.PhoneNumber;
import care.anling.verticles.vault.Cell;
import care.anling.verticles.vault.SealedPhone;
import care.anling.verticles.vault.SealedTable;
import care.anling.verticles.vault.Vault;
import care.anling.verticles.wire.CallView;
import care.anling.verticles.wire.CallView.MayBe;
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
import java.util.Set;
import java.util.UUID;

/** Calls on PostgreSQL: found by hash, kept sealed, told in the feed's own order. Called from an event loop; never blocks. */
public final class PgCallStore implements CallStore {

    private static final Duration DEADLINE = Duration.ofSeconds(3);

    /** Residents one number may stand for: a household, or a home's one telephone. */
    static final int MOST_RESIDENTS = 10;

    private static final String KNOWN = "SELECT id FROM calls WHERE exchange = $1 AND webhook_id = $2 LIMIT 1";

    // A canary's street has no desk.
    private static final String UNKNOWN_RINGS_AT = """
            SELECT id FROM communities
             WHERE level <> 'BUILDING' AND id <> '00000000-0000-7000-8000-00000000ca4a'
               AND CASE WHEN EXISTS (SELECT FROM communities h WHERE h.id = $1 AND h.level <> 'BUILDING') THEN id = $1
                        ELSE level = 'STREET' END
             ORDER BY id""";

    // One line a resident: their own number before a contact's.
    private static final String WHO = """
            SELECT * FROM (
                SELECT DISTINCT ON (d.id) d.id, d.name, d.community, d.building, d.label, k.name AS contact_name, k.relation,
                       (SELECT i.id FROM incidents i
                         WHERE i.subject = d.id AND i.subject_kind = 'RESIDENT' AND i.state = 'OPEN') AS incident
                  FROM (SELECT r.id AS resident, NULL::uuid AS contact FROM residents r WHERE r.phone_hash = ANY ($1)
                        UNION ALL
                        SELECT k.resident, k.id FROM contacts k WHERE k.phone_hash = ANY ($2)) m
                  JOIN resident_doors d ON d.id = m.resident
                  JOIN residents r ON r.id = m.resident AND r.erased_at IS NULL
                  JOIN communities c ON c.id = d.community
                  LEFT JOIN contacts k ON k.id = m.contact
                 WHERE $3::uuid IS NULL OR $3 IN (c.id, c.parent)
                 ORDER BY d.id, m.contact NULLS FIRST) w
             ORDER BY contact_name IS NOT NULL, id LIMIT $4""";

    private static final String RING = """
            INSERT INTO calls (id, community, exchange, webhook_id, said, residents) VALUES ($1, $2, $3, $4, $5, $6)""";

    private static final String TELL = """
            INSERT INTO incident_events (call, community, at, type, detail, view)
            VALUES ($1, $2, clock_timestamp(), $3, '{}', $4::text::json)""";

    private static final String FIND = "SELECT DISTINCT ON (id) id, rang_at, exchange, said FROM calls WHERE id = $1";

    private final Trips trips;
    private final Pool people;
    private final Vault vault;

    /** @param machine of the engine's role: no signed-in person rings @param people on whose behalf a call is read */
    public PgCallStore(Vertx vertx, Pool machine, Pool people, Vault vault) {
        this.trips = new Trips(vertx, machine, DEADLINE);
        this.people = people;
        this.vault = vault;
    }

    @Override
    public Future<Rung> ring(Ring ring) {
        // The same message twice at once: one of them breaks the constraint, looks again, and finds the other.
        return ringOnce(ring)
                .recover(failure -> failure instanceof StoreFailure known && known.isOutdated()
                        ? ringOnce(ring)
                        : Future.failedFuture(failure));
    }

    private Future<Rung> ringOnce(Ring ring) {
        return trips.run(
                List.of(
                        new Trips.Statement(KNOWN, Tuple.of(ring.exchange(), ring.message())),
                        new Trips.Statement(WHO, who(ring)),
                        new Trips.Statement(
                                UNKNOWN_RINGS_AT,
                                Tuple.of(ring.home().map(CommunityId::value).orElse(null)))),
                found -> found.get(0).size() > 0
                        ? new Trips.Outcome<>(
                                new Rung(found.get(0).iterator().next().getUUID("id"), Set.of()), List.of())
                        : rung(ring, found.get(1), found.get(2)));
    }

    private Tuple who(Ring ring) {
        Optional<PhoneNumber> number = ring.said().from().flatMap(PhoneNumber::parse);
        Tuple parameters = Tuple.tuple();
        for (SealedTable table : List.of(SealedTable.RESIDENTS, SealedTable.CONTACTS)) {
            byte[][] hashes =
                    number.map(n -> SealedPhone.hashes(vault, table, n)).orElse(new byte[0][]);
            var unused = parameters.addValue(
                    Arrays.stream(hashes).map(Buffer::buffer).toArray(Buffer[]::new));
        }
        return parameters
                .addValue(ring.home().map(CommunityId::value).orElse(null))
                .addInteger(MOST_RESIDENTS);
    }

    private Trips.Outcome<Rung> rung(Ring ring, RowSet<Row> who, RowSet<Row> unknownAt) {
        Map<CommunityId, List<MayBe>> at = new LinkedHashMap<>();
        who.forEach(row -> at.computeIfAbsent(new CommunityId(row.getUUID("community")), any -> new ArrayList<>())
                .add(mayBe(row)));
        if (at.isEmpty()) {
            unknownAt.forEach(row -> at.put(new CommunityId(row.getUUID("id")), List.of()));
        }
        String said = vault.seal(cell(ring.id()), encode(ring.said()));
        List<Trips.Statement> writes = new ArrayList<>();
        at.forEach((community, residents) -> {
            UUID[] ids = residents.stream().map(MayBe::id).toArray(UUID[]::new);
            writes.add(new Trips.Statement(
                    RING, Tuple.of(ring.id(), community.value(), ring.exchange(), ring.message(), said, ids)));
            String view = CallView.toJson(ring.id(), ring.exchange(), residents).encode();
            writes.add(new Trips.Statement(TELL, Tuple.of(ring.id(), community.value(), CallView.RINGING, view)));
        });
        return new Trips.Outcome<>(new Rung(ring.id(), Set.copyOf(at.keySet())), writes);
    }

    private static MayBe mayBe(Row row) {
        Optional<String> contact = Optional.ofNullable(row.getString("contact_name"));
        return new MayBe(
                row.getUUID("id"),
                row.getString("name"),
                new CommunityId(row.getUUID("community")),
                new CallView.Door(Optional.ofNullable(row.getUUID("building")), row.getString("label")),
                contact.map(name -> new CallView.Contact(name, row.getString("relation"))),
                Optional.ofNullable(row.getUUID("incident")));
    }

    private static Cell cell(UUID call) {
        return SealedTable.CALLS.cell("said", call);
    }

    @Override
    public Future<Optional<Call>> find(UUID call) {
        return Queries.ask(people, FIND, Tuple.of(call))
                .map(rows -> rows.findFirst().map(this::call));
    }

    private Call call(Row row) {
        UUID id = row.getUUID("id");
        return new Call(
                id,
                Queries.instant(row, "rang_at"),
                row.getString("exchange"),
                decode(new JsonObject(vault.open(cell(id), row.getString("said")))));
    }

    private static String encode(Said said) {
        JsonObject json = new JsonObject();
        said.from().ifPresent(from -> json.put("from", from));
        said.to().ifPresent(to -> json.put("to", to));
        said.callId().ifPresent(id -> json.put("callId", id));
        return json.encode();
    }

    private static Said decode(JsonObject json) {
        return new Said(
                Optional.ofNullable(json.getString("from")),
                Optional.ofNullable(json.getString("to")),
                Optional.ofNullable(json.getString("callId")));
    }
}
