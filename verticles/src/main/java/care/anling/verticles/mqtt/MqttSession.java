package care.anling.verticles.mqtt;

import care.anling.core.common.DeviceId;
import care.anling.verticles.store.SessionStore;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * One MQTT session: what outlives a connection. Subscriptions and expiry are durable; packet identifiers in flight live
 * in memory, because after a restart the store and the signal keys recognise what comes twice. Event loop only.
 */
final class MqttSession {

    private static final int PACKET_IDS = 65_535;
    private static final int MOST_IN_FLIGHT = 256;

    private final Key key;
    private final UUID incarnation;
    private Map<String, Integer> subscriptions;
    private Duration expiry;
    private Instant lastSeenAt;
    private Set<Integer> awaitingRelease = Set.of();
    /** Downlink id → packet identifier it was last sent with. */
    private Map<Long, Integer> inFlight = Map.of();

    private int lastPacketId;

    /** Writes of one session reach the store one after another. */
    private Future<Void> saved = Future.succeededFuture();

    record Key(DeviceId device, String clientId) {}

    MqttSession(Key key, UUID incarnation, Map<String, Integer> subscriptions, Duration expiry, Instant lastSeenAt) {
        this.key = key;
        this.incarnation = incarnation;
        this.subscriptions = subscriptions;
        this.expiry = expiry;
        this.lastSeenAt = lastSeenAt;
    }

    Key key() {
        return key;
    }

    UUID incarnation() {
        return incarnation;
    }

    /** Filter → granted QoS. */
    Map<String, Integer> subscriptions() {
        return subscriptions;
    }

    /** Copied on change: most sessions share the one empty map or hold one entry for months. */
    void subscribe(String filter, int qos) {
        Map<String, Integer> more = new LinkedHashMap<>(subscriptions);
        more.put(filter, qos);
        subscriptions = Map.copyOf(more);
    }

    boolean unsubscribe(String filter) {
        if (!subscriptions.containsKey(filter)) {
            return false;
        }
        Map<String, Integer> fewer = new LinkedHashMap<>(subscriptions);
        fewer.remove(filter);
        subscriptions = Map.copyOf(fewer);
        return true;
    }

    Duration expiry() {
        return expiry;
    }

    void expireAfter(Duration time) {
        expiry = time;
    }

    /** Whether it outlives its connection at all. */
    boolean durable() {
        return !expiry.isZero();
    }

    void seen(Instant at) {
        lastSeenAt = at;
    }

    Instant lastSeenAt() {
        return lastSeenAt;
    }

    boolean expiredAt(Instant now) {
        return lastSeenAt.plus(expiry).isBefore(now);
    }

    SessionStore.Session snapshot() {
        return new SessionStore.Session(key.device(), key.clientId(), incarnation, subscriptions, expiry, lastSeenAt);
    }

    Future<Void> saved() {
        return saved;
    }

    void saving(Future<Void> write) {
        saved = write;
    }

    // QoS 2 from the device: identifiers answered with PUBREC and not yet released.

    boolean awaitsRelease(int packetId) {
        return awaitingRelease.contains(packetId);
    }

    int awaitingRelease() {
        return awaitingRelease.size();
    }

    void awaitRelease(int packetId) {
        if (awaitingRelease.isEmpty()) {
            awaitingRelease = new HashSet<>(2);
        }
        awaitingRelease.add(packetId);
    }

    void release(int packetId) {
        if (awaitingRelease.contains(packetId)) {
            awaitingRelease.remove(packetId);
            if (awaitingRelease.isEmpty()) {
                awaitingRelease = Set.of();
            }
        }
    }

    // Words to the device: identifiers in flight.

    int inFlight() {
        return inFlight.size();
    }

    Optional<Integer> sentAs(long downlink) {
        return Optional.ofNullable(inFlight.get(downlink));
    }

    /** A packet identifier for this word, marked in flight. */
    int send(long downlink) {
        if (inFlight.isEmpty()) {
            inFlight = new LinkedHashMap<>(2);
        }
        // Words that ended while in flight are never acknowledged: the oldest make room.
        if (inFlight.size() >= MOST_IN_FLIGHT) {
            forget(inFlight.keySet().iterator().next());
        }
        do {
            lastPacketId = lastPacketId % PACKET_IDS + 1;
        } while (inFlight.containsValue(lastPacketId));
        inFlight.put(downlink, lastPacketId);
        return lastPacketId;
    }

    /** The device acknowledged this packet identifier: which word was it? */
    Optional<Long> acknowledged(int packetId) {
        for (Map.Entry<Long, Integer> entry : inFlight.entrySet()) {
            if (entry.getValue() == packetId) {
                Long downlink = entry.getKey();
                forget(downlink);
                return Optional.of(downlink);
            }
        }
        return Optional.empty();
    }

    void forget(long downlink) {
        if (inFlight.containsKey(downlink)) {
            inFlight.remove(downlink);
            if (inFlight.isEmpty()) {
                inFlight = Map.of();
            }
        }
    }
}
