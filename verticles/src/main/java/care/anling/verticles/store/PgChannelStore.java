package care.anling.verticles.store;

import care.anling.verticles.vault.Vault;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.Optional;
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

    // Every replacement brings rows of new ids: they are its version. 56 bits, so that it is a positive number.
    private static final String VERSION = """
            SELECT coalesce(('x' || left(md5(string_agg(c.id::text, ',' ORDER BY c.id)), 14))::bit(56)::bigint, 0) AS version
              FROM notification_channels c WHERE c.account = $1 AND c.kind <> 'PUSH'""";

    // Sealed, the same address never looks the same: the list is replaced whole. In turn: of two at once, the second
    // would
    // otherwise delete what the first took away and leave both lists standing.
    private static final String REPLACE = """
            WITH was AS (SELECT $3::bigint IS NULL OR v.version = $3 AS fresh FROM (%s) v),
                 gone AS (DELETE FROM notification_channels c USING was
                           WHERE was.fresh AND c.account = $1 AND c.kind <> 'PUSH'),
                 come AS (INSERT INTO notification_channels (id, account, kind, stage, address, gateway, verified_at)
                          SELECT r.id, r.account, r.kind, r.stage, r.address, r.gateway, clock_timestamp()
                            FROM was, json_populate_recordset(NULL::notification_channels, $2) r WHERE was.fresh)
            SELECT fresh FROM was""".formatted(VERSION);

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
    public Future<Long> version(UUID account) {
        return Queries.ask(pool, VERSION, Tuple.of(account))
                .map(rows -> rows.findFirst().orElseThrow().getLong("version"));
    }

    @Override
    public Future<Boolean> replaceVerified(UUID account, List<ChannelAddress> channels, Optional<Long> read) {
        JsonArray rows = new JsonArray();
        channels.forEach(channel -> rows.add(ChannelRow.encode(account, channel, vault)));
        return Queries.askInTurn(
                        pool,
                        new Trips.Statement(SessionTurn.OF_ACCOUNT, Tuple.of(account)),
                        new Trips.Statement(REPLACE, Tuple.of(account, rows, read.orElse(null))))
                .map(found -> found.findFirst().orElseThrow().getBoolean("fresh"));
    }
}
