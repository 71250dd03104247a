package care.anling.app.database;

import care.anling.app.DatabaseUrl;
import care.anling.app.StartFailure;
import care.anling.migrations.DatabaseRoles;
import care.anling.migrations.Migrations;
import care.anling.verticles.store.DatabaseAccess;
import care.anling.verticles.store.DatabaseRole;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.flywaydb.core.api.FlywayException;

/** Prepares a PostgreSQL that is already there for the demo: login roles, rights, schema. Blocking. */
public final class GivenDatabase {

    private GivenDatabase() {}

    /**
     * @param url of a login that may create roles
     * @param home keeps the passwords given to the roles
     */
    public static DatabaseAccess open(DatabaseUrl url, Path home, Consumer<String> progress) {
        progress.accept("using the database " + url.name() + " on " + url.host() + ":" + url.port());
        try {
            DatabasePasswords passwords = DatabasePasswords.of(home, DatabaseRoles.ALL);
            prepare(url, passwords);
            DatabaseAccess access = new DatabaseAccess(
                    url.host(),
                    url.port(),
                    url.name(),
                    Arrays.stream(DatabaseRole.values())
                            .collect(Collectors.toMap(
                                    role -> role,
                                    role -> new DatabaseAccess.Credentials(role.login(), passwords.of(role.login())))));
            DatabaseAccess.Credentials owner = access.of(DatabaseRole.OWNER);
            int applied = Migrations.migrate(access.jdbcUrl(), owner.user(), owner.password());
            progress.accept(applied == 0 ? "the schema is up to date" : "applied " + applied + " migrations");
            return access;
        } catch (IOException | SQLException | FlywayException e) {
            throw new StartFailure("the database " + url.name() + " on " + url.host() + ":" + url.port()
                    + " cannot be used for the demo: "
                    + String.valueOf(e.getMessage()).lines().findFirst().orElse("")
                    + ". The login needs the right to create roles");
        }
    }

    private static void prepare(DatabaseUrl url, DatabasePasswords passwords) throws SQLException {
        Map<String, String> byRole = new TreeMap<>();
        DatabaseRoles.ALL.forEach(role -> byRole.put(role, passwords.of(role)));
        try (Connection admin = DriverManager.getConnection(
                        url.jdbcUrl(), url.owner().user(), url.owner().password());
                Statement statement = admin.createStatement()) {
            DatabaseRoles.create(admin, byRole);
            statement.execute("GRANT CONNECT, CREATE ON DATABASE \""
                    + url.name().replace("\"", "\"\"") + "\" TO " + DatabaseRoles.OWNER);
        }
    }
}
