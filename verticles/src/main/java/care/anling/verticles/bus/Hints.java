package care.anling.verticles.bus;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.function.Consumer;

/** How verticles hint to each other, by type. A hint may be lost, late, doubled or overtaken: everybody also polls. */
public interface Hints {

    /** Over Vert.x's event bus. Call once per Vert.x instance. */
    static Hints on(Vertx vertx) {
        return EventBusHints.on(vertx);
    }

    void publish(Hint hint);

    /** Runs {@code handler} on the caller's context for each hint of this kind. */
    <H extends Hint> Listening listen(Class<H> kind, Consumer<H> handler);

    /** An ear that can be closed. */
    @FunctionalInterface
    interface Listening {
        Future<Void> stop();
    }
}
