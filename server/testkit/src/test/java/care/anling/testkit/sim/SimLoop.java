package care.anling.testkit.sim;

import care.anling.verticles.loop.EventLoop;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.concurrent.Executor;

/**
 * An event loop of one life of a node: what it was told to do is forgotten when the node dies and waits when it is
 * frozen. Timers are late by a little, never early.
 */
final class SimLoop implements EventLoop {

    private static final long LATEST_TIMER_NANOS = 2_000_000;
    private static final long LONGEST_TURN_NANOS = 100_000;

    private final World world;
    private final SimNode node;
    private final int life;
    private long lastTurn;

    SimLoop(World world, SimNode node) {
        this.world = world;
        this.node = node;
        this.life = node.life();
    }

    @Override
    public long nanoTime() {
        return world.time().nanos() + node.bootNanos();
    }

    @Override
    public void run(Runnable task) {
        lastTurn = Math.max(lastTurn, world.time().nanos() + world.some().nanos(LONGEST_TURN_NANOS));
        world.time().at(lastTurn, () -> whenAwake(task));
    }

    @Override
    public Alarm alarm(Duration delay, Runnable task) {
        boolean[] cancelled = new boolean[1];
        long late = world.some().nanos(LATEST_TIMER_NANOS);
        world.time().at(world.time().nanos() + delay.toNanos() + late, () -> {
            if (!cancelled[0]) {
                whenAwake(task);
            }
        });
        return () -> cancelled[0] = true;
    }

    @Override
    public void every(Duration period, Runnable task) {
        after(period, () -> {
            task.run();
            if (node.life() == life) {
                every(period, task);
            }
        });
    }

    @Override
    public Executor caller() {
        SimLoop caller = world.current();
        return caller == null ? task -> world.time().after(Duration.ZERO, task) : caller::run;
    }

    /** Fails it when it is not answered by then. */
    <T> Future<T> within(Duration patience, Future<T> answer) {
        Promise<T> first = Promise.promise();
        Alarm over = alarm(patience, () -> first.tryFail("no answer in time"));
        answer.onComplete(done -> {
            over.cancel();
            if (done.succeeded()) {
                first.tryComplete(done.result());
            } else {
                first.tryFail(done.cause());
            }
        });
        return first.future();
    }

    private void whenAwake(Runnable task) {
        if (node.life() != life) {
            return;
        }
        if (node.awakeAt() > world.time().nanos()) {
            world.time().at(node.awakeAt(), () -> whenAwake(task));
            return;
        }
        world.on(this, task);
    }
}
