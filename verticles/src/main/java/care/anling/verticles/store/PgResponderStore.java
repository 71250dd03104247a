package care.anling.verticles.store;

import care.anling.core.common.CommunityId;
import care.anling.core.common.IdSource;
import care.anling.core.common.IncidentId;
import care.anling.core.common.OfferId;
import care.anling.core.common.TypedId;
import care.anling.core.dispatch.RosterEntry;
import care.anling.core.geo.Fix;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** People who can act, on PostgreSQL. Called from an event loop; never blocks. */
public final class PgResponderStore implements ResponderStore {

    /** Volunteers of the street's other communities who are considered for one incident, nearest home first. */
    static final int MAX_NEIGHBOURS = 100;

    /** Family members asked about one resident. */
    static final int MAX_KIN = 8;

    // Whoever cleared longer ago than this has rested by any measure.
    private static final String MORE = """
            r.*, 0 AS kin_order,
            shift_of(r.id, r.role) AS shift,
            (SELECT max(s.ended_at) FROM assignments s
              WHERE s.responder = r.id AND s.state = 'CLEARED' AND s.ended_at > now() - interval '1 day') AS cleared_at""";

    private static final String ROSTER = """
            WITH here AS (SELECT id, parent, lat, lon FROM communities WHERE id = $1)
            SELECT to_json(x) AS body FROM (
                SELECT CASE r.node WHEN here.id THEN 'OWN' ELSE 'STREET' END AS circle, %1$s
                  FROM here JOIN responders_now r ON r.node IN (here.id, here.parent)
                 WHERE r.role <> 'FAMILY'
                 ORDER BY r.on_duty DESC, r.role = 'VOLUNTEER',
                       abs(r.home_lat - here.lat) + abs(r.home_lon - here.lon), r.id LIMIT $2) x
            UNION ALL
            SELECT to_json(x) AS body FROM (
                SELECT 'NEIGHBOUR' AS circle, %1$s
                  FROM here JOIN communities beside ON beside.parent = here.parent AND beside.id <> here.id AND beside.lends
                       JOIN responders_now r ON r.node = beside.id
                 WHERE r.role = 'VOLUNTEER' AND r.on_duty
                 ORDER BY abs(r.home_lat - here.lat) + abs(r.home_lon - here.lon), r.id LIMIT $3) x""".formatted(MORE);

    private static final String KIN = """
            SELECT x.incident, to_json(x) AS body FROM (
                SELECT i.id AS incident, a.id, a.name, ARRAY['FAMILY'] AS roles, coalesce(r.on_duty, true) AS on_duty,
                       coalesce(held.real, false) AS busy, coalesce(held.drill, false) AS drilling,
                       '{}'::text[] AS skills, 0 AS pending, 'KIN' AS circle, 'NO_STAFF' AS shift,
                       row_number() OVER (PARTITION BY i.id ORDER BY c.call_order NULLS LAST, a.id) AS kin_order
                  FROM incidents i
                  JOIN accounts a ON a.resident = i.subject AND a.role = 'FAMILY' AND NOT a.disabled
                  LEFT JOIN responders r ON r.account = a.id
                  LEFT JOIN LATERAL (SELECT bool_or(NOT o.drill) AS real, bool_or(o.drill) AS drill
                                       FROM assignments s JOIN incidents o ON o.id = s.incident
                                      WHERE s.responder = a.id AND s.state IN ('ACCEPTED', 'EN_ROUTE', 'ON_SCENE')
                                        AND o.state = 'OPEN') held ON true
                  LEFT JOIN LATERAL (SELECT min(k.call_order) AS call_order FROM contacts k
                                      WHERE k.account = a.id AND k.resident = i.subject) c ON true
                 WHERE i.id = ANY ($1) AND i.subject_kind = 'RESIDENT') x
             WHERE x.kin_order <= $2 ORDER BY x.incident, x.kin_order""";

    private static final String FIND = "SELECT to_json(r) AS body FROM responders_now r WHERE r.id = $1";

    private static final String LIST =
            "SELECT to_json(r) AS body FROM responders_now r WHERE r.node = ANY ($1) AND ($3::uuid IS NULL OR r.id > $3)"
                    + " ORDER BY r.id LIMIT $2";

    private static final String SET_DUTY = """
            UPDATE responders SET on_duty = $2, duty_changed_at = clock_timestamp()
             WHERE account = $1 AND on_duty <> $2""";

    private static final String SET_POSITION = """
            INSERT INTO responder_positions AS p (responder, lat, lon, accuracy_meters, fix_at) VALUES ($1, $2, $3, $4, $5)
            ON CONFLICT (responder) DO UPDATE SET lat = EXCLUDED.lat, lon = EXCLUDED.lon,
                   accuracy_meters = EXCLUDED.accuracy_meters, fix_at = EXCLUDED.fix_at
             WHERE p.fix_at <= EXCLUDED.fix_at""";

    private final Pool pool;
    private final IdSource ids;

    /** @param ids for the offers a roster's people would get */
    public PgResponderStore(Pool pool, IdSource ids) {
        this.pool = pool;
        this.ids = ids;
    }

    @Override
    public Future<List<RosterEntry>> roster(CommunityId community, int limit) {
        return Queries.ask(pool, ROSTER, Tuple.of(community.value(), limit, MAX_NEIGHBOURS))
                .map(rows -> rows.map(row -> NowRow.rosterEntry(body(row), new OfferId(ids.next())))
                        .toList());
    }

    @Override
    public Future<Map<IncidentId, List<RosterEntry>>> listKin(Set<IncidentId> incidents) {
        UUID[] of = incidents.stream().map(TypedId::value).toArray(UUID[]::new);
        return Queries.ask(pool, KIN, Tuple.of(of, MAX_KIN))
                .map(rows -> rows.collect(Collectors.groupingBy(
                        row -> new IncidentId(row.getUUID("incident")),
                        Collectors.mapping(
                                row -> NowRow.rosterEntry(body(row), new OfferId(ids.next())), Collectors.toList()))));
    }

    @Override
    public Future<Optional<ResponderNow>> findNow(UUID responder) {
        return Queries.ask(pool, FIND, Tuple.of(responder))
                .map(rows -> rows.findFirst().map(row -> NowRow.responder(body(row))));
    }

    @Override
    public Future<Void> setDuty(UUID responder, boolean onDuty) {
        return Queries.tell(pool, SET_DUTY, Tuple.of(responder, onDuty));
    }

    @Override
    public Future<Void> setPosition(UUID responder, Fix fix) {
        Double accuracy =
                fix.accuracyMeters().isPresent() ? fix.accuracyMeters().getAsDouble() : null;
        return Queries.tell(
                pool,
                SET_POSITION,
                Tuple.of(responder, fix.point().latitude(), fix.point().longitude(), accuracy, Queries.at(fix.at())));
    }

    @Override
    public Future<List<ResponderNow>> listNow(Set<CommunityId> communities, Optional<UUID> after, int limit) {
        UUID[] nodes = communities.stream().map(TypedId::value).toArray(UUID[]::new);
        return Queries.ask(pool, LIST, Tuple.of(nodes, limit, after.orElse(null)))
                .map(rows -> rows.map(row -> NowRow.responder(body(row))).toList());
    }

    private static JsonObject body(Row row) {
        return row.get(JsonObject.class, "body");
    }
}
