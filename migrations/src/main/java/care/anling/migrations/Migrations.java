package care.anling.migrations;

import java.util.Map;
import org.flywaydb.core.Flyway;

/**
 * Brings a database to the schema this build needs. Blocking; called once, before anything else opens a connection.
 * Safe when several nodes start at once: Flyway lets one go first.
 */
public final class Migrations {

    /** Everything of ours lives in one schema, so that a database can be shared and a wrong search path finds nothing. */
    public static final String SCHEMA = "anling";

    private Migrations() {}

    /**
     * @param user the owner of the schema ({@code anling_owner}); never one of the run-time roles
     * @return how many migrations were applied
     * @throws org.flywaydb.core.api.FlywayException when a migration fails or history and files differ
     */
    public static int migrate(String jdbcUrl, String user, String password) {
        return Flyway.configure(Migrations.class.getClassLoader())
                .dataSource(jdbcUrl, user, password)
                .defaultSchema(SCHEMA)
                .locations("classpath:db/migration")
                // With the lock held in a transaction, CREATE INDEX CONCURRENTLY waits for that very transaction, for
                // ever.
                .configuration(Map.of("flyway.postgresql.transactional.lock", "false"))
                .cleanDisabled(true)
                .load()
                .migrate()
                .migrationsExecuted;
    }
}
