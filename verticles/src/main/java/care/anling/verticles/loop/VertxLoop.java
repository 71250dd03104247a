package care.anling.verticles.loop;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.Executor;

/** An event loop's context of Vert.x. Timers end with the verticle that set them. */
public final class VertxLoop implements EventLoop {

    private final Vertx vertx;
    private final Context context;

    public VertxLoop(Vertx vertx, Context context) {
        this.vertx = vertx;
        this.context = context;
    }

    @Override
    public long nanoTime() {
        return System.nanoTime();
    }

    @Override
    public void run(Runnable task) {
        context.runOnContext(ignored -> task.run());
    }

    @Override
    public Alarm alarm(Duration delay, Runnable task) {
        long timer = vertx.setTimer(delay.toMillis(), id -> task.run());
        return () -> vertx.cancelTimer(timer);
    }

    @Override
    public void every(Duration period, Runnable task) {
        vertx.setPeriodic(period.toMillis(), id -> task.run());
    }

    @Override
    public Executor caller() {
        Context caller = vertx.getOrCreateContext();
        return task -> caller.runOnContext(ignored -> task.run());
    }
}
