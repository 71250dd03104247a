package care.anling.verticles.live;

import care.anling.core.common.CommunityId;
import care.anling.verticles.live.CommunityStream.LiveEvent;
import care.anling.verticles.loop.EventLoop;
import care.anling.verticles.store.FeedStore;
import care.anling.verticles.store.FeedStore.FeedEvent;
import care.anling.verticles.store.FeedStore.FeedSnapshot;
import care.anling.verticles.store.FeedStore.Head;
import io.vertx.core.Future;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the nodes somebody listens to, once for all listeners: on a hint, and each second because hints get lost. One
 * read is under way at a time and covers every node; what comes meanwhile is one more round.
 */
final class FeedReader {

    private static final Logger LOG = LoggerFactory.getLogger(FeedReader.class);
    private static final int EVENTS_PER_READ = 500;
    private static final Duration DEGRADED_AFTER = Duration.ofSeconds(4);

    private final EventLoop loop;
    private final FeedStore store;
    private final FeedLimits limits;
    private final Clock clock;
    private final Map<CommunityId, CommunityStream> streams = new HashMap<>();
    private final Map<CommunityId, Future<FeedSnapshot>> snapshots = new HashMap<>();
    private boolean reading;
    private boolean again;
    private boolean comparing;
    private long lastGoodNanos;

    FeedReader(EventLoop loop, FeedStore store, FeedLimits limits, Clock clock) {
        this.loop = loop;
        this.lastGoodNanos = loop.nanoTime();
        this.store = store;
        this.limits = limits;
        this.clock = clock;
    }

    Optional<CommunityStream> find(CommunityId node) {
        return Optional.ofNullable(streams.get(node));
    }

    /** Whether this server may be showing an old picture: it could not read for a while. */
    boolean isDegraded() {
        return loop.nanoTime() - lastGoodNanos > DEGRADED_AFTER.toNanos();
    }

    Future<Map<CommunityId, Head>> heads(Set<CommunityId> nodes) {
        return store.heads(nodes);
    }

    /** Everybody who asks at once (after a restart, all do) shares one answer. */
    Future<FeedSnapshot> snapshot(CommunityId node) {
        Future<FeedSnapshot> underWay = snapshots.get(node);
        if (underWay != null) {
            return underWay;
        }
        Future<FeedSnapshot> fresh = store.snapshot(node);
        snapshots.put(node, fresh);
        return fresh.onComplete(done -> snapshots.remove(node))
                .onSuccess(snapshot -> streams.computeIfAbsent(
                        node, id -> new CommunityStream(snapshot, limits.ringEvents(), clock.millis())));
    }

    /** Brings the socket from {@code from} to where everybody is, and lets it go on with them from there. */
    Future<Void> follow(FeedSocket socket, CommunityId node, long from) {
        CommunityStream stream = streams.get(node);
        if (stream == null) {
            return snapshot(node).compose(opened -> follow(socket, node, from));
        }
        if (socket.state() != FeedSocket.State.LIVE) {
            return Future.succeededFuture();
        }
        List<LiveEvent> missed = stream.after(from);
        if (missed == null) {
            return store.read(Map.of(node, from), EVENTS_PER_READ)
                    .compose(events -> catchUp(socket, node, from, events));
        }
        missed.forEach(socket::showEvent);
        stream.listeners.add(socket);
        return Future.succeededFuture();
    }

    private Future<Void> catchUp(FeedSocket socket, CommunityId node, long from, List<FeedEvent> events) {
        if (events.isEmpty()) {
            // Nothing there although the stream is further: a restore; the epoch check starts it anew.
            return Future.failedFuture(new IllegalStateException("events after " + from + " are gone"));
        }
        events.forEach(event -> socket.showEvent(new LiveEvent(event)));
        return follow(socket, node, events.get(events.size() - 1).seq());
    }

    void leave(FeedSocket socket) {
        streams.values().forEach(stream -> stream.listeners.remove(socket));
    }

    void readIfFollowed(CommunityId node) {
        if (streams.containsKey(node)) {
            read();
        }
    }

    void poll() {
        // A node nobody listens to costs nothing; who comes back brings or gets a number of their own.
        streams.values().removeIf(stream -> stream.listeners.isEmpty() && !snapshots.containsKey(stream.community));
        read();
    }

    private void read() {
        if (reading) {
            again = true;
            return;
        }
        if (streams.isEmpty()) {
            lastGoodNanos = loop.nanoTime();
            return;
        }
        reading = true;
        again = false;
        Map<CommunityId, Long> cursors = new HashMap<>();
        streams.forEach((node, stream) -> cursors.put(node, stream.cursor()));
        store.read(cursors, EVENTS_PER_READ).onComplete(this::onRead, this::onFailed);
    }

    private void onRead(List<FeedEvent> events) {
        reading = false;
        lastGoodNanos = loop.nanoTime();
        Set<CommunityId> stopped = new LinkedHashSet<>();
        for (FeedEvent event : events) {
            CommunityStream stream = streams.get(event.community());
            if (stream != null && event.seq() > stream.cursor() && !stopped.contains(event.community())) {
                deliver(stream, event, stopped);
            }
        }
        if (again || events.size() >= EVENTS_PER_READ) {
            read();
        }
    }

    /** A number out of turn is never shown: its node waits for the next read. */
    private static void deliver(CommunityStream stream, FeedEvent event, Set<CommunityId> stopped) {
        LiveEvent live = new LiveEvent(event);
        if (stream.append(live)) {
            // A copy: a socket found too slow leaves while we go round.
            List.copyOf(stream.listeners).forEach(socket -> socket.showEvent(live));
        } else {
            stopped.add(event.community());
            LOG.error("feed.gap community={} cursor={} got={}", event.community(), stream.cursor(), event.seq());
        }
    }

    private void onFailed(Throwable failure) {
        reading = false;
        LOG.warn("feed.read_failed {}", failure.getMessage());
    }

    /** Compares numbers with the store's, so that a restored database does not go unnoticed behind open sockets. */
    void checkEpochs(BiConsumer<CommunityId, List<FeedSocket>> startAnew) {
        if (comparing || streams.isEmpty()) {
            return;
        }
        comparing = true;
        // As read so far: by the time the answer comes we may rightly be further than it.
        Map<CommunityId, Long> asked = new HashMap<>();
        streams.forEach((node, stream) -> asked.put(node, stream.cursor()));
        store.heads(asked.keySet())
                .onComplete(done -> comparing = false)
                .onComplete(
                        heads -> asked.forEach((node, cursor) -> compare(node, cursor, heads.get(node), startAnew)),
                        failure -> LOG.warn("feed.heads_failed {}", failure.getMessage()));
    }

    private void compare(
            CommunityId node, long cursor, @Nullable Head head, BiConsumer<CommunityId, List<FeedSocket>> startAnew) {
        CommunityStream stream = streams.get(node);
        boolean agrees = head != null && stream != null && stream.epoch().equals(head.epoch()) && cursor <= head.seq();
        if (stream != null && !agrees) {
            LOG.warn("feed.epoch_changed community={} cursor={} head={}", node, cursor, head);
            streams.remove(node);
            startAnew.accept(node, List.copyOf(stream.listeners));
        }
    }
}
