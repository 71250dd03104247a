package care.anling.testkit.sim;

import java.time.Duration;
import java.util.PriorityQueue;

/** Virtual time: what is planned happens one thing after the other, in one order for one seed. */
final class Timeline {

    private record Task(long at, long order, Runnable work) implements Comparable<Task> {
        @Override
        public int compareTo(Task other) {
            return at == other.at ? Long.compare(order, other.order) : Long.compare(at, other.at);
        }
    }

    private final PriorityQueue<Task> planned = new PriorityQueue<>();
    private long now;
    private long order;

    /** True time since the world began, which nobody in it can see. */
    long nanos() {
        return now;
    }

    void after(Duration delay, Runnable work) {
        at(now + delay.toNanos(), work);
    }

    void at(long nanos, Runnable work) {
        planned.add(new Task(Math.max(now, nanos), order++, work));
    }

    /** The next thing happens, unless it lies beyond {@code end}. */
    boolean step(long end) {
        Task next = planned.peek();
        if (next == null || next.at() > end) {
            now = Math.max(now, end);
            return false;
        }
        planned.remove();
        now = next.at();
        next.work().run();
        return true;
    }
}
