package care.anling.app;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Accounts as the database's owner makes and mends them, before anybody can sign in to do it over REST. */
final class AdminAccounts {

    private static final String INSERT = """
            INSERT INTO accounts (id, username, password_hash, name, role, community, must_change_password)
            VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (username) DO NOTHING""";

    private static final String RESET = """
            UPDATE accounts SET password_hash = ?, must_change_password = ?, password_changed_at = now(), version = version + 1
             WHERE username = ? RETURNING id""";

    private static final String TAKE_TURN = "SELECT pg_advisory_xact_lock(hashtextextended(?::uuid::text, 0))";

    private static final String END_SESSIONS =
            "UPDATE refresh_tokens SET revoked_at = now() WHERE account = ? AND revoked_at IS NULL";

    private final Connection connection;

    AdminAccounts(Connection connection) {
        this.connection = connection;
    }

    /** @param password its Argon2id */
    record Fresh(UUID id, String username, String name, String role, String password, boolean mustChange) {}

    /** @throws StartFailure when the user name is taken */
    void create(Fresh account, UUID node) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
            insert.setObject(1, account.id());
            insert.setString(2, account.username());
            insert.setString(3, account.password());
            insert.setString(4, account.name());
            insert.setString(5, account.role());
            insert.setObject(6, node);
            insert.setBoolean(7, account.mustChange());
            if (insert.executeUpdate() == 0) {
                throw StartFailure.failed("there is an account “" + account.username()
                        + "” already; 'anling admin reset-password' gives it another password");
            }
        }
    }

    /** Whoever is signed in with it is out. @throws StartFailure when there is no such account */
    void reset(String username, String hash, boolean mustChange) throws SQLException {
        try (PreparedStatement reset = connection.prepareStatement(RESET)) {
            reset.setString(1, hash);
            reset.setBoolean(2, mustChange);
            reset.setString(3, username);
            try (ResultSet found = reset.executeQuery()) {
                if (!found.next()) {
                    throw StartFailure.failed("there is no account “" + username + "”");
                }
                endSessions(found.getObject(1, UUID.class));
            }
        }
    }

    /** @return whether there was one @throws StartFailure when there is no such account */
    boolean resetTotp(String username) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement("SELECT id FROM accounts WHERE username = ?")) {
            query.setString(1, username);
            try (ResultSet found = query.executeQuery()) {
                if (!found.next()) {
                    throw StartFailure.failed("there is no account “" + username + "”");
                }
                UUID account = found.getObject(1, UUID.class);
                endSessions(account);
                return deleteTotp(account);
            }
        }
    }

    private boolean deleteTotp(UUID account) throws SQLException {
        try (PreparedStatement delete = connection.prepareStatement("DELETE FROM totp WHERE account = ?")) {
            delete.setObject(1, account);
            return delete.executeUpdate() > 0;
        }
    }

    /** After whoever refreshes one of them just now: the server's own lock. */
    private void endSessions(UUID account) throws SQLException {
        try (PreparedStatement turn = connection.prepareStatement(TAKE_TURN)) {
            turn.setObject(1, account);
            turn.execute();
        }
        try (PreparedStatement end = connection.prepareStatement(END_SESSIONS)) {
            end.setObject(1, account);
            end.executeUpdate();
        }
    }

    /**
     * The node of this name; without one, the only street there is.
     *
     * @throws StartFailure when it is none, or not the only one
     */
    UUID node(Optional<String> name) throws SQLException {
        String sql = name.isPresent()
                ? "SELECT id, name FROM communities WHERE name = ? AND level <> 'BUILDING' ORDER BY name LIMIT 2"
                : "SELECT id, name FROM communities WHERE level = 'STREET' ORDER BY name LIMIT 2";
        List<UUID> found = new ArrayList<>();
        try (PreparedStatement query = connection.prepareStatement(sql)) {
            if (name.isPresent()) {
                query.setString(1, name.get());
            }
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    found.add(rows.getObject(1, UUID.class));
                }
            }
        }
        if (found.size() == 1) {
            return found.get(0);
        }
        String which = name.map(given -> "“" + given + "”").orElse("street");
        throw new StartFailure(
                found.isEmpty()
                        ? "there is no " + which + "; --street NAME makes the first one"
                        : "there is more than one " + which + "; say which with --community NAME");
    }

    /** The street of this name, made if there is none. */
    UUID street(String name, UUID freshId) throws SQLException {
        try (PreparedStatement query =
                connection.prepareStatement("SELECT id FROM communities WHERE name = ? AND level = 'STREET'")) {
            query.setString(1, name);
            try (ResultSet rows = query.executeQuery()) {
                if (rows.next()) {
                    return rows.getObject(1, UUID.class);
                }
            }
        }
        try (PreparedStatement insert =
                connection.prepareStatement("INSERT INTO communities (id, level, name) VALUES (?, 'STREET', ?)")) {
            insert.setObject(1, freshId);
            insert.setString(2, name);
            insert.executeUpdate();
        }
        return freshId;
    }
}
