package care.anling.verticles.watch;

import care.anling.verticles.loop.EventLoop;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The dead man's handle: somebody outside hears from us as long as everything is well, and raises the alarm when we fall
 * silent, for whatever reason. That nobody answered them is logged and counted; it is their alarm, not ours.
 */
public final class Heartbeat {

    private static final Logger LOG = LoggerFactory.getLogger(Heartbeat.class);
    /** How often a heart that was held back looks whether it may beat again. */
    private static final Duration LOOK = Duration.ofSeconds(1);

    private final EventLoop loop;
    private final Duration every;
    private final BooleanSupplier well;
    private final Supplier<Future<Integer>> get;
    private final MeterRegistry meters;
    private long beatNanos;
    private boolean beating;
    private boolean silent;

    /** @param get asks the outside; the answer is a status */
    public Heartbeat(
            EventLoop loop, Duration every, BooleanSupplier well, Supplier<Future<Integer>> get, MeterRegistry meters) {
        this.loop = loop;
        this.every = every;
        this.well = well;
        this.get = get;
        this.meters = meters;
        this.beatNanos = loop.nanoTime() - every.toNanos();
    }

    public void start() {
        loop.every(LOOK.compareTo(every) < 0 ? LOOK : every, this::look);
    }

    private void look() {
        if (beating || loop.nanoTime() - beatNanos < every.toNanos()) {
            return;
        }
        if (!well.getAsBoolean()) {
            if (!silent) {
                LOG.warn("heartbeat withheld: not everything is well");
                meters.counter("anling.watch.heartbeat", "outcome", "withheld").increment();
            }
            silent = true;
            return;
        }
        silent = false;
        beating = true;
        beatNanos = loop.nanoTime();
        get.get().onComplete(answer -> {
            beating = false;
            boolean heard = answer.succeeded() && answer.result() >= 200 && answer.result() < 300;
            meters.counter("anling.watch.heartbeat", "outcome", heard ? "heard" : "failed")
                    .increment();
            if (!heard) {
                // Without the address, which is a secret.
                LOG.warn(
                        "heartbeat not heard: {}",
                        answer.succeeded()
                                ? "status " + answer.result()
                                : answer.cause().getClass().getSimpleName());
            }
        });
    }
}
