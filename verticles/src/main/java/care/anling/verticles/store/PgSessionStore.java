package care.anling.verticles.store;

import care.anling.core.common.DeviceId;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** MQTT sessions on PostgreSQL. */
public final class PgSessionStore implements SessionStore {

    private static final String LIVE = """
            SELECT device, client_id, incarnation, subscriptions::text AS subscriptions, expires_after_seconds, last_seen_at
              FROM mqtt_sessions
             WHERE last_seen_at + make_interval(secs => expires_after_seconds) > now()
             ORDER BY last_seen_at DESC LIMIT $1""";

    private static final String SAVE = """
            INSERT INTO mqtt_sessions (device, client_id, incarnation, subscriptions, expires_after_seconds, last_seen_at)
            VALUES ($1, $2, $3, $4::text::json, $5, $6)
            ON CONFLICT (device, client_id) DO UPDATE
               SET incarnation = excluded.incarnation, subscriptions = excluded.subscriptions,
                   expires_after_seconds = excluded.expires_after_seconds, last_seen_at = excluded.last_seen_at""";

    private static final String DELETE = "DELETE FROM mqtt_sessions WHERE device = $1 AND client_id = $2";

    private final SqlClient client;

    public PgSessionStore(SqlClient client) {
        this.client = client;
    }

    @Override
    public Future<List<Session>> listLive(int limit) {
        return Queries.ask(client, LIVE, Tuple.of(limit))
                .map(rows -> rows.map(PgSessionStore::decode).toList());
    }

    @Override
    public Future<Void> save(Session session) {
        JsonObject subscriptions = new JsonObject();
        session.subscriptions().forEach(subscriptions::put);
        return Queries.tell(
                client,
                SAVE,
                Tuple.of(
                        session.device().value(),
                        session.clientId(),
                        session.incarnation(),
                        subscriptions.encode(),
                        session.expiresAfter().toSeconds(),
                        Queries.at(session.lastSeenAt())));
    }

    @Override
    public Future<Void> delete(DeviceId device, String clientId) {
        return Queries.tell(client, DELETE, Tuple.of(device.value(), clientId));
    }

    private static Session decode(Row row) {
        Map<String, Integer> subscriptions = new HashMap<>();
        new JsonObject(row.getString("subscriptions"))
                .forEach(entry -> subscriptions.put(entry.getKey(), ((Number) entry.getValue()).intValue()));
        return new Session(
                new DeviceId(row.getUUID("device")),
                row.getString("client_id"),
                row.getUUID("incarnation"),
                Map.copyOf(subscriptions),
                Duration.ofSeconds(row.getLong("expires_after_seconds")),
                Queries.instant(row, "last_seen_at"));
    }
}
