package care.anling.verticles.store;

import care.anling.core.common.DeviceId;
import care.anling.core.common.IncidentId;
import care.anling.core.common.TypedId;
import care.anling.core.device.SignalKind;
import care.anling.core.incident.Disposition;
import care.anling.core.incident.ResponseClock;
import care.anling.core.statistics.DeviceFigures.Outage;
import care.anling.core.statistics.DeviceFigures.Raised;
import care.anling.core.statistics.DeviceFigures.TestCall;
import care.anling.core.statistics.ServedIncident;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;

/** Called from an event loop; never blocks. */
public final class PgStatisticsStore implements StatisticsStore {

    /** A node's clock may name an incident earlier or later than the database opened it, hardly by as much. */
    private static final Duration CLOCKS_APART = Duration.ofDays(1);

    // Ids are UUIDv7, in the order of time: (community, id) is the index there is, and no press pays for another.
    private static final String SERVED = """
            SELECT i.id, i.opened_at, i.clocks, i.stood_down_at, i.disposition, o.offered_at, a.hand_at,
                   least(i.acknowledged_at, a.accepted_at, i.stood_down_at) AS answered_at
              FROM incidents i
              LEFT JOIN LATERAL (SELECT min(made_at) AS offered_at FROM offers WHERE incident = i.id) o ON true
              LEFT JOIN LATERAL (
                   SELECT min(accepted_at) AS accepted_at, min(accepted_at) FILTER (WHERE role = 'FIRST_HAND') AS hand_at
                     FROM assignments WHERE incident = i.id) a ON true
             WHERE i.community = ANY ($1) AND ($2::uuid IS NULL OR i.place_building = $2)
               AND ($3::uuid IS NULL OR i.community = $3
                    OR i.community IN (SELECT c.id FROM communities c WHERE c.parent = $3))
               AND i.id BETWEEN $6 AND $7 AND i.opened_at >= $4 AND i.opened_at < $5
               AND NOT i.drill AND i.need <> 'TECHNICAL' AND coalesce(i.disposition, '') NOT IN ('TEST', 'MERGED')
             ORDER BY i.opened_at DESC, i.id LIMIT $8""";

    private static final String DEVICES = """
            SELECT to_json(n)::jsonb || jsonb_build_object('resident_name', '') AS body
              FROM devices_now n JOIN devices d ON d.id = n.id LEFT JOIN residents r ON r.id = n.resident
             WHERE n.community = ANY ($1) AND ($2::uuid IS NULL OR coalesce(r.building, d.building) = $2
                   OR n.id = ANY ((SELECT kept_by_machine())::uuid[]))
               AND ($3::uuid IS NULL OR n.community = $3
                    OR n.community IN (SELECT c.id FROM communities c WHERE c.parent = $3))
             LIMIT $4""";

    /** Devices of a part of the tree as they are placed now, those out of service too: what happened, happened. */
    private static final String OF_PART = """
             (SELECT d.id FROM devices d LEFT JOIN residents r ON r.id = d.resident
               WHERE d.community = ANY ($1) AND ($2::uuid IS NULL OR coalesce(r.building, d.building) = $2)
                 AND ($3::uuid IS NULL OR d.community = $3
                      OR d.community IN (SELECT c.id FROM communities c WHERE c.parent = $3)))""";

    private static final String RAISED = """
            SELECT s.kind, count(*)::integer AS times, count(DISTINCT s.device)::integer AS devices
              FROM signals s WHERE s.device IN""" + OF_PART + """
               AND s.kind IN ('DEVICE_OFFLINE', 'LOW_BATTERY', 'REMOVED', 'TEST_OVERDUE')
               AND s.received_at >= $4 AND s.received_at < $5
             GROUP BY s.kind""";

    // That a device came back is written into the incident its silence was raised in, or the one that became part of.
    // Of a year back only what reaches into the period, or has no end and began in it: a short period of a large street
    // is
    // not refused because of the year before it.
    private static final String OUTAGES = """
            SELECT device, since, until, lasting FROM (
                SELECT s.device, s.received_at AS since, e.at AS until,
                       e.at IS NULL AND 'DEVICE_OFFLINE' = ANY (v.faults) AND NOT EXISTS (
                           SELECT FROM signals later
                            WHERE later.device = s.device AND later.kind = s.kind AND later.received_at > s.received_at)
                           AS lasting
                  FROM signals s
                  LEFT JOIN device_supervision v ON v.device = s.device
                  LEFT JOIN incidents i ON i.id = s.incident
                  LEFT JOIN LATERAL (
                       SELECT min(e.at) AS at FROM incident_events e
                        WHERE e.incident IN (s.incident, i.merged_into) AND e.type = 'incident.device_recovered'
                          AND NOT e.lent AND e.at >= s.received_at AND e."by" ->> 'device' = s.device::text
                          AND e.detail::jsonb -> 'passed' ? 'DEVICE_OFFLINE') e ON true
                 WHERE s.device IN""" + OF_PART + """
                   AND s.kind = 'DEVICE_OFFLINE' AND s.received_at >= $4 AND s.received_at < $5) outage
             WHERE since >= $7 OR until > $7 OR lasting
             ORDER BY since DESC LIMIT $6""";

    private static final String TESTS = """
            SELECT t.announced_at, t.until, t.passed_at FROM device_tests t
             WHERE t.device IN""" + OF_PART + """
               AND t.announced_at >= $4 AND t.announced_at < $5
             ORDER BY t.announced_at DESC LIMIT $6""";

    private final SqlClient client;

    public PgStatisticsStore(SqlClient client) {
        this.client = client;
    }

    @Override
    public Future<List<ServedIncident>> served(Part part, Period period, int atMost) {
        Tuple parameters = about(part)
                .addValue(Queries.at(period.from()))
                .addValue(Queries.at(period.until()))
                .addValue(idAt(period.from().minus(CLOCKS_APART)))
                .addValue(idAt(period.until().plus(CLOCKS_APART)))
                .addValue(atMost);
        return Queries.ask(client, SERVED, parameters)
                .map(rows -> rows.map(PgStatisticsStore::served).toList());
    }

    @Override
    public Future<List<DeviceNow>> devices(Part part, int atMost) {
        return Queries.ask(client, DEVICES, about(part).addValue(atMost))
                .map(rows -> rows.map(row -> NowRow.device(row.getJsonObject("body")))
                        .toList());
    }

    @Override
    public Future<Map<SignalKind, Raised>> raised(Part part, Period period) {
        return Queries.ask(client, RAISED, about(part, period.from(), period.until()))
                .map(rows -> rows.collect(Collectors.toMap(
                        row -> SignalKind.valueOf(row.getString("kind")),
                        row -> new Raised(row.getInteger("times"), row.getInteger("devices")))));
    }

    @Override
    public Future<List<Outage>> outages(Part part, Period period, int atMost) {
        return Queries.ask(
                        client,
                        OUTAGES,
                        about(part, period.from().minus(LONGEST_OUTAGE), period.until())
                                .addValue(atMost)
                                .addValue(Queries.at(period.from())))
                .map(rows -> rows.map(row -> new Outage(
                                new DeviceId(row.getUUID("device")),
                                Queries.instant(row, "since"),
                                Queries.findInstant(row, "until"),
                                Boolean.TRUE.equals(row.getBoolean("lasting"))))
                        .toList());
    }

    @Override
    public Future<List<TestCall>> tests(Part part, Period period, int atMost) {
        return Queries.ask(
                        client,
                        TESTS,
                        about(part, period.from(), period.until()).addValue(atMost))
                .map(rows -> rows.map(row -> new TestCall(
                                Queries.instant(row, "announced_at"),
                                Queries.instant(row, "until"),
                                Queries.findInstant(row, "passed_at")))
                        .toList());
    }

    private static Tuple about(Part part, Instant from, Instant until) {
        return about(part).addValue(Queries.at(from)).addValue(Queries.at(until));
    }

    private static Tuple about(Part part) {
        return Tuple.tuple()
                .addValue(part.nodes().stream().map(TypedId::value).toArray(UUID[]::new))
                .addValue(part.building().map(TypedId::value).orElse(null))
                .addValue(part.community().map(TypedId::value).orElse(null));
    }

    /** The smallest UUIDv7 of a millisecond. */
    private static UUID idAt(Instant at) {
        return new UUID(Math.max(at.toEpochMilli(), 0) << 16, 0);
    }

    private static ServedIncident served(Row row) {
        Map<ResponseClock.Kind, ResponseClock> clocks = IncidentRow.clocks(row.get(JsonObject.class, "clocks"));
        return new ServedIncident(
                new IncidentId(row.getUUID("id")),
                Queries.instant(row, "opened_at"),
                Queries.findInstant(row, "offered_at"),
                Queries.findInstant(row, "answered_at"),
                Queries.findInstant(row, "hand_at"),
                clock(clocks, ResponseClock.Kind.DOCTOR),
                clock(clocks, ResponseClock.Kind.DOOR),
                new ServedIncident.Ending(
                        Queries.findInstant(row, "stood_down_at"),
                        Optional.ofNullable(row.getString("disposition")).map(Disposition::valueOf)));
    }

    private static ServedIncident.Clock clock(Map<ResponseClock.Kind, ResponseClock> clocks, ResponseClock.Kind kind) {
        return Optional.ofNullable(clocks.get(kind))
                .map(clock -> new ServedIncident.Clock(Optional.of(clock.startedAt()), clock.reachedAt()))
                .orElse(ServedIncident.Clock.NONE);
    }
}
