package care.anling.app.database;

import care.anling.app.StartFailure;
import care.anling.migrations.DatabaseRoles;
import care.anling.migrations.Migrations;
import care.anling.verticles.store.DatabaseAccess;
import care.anling.verticles.store.DatabaseRole;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.flywaydb.core.api.FlywayException;

/**
 * The demo's own PostgreSQL, with durability on and data that stays. It may be running already, left by a parent that was
 * killed: then it is adopted with all it holds. One home, one Anling: a lock the kernel releases when we die keeps a
 * second one out.
 *
 * <p>Blocking; called from the main thread. Every failure a person can do something about is a {@link StartFailure} of one
 * line.
 */
public final class DemoDatabase {

    private static final String NAME = "anling";

    private static final int ANSWER_TIMEOUT_SECONDS = 2;

    private final PostgresServer server;
    private final DatabaseAccess access;
    private final FileChannel home;
    private final FileLock lock;

    private DemoDatabase(PostgresServer server, DatabaseAccess access, FileChannel home, FileLock lock) {
        this.server = server;
        this.access = access;
        this.home = home;
        this.lock = lock;
    }

    /**
     * @param home {@code ANLING_HOME}; data in {@code postgres}, passwords in {@code secrets}, its log in {@code logs}
     * @param progress told what is going on, a line at a time
     */
    public static DemoDatabase start(Path home, Consumer<String> progress) {
        Path folder = home.toAbsolutePath().normalize();
        FileChannel channel = null;
        try {
            Files.createDirectories(folder);
            channel = FileChannel.open(folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            return start(folder, channel, lock(folder, channel), progress);
        } catch (IOException e) {
            close(channel);
            throw new StartFailure("the database in " + folder + " cannot be used: " + e.getMessage());
        } catch (StartFailure e) {
            close(channel);
            throw e;
        }
    }

    /** That of this home, if an Anling runs there now. */
    public static Optional<DatabaseAccess> findRunning(Path home) {
        Path folder = home.toAbsolutePath().normalize();
        if (!Files.exists(folder.resolve("lock"))) {
            return Optional.empty();
        }
        try (FileChannel channel = openExisting(folder)) {
            FileLock held = channel.tryLock();
            if (held != null) {
                held.release();
                return Optional.empty();
            }
            int port = Integer.parseInt(
                    Files.readString(folder.resolve("postgres.port")).strip());
            return Optional.of(access(port, DatabasePasswords.of(folder, DatabaseRoles.ALL)));
        } catch (IOException | NumberFormatException e) {
            throw new StartFailure("the database in " + folder + " cannot be used: " + e.getMessage());
        }
    }

    public DatabaseAccess access() {
        return access;
    }

    /** Cleanly: what is committed is on the disk either way, but the next start needs no recovery. */
    public void stop() {
        try {
            server.stop();
        } catch (IOException e) {
            throw new IllegalStateException(e.getMessage(), e);
        } finally {
            release();
        }
    }

    /** Forgets everything the database of this home holds, its passwords and port too. A running server is stopped first. */
    public static void reset(Path home) {
        Path folder = home.toAbsolutePath().normalize();
        try (FileChannel channel = openExisting(folder)) {
            FileLock held = lock(folder, channel);
            if (Files.isExecutable(folder.resolve("postgres-programs/bin/pg_ctl"))) {
                new PostgresServer(folder.resolve("postgres-programs"), folder).stop();
            }
            for (String part : new String[] {"postgres", "postgres.new"}) {
                PostgresBinaries.delete(folder.resolve(part));
            }
            Files.deleteIfExists(folder.resolve("postgres.port"));
            Files.deleteIfExists(folder.resolve("secrets/database.properties"));
            held.release();
        } catch (IOException e) {
            throw new StartFailure("the database in " + folder + " cannot be removed: " + e.getMessage());
        }
    }

    private static DemoDatabase start(Path home, FileChannel channel, FileLock lock, Consumer<String> progress)
            throws IOException {
        DatabasePasswords passwords = DatabasePasswords.of(home, DatabaseRoles.ALL);
        if (!PostgresBinaries.areUnpacked(home)) {
            progress.accept("unpacking PostgreSQL");
        }
        PostgresServer server = new PostgresServer(PostgresBinaries.unpack(home), home);
        if (!server.exists()) {
            progress.accept("making an empty database in " + home.resolve("postgres"));
            server.create(passwords.superuserFile());
        }
        Optional<Integer> running = server.adopt(
                port -> talks(port, passwords),
                () -> progress.accept("waiting for the PostgreSQL that is still there to answer"));
        progress.accept(
                running.isPresent() ? "taking over the PostgreSQL that is still running" : "starting PostgreSQL");
        int port = running.isPresent() ? running.get() : server.start();
        DatabaseAccess access = access(port, passwords);
        prepare(home, port, passwords);
        progress.accept("bringing the schema up to date");
        migrate(home, access, progress);
        return new DemoDatabase(server, access, channel, lock);
    }

    /** Whether a PostgreSQL answers there. One that turns us away does: why is for {@link #prepare} to say. */
    private static boolean talks(int port, DatabasePasswords passwords) {
        Properties login = new Properties();
        login.setProperty("user", PostgresServer.SUPERUSER);
        login.setProperty("password", passwords.of(PostgresServer.SUPERUSER));
        login.setProperty("loginTimeout", Integer.toString(ANSWER_TIMEOUT_SECONDS));
        try (Connection admin = DriverManager.getConnection(urlOf(port), login)) {
            return admin.isValid(ANSWER_TIMEOUT_SECONDS);
        } catch (SQLException e) {
            return isRefusal(e);
        }
    }

    /** SQLSTATE class 28: invalid authorization. */
    private static boolean isRefusal(SQLException e) {
        return String.valueOf(e.getSQLState()).startsWith("28");
    }

    private static String urlOf(int port) {
        return "jdbc:postgresql://" + PostgresServer.HOST + ":" + port + "/postgres";
    }

    private static void prepare(Path home, int port, DatabasePasswords passwords) {
        Map<String, String> byRole = new TreeMap<>();
        DatabaseRoles.ALL.forEach(role -> byRole.put(role, passwords.of(role)));
        try (Connection admin = DriverManager.getConnection(
                        urlOf(port), PostgresServer.SUPERUSER, passwords.of(PostgresServer.SUPERUSER));
                Statement statement = admin.createStatement()) {
            DatabaseRoles.create(admin, byRole);
            try (ResultSet found = statement.executeQuery("SELECT FROM pg_database WHERE datname = '" + NAME + "'")) {
                if (found.next()) {
                    return;
                }
            }
            statement.execute("CREATE DATABASE " + NAME + " OWNER " + DatabaseRoles.OWNER + " TEMPLATE template0");
        } catch (SQLException e) {
            boolean refused = isRefusal(e);
            throw new StartFailure("the database in " + home.resolve("postgres")
                    + (refused ? " does not let us in: " : " cannot be prepared: ") + e.getMessage()
                    + (refused ? ". If its secrets are lost, start with --reset" : ""));
        }
    }

    private static void migrate(Path home, DatabaseAccess access, Consumer<String> progress) {
        DatabaseAccess.Credentials owner = access.of(DatabaseRole.OWNER);
        try {
            int applied = Migrations.migrate(access.jdbcUrl(), owner.user(), owner.password());
            if (applied > 0) {
                progress.accept("applied " + applied + " migrations");
            }
        } catch (FlywayException e) {
            throw new StartFailure("the database in " + home.resolve("postgres") + " does not fit this version: "
                    + String.valueOf(e.getMessage())
                            .lines()
                            .filter(line -> !line.isBlank())
                            .findFirst()
                            .orElse("")
                    + ". Start with --reset to begin from an empty one");
        }
    }

    private static DatabaseAccess access(int port, DatabasePasswords passwords) {
        return new DatabaseAccess(
                PostgresServer.HOST,
                port,
                NAME,
                Arrays.stream(DatabaseRole.values())
                        .collect(Collectors.toMap(
                                role -> role,
                                role -> new DatabaseAccess.Credentials(role.login(), passwords.of(role.login())))));
    }

    private static FileChannel openExisting(Path folder) throws IOException {
        Files.createDirectories(folder);
        return FileChannel.open(folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    }

    private static FileLock lock(Path folder, FileChannel channel) throws IOException {
        try {
            FileLock held = channel.tryLock();
            if (held != null) {
                return held;
            }
        } catch (OverlappingFileLockException e) {
            // Held by this very process: the same answer.
        }
        throw new StartFailure(
                "another Anling already runs in " + folder + ". Stop it first, or set ANLING_HOME to another folder");
    }

    /** Lets go of the home without stopping the server: what a kill does, for tests. */
    void abandon() {
        release();
    }

    private void release() {
        try {
            lock.release();
            home.close();
        } catch (IOException e) {
            throw new IllegalStateException("the home's lock cannot be released", e);
        }
    }

    private static void close(@org.jspecify.annotations.Nullable FileChannel channel) {
        try {
            if (channel != null) {
                channel.close();
            }
        } catch (IOException e) {
            throw new IllegalStateException("the home's lock cannot be released", e);
        }
    }
}
