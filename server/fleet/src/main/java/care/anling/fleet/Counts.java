package care.anling.fleet;

import java.util.concurrent.atomic.LongAdder;

/** What the fleet did so far. Any thread. */
public final class Counts {

    final LongAdder connects = new LongAdder();
    final LongAdder losses = new LongAdder();
    final LongAdder published = new LongAdder();
    final LongAdder resent = new LongAdder();
    final LongAdder downlinks = new LongAdder();
    final LongAdder alarms = new LongAdder();
    final LongAdder offers = new LongAdder();
    final LongAdder accepted = new LongAdder();
    final LongAdder racesLost = new LongAdder();
    final LongAdder declined = new LongAdder();
    final LongAdder arrived = new LongAdder();
    final LongAdder closed = new LongAdder();

    /** One line for people. */
    @Override
    public String toString() {
        return "connects " + connects + " (lost " + losses + "), published " + published + " (resent " + resent
                + "), downlinks " + downlinks + ", alarms " + alarms + " | offers " + offers + ", accepted " + accepted
                + ", races lost " + racesLost + ", declined " + declined + ", at the door " + arrived + ", closed "
                + closed;
    }

    public long alarms() {
        return alarms.sum();
    }

    public long downlinks() {
        return downlinks.sum();
    }

    public long accepted() {
        return accepted.sum();
    }

    public long resent() {
        return resent.sum();
    }
}
