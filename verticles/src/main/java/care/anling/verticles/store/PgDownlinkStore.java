package care.anling.verticles.store;

import care.anling.core.common.DeviceId;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.List;

/** Words waiting for devices, on PostgreSQL. Those about incidents are written by the incident's own transaction. */
public final class PgDownlinkStore implements DownlinkStore {

    private static final String PENDING = """
            SELECT id, topic_suffix, payload, expires_at FROM device_downlinks
             WHERE device = $1 AND id > $2 AND expires_at > now() ORDER BY id LIMIT $3""";

    private static final String DELIVERED = "DELETE FROM device_downlinks WHERE device = $1 AND id = $2";

    // One statement: the word goes in, the oldest beyond the bound go out. The new row is not yet visible to the
    // DELETE.
    private static final String ADD = """
            WITH added AS (
                INSERT INTO device_downlinks (device, topic_suffix, payload, expires_at) VALUES ($1, $2, $3, $4))
            DELETE FROM device_downlinks WHERE id = ANY (ARRAY(
                SELECT id FROM device_downlinks WHERE device = $1 ORDER BY id DESC OFFSET $5))""";

    private final SqlClient client;

    public PgDownlinkStore(SqlClient client) {
        this.client = client;
    }

    @Override
    public Future<List<Downlink>> pending(DeviceId device, long afterId, int limit) {
        return Queries.ask(client, PENDING, Tuple.of(device.value(), afterId, limit))
                .map(rows -> rows.map(row -> new Downlink(
                                row.getLong("id"),
                                device,
                                row.getString("topic_suffix"),
                                row.getBuffer("payload").getBytes(),
                                Queries.instant(row, "expires_at")))
                        .toList());
    }

    @Override
    public Future<Void> delivered(DeviceId device, long id) {
        return Queries.tell(client, DELIVERED, Tuple.of(device.value(), id));
    }

    @Override
    public Future<Void> add(DeviceId device, String topicSuffix, byte[] payload, Instant expiresAt) {
        return Queries.tell(
                client,
                ADD,
                Tuple.of(
                        device.value(),
                        topicSuffix,
                        Buffer.buffer(payload),
                        Queries.at(expiresAt),
                        ChangeWriter.MAX_WORDS - 1));
    }
}
