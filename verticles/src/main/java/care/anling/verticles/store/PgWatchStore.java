package care.anling.verticles.store;

import care.anling.core.common.CommunityId;
import care.anling.core.common.DeviceId;
import care.anling.core.common.IncidentId;
import care.anling.core.common.TypedId;
import care.anling.verticles.store.WatchStore.Sight;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * What Anling asks its tables about itself, on PostgreSQL. Derived from the tables alone: what the programs believe is not
 * asked. Every look is bounded, by an index and a limit.
 */
public final class PgWatchStore implements WatchStore {

    // Each names the streets that have to hear of it, with words for people. $2: the threshold in seconds.

    private static final String DESK = """
            SELECT w.street, string_agg(c.name, '、' ORDER BY c.name) AS detail
              FROM desk_looks l JOIN communities c ON c.id = l.community JOIN watch_streets w ON w.community = l.community
             WHERE l.looked_at < clock_timestamp() - make_interval(secs => $2) GROUP BY w.street""";

    private static final String DOCTORS = """
            SELECT w.street, '' AS detail FROM watch_streets w
             WHERE w.community = w.street AND NOT EXISTS (
                   SELECT FROM responders_now n JOIN communities c ON c.id = n.node
                     JOIN responders r ON r.account = n.id
                    WHERE w.street IN (c.id, c.parent) AND 'DOCTOR' = ANY (n.roles)
                      AND (n.on_duty AND shift_of(n.id, n.role) <> 'OFF_SHIFT'
                           OR r.duty_changed_at > clock_timestamp() - make_interval(secs => $2)))""";

    private static final String DEADLINES = """
            SELECT w.street, count(*) || ' × ' || round(extract(epoch FROM clock_timestamp() - min(d.due_at))) || ' s' AS detail
              FROM (SELECT community, due_at FROM deadlines WHERE due_at < clock_timestamp() - make_interval(secs => $2)
                     ORDER BY due_at LIMIT 1000) d
              JOIN watch_streets w ON w.community = d.community GROUP BY w.street""";

    private static final String OUTBOX = """
            SELECT w.street, count(*) || ' × ' || round(extract(epoch FROM clock_timestamp() - min(o.due_at))) || ' s' AS detail
              FROM (SELECT community, due_at FROM outbox WHERE due_at < clock_timestamp() - make_interval(secs => $2)
                     ORDER BY due_at LIMIT 1000) o
              JOIN watch_streets w ON w.community = o.community GROUP BY w.street""";

    // Letters of one incident's alarm go to everybody at the desk: one that is under way or was received is enough.
    private static final String DESK_ALARMS = """
            SELECT w.street, string_agg(DISTINCT c.name, '、' ORDER BY c.name) AS detail
              FROM (SELECT incident, community, made_at FROM outbox
                     WHERE kind = 'DESK_ALARM' AND state = 'DEAD'
                       AND settled_at > clock_timestamp() - make_interval(secs => $2) ORDER BY settled_at LIMIT 1000) o
              JOIN incidents i ON i.id = o.incident AND i.state = 'OPEN' AND i.acknowledged_at IS NULL AND NOT i.drill
              JOIN communities c ON c.id = o.community JOIN watch_streets w ON w.community = o.community
             WHERE NOT EXISTS (SELECT FROM outbox b
                                WHERE b.kind = 'DESK_ALARM' AND b.incident = o.incident AND b.made_at >= o.made_at
                                  AND b.state IN ('PENDING', 'SENT', 'RECEIVED'))
             GROUP BY w.street""";

    private static final String FEED = """
            SELECT w.street, count(*) || ' × ' || round(extract(epoch FROM clock_timestamp() - min(e.at))) || ' s' AS detail
              FROM (SELECT community, at FROM incident_events WHERE seq IS NULL
                       AND at < clock_timestamp() - make_interval(secs => $2) ORDER BY community, id LIMIT 1000) e
              JOIN watch_streets w ON w.community = e.community GROUP BY w.street""";

    private static final String CANARY = """
            SELECT w.street, string_agg(DISTINCT coalesce(k.trouble, 'silent'), '、') AS detail
              FROM canaries k JOIN devices d ON d.id = k.device JOIN watch_streets w ON w.community = d.community
             WHERE k.leased_until > clock_timestamp()
               AND coalesce(k.well_at, k.claimed_at) < clock_timestamp() - make_interval(secs => $2) GROUP BY w.street""";

    // From the keys, which every acknowledged signal has and which know their age; the newest 2,000 of ten minutes.
    private static final String AUDIT = """
            SELECT w.street, min(x.what) AS detail FROM (
                WITH told AS MATERIALIZED (
                    SELECT k.device, k.signal, s.id AS found, s.kind, s.incident, s.community
                      FROM (SELECT device, signal, at FROM signal_keys
                             WHERE at BETWEEN clock_timestamp() - make_interval(secs => $2 + 600)
                                          AND clock_timestamp() - make_interval(secs => $2)
                             ORDER BY at DESC LIMIT 2000) k
                      LEFT JOIN signals s ON s.device = k.device AND s.received_at = k.at AND s.id = k.signal)
                SELECT d.community, 'no signal ' || t.signal AS what
                  FROM told t LEFT JOIN devices d ON d.id = t.device WHERE t.found IS NULL
                UNION ALL
                SELECT t.community, 'no incident of signal ' || t.signal FROM told t
                 WHERE t.found IS NOT NULL AND t.kind NOT IN ('CANCEL', 'FALL_CANCELLED')
                   AND NOT EXISTS (SELECT FROM incidents i WHERE i.id = t.incident)
                   -- What work on a device or an absence silences opens nothing.
                   AND (t.incident IS NOT NULL OR t.kind NOT IN ('TAMPER', 'REMOVED', 'LOW_BATTERY', 'DEVICE_OFFLINE',
                        'DEVICE_FAULT', 'TEST_OVERDUE', 'INACTIVITY', 'WELFARE_MISSED'))
                UNION ALL
                SELECT i.community, 'nobody asked for incident ' || i.id
                  FROM (SELECT DISTINCT incident FROM told) t JOIN incidents i ON i.id = t.incident
                 WHERE i.state = 'OPEN'
                   AND NOT EXISTS (SELECT FROM offers o WHERE o.incident = i.id)
                   AND NOT EXISTS (SELECT FROM outbox o WHERE o.incident = i.id)
                   AND NOT EXISTS (SELECT FROM incident_events e WHERE e.incident = i.id AND e.type = 'incident.offer_made')
                   AND NOT EXISTS (SELECT FROM deadlines d WHERE d.incident = i.id AND d.due_at > clock_timestamp())
                UNION ALL
                -- A round was made and found nobody, and none since has: letters alone bring no hands. A work order may wait,
                -- and what we raise of ourselves is told to the street as it is.
                (SELECT i.community, 'no round found anybody for incident ' || i.id
                  FROM incidents i
                 WHERE i.state = 'OPEN' AND i.opened_at < clock_timestamp() - make_interval(secs => $2)
                   AND i.priority <> 'P4' AND i.need <> 'TECHNICAL' AND NOT i.drill AND i.acknowledged_at IS NULL
                   AND EXISTS (SELECT FROM incident_events e WHERE e.incident = i.id AND e.type = 'incident.offer_made'
                                AND e.at < clock_timestamp() - make_interval(secs => $2))
                   AND NOT EXISTS (SELECT FROM offers o WHERE o.incident = i.id)
                   AND NOT EXISTS (SELECT FROM assignments a WHERE a.incident = i.id)
                 ORDER BY i.community, i.id LIMIT 1000)
                UNION ALL
                (SELECT i.community, 'nobody and nothing coming for incident ' || i.id
                  FROM incidents i
                 WHERE i.state = 'OPEN' AND i.opened_at < clock_timestamp() - make_interval(secs => $2)
                   AND i.acknowledged_at IS NULL
                   AND NOT EXISTS (SELECT FROM deadlines d WHERE d.incident = i.id)
                   AND NOT EXISTS (SELECT FROM assignments a WHERE a.incident = i.id AND a.state <> 'RELEASED')
                 ORDER BY i.community, i.id LIMIT 1000)) x
              JOIN watch_streets w ON w.community = coalesce(x.community, '00000000-0000-7000-8000-00000000ca4a'::uuid)
             GROUP BY w.street""";

    private static final String LOOK = """
            WITH seen AS MATERIALIZED (%s),
                 standing AS (
                    INSERT INTO watch_troubles AS t (watch, street, since, detail)
                    SELECT $1, s.street, clock_timestamp(), s.detail FROM seen s ORDER BY s.street
                    ON CONFLICT (watch, street) DO UPDATE SET detail = EXCLUDED.detail RETURNING t.*),
                 over AS (
                    DELETE FROM watch_troubles t
                     WHERE t.watch = $1 AND NOT EXISTS (SELECT FROM seen s WHERE s.street = t.street) RETURNING t.*)
            SELECT a.*, c.name, clock_timestamp() AS now
              FROM (SELECT s.*, true AS stands FROM standing s UNION ALL SELECT o.*, false FROM over o) a
              JOIN communities c ON c.id = a.street ORDER BY a.street""";

    private static final Map<Watch, String> LOOKS = looks();

    private static final String RAISED = "UPDATE watch_troubles SET incident = $3 WHERE watch = $1 AND street = $2";

    private static final String LOOKED = """
            INSERT INTO desk_looks AS d (community, looked_at)
            SELECT c.id, clock_timestamp() FROM communities c WHERE c.id = ANY ($1) ORDER BY c.id
            ON CONFLICT (community) DO UPDATE SET looked_at = EXCLUDED.looked_at""";

    private static final String CLAIM = "SELECT claim_canary($1, $2, $3, make_interval(secs => $4)) AS device";

    private static final String WALKED = """
            UPDATE canaries SET leased_until = clock_timestamp() + make_interval(secs => $3), trouble = $2,
                   well_at = CASE WHEN $2::text IS NULL THEN clock_timestamp() ELSE well_at END WHERE node = $1""";

    private static final String LEAVE = "UPDATE canaries SET leased_until = clock_timestamp() WHERE node = $1";

    private static final double MILLIS_PER_SECOND = 1000;

    private final Pool pool;

    public PgWatchStore(Pool pool) {
        this.pool = pool;
    }

    private static Map<Watch, String> looks() {
        Map<Watch, String> looks = new EnumMap<>(Watch.class);
        for (Watch watch : Watch.values()) {
            looks.put(
                    watch,
                    LOOK.formatted(
                            switch (watch) {
                                case DESK -> DESK;
                                case DOCTORS -> DOCTORS;
                                case DEADLINES -> DEADLINES;
                                case OUTBOX -> OUTBOX;
                                case DESK_ALARMS -> DESK_ALARMS;
                                case FEED -> FEED;
                                case CANARY -> CANARY;
                                case AUDIT -> AUDIT;
                            }));
        }
        return looks;
    }

    @Override
    public Future<Sight> look(Watch watch) {
        Tuple parameters = Tuple.of(watch.name(), seconds(watch.threshold()));
        return Queries.ask(pool, LOOKS.getOrDefault(watch, ""), parameters).map(rows -> {
            List<Trouble> standing = new ArrayList<>();
            List<Trouble> over = new ArrayList<>();
            rows.forEach(row -> (row.getBoolean("stands") ? standing : over).add(trouble(row)));
            return new Sight(List.copyOf(standing), List.copyOf(over));
        });
    }

    private static Trouble trouble(Row row) {
        return new Trouble(
                new CommunityId(row.getUUID("street")),
                row.getString("name"),
                row.getString("detail"),
                Queries.instant(row, "since"),
                Queries.instant(row, "now"),
                Optional.ofNullable(row.getUUID("incident")).map(IncidentId::new));
    }

    @Override
    public Future<Void> noteRaised(Watch watch, CommunityId street, IncidentId incident) {
        return Queries.tell(pool, RAISED, Tuple.of(watch.name(), street.value(), incident.value()));
    }

    @Override
    public Future<Void> noteLooks(Set<CommunityId> nodes) {
        if (nodes.isEmpty()) {
            return Future.succeededFuture();
        }
        UUID[] ids = nodes.stream().map(TypedId::value).toArray(UUID[]::new);
        return Queries.tell(pool, LOOKED, Tuple.tuple().addArrayOfUUID(ids));
    }

    @Override
    public Future<Optional<DeviceId>> claimCanary(UUID node, DeviceId fresh, byte[] secretHash, Duration lease) {
        return Queries.ask(pool, CLAIM, Tuple.of(node, fresh.value(), Buffer.buffer(secretHash), seconds(lease)))
                .map(rows -> rows.findFirst().map(row -> row.getUUID("device")).map(DeviceId::new));
    }

    @Override
    public Future<Boolean> noteWalk(UUID node, Optional<String> trouble, Duration lease) {
        return Queries.send(pool, WALKED, Tuple.of(node, trouble.orElse(null), seconds(lease)))
                .map(rows -> rows.rowCount() > 0);
    }

    @Override
    public Future<Void> leaveCanary(UUID node) {
        return Queries.tell(pool, LEAVE, Tuple.of(node));
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / MILLIS_PER_SECOND;
    }
}
