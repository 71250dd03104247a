package care.anling.verticles.triage;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.concurrent.Executor;

/**
 * Brings a result made on a lane's context back to the context that asked: a connection's state belongs to its own event
 * loop, and a lane answers many connections.
 */
public final class Handoff<T> {

    private final Executor caller;
    private final Promise<T> promise = Promise.promise();

    private Handoff(Executor caller) {
        this.caller = caller;
    }

    /** Remembers the context this is called on. */
    public static <T> Handoff<T> toCaller(Vertx vertx) {
        Context caller = vertx.getOrCreateContext();
        return to(task -> caller.runOnContext(ignored -> task.run()));
    }

    /** Answers there. */
    public static <T> Handoff<T> to(Executor caller) {
        return new Handoff<>(caller);
    }

    public Future<T> future() {
        return promise.future();
    }

    public void succeed(T result) {
        caller.execute(() -> promise.tryComplete(result));
    }

    /** Success that carries nothing. */
    public void done() {
        caller.execute(() -> promise.tryComplete());
    }

    public void fail(Throwable failure) {
        caller.execute(() -> promise.tryFail(failure));
    }
}
