package care.anling.verticles.live;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What waits for one slow reader, bounded in bytes and frames: a client that never reads once cost a server of this kind
 * 1.4 GB. Ordered frames are kept or the socket is closed; volatile ones are the latest per key and are dropped first.
 * On the feed's event loop only.
 */
final class Outbox {

    /** Where frames go: the socket, or a test's. */
    interface Sink {
        boolean isFull();

        void write(String frame);
    }

    private final Sink sink;
    private final int maxBytes;
    private final int maxFrames;
    private final Deque<Object> waiting = new ArrayDeque<>();
    private final Map<String, String> volatiles = new LinkedHashMap<>();
    private long waitingBytes;
    private long lastProgressNanos;

    Outbox(Sink sink, int maxBytes, int maxFrames, long nowNanos) {
        this.sink = sink;
        this.maxBytes = maxBytes;
        this.maxFrames = maxFrames;
        this.lastProgressNanos = nowNanos;
    }

    /** @return false when the bound is passed: then the reader is too slow, and the socket must be closed */
    boolean add(String frame) {
        waiting.addLast(frame);
        waitingBytes += bytes(frame);
        return waitingBytes <= maxBytes && waiting.size() <= maxFrames;
    }

    boolean isHalfFull() {
        return waitingBytes > maxBytes / 2 || waiting.size() > maxFrames / 2;
    }

    /** A long text in parts, made one by one as the reader takes them; only the part being sent takes room. */
    boolean addParts(Iterator<String> parts) {
        waiting.addLast(parts);
        return waiting.size() <= maxFrames;
    }

    /** The latest value per key wins; sent when nothing that must arrive is waiting. */
    void addVolatile(String key, String frame) {
        volatiles.remove(key);
        volatiles.put(key, frame);
    }

    void flush(long nowNanos) {
        if (waiting.isEmpty()) {
            lastProgressNanos = nowNanos;
        }
        while (!waiting.isEmpty() && !sink.isFull()) {
            lastProgressNanos = nowNanos;
            sink.write(next());
        }
    }

    void flushVolatiles() {
        Iterator<String> latest = volatiles.values().iterator();
        while (latest.hasNext() && waiting.isEmpty() && !sink.isFull()) {
            sink.write(latest.next());
            latest.remove();
        }
        // Under pressure what is left is dropped: in a quarter of a second there is a newer one.
        volatiles.clear();
    }

    private String next() {
        @Nullable Object first = waiting.peekFirst();
        if (first instanceof Iterator<?> parts) {
            String part = (String) parts.next();
            if (!parts.hasNext()) {
                waiting.removeFirst();
            }
            return part;
        }
        String frame = (String) waiting.removeFirst();
        waitingBytes -= bytes(frame);
        return frame;
    }

    boolean hasVolatiles() {
        return !volatiles.isEmpty();
    }

    boolean isEmpty() {
        return waiting.isEmpty();
    }

    /** How long something has been waiting without a single frame leaving. */
    long stuckNanos(long nowNanos) {
        return waiting.isEmpty() ? 0 : nowNanos - lastProgressNanos;
    }

    void clear() {
        waiting.clear();
        volatiles.clear();
        waitingBytes = 0;
    }

    private static int bytes(String frame) {
        // What a text with Chinese in it takes in memory.
        return frame.length() * 2;
    }
}
