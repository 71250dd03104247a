package care.anling.migrations;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;
import java.util.TreeMap;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.postgresql.PostgreSQLContainer;

/**
 * One real PostgreSQL per test JVM, with durability on: {@code ANLING_TEST_DATABASE_URL} if given (a superuser's
 * {@code postgresql://user:password@host:port/database}), else a container when Docker answers, else the embedded one.
 */
public record TestServer(String host, int port, String database, String user, String password) {

    /** Fixed, so that several test JVMs can share one server. */
    static final String PASSWORD = "anling-test";

    private static final Map<String, String> DURABLE =
            Map.of("fsync", "on", "synchronous_commit", "on", "full_page_writes", "on");

    public String jdbcUrl(String name) {
        return "jdbc:postgresql://" + host + ":" + port + "/" + name;
    }

    public Connection connect() throws SQLException {
        return DriverManager.getConnection(jdbcUrl(database), user, password);
    }

    static TestServer shared() {
        return Holder.SHARED;
    }

    private static final class Holder {
        static final TestServer SHARED = start();
    }

    private static TestServer start() {
        String url = System.getenv("ANLING_TEST_DATABASE_URL");
        TestServer server = url != null && !url.isBlank() ? given(URI.create(url)) : own();
        try (Connection admin = server.connect()) {
            Map<String, String> passwords = new TreeMap<>();
            DatabaseRoles.ALL.forEach(role -> passwords.put(role, PASSWORD));
            DatabaseRoles.create(admin, passwords);
        } catch (SQLException e) {
            throw new IllegalStateException(
                    "The tests' PostgreSQL at " + server.host + ":" + server.port
                            + " refuses to make roles; ANLING_TEST_DATABASE_URL must name a superuser",
                    e);
        }
        return server;
    }

    private static TestServer given(URI url) {
        String[] user = url.getUserInfo().split(":", 2);
        return new TestServer(
                url.getHost(),
                url.getPort() < 0 ? 5432 : url.getPort(),
                url.getPath().substring(1),
                user[0],
                user.length > 1 ? user[1] : "");
    }

    private static TestServer own() {
        return dockerAnswers() ? container() : embedded();
    }

    /** Asking Testcontainers is slow and loud where there is no Docker at all. */
    private static boolean dockerAnswers() {
        boolean maybe = System.getenv("DOCKER_HOST") != null || Files.exists(Path.of("/var/run/docker.sock"));
        return maybe && DockerClientFactory.instance().isDockerAvailable();
    }

    // Stopped by Testcontainers' reaper when the JVM ends.
    @SuppressWarnings("resource")
    private static TestServer container() {
        PostgreSQLContainer container = new PostgreSQLContainer("postgres:18-alpine")
                .withCommand("postgres", "-c", "fsync=on", "-c", "synchronous_commit=on", "-c", "max_connections=200");
        container.start();
        return new TestServer(
                container.getHost(),
                container.getMappedPort(5432),
                container.getDatabaseName(),
                container.getUsername(),
                container.getPassword());
    }

    // Stopped by its own shutdown hook.
    @SuppressWarnings("resource")
    private static TestServer embedded() {
        try {
            EmbeddedPostgres.Builder builder = EmbeddedPostgres.builder().setServerConfig("max_connections", "200");
            DURABLE.forEach(builder::setServerConfig);
            EmbeddedPostgres postgres = builder.start();
            return new TestServer("localhost", postgres.getPort(), "postgres", "postgres", "postgres");
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "No PostgreSQL for the tests: the embedded one did not start. Set ANLING_TEST_DATABASE_URL", e);
        }
    }
}
