package care.anling.migrations;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * JUnit extension: a migrated database of its own for each test class. Migrated once per JVM; a class gets a clone, which
 * takes a tenth of a second.
 *
 * <pre>{@code @RegisterExtension static final TestDatabase DATABASE = new TestDatabase();}</pre>
 */
public final class TestDatabase implements BeforeAllCallback, AfterAllCallback {

    private String name = "";

    @Override
    public void beforeAll(ExtensionContext context) throws SQLException {
        name = "anling_t_" + UUID.randomUUID().toString().replace("-", "");
        createFrom(Template.NAME, name);
    }

    @Override
    public void afterAll(ExtensionContext context) throws SQLException {
        drop(name);
    }

    public String host() {
        return TestServer.shared().host();
    }

    public int port() {
        return TestServer.shared().port();
    }

    public String database() {
        return name;
    }

    /** The same for every role. */
    public String password() {
        return TestServer.PASSWORD;
    }

    public String jdbcUrl() {
        return TestServer.shared().jdbcUrl(name);
    }

    /** As a superuser, for looking behind the scenes; unqualified names are found. */
    public Connection connect() throws SQLException {
        Connection connection = DriverManager.getConnection(
                jdbcUrl(), TestServer.shared().user(), TestServer.shared().password());
        connection.setSchema(Migrations.SCHEMA);
        return connection;
    }

    /** As one of {@link DatabaseRoles}. */
    public Connection connect(String role) throws SQLException {
        Connection connection = DriverManager.getConnection(jdbcUrl(), role, TestServer.PASSWORD);
        connection.setSchema(Migrations.SCHEMA);
        return connection;
    }

    static String createEmpty() throws SQLException {
        String name = "anling_t_" + UUID.randomUUID().toString().replace("-", "");
        createFrom("template0", name);
        return name;
    }

    static void drop(String name) throws SQLException {
        try (Connection admin = TestServer.shared().connect();
                Statement statement = admin.createStatement()) {
            statement.execute("DROP DATABASE IF EXISTS " + name + " WITH (FORCE)");
        }
    }

    private static void createFrom(String template, String name) throws SQLException {
        try (Connection admin = TestServer.shared().connect();
                Statement statement = admin.createStatement()) {
            statement.execute("CREATE DATABASE " + name + " OWNER " + DatabaseRoles.OWNER + " TEMPLATE " + template);
        }
    }

    /** Migrated once; nobody may stay connected to it, or it cannot be cloned. */
    private static final class Template {
        static final String NAME = make();

        private static String make() {
            try {
                String name = createEmpty();
                Migrations.migrate(TestServer.shared().jdbcUrl(name), DatabaseRoles.OWNER, TestServer.PASSWORD);
                Runtime.getRuntime().addShutdownHook(new Thread(() -> forget(name)));
                return name;
            } catch (SQLException e) {
                throw new IllegalStateException("The tests' template database could not be made", e);
            }
        }

        private static void forget(String name) {
            try {
                drop(name);
            } catch (SQLException e) {
                // The embedded server may already be gone, and the template with it.
                System.err.println("template database left behind: " + name);
            }
        }
    }
}
