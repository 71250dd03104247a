package care.anling.testkit.sim;

import care.anling.verticles.store.DatabaseWire;
import care.anling.verticles.store.StoreFailure;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;

/** One life of a node's connections to the database. */
final class SimWire implements DatabaseWire {

    /** As the real stores give up on a transaction and cut its socket. */
    private static final Duration GIVES_UP_AFTER = Duration.ofSeconds(4);
    /** As {@code idle_in_transaction_session_timeout}: a frozen node holds nobody's rows for longer. */
    private static final Duration IDLE_IN_TRANSACTION = Duration.ofSeconds(1);

    private static final StoreFailure LOST = failure("no answer in time");

    private final World world;
    private final SimNode node;
    private final SimLoop loop;
    private final int life;

    SimWire(World world, SimNode node, SimLoop loop) {
        this.world = world;
        this.node = node;
        this.loop = loop;
        this.life = node.life();
    }

    @Override
    public Future<Void> reach(Trip trip) {
        if (node.life() != life) {
            return Future.failedFuture(failure("the node is gone"));
        }
        Duration way = world.weather().latency();
        Promise<Void> reached = Promise.promise();
        if (world.weather().isDatabaseDown(trip)) {
            world.time().after(way, () -> reached.fail(failure("connection refused")));
            return reached.future();
        }
        Duration frozen = Duration.ZERO;
        Mishap mishap = world.weather().onTheWay(trip).orElse(Mishap.ANSWER_LOST);
        switch (mishap) {
            case LOST -> {
                return Future.failedFuture(LOST);
            }
            case ABORTED -> {
                world.time().after(way, () -> reached.fail(failure("database said 40P01 ")));
                return reached.future();
            }
            case FROZEN -> frozen = world.some().between(Weather.FROZEN_AT_LEAST, Weather.FROZEN_AT_MOST);
            // Of the answer, if at all.
            case ANSWER_LOST -> {}
        }
        long asleep = Math.max(0, node.awakeAt() - world.time().nanos());
        world.time().after(way.plus(frozen).plusNanos(asleep), reached::complete);
        return reached.future();
    }

    @Override
    public <T> Future<T> answer(Trip trip, Future<T> answer) {
        Promise<T> heard = Promise.promise();
        Runnable died = () -> heard.tryFail(failure("the node is gone"));
        node.onDeath(died);
        boolean lost = world.weather().isAnswerLost(trip);
        answer.onComplete(said -> {
            if (said.failed() && said.cause() == LOST) {
                return;
            }
            world.time().after(world.weather().latency(), () -> {
                if (trip.kind() == Kind.LOOK && node.awakeAt() > world.time().nanos() + IDLE_IN_TRANSACTION.toNanos()) {
                    world.coverage().saw("node", "frozen between look and write");
                    world.time().after(IDLE_IN_TRANSACTION, () -> heard.tryFail(failure("database said 25P03 ")));
                }
                loop.run(() -> tell(heard, said, lost));
            });
        });
        world.time().after(GIVES_UP_AFTER, () -> {
            if (!heard.future().isComplete()) {
                loop.run(() -> heard.tryFail(LOST));
            }
        });
        return heard.future().onComplete(over -> node.forgetDeath(died));
    }

    private static <T> void tell(Promise<T> heard, AsyncResult<T> said, boolean lost) {
        if (lost) {
            heard.tryFail(failure("connection lost"));
        } else if (said.succeeded()) {
            heard.tryComplete(said.result());
        } else {
            heard.tryFail(said.cause());
        }
    }

    static StoreFailure failure(String why) {
        return new StoreFailure(StoreFailure.Kind.TRANSIENT, "", why);
    }
}
