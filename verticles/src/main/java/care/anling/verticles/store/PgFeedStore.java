package care.anling.verticles.store;

import care.anling.core.common.CommunityId;
import care.anling.core.common.TypedId;
import care.anling.verticles.wire.IncidentView;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The ordered stream of what happened, on PostgreSQL. Called from an event loop; never blocks. */
public final class PgFeedStore implements FeedStore {

    /** Open incidents, devices and responders of one feed node that a snapshot shows at most. */
    static final int SNAPSHOT_MAX_ROWS = 5_000;

    // Hops from node to node along the partial index, however many events wait in each.
    private static final String LIST_UNNUMBERED = """
            WITH RECURSIVE waiting AS (
                (SELECT community FROM incident_events WHERE seq IS NULL ORDER BY community LIMIT 1)
                UNION ALL
                SELECT (SELECT e.community FROM incident_events e WHERE e.seq IS NULL AND e.community > w.community
                         ORDER BY e.community LIMIT 1)
                  FROM waiting w WHERE w.community IS NOT NULL)
            SELECT community FROM waiting WHERE community IS NOT NULL LIMIT $1""";

    private static final String NUMBER = "SELECT number_events($1, $2) AS numbered";

    private static final String READ = """
            SELECT e.community, e.seq, e.at, e.type, e.view::text AS view, e.detail -> 'prompts' AS prompts
              FROM unnest($1::uuid[], $2::bigint[]) c (community, after)
             CROSS JOIN LATERAL (SELECT * FROM incident_events x WHERE x.community = c.community AND x.seq > c.after
                                  ORDER BY x.seq LIMIT $3) e
             ORDER BY e.community, e.seq""";

    private static final String HEADS =
            "SELECT community, epoch, seq, reborn FROM feed_heads WHERE community = ANY ($1)";

    // A device's position only while an incident of its own or of its resident is open: nobody is followed without
    // need.
    private static final String DEVICE = """
            n.id, n.kind, n.community, n.resident, r.name AS resident_name, r.away, r.away_until, n.battery_percent,
            n.model, n.heartbeat_seconds,
            n.maintenance_until, n.online, n.tested_at, n.looked_at, n.last_seen_at, n.accuracy_meters, n.fix_at, n.lon,
            CASE WHEN EXISTS (SELECT FROM incidents o
                               WHERE o.state = 'OPEN' AND o.subject IN (n.resident, n.id)) THEN n.lat END AS lat
              FROM devices_now n LEFT JOIN residents r ON r.id = n.resident""";

    private static final String DEVICES = "SELECT to_json(d) AS body FROM (SELECT " + DEVICE
            + " WHERE n.community = $1 AND (n.id = $2 OR n.resident = $2) ORDER BY n.id LIMIT $3) d";

    // One statement, so one snapshot: the incidents are never older than the head that is told with them.
    private static final String SNAPSHOT = """
            SELECT h.epoch, h.seq, h.reborn,
                   (SELECT coalesce(json_agg(i.body), '[]') FROM (
                        SELECT a.body FROM incident_aggregates a WHERE a.community = $1 AND a.state = 'OPEN'
                         ORDER BY a.id LIMIT $2) i) AS incidents,
                   (SELECT coalesce(json_agg(i.body), '[]') FROM (
                        SELECT a.body FROM lendings l JOIN incident_aggregates a ON a.id = l.incident
                         WHERE l.community = $1 AND a.state = 'OPEN' ORDER BY a.id LIMIT $2) i) AS lent,
                   (SELECT coalesce(json_agg(d), '[]') FROM (
                        SELECT %s
                         WHERE n.community = $1 ORDER BY n.id LIMIT $2) d) AS devices,
                   (SELECT coalesce(json_agg(p), '[]') FROM (
                        SELECT n.* FROM responders_now n WHERE n.node = $1 AND n.role <> 'FAMILY'
                         ORDER BY n.id LIMIT $2) p) AS responders
              FROM feed_heads h WHERE h.community = $1""".formatted(DEVICE);

    private final Pool pool;

    public PgFeedStore(Pool pool) {
        this.pool = pool;
    }

    @Override
    public Future<List<CommunityId>> listUnnumbered(int limit) {
        return Queries.ask(pool, LIST_UNNUMBERED, Tuple.of(limit))
                .map(rows -> rows.map(row -> new CommunityId(row.getUUID("community")))
                        .toList());
    }

    @Override
    public Future<Integer> number(CommunityId community, int limit) {
        return Queries.ask(pool, NUMBER, Tuple.of(community.value(), limit))
                .map(rows -> rows.findFirst().orElseThrow().getInteger("numbered"));
    }

    @Override
    public Future<List<FeedEvent>> read(Map<CommunityId, Long> after, int limit) {
        List<Map.Entry<CommunityId, Long>> cursors = List.copyOf(after.entrySet());
        UUID[] nodes = cursors.stream().map(cursor -> cursor.getKey().value()).toArray(UUID[]::new);
        Long[] seqs = cursors.stream().map(Map.Entry::getValue).toArray(Long[]::new);
        return Queries.ask(pool, READ, Tuple.of(nodes, seqs, limit))
                .map(rows -> rows.map(PgFeedStore::event).toList());
    }

    @Override
    public Future<Map<CommunityId, Head>> heads(Set<CommunityId> communities) {
        UUID[] nodes = communities.stream().map(TypedId::value).toArray(UUID[]::new);
        return Queries.ask(pool, HEADS, Tuple.tuple().addArrayOfUUID(nodes))
                .map(rows ->
                        rows.collect(Collectors.toMap(row -> new CommunityId(row.getUUID("community")), this::head)));
    }

    @Override
    public Future<FeedSnapshot> snapshot(CommunityId community) {
        return Queries.ask(pool, SNAPSHOT, Tuple.of(community.value(), SNAPSHOT_MAX_ROWS))
                .compose(rows -> rows.findFirst()
                        .map(row -> Future.succeededFuture(snapshot(community, row)))
                        .orElseGet(() -> Future.failedFuture(
                                new StoreFailure(StoreFailure.Kind.PERMANENT, "", community + " is no feed node"))));
    }

    @Override
    public Future<List<DeviceNow>> listDevices(CommunityId community, UUID of) {
        return Queries.ask(pool, DEVICES, Tuple.of(community.value(), of, SNAPSHOT_MAX_ROWS))
                .map(rows -> rows.map(row -> NowRow.device(row.get(JsonObject.class, "body")))
                        .toList());
    }

    private FeedSnapshot snapshot(CommunityId community, Row row) {
        return new FeedSnapshot(
                community,
                head(row),
                Stream.of("incidents", "lent")
                        .flatMap(column -> list(row, column, PgFeedStore::incident).stream())
                        .toList(),
                list(row, "devices", NowRow::device),
                list(row, "responders", NowRow::responder));
    }

    private static String incident(JsonObject body) {
        return IncidentView.toJson(IncidentRow.decode(body)).encode();
    }

    private Head head(Row row) {
        return new Head(row.getUUID("epoch"), row.getLong("seq"), row.getBoolean("reborn"));
    }

    private static FeedEvent event(Row row) {
        return new FeedEvent(
                new CommunityId(row.getUUID("community")),
                row.getLong("seq"),
                Queries.instant(row, "at"),
                row.getString("type"),
                row.getString("view"),
                prompts(row));
    }

    private static List<String> prompts(Row row) {
        return row.getValue("prompts") instanceof JsonArray all
                ? all.stream().map(String::valueOf).toList()
                : List.of();
    }

    private static <T> List<T> list(Row row, String column, Function<JsonObject, T> decode) {
        return row.get(JsonArray.class, column).stream()
                .map(JsonObject.class::cast)
                .map(decode)
                .toList();
    }
}
