package care.anling.app.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import care.anling.app.StartFailure;
import care.anling.verticles.store.DatabaseAccess;
import care.anling.verticles.store.DatabaseRole;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The embedded server's life: kept, killed, adopted, broken. Real processes in a temporary home. */
class DemoDatabaseTest {

    @TempDir
    static Path shared;

    @TempDir
    Path home;

    private final List<DemoDatabase> started = new ArrayList<>();

    /** Unpacking takes seconds; once is enough. */
    @BeforeEach
    void shareThePrograms() throws IOException {
        Files.createSymbolicLink(home.resolve("postgres-programs"), PostgresBinaries.unpack(shared));
    }

    @AfterEach
    void stopAll() throws IOException {
        started.forEach(database -> {
            try {
                database.stop();
            } catch (IllegalStateException alreadyStopped) {
                assertThat(alreadyStopped).isNotNull();
            }
        });
        new PostgresServer(home.resolve("postgres-programs"), home).stop();
        Files.delete(home.resolve("postgres-programs"));
    }

    @Test
    void dataPasswordsAndPortOutliveAStop() throws Exception {
        DatabaseAccess first = start().access();
        tell(first, "INSERT INTO anling.communities (id, level, name) VALUES (gen_random_uuid(), 'STREET', '安宁街道')");
        stop();
        DatabaseAccess second = start().access();
        assertThat(second.port()).isEqualTo(first.port());
        assertThat(second.credentials()).isEqualTo(first.credentials());
        assertThat(ask(second, "SELECT name FROM anling.communities")).containsExactly("安宁街道");
    }

    @Test
    void durabilityIsOn() throws Exception {
        DatabaseAccess access = start().access();
        for (String setting : List.of("fsync", "synchronous_commit", "full_page_writes")) {
            assertThat(ask(access, "SHOW " + setting)).as(setting).containsExactly("on");
        }
    }

    @Test
    void aServerLeftRunningIsAdopted() throws Exception {
        DemoDatabase first = start();
        long pid = pid();
        // As if our process had been killed: nobody stops the server, and the kernel releases the lock.
        forget(first);
        DatabaseAccess second = start().access();
        assertThat(pid()).isEqualTo(pid);
        assertThat(second.port()).isEqualTo(first.access().port());
    }

    @Test
    void aKilledServerRecoversWhatWasCommitted() throws Exception {
        DemoDatabase first = start();
        tell(
                first.access(),
                "INSERT INTO anling.communities (id, level, name) VALUES (gen_random_uuid(), 'STREET', 'x')");
        assertThat(ProcessHandle.of(pid()).orElseThrow().destroyForcibly()).isTrue();
        forget(first);
        DatabaseAccess second = start().access();
        assertThat(ask(second, "SELECT name FROM anling.communities")).containsExactly("x");
    }

    /** Stopped, then killed: between the two the kernel still opens connections to it, which nobody will answer. */
    @Test
    void oneThatDiesWhileItIsTakenOverIsStartedAnew() throws Exception {
        DemoDatabase first = start();
        tell(
                first.access(),
                "INSERT INTO anling.communities (id, level, name) VALUES (gen_random_uuid(), 'STREET', 'x')");
        long pid = pid();
        forget(first);
        assertThat(new ProcessBuilder("kill", "-STOP", Long.toString(pid))
                        .start()
                        .waitFor())
                .isZero();
        List<String> progress = new ArrayList<>();
        DemoDatabase second = DemoDatabase.start(home, line -> {
            progress.add(line);
            if (line.contains("to answer")) {
                ProcessHandle.of(pid).orElseThrow().destroyForcibly();
            }
        });
        started.add(second);
        assertThat(progress).contains("starting PostgreSQL");
        assertThat(ask(second.access(), "SELECT name FROM anling.communities")).containsExactly("x");
    }

    @Test
    void aSecondAnlingInOneHomeIsRefused() {
        start();
        assertThatThrownBy(() -> DemoDatabase.start(home, line -> {}))
                .isInstanceOf(StartFailure.class)
                .hasMessageContaining("another Anling already runs");
    }

    @Test
    void aPidOfSomebodyElseStopsNobody() throws Exception {
        start();
        stop();
        // The number of a living process that is no PostgreSQL: ours.
        Files.writeString(
                home.resolve("postgres/postmaster.pid"),
                ProcessHandle.current().pid() + "\n" + home.resolve("postgres") + "\n1\n5432\n\n127.0.0.1\n");
        assertThat(ask(start().access(), "SELECT 'up'")).containsExactly("up");
    }

    @Test
    void aBrokenDataFolderGivesOneClearLine() throws Exception {
        start();
        stop();
        try (Stream<Path> files = Files.list(home.resolve("postgres/global"))) {
            Path control = files.filter(file -> file.endsWith("pg_control"))
                    .findFirst()
                    .orElseThrow();
            Files.writeString(control, "broken");
        }
        assertThatThrownBy(() -> DemoDatabase.start(home, line -> {}))
                .isInstanceOf(StartFailure.class)
                .hasMessageContaining("does not start")
                .hasMessageContaining("--reset")
                .satisfies(failure -> assertThat(failure.getMessage().lines()).hasSize(1));
    }

    @Test
    void aFolderThatIsNoDatabaseIsLeftAlone() throws Exception {
        Files.createDirectories(home.resolve("postgres"));
        Files.writeString(home.resolve("postgres/letter.txt"), "dear");
        assertThatThrownBy(() -> DemoDatabase.start(home, line -> {}))
                .isInstanceOf(StartFailure.class)
                .hasMessageContaining("no PostgreSQL database");
        assertThat(home.resolve("postgres/letter.txt")).exists();
    }

    @Test
    void lostSecretsGiveOneClearLine() throws Exception {
        start();
        stop();
        Files.delete(home.resolve("secrets/database.properties"));
        assertThatThrownBy(() -> DemoDatabase.start(home, line -> {}))
                .isInstanceOf(StartFailure.class)
                .hasMessageContaining("does not let us in");
    }

    @Test
    void resetForgetsEverything() throws Exception {
        DatabaseAccess first = start().access();
        tell(first, "INSERT INTO anling.communities (id, level, name) VALUES (gen_random_uuid(), 'STREET', 'x')");
        stop();
        DemoDatabase.reset(home);
        assertThat(home.resolve("postgres")).doesNotExist();
        assertThat(ask(start().access(), "SELECT name FROM anling.communities")).isEmpty();
    }

    @Test
    void secretsAreTheirOwnersAlone() throws Exception {
        start();
        try (Stream<Path> files = Files.list(home.resolve("secrets"))) {
            assertThat(files)
                    .isNotEmpty()
                    .allSatisfy(file -> assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                            .isEqualTo("rw-------"));
        }
    }

    @Test
    void noPasswordNoEntry() throws Exception {
        DatabaseAccess access = start().access();
        for (String user : List.of("postgres", "anling_owner", "anling_api")) {
            assertThatThrownBy(() -> DriverManager.getConnection(access.jdbcUrl(), user, "wrong")
                            .close())
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("password authentication failed");
        }
    }

    private DemoDatabase start() {
        DemoDatabase database = DemoDatabase.start(home, line -> {});
        started.add(database);
        return database;
    }

    private void stop() {
        started.remove(started.size() - 1).stop();
    }

    private void forget(DemoDatabase database) {
        started.remove(database);
        database.abandon();
    }

    private long pid() throws IOException {
        return Long.parseLong(Files.readAllLines(home.resolve("postgres/postmaster.pid"))
                .get(0)
                .strip());
    }

    private static void tell(DatabaseAccess access, String sql) throws SQLException {
        try (Connection connection = connect(access);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static List<String> ask(DatabaseAccess access, String sql) throws SQLException {
        try (Connection connection = connect(access);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            List<String> answers = new ArrayList<>();
            while (rows.next()) {
                answers.add(rows.getString(1));
            }
            return answers;
        }
    }

    private static Connection connect(DatabaseAccess access) throws SQLException {
        DatabaseAccess.Credentials owner = access.of(DatabaseRole.OWNER);
        return DriverManager.getConnection(access.jdbcUrl(), owner.user(), owner.password());
    }
}
