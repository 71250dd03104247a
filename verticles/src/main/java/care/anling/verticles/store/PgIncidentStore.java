package care.anling.verticles.store;

import care.anling.core.common.AssignmentId;
import care.anling.core.common.CommunityId;
import care.anling.core.common.IncidentId;
import care.anling.core.common.OfferId;
import care.anling.core.common.Person;
import care.anling.core.common.Rejection;
import care.anling.core.common.TypedId;
import care.anling.core.dispatch.Judgement;
import care.anling.core.dispatch.Role;
import care.anling.core.incident.Decision;
import care.anling.core.incident.Incident;
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
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.stream.Stream;

/** Incidents on PostgreSQL, for the engine and for people. Called from an event loop; never blocks. */
public final class PgIncidentStore implements IncidentStore {

    /** How long one change may take before its connection is cut. */
    private static final Duration CHANGE_DEADLINE = Duration.ofSeconds(5);

    // Two statements, because the second then sees what was committed while the first one waited.
    private static final String LOCK = "SELECT FROM incidents WHERE id = $1 FOR UPDATE";
    private static final String LOAD = "SELECT clock_timestamp() AS now, body FROM incident_aggregates WHERE id = $1";

    private static final String LOCK_BOTH = "SELECT FROM incidents WHERE id = ANY ($1) ORDER BY id FOR UPDATE";
    private static final String LOAD_BOTH =
            "SELECT clock_timestamp() AS now, body FROM incident_aggregates WHERE id = ANY ($1)";

    private static final String FIND = "SELECT body FROM incident_aggregates WHERE id = $1";
    private static final String BY_OFFER = "SELECT incident FROM offers WHERE id = $1";
    private static final String BY_ASSIGNMENT = "SELECT incident FROM assignments WHERE id = $1";

    private static final String LIST = """
            SELECT body FROM (
                (SELECT id, body FROM incident_aggregates
                  WHERE community = ANY ($1) AND state = $2 AND ($3::uuid IS NULL OR id < $3)
                  ORDER BY id DESC LIMIT $4)
                UNION ALL
                (SELECT id, body FROM incident_aggregates
                  WHERE id IN (SELECT incident FROM lendings WHERE community = ANY ($1)) AND community <> ALL ($1)
                    AND state = $2 AND $2 = 'OPEN' AND ($3::uuid IS NULL OR id < $3)
                  ORDER BY id DESC LIMIT $4)) seen
             ORDER BY id DESC LIMIT $4""";

    private static final String LIST_ABOUT = """
            SELECT body FROM incident_aggregates
             WHERE id IN (SELECT id FROM incidents WHERE subject = $1 AND state = $2 ORDER BY opened_at DESC LIMIT $3)
             ORDER BY id DESC""";

    private static final String LIST_OF = """
            SELECT body FROM incident_aggregates
             WHERE state = 'OPEN' AND id IN (
                   SELECT incident FROM offers WHERE responder = $1 AND state = 'PENDING'
                   UNION SELECT incident FROM assignments
                          WHERE responder = $1 AND state IN ('ACCEPTED', 'EN_ROUTE', 'ON_SCENE'))
             ORDER BY id DESC LIMIT $2""";

    static final String TIMELINE = """
            SELECT id, seq, at, type, by::text AS by, detail::text AS detail FROM incident_events
             WHERE incident = $1 AND NOT lent AND id > $2 ORDER BY id LIMIT $3""";

    private static final String CANDIDATES = """
            SELECT person, person_name, role, step, chosen, why, distance_meters, eta_seconds, at
              FROM (SELECT * FROM judgements WHERE incident = $1 ORDER BY id DESC LIMIT $2) newest ORDER BY id""";

    private final Trips trips;
    private final Pool pool;
    private final ChangeWriter.Words written;
    private final ChangeWriter.Words read;

    /** For machines: they write no clinical word, and read none. */
    public PgIncidentStore(Vertx vertx, Pool pool) {
        this(vertx, pool, ChangeWriter.Words.OF_MACHINES, (incident, detail) -> detail);
    }

    /** For people: what they write is sealed, and opened for those who may read it. */
    public PgIncidentStore(Vertx vertx, Pool pool, Vault vault) {
        this(
                vertx,
                pool,
                (incident, detail) -> SealedWords.seal(vault, incident.value(), detail),
                (incident, detail) -> SealedWords.open(vault, incident.value(), detail));
    }

    private PgIncidentStore(Vertx vertx, Pool pool, ChangeWriter.Words written, ChangeWriter.Words read) {
        this.trips = new Trips(vertx, pool, CHANGE_DEADLINE);
        this.pool = pool;
        this.written = written;
        this.read = read;
    }

    @Override
    public Future<Decision> change(IncidentId id, BiFunction<Incident, Instant, Decision> decide) {
        Tuple by = Tuple.of(id.value());
        return trips.run(List.of(new Trips.Statement(LOCK, by), new Trips.Statement(LOAD, by)), found -> {
            RowSet<Row> loaded = found.get(1);
            if (loaded.size() == 0) {
                return new Trips.Outcome<>(
                        Decision.rejected(Optional.empty(), Rejection.of(Rejection.Code.INCIDENT_ABSENT)), List.of());
            }
            Row row = loaded.iterator().next();
            Instant now = row.getOffsetDateTime("now").toInstant();
            Incident before = decode(row);
            Decision decision = decide.apply(before, now);
            return new Trips.Outcome<>(decision, writes(before, decision, now));
        });
    }

    private List<Trips.Statement> writes(Incident before, Decision decision, Instant now) {
        return ChangeWriter.statements(Change.of(before, decision).stream().toList(), now, written);
    }

    @Override
    public Future<Both> changeBoth(IncidentId one, IncidentId other, DecideBoth decide) {
        Tuple by = Tuple.of(new UUID[] {one.value(), other.value()});
        return trips.run(List.of(new Trips.Statement(LOCK_BOTH, by), new Trips.Statement(LOAD_BOTH, by)), found -> {
            Map<IncidentId, Incident> loaded = new HashMap<>();
            Instant now = Instant.MIN;
            for (Row row : found.get(1)) {
                Incident incident = decode(row);
                loaded.put(incident.id(), incident);
                now = row.getOffsetDateTime("now").toInstant();
            }
            Incident first = loaded.get(one);
            Incident second = loaded.get(other);
            if (first == null || second == null) {
                return new Trips.Outcome<>(Both.absent(), List.of());
            }
            Both both = decide.decide(first, second, now);
            return new Trips.Outcome<>(
                    both,
                    both.isRejected()
                            ? List.of()
                            : ChangeWriter.statements(changes(first, second, both), now, written));
        });
    }

    private static List<Change> changes(Incident first, Incident second, Both both) {
        return Stream.of(Change.of(first, both.one()), Change.of(second, both.other()))
                .flatMap(Optional::stream)
                .toList();
    }

    @Override
    public Future<Optional<Incident>> find(IncidentId id) {
        return ask(FIND, Tuple.of(id.value()))
                .map(rows -> rows.map(PgIncidentStore::decode).findFirst());
    }

    @Override
    public Future<Optional<IncidentId>> findByOffer(OfferId offer) {
        return ask(BY_OFFER, Tuple.of(offer.value()))
                .map(rows ->
                        rows.map(row -> new IncidentId(row.getUUID("incident"))).findFirst());
    }

    @Override
    public Future<Optional<IncidentId>> findByAssignment(AssignmentId assignment) {
        return ask(BY_ASSIGNMENT, Tuple.of(assignment.value()))
                .map(rows ->
                        rows.map(row -> new IncidentId(row.getUUID("incident"))).findFirst());
    }

    @Override
    public Future<List<Incident>> list(
            Set<CommunityId> communities, boolean open, Optional<IncidentId> before, int limit) {
        UUID[] nodes = communities.stream().map(TypedId::value).toArray(UUID[]::new);
        return ask(
                        LIST,
                        Tuple.of(
                                nodes,
                                open ? "OPEN" : "STOOD_DOWN",
                                before.map(TypedId::value).orElse(null),
                                limit))
                .map(rows -> rows.map(PgIncidentStore::decode).toList());
    }

    @Override
    public Future<List<Incident>> listAbout(UUID subject, boolean open, int limit) {
        return ask(LIST_ABOUT, Tuple.of(subject, open ? "OPEN" : "STOOD_DOWN", limit))
                .map(rows -> rows.map(PgIncidentStore::decode).toList());
    }

    @Override
    public Future<List<Incident>> listOf(UUID responder, int limit) {
        return ask(LIST_OF, Tuple.of(responder, limit))
                .map(rows -> rows.map(PgIncidentStore::decode).toList());
    }

    @Override
    public Future<List<StoredEvent>> timeline(IncidentId id, long afterId, int limit) {
        return ask(TIMELINE, Tuple.of(id.value(), afterId, limit))
                .map(rows -> rows.map(row -> event(id, row, read)).toList());
    }

    @Override
    public Future<List<StoredJudgement>> candidates(IncidentId id, int limit) {
        return ask(CANDIDATES, Tuple.of(id.value(), limit))
                .map(rows -> rows.map(PgIncidentStore::judgement).toList());
    }

    private static Incident decode(Row row) {
        return IncidentRow.decode(row.get(JsonObject.class, "body"));
    }

    static StoredEvent event(IncidentId incident, Row row, ChangeWriter.Words read) {
        String by = row.getString("by");
        return new StoredEvent(
                row.getLong("id"),
                incident,
                Optional.ofNullable(row.getLong("seq")),
                row.getOffsetDateTime("at").toInstant(),
                row.getString("type"),
                by == null ? "null" : by,
                read.kept(incident, new JsonObject(row.getString("detail"))).encode());
    }

    private static StoredJudgement judgement(Row row) {
        OffsetDateTime at = row.getOffsetDateTime("at");
        return new StoredJudgement(
                new Judgement(
                        new Person(row.getUUID("person"), row.getString("person_name")),
                        Role.valueOf(row.getString("role")),
                        row.getInteger("step"),
                        row.getBoolean("chosen"),
                        Judgement.Why.valueOf(row.getString("why")),
                        Optional.ofNullable(row.getInteger("distance_meters")),
                        Optional.ofNullable(row.getInteger("eta_seconds"))),
                at.toInstant());
    }

    private Future<Stream<Row>> ask(String sql, Tuple parameters) {
        return Queries.ask(pool, sql, parameters);
    }
}
