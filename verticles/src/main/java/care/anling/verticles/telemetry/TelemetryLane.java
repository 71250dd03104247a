package care.anling.verticles.telemetry;

import care.anling.core.common.ResidentId;
import care.anling.core.device.Device;
import care.anling.core.device.Telemetry;
import care.anling.verticles.bus.Hint;
import care.anling.verticles.bus.Hints;
import care.anling.verticles.store.StoreFailure;
import care.anling.verticles.store.TelemetryStore;
import care.anling.verticles.store.TelemetryStore.Row;
import care.anling.verticles.triage.Handoff;
import care.anling.verticles.triage.Intake.Overloaded;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Readings, positions and heartbeats on their way into the store: gathered while the batch before them commits, many rows
 * in one statement. Bounded: what finds the lane full is refused at once, and the device may try again.
 *
 * <p>Thread: everything after {@link #submit} runs on the lane's own context.
 */
public final class TelemetryLane {

    /** Rows in one statement. */
    static final int BATCH_MAX_ROWS = 1_000;
    /** Rows waiting; four seconds' worth at 5,000 messages a second, about 10 MB. */
    static final int WAITING_MAX_ROWS = 20_000;
    /** Tries of a batch that fails for a passing reason; then its rows are refused and the devices send again. */
    static final int TRIES_MAX = 5;
    /** Pause between tries. */
    static final Duration RETRY_PAUSE = Duration.ofMillis(200);
    /** A batch smaller than this waits for company this long: telemetry may be late, disks and emergencies may not be busy. */
    static final Duration GATHER = Duration.ofMillis(20);

    private static final Logger LOG = LoggerFactory.getLogger(TelemetryLane.class);

    private final Vertx vertx;
    private final Context context;
    private final TelemetryStore store;
    private final VitalsWatch vitals;
    private final Hints hints;
    private final Clock clock;
    private final ArrayDeque<Waiting> queue = new ArrayDeque<>();
    private final AtomicInteger waiting = new AtomicInteger();
    private final Counter refused;
    private final Counter lost;
    private final DistributionSummary batchSize;
    private boolean busy;

    private record Waiting(Row row, Handoff<Void> handoff) {}

    public TelemetryLane(
            Vertx vertx, Context context, TelemetryStore store, VitalsWatch vitals, Hints hints, MeterRegistry meters) {
        this.vertx = vertx;
        this.context = context;
        this.store = store;
        this.vitals = vitals;
        this.hints = hints;
        this.clock = Clock.systemUTC();
        this.refused = meters.counter("anling.telemetry.refused");
        this.lost = meters.counter("anling.telemetry.failed");
        this.batchSize = meters.summary("anling.telemetry.batch");
        meters.gauge("anling.telemetry.waiting", waiting, AtomicInteger::get);
    }

    /**
     * From any thread. Completes on the caller's context once stored, and once somebody was called if it calls for
     * somebody: then it waits for the emergency lane, which waits for nobody.
     *
     * @return fails with {@link Overloaded} when the lane is full; the reading was assessed all the same
     */
    public Future<Void> submit(Device device, Telemetry said) {
        Future<Void> called = vitals.look(device, said);
        if (waiting.incrementAndGet() > WAITING_MAX_ROWS) {
            waiting.decrementAndGet();
            refused.increment();
            return Future.failedFuture(new Overloaded());
        }
        Handoff<Void> handoff = Handoff.toCaller(vertx);
        Row row = new Row(
                device.id(),
                device.community(),
                device.resident().map(person -> new ResidentId(person.id())),
                clock.instant(),
                said);
        context.runOnContext(ignored -> enqueue(new Waiting(row, handoff)));
        return called.isComplete() && called.succeeded()
                ? handoff.future()
                : Future.join(handoff.future(), called).mapEmpty();
    }

    private void enqueue(Waiting arriving) {
        queue.add(arriving);
        if (!busy) {
            busy = true;
            gather();
        }
    }

    private void gather() {
        Future<?> gathered = queue.size() >= BATCH_MAX_ROWS
                ? Future.succeededFuture()
                : vertx.timer(GATHER.toMillis(), TimeUnit.MILLISECONDS);
        gathered.compose(ignored -> append(take(), 1)).onComplete(ignored -> {
            if (queue.isEmpty()) {
                busy = false;
            } else {
                gather();
            }
        });
    }

    private List<Waiting> take() {
        List<Waiting> batch = new ArrayList<>(Math.min(queue.size(), BATCH_MAX_ROWS));
        while (batch.size() < BATCH_MAX_ROWS && !queue.isEmpty()) {
            batch.add(queue.poll());
        }
        return batch;
    }

    /** Always completes: each row of the batch was stored or refused when it does. */
    private Future<Void> append(List<Waiting> batch, int tryNumber) {
        batchSize.record(batch.size());
        return store.append(batch.stream().map(Waiting::row).toList())
                .compose(
                        ignored -> {
                            stored(batch);
                            return Future.succeededFuture();
                        },
                        failure -> recover(batch, tryNumber, failure));
    }

    private Future<Void> recover(List<Waiting> batch, int tryNumber, Throwable failure) {
        boolean passing = failure instanceof StoreFailure store && store.kind() == StoreFailure.Kind.TRANSIENT;
        if (passing && tryNumber < TRIES_MAX) {
            return vertx.timer(RETRY_PAUSE.toMillis(), TimeUnit.MILLISECONDS)
                    .compose(ignored -> append(batch, tryNumber + 1));
        }
        if (!passing && batch.size() > 1) {
            int half = batch.size() / 2;
            return append(batch.subList(0, half), 1).compose(ignored -> append(batch.subList(half, batch.size()), 1));
        }
        LOG.warn("{} rows of telemetry could not be stored: {}", batch.size(), failure.getMessage());
        lost.increment(batch.size());
        waiting.addAndGet(-batch.size());
        batch.forEach(each -> each.handoff().fail(failure));
        return Future.succeededFuture();
    }

    private void stored(List<Waiting> batch) {
        waiting.addAndGet(-batch.size());
        batch.forEach(each -> {
            each.handoff().done();
            announce(each.row());
        });
    }

    private void announce(Row row) {
        if (row.telemetry() instanceof Telemetry.Position position) {
            hints.publish(
                    new Hint.PositionMoved(row.community(), false, row.device().value(), position.fix()));
        } else if (row.telemetry() instanceof Telemetry.Heartbeat heartbeat) {
            boolean online = heartbeat.online();
            hints.publish(new Hint.DeviceChanged(
                    row.community(),
                    row.device().value(),
                    online ? "ONLINE" : "OFFLINE",
                    heartbeat.batteryPercent(),
                    online ? Optional.of(heartbeat.at()) : Optional.empty()));
        }
    }
}
