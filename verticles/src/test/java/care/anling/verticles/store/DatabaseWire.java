package care.anling.verticles.store;

import io.vertx.core.Future;

/**
 * What lies between one node's stores and the {@link FakeDatabase}: the place where things go wrong. A trip that is not
 * reached never happened, and its transaction is rolled back; one that is reached and whose answer is lost happened all
 * the same.
 */
public interface DatabaseWire {

    DatabaseWire PERFECT = new DatabaseWire() {};

    /**
     * One way to the database.
     *
     * @param call port and method, as {@code intake.land}
     */
    record Trip(String call, Kind kind) {}

    enum Kind {
        /** First half of a transaction: locks and looks. Its answer is what is decided on. */
        LOOK,
        /** Second half: rows are written, and ids taken, but nobody sees them. Sent together with COMMIT, not answered. */
        WRITE,
        /** Everybody sees the rows. Its answer is the transaction's. */
        COMMIT,
        /** A transaction of one statement. */
        STATEMENT
    }

    /** Completes when the trip takes place; fails if it never will. */
    default Future<Void> reach(Trip trip) {
        return Future.succeededFuture();
    }

    /**
     * What the node hears. Called when the trip is sent: an answer may be held up, lost, or given up before the database
     * has even begun, and then the transaction goes on without anybody listening.
     */
    default <T> Future<T> answer(Trip trip, Future<T> answer) {
        return answer;
    }
}
