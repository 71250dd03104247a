package care.anling.verticles.store;

import care.anling.migrations.TestDatabase;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A migrated database with the server's own pools on it. */
public final class PgFixture implements BeforeAllCallback, AfterAllCallback {

    private static final long PATIENCE_SECONDS = 30;

    private final TestDatabase database = new TestDatabase();
    private Vertx vertx;
    private PgPools pools;
    private @Nullable Pool everybodys;

    @Override
    public void beforeAll(ExtensionContext context) throws Exception {
        database.beforeAll(context);
        vertx = Vertx.vertx();
        pools = PgPools.open(vertx, access());
    }

    @Override
    public void afterAll(ExtensionContext context) throws Exception {
        if (everybodys != null) {
            await(everybodys.close());
        }
        await(pools.close());
        await(vertx.close());
        database.afterAll(context);
    }

    public Vertx vertx() {
        return vertx;
    }

    public PgPools pools() {
        return pools;
    }

    /** The API's login with every row in scope: for tests of what a store does, not of whose rows it finds. */
    public Pool everybodys() {
        if (everybodys == null) {
            tell("DO $$ DECLARE t regclass; BEGIN FOR t IN SELECT oid FROM pg_class WHERE relrowsecurity LOOP"
                    + " EXECUTE format('CREATE POLICY test ON %s TO anling_api"
                    + " USING (current_setting(''anling.scope'', true) = ''test'')', t); END LOOP; END $$");
            everybodys = PgPools.pool(
                    vertx, access(), new PgPools.Way(DatabaseRole.API, "test", "test", PgPools.API_CONNECTIONS));
        }
        return everybodys;
    }

    public DatabaseAccess access() {
        return new DatabaseAccess(
                database.host(),
                database.port(),
                database.database(),
                Arrays.stream(DatabaseRole.values())
                        .collect(Collectors.toMap(
                                role -> role,
                                role -> new DatabaseAccess.Credentials(role.login(), database.password()))));
    }

    /** As a superuser, behind the stores' backs. */
    public List<String> ask(String sql) {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            List<String> answers = new ArrayList<>();
            while (rows.next()) {
                answers.add(rows.getString(1));
            }
            return answers;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    public void tell(String sql) {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The record of looks takes nothing away, not even for us: for tests alone its triggers look elsewhere. */
    public void forgetLooks() {
        tell("SET session_replication_role = replica; DELETE FROM access_reviews; DELETE FROM access_unsealed;"
                + " DELETE FROM access_log");
    }

    public Connection connect() throws SQLException {
        return database.connect();
    }

    public static <T> T await(Future<T> future) {
        try {
            return future.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new AssertionError("no answer within " + PATIENCE_SECONDS + " s", e);
        }
    }
}
