package care.anling.verticles.store;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClientOptions;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The ways to the database, kept apart so that none waits behind another: a flood of telemetry or a slow report uses up
 * its own connections and its own queue, and an SOS still finds one of the two reserved for it.
 */
public record PgPools(
        Pool intake,
        Pool telemetry,
        Pool engine,
        Pool notices,
        Pool feed,
        Pool api,
        Pool access,
        Pool sessions,
        Pool watch) {

    /** One batch in flight and one spare: a second emergency transaction at once makes both slower. */
    public static final int INTAKE_CONNECTIONS = 2;

    public static final int TELEMETRY_CONNECTIONS = 2;
    public static final int ENGINE_CONNECTIONS = 2;
    public static final int NOTICES_CONNECTIONS = 2;
    public static final int FEED_CONNECTIONS = 2;
    public static final int API_CONNECTIONS = 4;
    public static final int ACCESS_CONNECTIONS = 2;
    public static final int SESSIONS_CONNECTIONS = 2;
    public static final int WATCH_CONNECTIONS = 1;

    /** Beyond this many waiters asking again later is the better answer. */
    public static final int MAX_WAITING = 256;

    /** How long a connection may take to be made, or to become free. */
    public static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(2);

    /** A network that swallows packets is noticed by the kernel within this. */
    public static final Duration TCP_USER_TIMEOUT = Duration.ofSeconds(4);

    /** A connection is renewed now and then, so that no server process grows old with us. */
    private static final int MAX_LIFETIME_MINUTES = 60;

    /** Trips of one transaction are sent without waiting for each answer; no transaction has more statements. */
    private static final int PIPELINE = 32;

    /**
     * The lanes' statements are few and all go by index, a handful of rows at a time. PostgreSQL would plan those with a
     * list as parameter anew each time, which costs more than running them; and a plan it keeps was made perhaps while
     * the tables were still empty, when reading them whole looked cheap, and would be ruin a month later.
     */
    private static final Map<String, String> PLANNED_ONCE = Map.of(
            "plan_cache_mode", "force_generic_plan",
            "enable_seqscan", "off",
            "enable_hashjoin", "off",
            "enable_mergejoin", "off");

    /** Works for everybody. Said when connecting, so that a connection made by accident sees nothing. */
    private static final String MACHINE = "machine";

    private static final String GATE = "gate";

    /** @param scope whose rows are seen on it without a further word, as the policies have it (V21) */
    record Way(DatabaseRole role, String name, String scope, int connections) {

        static Way machine(DatabaseRole role, String name, int connections) {
            return new Way(role, name, MACHINE, connections);
        }
    }

    public static PgPools open(Vertx vertx, DatabaseAccess access) {
        return new PgPools(
                pool(vertx, access, Way.machine(DatabaseRole.INTAKE, "intake", INTAKE_CONNECTIONS)),
                pool(vertx, access, Way.machine(DatabaseRole.INTAKE, "telemetry", TELEMETRY_CONNECTIONS)),
                pool(vertx, access, Way.machine(DatabaseRole.ENGINE, "engine", ENGINE_CONNECTIONS)),
                // As the engine: what it decides is sent on. Apart, so that a burst of letters holds up no deadline.
                pool(vertx, access, Way.machine(DatabaseRole.ENGINE, "notices", NOTICES_CONNECTIONS)),
                pool(vertx, access, Way.machine(DatabaseRole.FEED, "feed", FEED_CONNECTIONS)),
                new ScopedPool(
                        pool(vertx, access, new Way(DatabaseRole.API, "api", "", API_CONNECTIONS)),
                        ActingAccount::find),
                // Whoever signs people in knows nobody yet: accounts and sessions are all it sees.
                pool(vertx, access, new Way(DatabaseRole.API, "access", GATE, ACCESS_CONNECTIONS)),
                // Every call asks whether its session lives. Apart, so that nobody at the door keeps out who is in.
                pool(vertx, access, new Way(DatabaseRole.API, "sessions", GATE, SESSIONS_CONNECTIONS)),
                // Whoever watches must not wait behind those who are watched.
                pool(vertx, access, Way.machine(DatabaseRole.ENGINE, "watch", WATCH_CONNECTIONS)));
    }

    /** Whether this way to the database works now. */
    public static Future<Void> ping(Pool pool) {
        return pool.query("SELECT 1").execute().mapEmpty();
    }

    public Future<Void> close() {
        return Future.join(Stream.of(intake, telemetry, engine, notices, feed, api, access, sessions, watch)
                        .map(Pool::close)
                        .toList())
                .mapEmpty();
    }

    private static Map<String, String> properties(Way way) {
        boolean people = way.role() == DatabaseRole.API;
        Map<String, String> properties = new HashMap<>(Map.of(
                "application_name", "anling-" + way.name(),
                "search_path", "anling",
                "TimeZone", "UTC",
                "client_encoding", "utf8",
                // Who says nothing here sees no row; people's transactions each say for whom they are.
                "anling.scope", way.scope(),
                "lock_timeout", "2s",
                "statement_timeout", people ? "10s" : "4s",
                "idle_in_transaction_session_timeout", people ? "5s" : "1s",
                // Compiling a plan takes longer than any statement of ours.
                "jit", "off"));
        if (!people) {
            properties.putAll(PLANNED_ONCE);
        }
        return properties;
    }

    static Pool pool(Vertx vertx, DatabaseAccess access, Way way) {
        DatabaseAccess.Credentials credentials = access.of(way.role());
        PgConnectOptions connect = new PgConnectOptions()
                .setHost(access.host())
                .setPort(access.port())
                .setDatabase(access.database())
                .setUser(credentials.user())
                .setPassword(credentials.password())
                // The roles carry the same limits; said again here for a database whose administrator forgot.
                .setProperties(properties(way))
                .setPipeliningLimit(PIPELINE);
        connect.setCachePreparedStatements(true);
        // The default leaves statements over 2,048 characters out, which are those that cost most to prepare.
        connect.setPreparedStatementCacheSqlFilter(sql -> true);
        return PgBuilder.pool()
                .with(new PoolOptions()
                        .setName("anling-" + way.name())
                        .setMaxSize(way.connections())
                        .setMaxWaitQueueSize(MAX_WAITING)
                        .setConnectionTimeout((int) CONNECT_TIMEOUT.toMillis())
                        .setConnectionTimeoutUnit(TimeUnit.MILLISECONDS)
                        .setMaxLifetime(MAX_LIFETIME_MINUTES)
                        .setMaxLifetimeUnit(TimeUnit.MINUTES))
                .with(new NetClientOptions()
                        .setConnectTimeout((int) CONNECT_TIMEOUT.toMillis())
                        .setTcpUserTimeout((int) TCP_USER_TIMEOUT.toMillis()))
                .connectingTo(connect)
                .using(vertx)
                .build();
    }
}
