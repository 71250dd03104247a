package care.anling.verticles.store;

import care.anling.core.common.DeviceId;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** MQTT sessions on PostgreSQL. Called from an event loop; never blocks. */
public final class PgSessionStore implements SessionStore {

    private static final String LIST = """
            SELECT device, client_id, incarnation, subscriptions, expires_after_seconds, last_seen_at FROM mqtt_sessions
             WHERE last_seen_at + make_interval(secs => expires_after_seconds) > now()
             ORDER BY last_seen_at DESC LIMIT $1""";

    private static final String SAVE = """
            INSERT INTO mqtt_sessions AS s (device, client_id, incarnation, subscriptions, expires_after_seconds, last_seen_at)
            VALUES ($1, $2, $3, $4, $5, $6)
            ON CONFLICT (device, client_id) DO UPDATE SET incarnation = EXCLUDED.incarnation,
                   subscriptions = EXCLUDED.subscriptions, expires_after_seconds = EXCLUDED.expires_after_seconds,
                   last_seen_at = EXCLUDED.last_seen_at
             WHERE s.last_seen_at <= EXCLUDED.last_seen_at""";

    private static final String DELETE = "DELETE FROM mqtt_sessions WHERE device = $1 AND client_id = $2";

    /** "Never" of MQTT 5 (2³² − 1 s) is 136 years: as an interval it would leave the calendar. */
    private static final Duration MAX_EXPIRY = Duration.ofDays(365);

    private final Pool pool;

    public PgSessionStore(Pool pool) {
        this.pool = pool;
    }

    @Override
    public Future<List<Session>> listLive(int limit) {
        return Queries.ask(pool, LIST, Tuple.of(limit))
                .map(rows -> rows.map(PgSessionStore::session).toList());
    }

    @Override
    public Future<Void> save(Session session) {
        JsonObject subscriptions = new JsonObject();
        session.subscriptions().forEach(subscriptions::put);
        Duration expiry = session.expiresAfter().compareTo(MAX_EXPIRY) > 0 ? MAX_EXPIRY : session.expiresAfter();
        return Queries.tell(
                pool,
                SAVE,
                Tuple.of(
                        session.device().value(),
                        session.clientId(),
                        session.incarnation(),
                        subscriptions,
                        expiry.toSeconds(),
                        Queries.at(session.lastSeenAt())));
    }

    @Override
    public Future<Void> delete(DeviceId device, String clientId) {
        return Queries.tell(pool, DELETE, Tuple.of(device.value(), clientId));
    }

    private static Session session(Row row) {
        Map<String, Integer> subscriptions = row.get(JsonObject.class, "subscriptions").stream()
                .collect(Collectors.toMap(Map.Entry::getKey, entry -> (Integer) entry.getValue()));
        return new Session(
                new DeviceId(row.getUUID("device")),
                row.getString("client_id"),
                row.getUUID("incarnation"),
                subscriptions,
                Duration.ofSeconds(row.getLong("expires_after_seconds")),
                Queries.instant(row, "last_seen_at"));
    }
}
