package care.anling.verticles.store;

import care.anling.core.common.DeviceId;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.List;

/** Words waiting for sleeping devices, on PostgreSQL. Called from an event loop; never blocks. */
public final class PgDownlinkStore implements DownlinkStore {

    private static final String PENDING = """
            SELECT id, topic_suffix, payload, expires_at FROM device_downlinks
             WHERE device = $1 AND id > $2 AND expires_at > now() ORDER BY id LIMIT $3""";

    private static final String DELIVERED = "DELETE FROM device_downlinks WHERE device = $1 AND id = $2";

    private final Pool pool;

    public PgDownlinkStore(Pool pool) {
        this.pool = pool;
    }

    @Override
    public Future<List<Downlink>> pending(DeviceId device, long afterId, int limit) {
        return Queries.ask(pool, PENDING, Tuple.of(device.value(), afterId, limit))
                .map(rows -> rows.map(row -> downlink(device, row)).toList());
    }

    @Override
    public Future<Void> delivered(DeviceId device, long id) {
        return Queries.tell(pool, DELIVERED, Tuple.of(device.value(), id));
    }

    @Override
    public Future<Void> add(DeviceId device, String topicSuffix, byte[] payload, Instant expiresAt) {
        JsonObject word = new JsonObject()
                .put("device", device.toString())
                .put("topic_suffix", topicSuffix)
                .put("payload", ChangeWriter.bytea(payload))
                .put("expires_at", expiresAt.toString());
        Trips.Statement statement = ChangeWriter.words(new JsonArray().add(word));
        return Queries.tell(pool, statement.sql(), statement.parameters());
    }

    private static Downlink downlink(DeviceId device, Row row) {
        Buffer payload = row.getBuffer("payload");
        return new Downlink(
                row.getLong("id"),
                device,
                row.getString("topic_suffix"),
                payload.getBytes(),
                Queries.instant(row, "expires_at"));
    }
}
