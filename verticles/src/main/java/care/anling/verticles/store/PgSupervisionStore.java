package care.anling.verticles.store;

import care.anling.core.common.CommunityId;
import care.anling.core.common.DeviceId;
import care.anling.core.common.IncidentId;
import care.anling.core.community.Place;
import care.anling.core.device.DeviceKind;
import care.anling.core.device.Liveness;
import care.anling.core.device.SignalKind;
import care.anling.core.device.Supervised;
import care.anling.core.device.Upkeep;
import care.anling.core.geo.Wgs84;
import care.anling.core.incident.Subject;
import care.anling.core.incident.SubjectKind;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Supervision of devices on PostgreSQL. Called from an event loop; never blocks. */
public final class PgSupervisionStore implements SupervisionStore {

    private static final String LISTEN = """
            UPDATE supervision_ears
               SET hearing_since = CASE WHEN heard_at < now() - make_interval(secs => $1) THEN now() ELSE hearing_since END,
                   heard_at = now()
            RETURNING hearing_since""";

    // What a device said itself has a dialect; what was raised about it has none. A gateway is heard through its
    // children.
    private static final String CLAIM = """
            WITH due AS MATERIALIZED (
                SELECT device FROM device_supervision
                 WHERE due_at <= now() AND (leased_until IS NULL OR leased_until <= now())
                 ORDER BY due_at LIMIT $1 FOR UPDATE SKIP LOCKED),
            claimed AS (
                UPDATE device_supervision s SET leased_until = clock_timestamp() + make_interval(secs => $2)
                  FROM due WHERE s.device = due.device RETURNING s.*)
            SELECT c.*, clock_timestamp() AS now, d.kind, d.model, d.heartbeat_seconds, d.created_at, d.community,
                   CASE WHEN d.state = 'MAINTENANCE' THEN d.maintenance_until END AS maintenance_until,
                   r.away, r.away_until, b.id AS building, b.name AS building_name, b.lat, b.lon,
                   greatest(l.last_seen_at,
                            CASE WHEN d.kind = 'GATEWAY' THEN (
                                 SELECT max(x.last_seen_at) FROM devices k JOIN device_latest x ON x.device = k.id
                                  WHERE k.gateway = d.id) END,
                            (SELECT g.received_at FROM signals g
                              WHERE g.device = d.id AND g.dialect IS NOT NULL ORDER BY g.received_at DESC LIMIT 1)) AS heard_at,
                   coalesce(l.online, true) AS online, l.battery_percent, l.worn, l.charging,
                   ARRAY(SELECT i.opened_by FROM incidents i
                          WHERE i.subject = b.id AND i.subject_kind = 'PLACE' AND i.state = 'OPEN'
                            AND i.needs = '{TECHNICAL}') AS of_building
              FROM claimed c
              JOIN devices d ON d.id = c.device
              LEFT JOIN device_latest l ON l.device = d.id
              LEFT JOIN residents r ON r.id = d.resident
              LEFT JOIN communities b ON b.id = coalesce(r.building, d.building) AND b.level = 'BUILDING'
             ORDER BY c.due_at""";

    // Made due again meanwhile, or looked at by somebody who was faster: then nobody knows who saw the newer values,
    // and it
    // is looked at again.
    private static final String SETTLE = """
            UPDATE device_supervision
               SET due_at = CASE WHEN due_at = $2 THEN $3 ELSE least(due_at, clock_timestamp()) END, leased_until = NULL, faults = $4, seen_at = $5,
                   unworn_since = $6, liveness = $7, incident = coalesce($8, incident)
             WHERE device = $1""";

    private static final String OTHERS = """
            SELECT EXISTS (SELECT FROM device_supervision
                            WHERE incident = $1 AND device <> $2 AND faults <> '{}') AS others""";

    private static final String BURSTS = """
            SELECT i.place_building AS building, b.name AS building_name, b.lat, b.lon, i.community, i.opened_by,
                   array_agg(i.id ORDER BY i.id) AS incidents,
                   (array_agg(i.devices[1]) FILTER (WHERE i.devices <> '{}'))[1] AS source
              FROM incidents i JOIN communities b ON b.id = i.place_building
             WHERE i.state = 'OPEN' AND i.needs = '{TECHNICAL}' AND i.subject_kind <> 'PLACE' AND NOT i.drill
               AND NOT EXISTS (SELECT FROM assignments a
                                WHERE a.incident = i.id AND a.state IN ('ACCEPTED', 'EN_ROUTE', 'ON_SCENE'))
             GROUP BY i.place_building, b.name, b.lat, b.lon, i.community, i.opened_by
            HAVING count(*) FILTER (WHERE i.devices <> '{}') > 0
               AND (count(*) FILTER (WHERE i.opened_at > now() - make_interval(secs => $2)) >= $1
                    OR EXISTS (SELECT FROM incidents o
                                WHERE o.subject = i.place_building AND o.subject_kind = 'PLACE' AND o.state = 'OPEN'
                                  AND o.opened_by = i.opened_by AND o.needs = '{TECHNICAL}'))
             LIMIT $3""";

    private static final String FOLLOW = "UPDATE device_supervision SET incident = $2 WHERE incident = $1";

    private final Pool pool;

    public PgSupervisionStore(Pool pool) {
        this.pool = pool;
    }

    @Override
    public Future<Instant> listen() {
        return Queries.ask(pool, LISTEN, Tuple.of((double) DEAF_FROM.toSeconds()))
                .map(rows -> Queries.instant(rows.findFirst().orElseThrow(), "hearing_since"));
    }

    @Override
    public Future<List<Due>> claimDue(int limit, Duration lease) {
        return Queries.ask(pool, CLAIM, Tuple.of(limit, (double) lease.toSeconds()))
                .map(rows -> rows.map(PgSupervisionStore::due).toList());
    }

    @Override
    public Future<Void> settle(Looked looked) {
        Supervised.Memory memory = looked.memory();
        return Queries.tell(
                pool,
                SETTLE,
                Tuple.wrap(Arrays.asList(
                        looked.device().value(),
                        Queries.at(looked.dueAt()),
                        Queries.at(looked.lookAgainAt()),
                        memory.faults().stream().map(Enum::name).sorted().toArray(String[]::new),
                        at(memory.seenAt()),
                        at(memory.unwornSince()),
                        memory.liveness().name(),
                        looked.incident().map(IncidentId::value).orElse(null))));
    }

    @Override
    public Future<Boolean> hasOtherFaults(IncidentId incident, DeviceId except) {
        return Queries.ask(pool, OTHERS, Tuple.of(incident.value(), except.value()))
                .map(rows -> rows.findFirst().orElseThrow().getBoolean("others"));
    }

    @Override
    public Future<List<Burst>> listBursts(int fewest, Duration within, int limit) {
        return Queries.ask(pool, BURSTS, Tuple.of(fewest, (double) within.toSeconds(), limit))
                .map(rows -> rows.map(PgSupervisionStore::burst).toList());
    }

    @Override
    public Future<Void> follow(IncidentId from, IncidentId into) {
        return Queries.tell(pool, FOLLOW, Tuple.of(from.value(), into.value()));
    }

    private static Due due(Row row) {
        Optional<Instant> absentUntil = row.getBoolean("away") == null || !row.getBoolean("away")
                ? Optional.empty()
                : Optional.of(find(row, "away_until").orElse(Instant.MAX));
        Supervised as = new Supervised(
                DeviceKind.valueOf(row.getString("kind")),
                new Upkeep(
                        Optional.ofNullable(row.getString("model")),
                        Optional.ofNullable(row.getInteger("heartbeat_seconds")).map(Duration::ofSeconds),
                        find(row, "maintenance_until"),
                        Optional.empty()),
                Queries.instant(row, "created_at"),
                absentUntil,
                new Supervised.Latest(
                        find(row, "heard_at"),
                        row.getBoolean("online"),
                        Optional.ofNullable(row.getInteger("battery_percent")),
                        Optional.ofNullable(row.getBoolean("worn")),
                        Optional.ofNullable(row.getBoolean("charging"))),
                new Supervised.Memory(
                        kinds(row, "faults"),
                        find(row, "seen_at"),
                        find(row, "unworn_since"),
                        find(row, "tested_at"),
                        Liveness.valueOf(row.getString("liveness"))));
        return new Due(
                new DeviceId(row.getUUID("device")),
                Queries.instant(row, "due_at"),
                Queries.instant(row, "now"),
                as,
                row.getUUID("building") == null ? Optional.empty() : Optional.of(building(row)),
                kinds(row, "of_building"),
                Optional.ofNullable(row.getUUID("incident")).map(IncidentId::new));
    }

    private static Burst burst(Row row) {
        return new Burst(
                building(row),
                SignalKind.valueOf(row.getString("opened_by")),
                new DeviceId(row.getUUID("source")),
                Arrays.stream(row.getArrayOfUUIDs("incidents"))
                        .map(IncidentId::new)
                        .toList());
    }

    private static Subject building(Row row) {
        UUID building = row.getUUID("building");
        String name = row.getString("building_name");
        Optional<Wgs84> at = Optional.ofNullable(row.getDouble("lat")).map(lat -> new Wgs84(lat, row.getDouble("lon")));
        return new Subject(
                SubjectKind.PLACE,
                building,
                new CommunityId(row.getUUID("community")),
                name,
                Optional.of(new Place(Optional.of(new CommunityId(building)), name, at)));
    }

    private static Set<SignalKind> kinds(Row row, String column) {
        return Arrays.stream(row.getArrayOfStrings(column))
                .map(SignalKind::valueOf)
                .collect(Collectors.toUnmodifiableSet());
    }

    private static Optional<Instant> find(Row row, String column) {
        return Optional.ofNullable(row.getOffsetDateTime(column)).map(OffsetDateTime::toInstant);
    }

    private static @Nullable OffsetDateTime at(Optional<Instant> time) {
        return time.map(Queries::at).orElse(null);
    }
}
