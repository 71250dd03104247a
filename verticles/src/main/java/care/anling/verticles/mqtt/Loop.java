package care.anling.verticles.mqtt;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;

/** The event loop all connections of one verticle live on. Stores and lanes may answer from anywhere; we continue here. */
final class Loop {

    private final Context context;

    Loop(Context context) {
        this.context = context;
    }

    <T> Future<T> here(Future<T> elsewhere) {
        Promise<T> promise = Promise.promise();
        elsewhere.onComplete(result -> run(() -> promise.handle(result)));
        return promise.future();
    }

    private void run(Runnable action) {
        if (Vertx.currentContext() == context) {
            action.run();
        } else {
            context.runOnContext(then -> action.run());
        }
    }
}
