package care.anling.app;

import care.anling.migrations.Migrations;
import care.anling.verticles.store.DatabaseAccess;

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
}
