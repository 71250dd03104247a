package care.anling.verticles.live;

import care.anling.core.common.CommunityId;
import care.anling.verticles.access.Caller;
import care.anling.verticles.live.CommunityStream.LiveEvent;
import care.anling.verticles.store.FeedStore.FeedSnapshot;
import care.anling.verticles.view.Viewer;
import care.anling.verticles.view.Visibility;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One screen.
 *
 * <pre>
 *   {@link State#SILENT} ── auth frame ──▶ {@link State#SIGNING_IN} ── good ──▶ {@link State#LIVE} ──▶ {@link State#CLOSED}
 *        │ 3 s: 4401                        │ bad: 4401 · not known in 3 s: 1012 4400 bad frame · 4401 signed out, expired
 *        ▼                                  ▼                                    4403 scope lost · 4408 too slow · 1012 restart
 *     CLOSED                             CLOSED
 * </pre>
 *
 * Keeps per feed node the last number this socket has seen, so that a filtered stream chains without false gaps. On the
 * feed's event loop only; asks {@link Feed} for everything that takes time.
 */
final class FeedSocket implements Outbox.Sink, Wire.Ear {

    static final short BAD_FRAME = 4400;
    static final short NOT_SIGNED_IN = 4401;
    static final short SCOPE_LOST = 4403;
    static final short TOO_SLOW = 4408;
    static final short RESTARTING = 1012;

    private static final Logger LOG = LoggerFactory.getLogger(FeedSocket.class);

    enum State {
        SILENT,
        SIGNING_IN,
        LIVE,
        CLOSED
    }

    private final Wire wire;
    private final Feed feed;
    private final FeedLimits limits;
    private final Outbox outbox;
    private final Instant openedAt;
    /** The last number seen per node; a node is here once its snapshot (or resume point) was taken. */
    private final Map<CommunityId, Long> seen = new LinkedHashMap<>();

    private State state = State.SILENT;
    private @Nullable Caller caller;
    private int framesThisSecond;

    FeedSocket(Wire wire, Feed feed, FeedLimits limits, Instant openedAt) {
        this.wire = wire;
        this.feed = feed;
        this.limits = limits;
        this.openedAt = openedAt;
        this.outbox = new Outbox(this, limits.maxOutboxBytes(), limits.maxOutboxFrames(), feed.nanoTime());
        wire.listen(this);
    }

    State state() {
        return state;
    }

    Optional<Caller> caller() {
        return Optional.ofNullable(caller);
    }

    // --- what the client says

    @Override
    public void onText(String text) {
        if (state == State.CLOSED) {
            return;
        }
        framesThisSecond++;
        if (framesThisSecond > limits.maxFramesPerSecond()) {
            close(BAD_FRAME, "too many frames");
            return;
        }
        Optional<ClientFrame> frame = ClientFrame.parse(text);
        if (frame.isEmpty()) {
            close(BAD_FRAME, "not a frame of this protocol");
        } else if (frame.get() instanceof ClientFrame.Auth auth) {
            onAuth(auth);
        } else if (state != State.LIVE || caller == null) {
            close(NOT_SIGNED_IN, "sign in first");
        } else if (frame.get() instanceof ClientFrame.Receipt receipt) {
            feed.received(caller, receipt.notices());
        } else {
            feed.humanLooksOn(caller);
        }
    }

    @Override
    public void onOther() {
        close(BAD_FRAME, "text frames only");
    }

    private void onAuth(ClientFrame.Auth auth) {
        if (state == State.SIGNING_IN) {
            close(BAD_FRAME, "one auth at a time");
            return;
        }
        if (state == State.SILENT) {
            state = State.SIGNING_IN;
        }
        feed.authenticate(this, auth);
    }

    /** The token was good: first time the socket goes live, later it stays so for longer. */
    void onSignedIn(Caller signedIn, ClientFrame.Auth auth) {
        if (state == State.CLOSED) {
            return;
        }
        boolean another = caller != null
                && !caller.account().id().equals(signedIn.account().id());
        if (another) {
            close(NOT_SIGNED_IN, "another account");
            return;
        }
        boolean first = state != State.LIVE;
        caller = signedIn;
        state = State.LIVE;
        if (first) {
            feed.subscribe(this, signedIn.viewer(), auth);
        }
    }

    void onNotSignedIn() {
        close(NOT_SIGNED_IN, "not signed in");
    }

    // --- what the feed brings

    /** Starts a node anew: everything it is now, then what follows {@code snapshot.head()}. */
    void showSnapshot(FeedSnapshot snapshot) {
        if (state != State.LIVE || caller == null) {
            return;
        }
        seen.put(snapshot.community(), snapshot.head().seq());
        SnapshotParts parts = new SnapshotParts(snapshot, caller.viewer(), limits.snapshotPartBytes());
        require(outbox.addParts(parts));
    }

    /** The client has everything up to {@code seq} already. */
    void resumeAt(CommunityId community, long seq) {
        seen.put(community, seq);
    }

    void showEvent(LiveEvent live) {
        @Nullable Long prev = seen.get(live.event.community());
        if (state != State.LIVE || caller == null || prev == null || live.event.seq() <= prev) {
            return;
        }
        @Nullable String frame = frame(live, caller.viewer(), prev);
        if (frame != null) {
            seen.put(live.event.community(), live.event.seq());
            require(outbox.add(frame));
        }
    }

    private static @Nullable String frame(LiveEvent live, Viewer viewer, long prev) {
        if (viewer.seesWhole(live.event.community())) {
            return prev == live.event.seq() - 1
                    ? live.wholeFrame
                    : Frames.deskEvent(live.event, prev, live.event.view());
        }
        Optional<JsonObject> seen = live.isCall()
                ? Visibility.ofCall(live.event.community(), live.view, viewer)
                : Visibility.of(live.view, viewer);
        return seen.map(visible -> viewer.role().isDesk()
                        ? Frames.deskEvent(live.event, prev, visible.encode())
                        : Frames.event(live.event, prev, visible.encode()))
                .orElse(null);
    }

    void show(String frame) {
        if (state == State.LIVE) {
            require(outbox.add(frame));
        }
    }

    void showVolatile(String key, String frame) {
        if (state == State.LIVE) {
            outbox.addVolatile(key, frame);
        }
    }

    Map<CommunityId, Long> visibleHeads() {
        return seen;
    }

    // --- time passes

    void everySecond(Instant now, long nowNanos) {
        framesThisSecond = 0;
        boolean late = !now.isBefore(openedAt.plus(limits.authWithin()));
        if (state == State.SILENT && late) {
            close(NOT_SIGNED_IN, "no auth frame in time");
        } else if (state == State.SIGNING_IN && late) {
            // We are slow, as a server is that has just started: no word against them.
            close(RESTARTING, "try again");
        } else if (caller != null && !now.isBefore(caller.expiresAt())) {
            close(NOT_SIGNED_IN, "token ended");
        } else if (outbox.stuckNanos(nowNanos) > limits.stuckAfter().toNanos()) {
            close(TOO_SLOW, "too slow");
        }
    }

    /** What the account is now. @return true if more may be seen than before */
    boolean onRechecked(@Nullable Caller now) {
        if (state != State.LIVE || caller == null) {
            return false;
        }
        if (now == null) {
            close(NOT_SIGNED_IN, "signed out");
            return false;
        }
        Viewer before = caller.viewer();
        Viewer after = now.viewer();
        boolean same = before.role() == after.role()
                && before.building().equals(after.building())
                && before.resident().equals(after.resident())
                && after.streams().containsAll(before.streams());
        if (!same) {
            close(SCOPE_LOST, "scope changed");
            return false;
        }
        caller = new Caller(now.account(), after, now.session(), caller.expiresAt());
        return !before.streams().containsAll(after.streams());
    }

    // --- sending

    private void require(boolean withinBounds) {
        if (withinBounds) {
            feed.flushSoon(this);
            if (outbox.isHalfFull()) {
                // A burst need not wait for the tick: only a reader that takes nothing may reach the bound.
                flush();
            }
        } else {
            close(TOO_SLOW, "too slow");
        }
    }

    @Override
    public void onDrained() {
        flush();
    }

    void flush() {
        if (state == State.LIVE) {
            outbox.flush(feed.nanoTime());
        }
    }

    void flushVolatiles() {
        if (state == State.LIVE && outbox.hasVolatiles()) {
            outbox.flushVolatiles();
        }
    }

    @Override
    public boolean isFull() {
        return wire.isFull();
    }

    @Override
    public void write(String frame) {
        wire.write(frame);
    }

    void close(short code, String why) {
        if (state == State.CLOSED) {
            return;
        }
        state = State.CLOSED;
        outbox.clear();
        LOG.debug("feed.close code={} {}", code, why);
        feed.onClosing(this, code);
        wire.close(code, why);
    }

    @Override
    public void onGone() {
        if (state != State.CLOSED) {
            state = State.CLOSED;
            outbox.clear();
        }
        feed.onGone(this);
    }

    /** What a client may say. */
    sealed interface ClientFrame {

        record Auth(String token, Map<CommunityId, Long> resume, Map<CommunityId, String> epochs)
                implements ClientFrame {}

        record Alive() implements ClientFrame {}

        /** The app has these notices; whether a human has seen them is another matter. */
        record Receipt(Set<UUID> notices) implements ClientFrame {}

        int MAX_RESUME_NODES = 256;
        int MAX_RECEIPTS = 100;

        static Optional<ClientFrame> parse(String text) {
            try {
                JsonObject json = new JsonObject(text);
                Object type = json.getValue("type");
                if ("alive".equals(type)) {
                    return Optional.of(new Alive());
                }
                if ("receipt".equals(type)) {
                    return receipt(json);
                }
                return "auth".equals(type) ? auth(json) : Optional.empty();
            } catch (DecodeException | ClassCastException | IllegalArgumentException notOurs) {
                return Optional.empty();
            }
        }

        private static Optional<ClientFrame> receipt(JsonObject json) {
            JsonArray named = json.getJsonArray("notices");
            if (named == null || named.isEmpty() || named.size() > MAX_RECEIPTS) {
                return Optional.empty();
            }
            Set<UUID> notices = new LinkedHashSet<>();
            named.forEach(id -> notices.add(UUID.fromString((String) id)));
            return Optional.of(new Receipt(notices));
        }

        private static Optional<ClientFrame> auth(JsonObject json) {
            Object token = json.getValue("token");
            JsonObject resume = json.getJsonObject("resume", new JsonObject());
            JsonObject epochs = json.getJsonObject("epochs", new JsonObject());
            if (!(token instanceof String text) || resume == null || resume.size() > MAX_RESUME_NODES) {
                return Optional.empty();
            }
            Map<CommunityId, Long> points = new LinkedHashMap<>();
            Map<CommunityId, String> named = new LinkedHashMap<>();
            for (String node : resume.fieldNames()) {
                if (!(resume.getValue(node) instanceof Integer || resume.getValue(node) instanceof Long)) {
                    return Optional.empty();
                }
                points.put(CommunityId.of(node), resume.getLong(node));
                @Nullable String epoch = epochs == null ? null : epochs.getString(node);
                if (epoch != null) {
                    named.put(CommunityId.of(node), epoch);
                }
            }
            return Optional.of(new Auth(text, points, named));
        }
    }
}
