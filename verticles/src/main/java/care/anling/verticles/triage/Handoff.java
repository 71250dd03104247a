package care.anling.verticles.triage;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;

/**
 * Brings a result made on a lane's context back to the context that asked: a connection's state belongs to its own event
 * loop, and a lane answers many connections.
 */
public final class Handoff<T> {

    private final Context caller;
    private final Promise<T> promise = Promise.promise();

    private Handoff(Context caller) {
        this.caller = caller;
    }

    /** Remembers the context this is called on. */
    public static <T> Handoff<T> toCaller(Vertx vertx) {
        return new Handoff<>(vertx.getOrCreateContext());
    }

    public Future<T> future() {
        return promise.future();
    }

    public void succeed(T result) {
        caller.runOnContext(ignored -> promise.tryComplete(result));
    }

    /** Success that carries nothing. */
    public void done() {
        caller.runOnContext(ignored -> promise.tryComplete());
    }

    public void fail(Throwable failure) {
        caller.runOnContext(ignored -> promise.tryFail(failure));
    }
}
