package care.anling.bench;

import io.vertx.core.Vertx;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.PgConnection;
import io.vertx.sqlclient.Tuple;

/** A durable INSERT of one row over one connection of the client the server uses. Blocking, as the presses beside it are. */
final class InsertFloor implements AutoCloseable {

    private final PgConnection connection;

    private InsertFloor(PgConnection connection) {
        this.connection = connection;
    }

    static InsertFloor open(Vertx vertx, PgConnectOptions options) throws Exception {
        PgConnection connection = Scenarios.await(
                PgConnection.connect(vertx, new PgConnectOptions(options).setCachePreparedStatements(true)));
        Scenarios.finish(connection
                .query("CREATE TABLE IF NOT EXISTS bench_floor (id bigserial PRIMARY KEY, payload text)")
                .execute());
        return new InsertFloor(connection);
    }

    /** @return nanoseconds until it was on disk */
    long insert() {
        long started = System.nanoTime();
        Scenarios.finish(connection
                .preparedQuery("INSERT INTO bench_floor (payload) VALUES ($1)")
                .execute(Tuple.of("{\"battery\":71}")));
        return System.nanoTime() - started;
    }

    @Override
    public void close() {
        Scenarios.finish(connection.query("DROP TABLE bench_floor").execute());
        Scenarios.finish(connection.close());
    }
}
