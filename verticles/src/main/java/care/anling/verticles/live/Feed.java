package care.anling.verticles.live;

import care.anling.core.common.CommunityId;
import care.anling.verticles.access.Caller;
import care.anling.verticles.access.Callers;
import care.anling.verticles.access.Refusal;
import care.anling.verticles.bus.Hint;
import care.anling.verticles.bus.Hints;
import care.anling.verticles.live.FeedSocket.ClientFrame;
import care.anling.verticles.loop.EventLoop;
import care.anling.verticles.store.DeviceNow;
import care.anling.verticles.store.FeedStore;
import care.anling.verticles.store.FeedStore.Head;
import care.anling.verticles.view.Viewer;
import io.vertx.core.Future;
import io.vertx.core.http.ServerWebSocket;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Everything that is live on one event loop: its sockets, and through {@link FeedReader} the nodes they follow. Nobody
 * else touches either, so nothing here is locked. A socket first gets the truth of a node at a number (snapshot) or names
 * the number it has (resume); then every number after it, in order, seen or left out on purpose; and every few seconds a
 * heartbeat that says up to which number it should have come — or that this server itself does not know.
 */
public final class Feed {

    private static final Logger LOG = LoggerFactory.getLogger(Feed.class);

    private final EventLoop loop;
    private final FeedStore store;
    private final Callers callers;
    private final Hints hints;
    private final Presence presence;
    private final Screens screens;
    private final FeedLimits limits;
    private final Clock clock;
    private final FeedReader reader;
    private final FeedFigures figures;
    private final Set<FeedSocket> sockets = new LinkedHashSet<>();
    private final Set<FeedSocket> dirty = new LinkedHashSet<>();
    private final List<Hints.Listening> listening = new ArrayList<>();
    private Future<Void> looking = Future.succeededFuture();
    private boolean rechecking;

    private Feed(EventLoop loop, FeedPorts ports, FeedLimits limits) {
        this.loop = loop;
        this.store = ports.store();
        this.callers = ports.callers();
        this.presence = ports.presence();
        this.hints = ports.hints();
        this.screens = ports.screens();
        this.clock = ports.clock();
        this.figures = ports.figures();
        this.limits = limits;
        this.reader = new FeedReader(loop, ports.store(), limits, clock);
    }

    /** What the feed needs from outside. */
    public record FeedPorts(
            FeedStore store,
            Callers callers,
            Hints hints,
            Presence presence,
            Screens screens,
            FeedFigures figures,
            Clock clock) {}

    /** On its loop, where it stays. */
    public static Feed start(EventLoop loop, FeedPorts ports, FeedLimits limits) {
        Feed feed = new Feed(loop, ports, limits);
        Hints hints = ports.hints();
        feed.listening.add(hints.listen(Hint.FeedAdvanced.class, hint -> feed.reader.readIfFollowed(hint.community())));
        feed.listening.add(hints.listen(Hint.PositionMoved.class, feed::onMoved));
        feed.listening.add(hints.listen(Hint.DeskSeen.class, feed::onDeskSeen));
        feed.listening.add(hints.listen(Hint.DeviceChanged.class, feed::onDeviceChanged));
        feed.listening.add(hints.listen(Hint.UpkeepChanged.class, feed::onUpkeepChanged));
        feed.listening.add(hints.listen(Hint.ResponderChanged.class, feed::onResponderChanged));
        loop.every(limits.pollEvery(), feed::everySecond);
        loop.every(limits.volatileEvery(), () -> feed.sockets.forEach(FeedSocket::flushVolatiles));
        loop.every(limits.heartbeatEvery(), feed::heartbeat);
        loop.every(limits.recheckEvery(), feed::recheck);
        ports.screens().open(feed);
        return feed;
    }

    public void accept(ServerWebSocket ws) {
        if (ws.isClosed()) {
            return;
        }
        accept(new WebSocketWire(ws, limits.maxOutboxBytes() / 16));
    }

    /** A screen on any line. */
    public void accept(Wire wire) {
        sockets.add(new FeedSocket(wire, this, limits, clock.instant()));
        figures.opened();
    }

    public int size() {
        return sockets.size();
    }

    /** Tells every screen that this server goes away: it comes back, or another one takes over. */
    public void stop() {
        screens.close(this);
        listening.forEach(
                ear -> ear.stop().onFailure(failure -> LOG.debug("feed.unlisten_failed {}", failure.getMessage())));
        List.copyOf(sockets).forEach(socket -> socket.close(FeedSocket.RESTARTING, "restarting"));
    }

    // --- for one person alone

    /** Runs on this feed's loop. From any thread. */
    void run(Runnable task) {
        loop.run(task);
    }

    boolean show(UUID account, String frame) {
        List<FeedSocket> theirs = sockets.stream()
                .filter(socket -> socket.state() == FeedSocket.State.LIVE)
                .filter(socket -> socket.caller()
                        .filter(c -> c.account().id().equals(account))
                        .isPresent())
                .toList();
        theirs.forEach(socket -> socket.show(frame));
        return !theirs.isEmpty();
    }

    void received(Caller caller, Set<UUID> notices) {
        screens.received(caller.account().id(), notices);
    }

    // --- what sockets ask

    long nanoTime() {
        return loop.nanoTime();
    }

    void authenticate(FeedSocket socket, ClientFrame.Auth auth) {
        callers.authenticate(auth.token()).onComplete(caller -> socket.onSignedIn(caller, auth), failure -> {
            if (failure instanceof Refusal) {
                socket.onNotSignedIn();
            } else {
                // Whether they are signed in nobody could look up: that is no word against them.
                LOG.warn("feed.auth_failed {}", failure.getMessage());
                socket.close(FeedSocket.RESTARTING, "try again");
            }
        });
    }

    void humanLooksOn(Caller caller) {
        Instant now = clock.instant();
        presence.humanLooksOn(caller).forEach(node -> hints.publish(new Hint.DeskSeen(node, caller.person(), now)));
    }

    /** Resume points that cannot be trusted are answered with a snapshot, like no resume point at all. */
    void subscribe(FeedSocket socket, Viewer viewer, ClientFrame.Auth auth) {
        Future<Map<CommunityId, Head>> heads =
                auth.resume().isEmpty() ? Future.succeededFuture(Map.of()) : reader.heads(viewer.streams());
        heads.compose(known -> subscribeAll(socket, viewer, auth, known)).onComplete(done -> beat(socket), failure -> {
            LOG.warn("feed.subscribe_failed {}", failure.getMessage());
            // The screen comes back by itself; silence would look like "nothing happens".
            socket.close(FeedSocket.RESTARTING, "try again");
        });
    }

    private Future<Void> subscribeAll(
            FeedSocket socket, Viewer viewer, ClientFrame.Auth auth, Map<CommunityId, Head> heads) {
        List<Future<Void>> all = new ArrayList<>();
        for (CommunityId node : viewer.streams()) {
            Head head = heads.get(node);
            Long from = auth.resume().get(node);
            all.add(
                    head != null
                                    && from != null
                                    && viewer.seesWhatWas()
                                    && isResumable(from, head, auth.epochs().get(node))
                            ? resume(socket, node, from)
                            : snapshot(socket, node));
        }
        return Future.all(all).mapEmpty();
    }

    private boolean isResumable(long from, Head head, @Nullable String epoch) {
        return from >= 0
                && from <= head.seq()
                && head.seq() - from <= limits.maxResumeEvents()
                && (epoch == null ? !head.reborn() : epoch.equals(head.epoch().toString()));
    }

    private Future<Void> resume(FeedSocket socket, CommunityId node, long from) {
        socket.resumeAt(node, from);
        return reader.follow(socket, node, from);
    }

    private Future<Void> snapshot(FeedSocket socket, CommunityId node) {
        return reader.snapshot(node).compose(snapshot -> {
            socket.showSnapshot(snapshot);
            return reader.follow(socket, node, snapshot.head().seq());
        });
    }

    // --- sending

    /** Frames that come within one tick leave in one go. */
    void flushSoon(FeedSocket socket) {
        if (dirty.isEmpty()) {
            loop.after(limits.flushEvery(), this::flush);
        }
        dirty.add(socket);
    }

    private void flush() {
        List<FeedSocket> now = List.copyOf(dirty);
        dirty.clear();
        now.forEach(FeedSocket::flush);
    }

    private void onMoved(Hint.PositionMoved moved) {
        reader.find(moved.community())
                .filter(stream -> stream.mayBeFollowed(moved))
                .ifPresent(stream -> {
                    String frame = Frames.position(moved);
                    stream.listeners.stream()
                            .filter(socket -> isDeskOf(socket, moved.community()))
                            .forEach(socket -> socket.showVolatile(moved.id().toString(), frame));
                });
    }

    /** Whoever keeps watch over a community is told who else does. */
    private void onDeskSeen(Hint.DeskSeen seen) {
        reader.find(seen.community()).ifPresent(stream -> {
            String frame = Frames.presence(seen);
            stream.listeners.stream()
                    .filter(socket -> isDeskOf(socket, seen.community()))
                    .forEach(socket -> socket.showVolatile(
                            seen.community() + " " + seen.who().id(), frame));
        });
    }

    private void onDeviceChanged(Hint.DeviceChanged changed) {
        reader.find(changed.community()).ifPresent(stream -> showDesks(stream, stream.stateFrame(changed)));
    }

    /** One after the other: what was read first is shown first. */
    private void onUpkeepChanged(Hint.UpkeepChanged changed) {
        if (reader.find(changed.community()).isEmpty()) {
            return;
        }
        looking = looking.eventually(() -> store.listDevices(changed.community(), changed.of())
                .onSuccess(devices -> devices.forEach(this::show))
                .onFailure(failure -> LOG.warn("feed.devices_not_read {}", failure.getMessage())));
    }

    private void show(DeviceNow device) {
        reader.find(device.community()).ifPresent(stream -> showDesks(stream, stream.stateFrame(device)));
    }

    private static void showDesks(CommunityStream stream, String frame) {
        stream.listeners.stream()
                .filter(socket -> isDeskOf(socket, stream.community))
                .forEach(socket -> socket.show(frame));
    }

    private void onResponderChanged(Hint.ResponderChanged changed) {
        reader.find(changed.community()).ifPresent(stream -> {
            String frame = stream.stateFrame(changed);
            stream.listeners.stream()
                    .filter(socket -> isDeskOf(socket, changed.community()) || isSelf(socket, changed))
                    .forEach(socket -> socket.show(frame));
        });
    }

    private static boolean isDeskOf(FeedSocket socket, CommunityId community) {
        return socket.caller().filter(c -> c.viewer().seesWhole(community)).isPresent();
    }

    private static boolean isSelf(FeedSocket socket, Hint.ResponderChanged changed) {
        return socket.caller()
                .filter(c -> c.account().id().equals(changed.responder()))
                .isPresent();
    }

    // --- time passes

    private void everySecond() {
        Instant now = clock.instant();
        long nanos = loop.nanoTime();
        List.copyOf(sockets).forEach(socket -> socket.everySecond(now, nanos));
        reader.poll();
    }

    private void heartbeat() {
        List.copyOf(sockets).forEach(this::beat);
        reader.checkEpochs(this::startAnew);
    }

    private void beat(FeedSocket socket) {
        if (socket.state() != FeedSocket.State.LIVE) {
            return;
        }
        Map<CommunityId, String> epochs = new HashMap<>();
        socket.visibleHeads()
                .keySet()
                .forEach(node -> reader.find(node)
                        .ifPresent(stream -> epochs.put(node, stream.epoch().toString())));
        socket.show(Frames.heartbeat(clock.instant(), socket.visibleHeads(), epochs, reader.isDegraded()));
    }

    /** A restore took numbers back: nobody's numbers mean anything any more. */
    private void startAnew(CommunityId node, List<FeedSocket> listeners) {
        for (FeedSocket socket : listeners) {
            snapshot(socket, node).onFailure(failure -> socket.close(FeedSocket.RESTARTING, "try again"));
        }
    }

    /** Who was signed out, disabled or moved since the last look: one question for all sockets. */
    private void recheck() {
        Map<UUID, Caller> asked = new HashMap<>();
        sockets.forEach(socket -> socket.caller().ifPresent(c -> asked.put(c.session(), c)));
        if (rechecking || asked.isEmpty()) {
            return;
        }
        rechecking = true;
        callers.recheck(asked)
                .onComplete(done -> rechecking = false)
                .onComplete(
                        live -> List.copyOf(sockets).forEach(socket -> rechecked(socket, asked, live)),
                        failure -> LOG.warn("feed.recheck_failed {}", failure.getMessage()));
    }

    private void rechecked(FeedSocket socket, Map<UUID, Caller> asked, Map<UUID, Caller> live) {
        socket.caller().filter(c -> asked.containsKey(c.session())).ifPresent(before -> {
            if (socket.onRechecked(live.get(before.session()))) {
                socket.caller().ifPresent(now -> subscribeNew(socket, before.viewer(), now.viewer()));
            }
        });
    }

    private void subscribeNew(FeedSocket socket, Viewer before, Viewer after) {
        after.streams().stream()
                .filter(node -> !before.streams().contains(node))
                .forEach(node ->
                        snapshot(socket, node).onFailure(failure -> socket.close(FeedSocket.RESTARTING, "try again")));
    }

    void onClosing(FeedSocket socket, short code) {
        figures.closed(code);
        forget(socket);
    }

    void onGone(FeedSocket socket) {
        forget(socket);
    }

    private void forget(FeedSocket socket) {
        if (sockets.remove(socket)) {
            figures.gone();
        }
        dirty.remove(socket);
        reader.leave(socket);
    }
}
