package care.anling.verticles.mqtt;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A connection's publishes that await durability, in the order they came: acknowledgements leave in that order
 * ([MQTT-4.6.0-2]), whatever order the commits finish in. An SOS's acknowledgement may so wait for a reading's; its
 * landing never does. Costs one empty object per idle connection.
 */
final class PendingAcks {

    private @Nullable Entry first;
    private @Nullable Entry last;
    private int size;

    /** One publish; settled once. */
    static final class Entry {
        private final int packetId;
        private final long sinceNanos;
        private @Nullable Answer answer;
        private @Nullable Entry next;

        private Entry(int packetId, long sinceNanos) {
            this.packetId = packetId;
            this.sinceNanos = sinceNanos;
        }
    }

    Entry add(int packetId, long nowNanos) {
        Entry entry = new Entry(packetId, nowNanos);
        if (last == null) {
            first = entry;
        } else {
            last.next = entry;
        }
        last = entry;
        size++;
        return entry;
    }

    int size() {
        return size;
    }

    boolean contains(int packetId) {
        for (Entry each = first; each != null; each = each.next) {
            if (each.packetId == packetId) {
                return true;
            }
        }
        return false;
    }

    /** How long the oldest has waited. */
    boolean olderThan(long nanos, long nowNanos) {
        return first != null && nowNanos - first.sinceNanos > nanos;
    }

    /** Its outcome is known. @return what may be sent now, in order; nothing while an earlier one is still open */
    Answer settle(Entry entry, Answer answer) {
        entry.answer = answer;
        List<Answer> ready = new ArrayList<>(1);
        for (Entry each = first; each != null && each.answer != null; each = each.next) {
            ready.add(each.answer);
            first = each.next;
            size--;
        }
        if (first == null) {
            last = null;
        }
        return ready.size() == 1 ? ready.get(0) : new Answer.Several(ready);
    }
}
