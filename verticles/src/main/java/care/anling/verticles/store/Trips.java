package care.anling.verticles.store;

import care.anling.verticles.vault.VaultFailure;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import io.vertx.sqlclient.impl.SocketConnectionBase;
import io.vertx.sqlclient.internal.Connection;
import io.vertx.sqlclient.internal.SqlConnectionInternal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * One transaction over one connection in two trips: look, decide, write. The statements of a trip are sent without
 * waiting for each other's answers, so that a transaction costs two round trips and not seven.
 *
 * <p>The client knows no query time-out, and a frozen server would hold a press for as long as it is frozen: when the
 * deadline passes the socket is cut. Whether the transaction then committed is unknown; idempotency keys make asking again
 * safe.
 */
final class Trips {

    /** A statement with its parameters, sent as prepared. */
    record Statement(String sql, Tuple parameters) {}

    /** What the decision answers, and what is to be written for it; nothing to write, nothing committed. */
    record Outcome<T>(T answer, List<Statement> writes) {}

    private final Vertx vertx;
    private final Pool pool;
    private final Duration deadline;

    Trips(Vertx vertx, Pool pool, Duration deadline) {
        this.vertx = vertx;
        this.pool = pool;
        this.deadline = deadline;
    }

    /**
     * @param look sent with BEGIN in the first trip; {@code decide} gets each one's rows
     * @param decide runs while the rows are locked: pure and short
     * @return the answer, only after the commit was confirmed; fails with {@link StoreFailure}, or {@link VaultFailure} of what
     *     {@code decide} could not open
     */
    <T> Future<T> run(List<Statement> look, Function<List<RowSet<Row>>, Outcome<T>> decide) {
        List<Statement> opening = ScopedPool.opening(pool);
        List<Statement> first = Stream.concat(opening.stream(), look.stream()).toList();
        return pool.getConnection()
                .compose(connection -> withDeadline(
                        connection,
                        run(connection, first, rows -> decide.apply(rows.subList(opening.size(), rows.size())))))
                .recover(failure ->
                        Future.failedFuture(failure instanceof VaultFailure ? failure : StoreFailures.of(failure)));
    }

    /** A statement that needs no look before it: a transaction of its own, in one trip. */
    Future<RowSet<Row>> once(Statement statement) {
        List<Statement> opening = ScopedPool.opening(pool);
        return pool.getConnection()
                .compose(connection -> withDeadline(connection, once(connection, opening, statement)))
                .recover(failure -> Future.failedFuture(StoreFailures.of(failure)));
    }

    /** With an opening, the whole transaction in one trip; without, the statement is one by itself. */
    static Future<RowSet<Row>> once(SqlConnection connection, List<Statement> opening, Statement statement) {
        if (opening.isEmpty()) {
            return send(connection, statement);
        }
        List<Future<RowSet<Row>>> answers = new ArrayList<>(opening.size() + 3);
        answers.add(connection.query("BEGIN").execute());
        opening.forEach(first -> answers.add(send(connection, first)));
        answers.add(send(connection, statement));
        answers.add(connection.query("COMMIT").execute());
        return allOf(answers).map(rows -> rows.get(rows.size() - 2));
    }

    private <T> Future<T> run(
            SqlConnection connection, List<Statement> look, Function<List<RowSet<Row>>, Outcome<T>> decide) {
        return lookTrip(connection, look)
                .map(decide)
                .compose(
                        outcome -> writeTrip(connection, outcome),
                        failure -> rollBack(connection).transform(done -> Future.failedFuture(failure)));
    }

    private static Future<List<RowSet<Row>>> lookTrip(SqlConnection connection, List<Statement> look) {
        List<Future<RowSet<Row>>> answers = new ArrayList<>(look.size() + 1);
        answers.add(connection.query("BEGIN").execute());
        look.forEach(statement -> answers.add(send(connection, statement)));
        return allOf(answers).map(rows -> rows.subList(1, rows.size()));
    }

    private static <T> Future<T> writeTrip(SqlConnection connection, Outcome<T> outcome) {
        if (outcome.writes().isEmpty()) {
            return rollBack(connection).map(outcome.answer());
        }
        List<Future<RowSet<Row>>> answers = new ArrayList<>(outcome.writes().size() + 1);
        outcome.writes().forEach(statement -> answers.add(send(connection, statement)));
        // After a failed write COMMIT answers ROLLBACK and succeeds: only all answers together mean "stored".
        answers.add(connection.query("COMMIT").execute());
        return allOf(answers).map(outcome.answer());
    }

    private static Future<RowSet<Row>> send(SqlConnection connection, Statement statement) {
        return connection.preparedQuery(statement.sql()).execute(statement.parameters());
    }

    private static Future<Void> rollBack(SqlConnection connection) {
        return connection.query("ROLLBACK").execute().mapEmpty();
    }

    /** Waits for every answer, so that the connection is quiet again; the first failure is the cause, others follow it. */
    private static <T> Future<List<T>> allOf(List<Future<T>> answers) {
        return Future.join(answers)
                .transform(all -> answers.stream()
                        .filter(Future::failed)
                        .findFirst()
                        .<Future<List<T>>>map(first -> Future.failedFuture(first.cause()))
                        .orElseGet(() -> Future.succeededFuture(
                                answers.stream().map(Future::result).toList())));
    }

    private <T> Future<T> withDeadline(SqlConnection connection, Future<T> work) {
        long timer = vertx.setTimer(deadline.toMillis(), id -> cut(connection));
        return work.eventually(() -> {
            vertx.cancelTimer(timer);
            return connection.close().otherwiseEmpty();
        });
    }

    /**
     * Closing a pooled connection only gives it back, and closing a plain one waits for the answers we gave up on. The
     * socket underneath is reachable through the client's internals alone; every pending answer then fails as closed.
     */
    static void cut(SqlConnection connection) {
        Connection inner = ((SqlConnectionInternal) connection).unwrap();
        while (inner.unwrap() != inner) {
            inner = inner.unwrap();
        }
        if (inner instanceof SocketConnectionBase socketConnection) {
            // From the first handler on: the client's own would say goodbye and wait for the server to hang up.
            var unused = socketConnection
                    .socket()
                    .channelHandlerContext()
                    .pipeline()
                    .firstContext()
                    .close();
        }
    }
}
