package care.anling.verticles.notify;

import care.anling.verticles.loop.EventLoop;
import care.anling.verticles.loop.EventLoop.Alarm;
import care.anling.verticles.notify.Channel.Attempt;
import care.anling.verticles.store.ChannelAddress;
import care.anling.verticles.store.ChannelKind;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * The ways out: every gateway, every push service and the mail server, each with what it has not answered yet. No way holds
 * up another. Beyond {@link #MAX_UNANSWERED} letters the next one waits for its turn while the way answers; where it is
 * silent, and where the turn does not come, the letter counts as failed without being sent, and goes the next way at once.
 * On the notifier's loop.
 */
final class Ways {

    /** Letters that one way has not answered yet. */
    static final int MAX_UNANSWERED = 512;
    /** A way that has answered nothing for so long while letters wait for it is silent. */
    static final Duration SILENT_AFTER = Duration.ofSeconds(1);
    /** A letter waits no longer for its turn: with {@link #SEND_TIMEOUT} that is within {@link Notifier#LEASE}. */
    static final Duration TURN_WITHIN = Duration.ofSeconds(2);
    /** A channel that has not answered by then counts as failed, and the next one is tried. */
    static final Duration SEND_TIMEOUT = Duration.ofSeconds(5);

    private static final Attempt NO_TURN = Attempt.failed("too many letters wait for its answer");

    private final EventLoop loop;
    private final Map<String, Way> busy = new HashMap<>();

    private static final class Way {
        private final Queue<Promise<Boolean>> waiting = new ArrayDeque<>();
        private int unanswered;
        private long answeredNanos;
        private boolean calling;
    }

    Ways(EventLoop loop) {
        this.loop = loop;
    }

    Future<Attempt> send(Channel channel, Letter letter, ChannelAddress to) {
        if (to.kind() == ChannelKind.FEED) {
            // Our own screens, in this process.
            return withinTime(null, channel, letter, to);
        }
        String name = name(to);
        Way way = busy.computeIfAbsent(name, first -> {
            Way fresh = new Way();
            fresh.answeredNanos = loop.nanoTime();
            return fresh;
        });
        return turn(way)
                .compose(mine -> mine
                        ? withinTime(way, channel, letter, to).onComplete(done -> over(name, way))
                        : Future.succeededFuture(NO_TURN));
    }

    /** @return whether it came */
    private Future<Boolean> turn(Way way) {
        if (way.unanswered < MAX_UNANSWERED) {
            way.unanswered++;
            return Future.succeededFuture(true);
        }
        if (loop.nanoTime() - way.answeredNanos >= SILENT_AFTER.toNanos()) {
            return Future.succeededFuture(false);
        }
        Promise<Boolean> turn = Promise.promise();
        Alarm tooLate = loop.alarm(TURN_WITHIN, () -> turn.tryComplete(false));
        way.waiting.add(turn);
        return turn.future().onComplete(called -> tooLate.cancel());
    }

    private void over(String name, Way way) {
        way.unanswered--;
        if (way.calling) {
            return;
        }
        // Who is called may be answered within the call.
        way.calling = true;
        while (way.unanswered < MAX_UNANSWERED && !way.waiting.isEmpty()) {
            way.unanswered++;
            if (!way.waiting.remove().tryComplete(true)) {
                way.unanswered--;
            }
        }
        way.calling = false;
        if (way.unanswered == 0) {
            busy.remove(name, way);
        }
    }

    private Future<Attempt> withinTime(@Nullable Way way, Channel channel, Letter letter, ChannelAddress to) {
        Promise<Attempt> first = Promise.promise();
        Alarm over = loop.alarm(SEND_TIMEOUT, () -> first.tryComplete(Attempt.failed("no answer in time")));
        Future<Attempt> sent;
        try {
            sent = channel.send(letter, to);
        } catch (RuntimeException failure) {
            sent = Future.failedFuture(failure);
        }
        sent.onComplete(done -> {
            over.cancel();
            if (way != null) {
                way.answeredNanos = loop.nanoTime();
            }
            if (done.succeeded()) {
                first.tryComplete(done.result());
            } else {
                first.tryFail(done.cause());
            }
        });
        return first.future();
    }

    /** A browser names its push service itself: one that hangs must not hold up the others. */
    private static String name(ChannelAddress to) {
        String host = to.kind() == ChannelKind.PUSH
                ? PushEndpoint.parse(to.address(), true).map(PushEndpoint::host).orElse("")
                : to.gateway().orElse("");
        return to.kind() + "/" + host;
    }
}
