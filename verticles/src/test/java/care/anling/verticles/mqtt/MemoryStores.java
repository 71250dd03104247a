package care.anling.verticles.mqtt;

import care.anling.core.common.DeviceId;
import care.anling.core.community.Community;
import care.anling.verticles.store.DownlinkStore;
import care.anling.verticles.store.RegistryStore;
import care.anling.verticles.store.SessionStore;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;

/** The three stores the door uses, in memory, with a switch that takes the database away. */
final class MemoryStores implements SessionStore, DownlinkStore, RegistryStore {

    final Map<String, Session> sessions = new LinkedHashMap<>();
    final Map<Long, Downlink> words = new ConcurrentSkipListMap<>();
    final List<Long> delivered = new ArrayList<>();
    private final List<Registered> devices = new ArrayList<>();
    private long lastWord;
    volatile boolean down;

    private <T> Future<T> answer(java.util.function.Supplier<T> value) {
        if (down) {
            return Future.failedFuture("database is down");
        }
        synchronized (this) {
            return Future.succeededFuture(value.get());
        }
    }

    @Override
    public Future<List<Session>> listLive(int limit) {
        return answer(() -> List.copyOf(sessions.values()));
    }

    @Override
    public Future<Void> save(Session session) {
        return answer(() -> {
            sessions.put(session.device() + "|" + session.clientId(), session);
            return null;
        });
    }

    @Override
    public Future<Void> delete(DeviceId device, String clientId) {
        return answer(() -> {
            sessions.remove(device + "|" + clientId);
            return null;
        });
    }

    @Override
    public Future<List<Downlink>> pending(DeviceId device, long afterId, int limit) {
        return answer(() -> words.values().stream()
                .filter(word -> word.device().equals(device) && word.id() > afterId)
                .filter(word -> word.expiresAt().isAfter(Instant.now()))
                .limit(limit)
                .toList());
    }

    @Override
    public Future<Void> delivered(DeviceId device, long id) {
        return answer(() -> {
            words.remove(id);
            delivered.add(id);
            return null;
        });
    }

    @Override
    public Future<Void> add(DeviceId device, String topicSuffix, byte[] payload, Instant expiresAt) {
        return answer(() -> {
            long id = ++lastWord;
            words.put(id, new Downlink(id, device, topicSuffix, payload, expiresAt));
            return null;
        });
    }

    /** Without looking for an older one: for many. */
    synchronized void quietly(Registered registered) {
        devices.add(registered);
    }

    synchronized void register(Registered registered) {
        devices.removeIf(it -> it.device().id().equals(registered.device().id()));
        devices.add(registered);
    }

    @Override
    public Future<Page> devicesSince(long version, int limit) {
        return answer(() -> new Page(List.copyOf(devices), version + 1, false));
    }

    @Override
    public Future<List<Community>> communities() {
        return answer(List::of);
    }
}
