package care.anling.verticles.loop;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.concurrent.Executor;

/**
 * Where a plain class of ours lives: one thread, its timers and its monotonic clock. Vert.x's in a running node, virtual
 * in the simulator; so that what is proven there is what runs here. Unless it says otherwise, a method is called on this
 * loop.
 */
public interface EventLoop {

    /** As {@link System#nanoTime()}: how much time has passed, never what time it is. From any thread. */
    long nanoTime();

    /** Runs {@code task} on this loop, after what waits there already. From any thread. */
    void run(Runnable task);

    /** Runs {@code task} once, this much later, unless cancelled before. */
    Alarm alarm(Duration delay, Runnable task);

    /** Runs {@code task} again and again for as long as there is a loop. */
    void every(Duration period, Runnable task);

    /** Whoever is calling from another loop, to be answered there. From any thread. */
    Executor caller();

    /** Runs {@code task} once, this much later. */
    default void after(Duration delay, Runnable task) {
        var unused = alarm(delay, task);
    }

    /** Completes on this loop, this much later. */
    default Future<Void> pause(Duration delay) {
        Promise<Void> over = Promise.promise();
        after(delay, over::complete);
        return over.future();
    }

    /** A timer that can be told to stay silent. */
    @FunctionalInterface
    interface Alarm {
        void cancel();
    }
}
