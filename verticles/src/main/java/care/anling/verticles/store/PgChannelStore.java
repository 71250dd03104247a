package care.anling.verticles.store;

import care.anling.verticles.vault.Vault;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.UUID;

/** How people can be reached, on PostgreSQL. Called from an event loop; never blocks. */
public final class PgChannelStore implements ChannelStore {

    private static final String LIST = """
            SELECT to_json(c) AS body FROM notification_channels c WHERE c.account = $1 ORDER BY c.stage, c.created_at""";

    // One statement, so that two browsers subscribing at once cannot leave more than the bound for long: the next
    // subscription tidies up.
    private static final String SUBSCRIBE = """
            WITH fresh AS (
                INSERT INTO notification_channels (id, account, kind, stage, address, p256dh, auth, verified_at)
                SELECT r.id, r.account, r.kind, r.stage, r.address, r.p256dh, r.auth, clock_timestamp()
                  FROM json_populate_record(NULL::notification_channels, $1) r
                ON CONFLICT (account, address) WHERE kind = 'PUSH'
                DO UPDATE SET p256dh = EXCLUDED.p256dh, auth = EXCLUDED.auth, created_at = now()
                RETURNING id, account)
            DELETE FROM notification_channels WHERE id = ANY (ARRAY(
                SELECT c.id FROM notification_channels c, fresh f
                 WHERE c.account = f.account AND c.kind = 'PUSH' AND c.id <> f.id
                 ORDER BY c.created_at DESC OFFSET $2))""";

    private static final String UNSUBSCRIBE =
            "DELETE FROM notification_channels WHERE account = $1 AND kind = 'PUSH' AND address = $2 RETURNING id";

    // Sealed, the same address never looks the same: the list is replaced whole.
    private static final String REPLACE = """
            WITH gone AS (DELETE FROM notification_channels c WHERE c.account = $1 AND c.kind <> 'PUSH')
            INSERT INTO notification_channels (id, account, kind, stage, address, gateway, verified_at)
            SELECT r.id, r.account, r.kind, r.stage, r.address, r.gateway, clock_timestamp()
              FROM json_populate_recordset(NULL::notification_channels, $2) r""";

    private final Pool pool;
    private final Vault vault;

    public PgChannelStore(Pool pool, Vault vault) {
        this.pool = pool;
        this.vault = vault;
    }

    @Override
    public Future<List<ChannelAddress>> channelsOf(UUID account) {
        return Queries.ask(pool, LIST, Tuple.of(account))
                .map(rows -> rows.flatMap(row -> ChannelRow.find(row.get(JsonObject.class, "body"), vault).stream())
                        .toList());
    }

    @Override
    public Future<Void> subscribe(UUID account, ChannelAddress push, int most) {
        return Queries.tell(pool, SUBSCRIBE, Tuple.of(ChannelRow.encode(account, push, vault), most - 1));
    }

    @Override
    public Future<Boolean> unsubscribe(UUID account, String endpoint) {
        return Queries.ask(pool, UNSUBSCRIBE, Tuple.of(account, endpoint))
                .map(rows -> rows.findFirst().isPresent());
    }

    @Override
    public Future<Void> replaceVerified(UUID account, List<ChannelAddress> channels) {
        JsonArray rows = new JsonArray();
        channels.forEach(channel -> rows.add(ChannelRow.encode(account, channel, vault)));
        return Queries.tell(pool, REPLACE, Tuple.of(account, rows));
    }
}
