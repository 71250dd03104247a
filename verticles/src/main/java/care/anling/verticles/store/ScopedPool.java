package care.anling.verticles.store;

import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PrepareOptions;
import io.vertx.sqlclient.PreparedQuery;
import io.vertx.sqlclient.Query;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * A way to the database on which each transaction first says for whom it is: row-level security shows it that account's
 * rows and no others (V21). {@link Trips} and {@link Queries}, through which every statement goes, send that ahead in the
 * same trip. What goes past them finds nothing.
 */
final class ScopedPool implements Pool {

    private static final String ENTER = "SELECT enter_scope($1)";

    private final Pool pool;
    private final Supplier<Optional<UUID>> acting;

    /** @param acting asked when a statement is sent; nobody sees nothing */
    ScopedPool(Pool pool, Supplier<Optional<UUID>> acting) {
        this.pool = pool;
        this.acting = acting;
    }

    /** What a transaction on this pool says first. */
    static List<Trips.Statement> opening(Pool pool) {
        return pool instanceof ScopedPool scoped
                ? scoped.acting.get().map(ScopedPool::enter).stream().toList()
                : List.of();
    }

    private static Trips.Statement enter(UUID account) {
        return new Trips.Statement(ENTER, Tuple.of(account));
    }

    @Override
    public Future<SqlConnection> getConnection() {
        return pool.getConnection();
    }

    @Override
    public Query<RowSet<Row>> query(String sql) {
        return pool.query(sql);
    }

    @Override
    public PreparedQuery<RowSet<Row>> preparedQuery(String sql) {
        return pool.preparedQuery(sql);
    }

    @Override
    public PreparedQuery<RowSet<Row>> preparedQuery(String sql, PrepareOptions options) {
        return pool.preparedQuery(sql, options);
    }

    @Override
    public int size() {
        return pool.size();
    }

    @Override
    public Future<Void> close() {
        return pool.close();
    }
}
