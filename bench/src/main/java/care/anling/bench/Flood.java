package care.anling.bench;

import care.anling.bench.ServerUnderTest.Login;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** Telemetry at a steady rate from many devices, half readings, half positions, at QoS 1. */
final class Flood {

    private static final int TICK_MILLIS = 10;
    private static final int TICKS_PER_SECOND = 1_000 / TICK_MILLIS;

    private final Vertx vertx;
    private final List<RawDevice> devices;
    private final List<Login> logins;
    private final int perTick;
    private final AtomicLong sent = new AtomicLong();
    private final AtomicLong readings = new AtomicLong();
    private final AtomicLong acknowledged = new AtomicLong();
    private final AtomicLong failed = new AtomicLong();
    private long timer;
    private long started;

    Flood(Vertx vertx, List<RawDevice> devices, List<Login> logins, int rate) {
        this.vertx = vertx;
        this.devices = devices;
        this.logins = logins;
        this.perTick = Math.max(1, rate / TICKS_PER_SECOND);
    }

    void start() {
        started = System.nanoTime();
        timer = vertx.setPeriodic(TICK_MILLIS, tick -> catchUp());
    }

    void stop() {
        vertx.cancelTimer(timer);
    }

    /** A late tick sends what it owes: the rate is a promise, not a hope. */
    private void catchUp() {
        long owed = (System.nanoTime() - started) / 1_000_000 / TICK_MILLIS * perTick;
        while (sent.get() < owed) {
            send((int) (sent.getAndIncrement() % devices.size()));
        }
    }

    private void send(int index) {
        boolean reading = sent.get() % 2 == 0;
        if (reading) {
            readings.incrementAndGet();
        }
        devices.get(index)
                .publish(
                        logins.get(index).topic(reading ? "vitals" : "location"),
                        reading ? Scenarios.vitals() : Scenarios.location())
                .onSuccess(done -> acknowledged.incrementAndGet())
                .onFailure(failure -> failed.incrementAndGet());
    }

    long sent() {
        return sent.get();
    }

    long readingsSent() {
        return readings.get();
    }

    long acknowledged() {
        return acknowledged.get();
    }

    long failed() {
        return failed.get();
    }
}
