package care.anling.verticles.store;

import care.anling.core.common.DeviceId;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** MQTT sessions in memory. */
public final class FakeSessionStore implements SessionStore {

    private record Name(DeviceId device, String clientId) {}

    private static final Duration MAX_EXPIRY = Duration.ofDays(365);

    private final Map<Name, Session> sessions = new HashMap<>();
    private final FakeDatabase database;
    private final DatabaseWire wire;

    public FakeSessionStore(FakeDatabase database) {
        this(database, database.wire());
    }

    /** One node's. */
    public FakeSessionStore(FakeDatabase database, DatabaseWire wire) {
        this.database = database;
        this.wire = wire;
    }

    @Override
    public Future<List<Session>> listLive(int limit) {
        return database.statement(wire, "sessions.listLive", tables -> {
            Instant now = database.now();
            return sessions.values().stream()
                    .filter(session ->
                            session.lastSeenAt().plus(session.expiresAfter()).isAfter(now))
                    .sorted(Comparator.comparing(Session::lastSeenAt).reversed())
                    .limit(limit)
                    .toList();
        });
    }

    @Override
    public Future<Void> save(Session session) {
        return database.statement(wire, "sessions.save", tables -> {
            Duration expiry = session.expiresAfter().compareTo(MAX_EXPIRY) > 0 ? MAX_EXPIRY : session.expiresAfter();
            Session kept = new Session(
                    session.device(),
                    session.clientId(),
                    session.incarnation(),
                    Map.copyOf(session.subscriptions()),
                    expiry,
                    session.lastSeenAt());
            sessions.merge(
                    new Name(session.device(), session.clientId()),
                    kept,
                    (before, now) -> before.lastSeenAt().isAfter(now.lastSeenAt()) ? before : now);
            return null;
        });
    }

    @Override
    public Future<Void> delete(DeviceId device, String clientId) {
        return database.statement(wire, "sessions.delete", tables -> {
            sessions.remove(new Name(device, clientId));
            return null;
        });
    }
}
