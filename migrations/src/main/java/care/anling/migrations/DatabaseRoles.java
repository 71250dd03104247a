package care.anling.migrations;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The login roles and their time limits, made where Anling runs its own PostgreSQL (demo, tests). In production an
 * administrator runs {@code db/bootstrap/roles.sql}, which says the same.
 */
public final class DatabaseRoles {

    /** Owns the schema; used by migrations alone. */
    public static final String OWNER = "anling_owner";

    public static final String INTAKE = "anling_intake";
    public static final String ENGINE = "anling_engine";
    public static final String FEED = "anling_feed";
    public static final String API = "anling_api";

    public static final List<String> ALL = List.of(OWNER, INTAKE, ENGINE, FEED, API);

    private record Limits(String statement, String lock, String idleInTransaction) {}

    private static final Map<String, Limits> LIMITS = Map.of(
            INTAKE, new Limits("4s", "2s", "1s"),
            ENGINE, new Limits("5s", "2s", "1s"),
            FEED, new Limits("5s", "2s", "5s"),
            API, new Limits("10s", "3s", "5s"));

    private DatabaseRoles() {}

    /**
     * Creates the roles that are missing and gives every one its password and limits.
     *
     * @param admin a superuser's connection
     * @param passwords by role name; random and URL-safe, since they are quoted but never escaped by a shell
     */
    public static void create(Connection admin, Map<String, String> passwords) throws SQLException {
        try (Statement statement = admin.createStatement()) {
            // Roles belong to the whole cluster: two test runs on one server would collide.
            statement.execute("SELECT pg_advisory_lock(hashtext('anling.roles'))");
            try {
                for (String role : ALL) {
                    create(statement, role, Objects.requireNonNull(passwords.get(role), role));
                }
            } finally {
                statement.execute("SELECT pg_advisory_unlock(hashtext('anling.roles'))");
            }
        }
    }

    private static void create(Statement statement, String role, String password) throws SQLException {
        statement.execute("DO $$ BEGIN IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '" + role
                + "') THEN CREATE ROLE " + role + " LOGIN; END IF; END $$");
        statement.execute("ALTER ROLE " + role + " LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE PASSWORD '"
                + password.replace("'", "''") + "'");
        Limits limits = LIMITS.get(role);
        if (limits != null) {
            statement.execute("ALTER ROLE " + role + " SET statement_timeout = '" + limits.statement() + "'");
            statement.execute("ALTER ROLE " + role + " SET lock_timeout = '" + limits.lock() + "'");
            statement.execute("ALTER ROLE " + role + " SET idle_in_transaction_session_timeout = '"
                    + limits.idleInTransaction() + "'");
        }
    }
}
