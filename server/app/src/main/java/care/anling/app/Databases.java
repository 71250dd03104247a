package care.anling.app;

import care.anling.migrations.Migrations;
import care.anling.verticles.store.DatabaseAccess;
import care.anling.verticles.vault.Vault;
import care.anling.verticles.vault.VaultFailure;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;

/** What must be true of a database before a node uses it. */
final class Databases {

    private Databases() {}

    /** Brings the schema up to date; a database that cannot be reached or migrated is one clear line. Returns how many migrations ran. */
    static int migrate(String jdbcUrl, DatabaseAccess.Credentials owner) {
        try {
            return Migrations.migrate(jdbcUrl, owner.user(), owner.password());
        } catch (RuntimeException e) {
            Throwable root = e;
            while (root.getCause() != null) {
                root = root.getCause();
            }
            throw new StartFailure("the database at " + jdbcUrl + " cannot be brought up to date: "
                    + String.valueOf(root.getMessage()).lines().findFirst().orElse(""));
        }
    }

    /** Nothing readable is left and the keys are the right ones, or it does not start; see {@link Sealing#prepare}. */
    static void prepareSealed(String jdbcUrl, DatabaseAccess.Credentials owner, Vault vault, Progress progress) {
        try (Connection connection = DriverManager.getConnection(jdbcUrl, owner.user(), owner.password())) {
            new Sealing(connection, vault, progress::say).prepare();
        } catch (SQLException e) {
            // Never the server's detail: it quotes the row.
            throw new StartFailure("the database at " + jdbcUrl + " cannot be sealed: SQLSTATE " + e.getSQLState());
        } catch (VaultFailure e) {
            throw new StartFailure(String.valueOf(e.getMessage()));
        }
    }
}
