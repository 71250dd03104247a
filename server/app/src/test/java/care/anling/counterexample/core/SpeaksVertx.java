package care.anling.counterexample.core;

import io.vertx.core.Future;

public class SpeaksVertx {
    Future<String> decide() {
        return Future.succeededFuture("");
    }
}
