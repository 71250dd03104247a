package care.anling.testkit.sim;

import care.anling.verticles.store.DatabaseWire;
import care.anling.verticles.store.StoreFailure;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

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
    private final ArrayDeque<Unanswered> unanswered = new ArrayDeque<>();
    /** Given up on, and a sleeping node has not heard of it yet: it may die before. */
    private final List<Promise<?>> unheard = new ArrayList<>();

    private boolean watching;

    private record Unanswered(long until, Promise<?> heard) {}

    SimWire(World world, SimNode node, SimLoop loop) {
        this.world = world;
        this.node = node;
        this.loop = loop;
        this.life = node.life();
        node.onDeath(this::die);
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
        unanswered.add(new Unanswered(world.time().nanos() + GIVES_UP_AFTER.toNanos(), heard));
        watch();
        return heard.future();
    }

    private void die() {
        StoreFailure gone = failure("the node is gone");
        List.copyOf(unanswered).forEach(waiting -> waiting.heard().tryFail(gone));
        List.copyOf(unheard).forEach(heard -> heard.tryFail(gone));
    }

    /** One plan for all that wait, in their order: nearly every answer comes in time, and a plan for each would be a step of its own. */
    private void watch() {
        while (!unanswered.isEmpty() && unanswered.peek().heard().future().isComplete()) {
            unanswered.poll();
        }
        if (!watching && !unanswered.isEmpty()) {
            watching = true;
            world.time().at(unanswered.peek().until(), this::giveUp);
        }
    }

    private void giveUp() {
        watching = false;
        unheard.removeIf(heard -> heard.future().isComplete());
        while (!unanswered.isEmpty()
                && unanswered.peek().until() <= world.time().nanos()) {
            Promise<?> heard = unanswered.poll().heard();
            if (!heard.future().isComplete()) {
                unheard.add(heard);
                loop.run(() -> heard.tryFail(LOST));
            }
        }
        watch();
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
