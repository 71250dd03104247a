package care.anling.verticles.loop;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Executor;

/** One thread whose time passes only when a test says so. */
public final class ManualLoop implements EventLoop, InstantSource {

    private static final Instant START = Instant.parse("2026-05-01T08:00:00Z");

    private record Timer(long at, long order, Runnable task) {}

    private final Deque<Runnable> tasks = new ArrayDeque<>();
    private final List<Timer> timers = new ArrayList<>();
    private long nanos;
    private long order;

    @Override
    public Instant instant() {
        return START.plusNanos(nanos);
    }

    @Override
    public long nanoTime() {
        return nanos;
    }

    @Override
    public void run(Runnable task) {
        tasks.add(task);
    }

    @Override
    public Alarm alarm(Duration delay, Runnable task) {
        Timer timer = new Timer(nanos + delay.toNanos(), order++, task);
        timers.add(timer);
        return () -> timers.remove(timer);
    }

    @Override
    public void every(Duration period, Runnable task) {
        after(period, () -> {
            every(period, task);
            task.run();
        });
    }

    @Override
    public Executor caller() {
        return this::run;
    }

    /** What can happen without time passing. */
    public void settle() {
        while (!tasks.isEmpty()) {
            tasks.poll().run();
        }
    }

    public void pass(Duration by) {
        long until = nanos + by.toNanos();
        settle();
        while (true) {
            Timer next = timers.stream()
                    .filter(timer -> timer.at <= until)
                    .min(Comparator.comparingLong(Timer::at).thenComparingLong(Timer::order))
                    .orElse(null);
            if (next == null) {
                break;
            }
            timers.remove(next);
            nanos = Math.max(nanos, next.at);
            next.task.run();
            settle();
        }
        nanos = until;
    }
}
