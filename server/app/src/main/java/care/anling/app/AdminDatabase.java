package care.anling.app;

import care.anling.app.config.Key;
import care.anling.app.config.Settings;
import care.anling.app.database.DemoDatabase;
import care.anling.app.demo.DemoHome;
import care.anling.migrations.Migrations;
import care.anling.verticles.store.DatabaseAccess;
import care.anling.verticles.store.DatabaseRole;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Optional;

/** The database an administrator works on, as its owner: that of the settings, or the demo's, running or not. */
final class AdminDatabase {

    /** What is done there. */
    @FunctionalInterface
    interface Work<T> {
        T with(Connection connection) throws SQLException;
    }

    private AdminDatabase() {}

    /** The schema is brought up to date first. In one transaction: nothing is done by halves. */
    static <T> T use(Settings settings, Progress progress, Work<T> work) {
        return open(settings, progress, connection -> {
            connection.setAutoCommit(false);
            T result = work.with(connection);
            connection.commit();
            return result;
        });
    }

    /** As {@link #use}, for work that makes its own, many and small, transactions. */
    static <T> T open(Settings settings, Progress progress, Work<T> work) {
        Optional<String> given = settings.find(Key.DATABASE_URL);
        if (given.isPresent()) {
            DatabaseUrl url = DatabaseUrl.parse(given.get())
                    .orElseThrow(
                            () -> new StartFailure("database.url is not of the form " + Key.DATABASE_URL.meaning()));
            int applied = Databases.migrate(url.jdbcUrl(), url.owner());
            if (applied > 0) {
                progress.say("applied " + applied + " migrations");
            }
            return within(url.jdbcUrl(), url.owner(), work);
        }
        Path home = DemoHome.place();
        Optional<DatabaseAccess> running = DemoDatabase.findRunning(home);
        if (running.isPresent()) {
            return within(running.get(), work);
        }
        DemoDatabase started = DemoDatabase.start(home, progress::say);
        try {
            return within(started.access(), work);
        } finally {
            started.stop();
        }
    }

    private static <T> T within(DatabaseAccess access, Work<T> work) {
        return within(access.jdbcUrl(), access.of(DatabaseRole.OWNER), work);
    }

    private static <T> T within(String url, DatabaseAccess.Credentials owner, Work<T> work) {
        try (Connection connection = DriverManager.getConnection(url, owner.user(), owner.password())) {
            connection.setSchema(Migrations.SCHEMA);
            return work.with(connection);
        } catch (SQLException e) {
            throw StartFailure.failed("the database refused: " + e.getMessage());
        }
    }
}
