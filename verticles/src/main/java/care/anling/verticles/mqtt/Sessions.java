package care.anling.verticles.mqtt;

import care.anling.verticles.store.SessionStore;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * All durable sessions, in memory so that CONNACK's session-present is true and immediate, and in the store so that it
 * stays true after a restart: a client told "no session" throws its unacknowledged SOS away. Event loop only.
 */
final class Sessions {

    private static final int MOST_SESSIONS = 1_000_000;
    private static final Duration TOUCH_LEAST = Duration.ofMinutes(5);
    private static final Duration TOUCH_MOST = Duration.ofHours(1);

    private final SessionStore store;
    private final Supplier<UUID> incarnations;
    private final QuietLog log;
    private final Loop loop;
    private final Map<MqttSession.Key, MqttSession> all = new HashMap<>();
    /** Their last write failed; tried again by {@link #retry}. */
    private final Set<MqttSession.Key> unsaved = new LinkedHashSet<>();

    /** @param present what CONNACK says */
    record Opened(MqttSession session, boolean present) {}

    Sessions(SessionStore store, Supplier<UUID> incarnations, QuietLog log, Loop loop) {
        this.loop = loop;
        this.store = store;
        this.incarnations = incarnations;
        this.log = log;
    }

    Future<Void> load() {
        return loop.here(store.listLive(MOST_SESSIONS))
                .onSuccess(sessions -> sessions.forEach(this::put))
                .mapEmpty();
    }

    private void put(SessionStore.Session stored) {
        MqttSession.Key key = new MqttSession.Key(stored.device(), stored.clientId());
        all.put(
                key,
                new MqttSession(
                        key,
                        stored.incarnation(),
                        Map.copyOf(stored.subscriptions()),
                        stored.expiresAfter(),
                        stored.lastSeenAt()));
    }

    /** The session of this CONNECT: the one that was, unless it has expired or the client wants a clean start. */
    Opened open(MqttSession.Key key, boolean cleanStart, Duration expiry, Instant now) {
        MqttSession known = all.get(key);
        if (known != null && !cleanStart && !known.expiredAt(now)) {
            known.expireAfter(expiry);
            known.seen(now);
            keep(known);
            return new Opened(known, true);
        }
        MqttSession fresh = new MqttSession(key, incarnations.get(), Map.of(), expiry, now);
        if (known != null) {
            fresh.saving(known.saved());
            all.remove(key);
            if (!fresh.durable()) {
                drop(fresh);
            }
        }
        keep(fresh);
        return new Opened(fresh, false);
    }

    private void keep(MqttSession session) {
        if (session.durable()) {
            all.put(session.key(), session);
            save(session).onFailure(failure -> {});
        } else if (all.remove(session.key(), session)) {
            drop(session);
        }
    }

    /** Durable when it completes; at once for a session that ends with its connection. */
    Future<Void> save(MqttSession session) {
        if (!session.durable()) {
            return Future.succeededFuture();
        }
        return chain(session, () -> store.save(session.snapshot()));
    }

    /** The connection ended. */
    void leave(MqttSession session, Instant now) {
        session.seen(now);
        if (session.durable()) {
            save(session).onFailure(failure -> {});
        } else if (all.remove(session.key(), session)) {
            drop(session);
        }
    }

    private void drop(MqttSession session) {
        unsaved.remove(session.key());
        chain(session, () -> store.delete(session.key().device(), session.key().clientId()))
                .onFailure(failure -> {});
    }

    private Future<Void> chain(MqttSession session, Supplier<Future<Void>> write) {
        Future<Void> done = session.saved().transform(before -> loop.here(write.get()));
        session.saving(done);
        return done.onComplete(written -> {
            if (written.succeeded()) {
                unsaved.remove(session.key());
            } else {
                log.warn("session_not_saved", written.cause());
                if (all.get(session.key()) == session) {
                    unsaved.add(session.key());
                }
            }
            if (session.saved() == done) {
                session.saving(Future.succeededFuture());
            }
        });
    }

    /** Writes again what could not be written; called now and then. */
    void retry() {
        Set<MqttSession.Key> again = Set.copyOf(unsaved);
        unsaved.clear();
        for (MqttSession.Key key : again) {
            Optional.ofNullable(all.get(key)).ifPresent(session -> save(session).onFailure(failure -> {}));
        }
    }

    /** Its connection still stands: its expiry counts from the end of that, also if the end is ours and sudden. */
    void touch(MqttSession session, Instant now) {
        Duration quarter = session.expiry().dividedBy(4);
        Duration wait = quarter.compareTo(TOUCH_LEAST) < 0
                ? TOUCH_LEAST
                : quarter.compareTo(TOUCH_MOST) > 0 ? TOUCH_MOST : quarter;
        if (session.durable() && session.lastSeenAt().plus(wait).isBefore(now)) {
            session.seen(now);
            save(session).onFailure(failure -> {});
        }
    }

    /** Forgets what has expired. @param live whether a session has a connection now */
    void expire(Instant now, Predicate<MqttSession.Key> live) {
        Iterator<MqttSession> each = all.values().iterator();
        while (each.hasNext()) {
            MqttSession session = each.next();
            if (session.expiredAt(now) && !live.test(session.key())) {
                each.remove();
                drop(session);
            }
        }
    }

    int size() {
        return all.size();
    }
}
