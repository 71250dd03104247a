package care.anling.verticles.store;

import io.vertx.core.Future;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** What must be true of any database before a press is acknowledged against it. */
public final class DatabaseChecks {

    static final int OLDEST_SERVER = 15;
    static final int NEWEST_SERVER = 18;
    private static final int VERSION_NUMBER_PER_MAJOR = 10_000;

    /** SQLSTATE class. */
    private static final String INVALID_AUTHORIZATION = "28";

    private static final String INSUFFICIENT_PRIVILEGE = "42501";

    private static final String SETTINGS = """
            SELECT name, setting FROM pg_settings
             WHERE name IN ('fsync', 'synchronous_commit', 'full_page_writes', 'server_version_num')
            UNION ALL
            SELECT 'superuser', rolsuper::text FROM pg_roles WHERE rolname = current_user
            UNION ALL
            SELECT 'past_the_policies', string_agg(r.rolname, ', ' ORDER BY r.rolname) FROM pg_roles r
             WHERE r.rolname IN ('anling_intake', 'anling_engine', 'anling_feed', 'anling_api')
               AND (r.rolbypassrls OR EXISTS (
                       SELECT FROM pg_class c WHERE c.relnamespace = to_regnamespace('anling')
                                                AND pg_has_role(r.oid, c.relowner, 'MEMBER')))""";

    private DatabaseChecks() {}

    /**
     * Tries each login role, and tells of every one that the database refuses; empty when it refuses none. One that is
     * merely slow is no reason not to start: after a crash everything is slow, and connecting is tried again anyway.
     */
    public static Future<List<String>> closedDoors(PgPools pools) {
        Map<DatabaseRole, Pool> doors = new EnumMap<>(Map.of(
                DatabaseRole.INTAKE, pools.intake(),
                DatabaseRole.ENGINE, pools.engine(),
                DatabaseRole.FEED, pools.feed(),
                DatabaseRole.API, pools.api()));
        List<Future<Optional<String>>> tried = doors.entrySet().stream()
                .map(door -> PgPools.ping(door.getValue())
                        .map(open -> Optional.<String>empty())
                        .otherwise(failure ->
                                isRefusal(failure) ? Optional.of(closed(door.getKey(), failure)) : Optional.empty()))
                .toList();
        return Future.join(tried)
                .map(all -> tried.stream().flatMap(one -> one.result().stream()).toList());
    }

    private static boolean isRefusal(Throwable failure) {
        return failure instanceof PgException said
                && (said.getSqlState().startsWith(INVALID_AUTHORIZATION)
                        || said.getSqlState().equals(INSUFFICIENT_PRIVILEGE));
    }

    private static String closed(DatabaseRole role, Throwable failure) {
        return "the database does not let the login role " + role.login() + " in: " + failure.getMessage()
                + ". Its password is the setting database." + role.name().toLowerCase(Locale.ROOT) + "_password";
    }

    /** Every problem at once, each with what to do; empty when all is well. Fails when the database cannot be asked. */
    public static Future<List<String>> problems(Pool pool) {
        return Queries.ask(pool, SETTINGS, Tuple.tuple())
                .map(rows -> problems(rows.filter(row -> row.getString("setting") != null)
                        .collect(Collectors.toMap(row -> row.getString("name"), row -> row.getString("setting")))));
    }

    static List<String> problems(Map<String, String> settings) {
        List<String> problems = new ArrayList<>();
        for (String name : List.of("fsync", "synchronous_commit", "full_page_writes")) {
            if ("off".equals(settings.get(name))) {
                problems.add("the database runs with " + name
                        + " = off: an acknowledged SOS could be lost. Set it to on and reload PostgreSQL");
            }
        }
        int major = Integer.parseInt(settings.getOrDefault("server_version_num", "0")) / VERSION_NUMBER_PER_MAJOR;
        if (major < OLDEST_SERVER || major > NEWEST_SERVER) {
            problems.add("PostgreSQL " + major + " is not supported: use " + OLDEST_SERVER + " to " + NEWEST_SERVER);
        }
        if ("true".equals(settings.get("superuser"))) {
            problems.add("a run-time role of the database is a superuser: every right it should not have, it has."
                    + " Create the roles with db/bootstrap/roles.sql");
        }
        String past = settings.get("past_the_policies");
        if (past != null) {
            problems.add("row-level security does not bind " + past
                    + ": it may bypass it, owns a table or is a member of the role that does. Take that from it");
        }
        return problems;
    }
}
