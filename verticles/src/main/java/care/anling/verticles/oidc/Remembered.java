package care.anling.verticles.oidc;

import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Something asked for over the wire and believed for a while; asked for once, however many wait for it. Any thread. */
final class Remembered<T> {

    private final Supplier<Future<T>> source;
    private final InstantSource clock;
    private @Nullable T known;
    private Instant knownAt = Instant.EPOCH;
    private @Nullable Future<T> asking;

    Remembered(Supplier<Future<T>> source, InstantSource clock) {
        this.source = source;
        this.clock = clock;
    }

    /** @return what is known and no older than this; when nothing newer can be had, also what is older */
    synchronized Future<T> get(Duration age) {
        T old = known;
        if (old != null && Duration.between(knownAt, clock.instant()).compareTo(age) < 0) {
            return Future.succeededFuture(old);
        }
        Future<T> answer = ask();
        return old == null ? answer : answer.otherwise(old);
    }

    private Future<T> ask() {
        Future<T> running = asking;
        if (running != null && !running.isComplete()) {
            return running;
        }
        Future<T> fresh = source.get().onSuccess(this::keep);
        asking = fresh;
        return fresh;
    }

    private synchronized void keep(T fresh) {
        known = fresh;
        knownAt = clock.instant();
    }
}
