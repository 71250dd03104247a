package care.anling.verticles.store;

import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Single statements, each its own transaction, with an end and a judged failure. */
final class Queries {

    /**
     * The server's own statement_timeout answers first; this is for a server that answers nothing. A statement given up on
     * may still be done: every caller's repetition is safe.
     */
    private static final long ANSWER_TIMEOUT_SECONDS = 11;

    private Queries() {}

    static Future<Stream<Row>> ask(SqlClient client, String sql, Tuple parameters) {
        return send(client, sql, parameters).map(rows -> StreamSupport.stream(rows.spliterator(), false));
    }

    static Future<Void> tell(SqlClient client, String sql, Tuple parameters) {
        return send(client, sql, parameters).mapEmpty();
    }

    static Future<RowSet<Row>> send(SqlClient client, String sql, Tuple parameters) {
        return judged(answer(client, sql, parameters));
    }

    /**
     * A statement that sees all that was committed before it got the lock; in one transaction and one trip.
     *
     * @param lock takes a lock that ends with the transaction: a statement's picture is older than a lock it waits for itself
     */
    static Future<Stream<Row>> askInTurn(Pool pool, Trips.Statement lock, Trips.Statement then) {
        List<Trips.Statement> opening = Stream.concat(ScopedPool.opening(pool).stream(), Stream.of(lock))
                .toList();
        return judged(pool.withConnection(connection -> Trips.once(connection, opening, then)))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false));
    }

    private static Future<RowSet<Row>> judged(Future<RowSet<Row>> answer) {
        return answer.timeout(ANSWER_TIMEOUT_SECONDS, TimeUnit.SECONDS)
                .recover(failure -> Future.failedFuture(StoreFailures.of(failure)));
    }

    private static Future<RowSet<Row>> answer(SqlClient client, String sql, Tuple parameters) {
        List<Trips.Statement> opening = client instanceof Pool pool ? ScopedPool.opening(pool) : List.of();
        if (opening.isEmpty()) {
            return client.preparedQuery(sql).execute(parameters);
        }
        return ((Pool) client)
                .withConnection(connection -> Trips.once(connection, opening, new Trips.Statement(sql, parameters)));
    }

    static Optional<Row> first(RowSet<Row> rows) {
        return rows.size() == 0 ? Optional.empty() : Optional.of(rows.iterator().next());
    }

    static OffsetDateTime at(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }

    static Instant instant(Row row, String column) {
        return row.getOffsetDateTime(column).toInstant();
    }

    static Optional<Instant> findInstant(Row row, String column) {
        return Optional.ofNullable(row.getOffsetDateTime(column)).map(OffsetDateTime::toInstant);
    }
}
