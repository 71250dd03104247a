package care.anling.verticles.mqtt;

import care.anling.verticles.mqtt.codec.NativeCodec;
import care.anling.verticles.store.DownlinkStore;
import care.anling.verticles.store.DownlinkStore.Downlink;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Words to one connected device: read from the store in order, a few in flight, each forgotten when acknowledged. What is
 * not acknowledged stays in the store and goes out again on the next connection, as a duplicate if the session goes on.
 * Made when a device first subscribes. Event loop only.
 */
final class Downlinks {

    /** Fixed header, topic length, packet identifier, properties: an upper bound for small messages. */
    private static final int PACKET_OVERHEAD_BYTES = 32;

    private final DownlinkStore store;
    private final MqttSession session;
    private final ClientEndpoint endpoint;
    private final InstantSource clock;
    private final Doings doings;
    private final Loop loop;
    private final int window;
    private final long packetBytes;

    private long readUpTo;
    /** Sent on this connection and not yet forgotten by the store. */
    private final Set<Long> underway = new HashSet<>(4);

    private boolean reading;
    private boolean again;
    private boolean ended;

    /** What is told to the outside. */
    record Doings(MqttMeters meters, QuietLog log, Loop loop) {}

    /** @param window words in flight, at most what the client takes */
    Downlinks(
            DownlinkStore store,
            MqttSession session,
            ClientEndpoint endpoint,
            InstantSource clock,
            Doings doings,
            int window,
            long packetBytes) {
        this.store = store;
        this.session = session;
        this.endpoint = endpoint;
        this.clock = clock;
        this.doings = doings;
        this.loop = doings.loop();
        this.window = window;
        this.packetBytes = packetBytes;
    }

    /**
     * Something new waits, or a subscription now wants what was passed over. From the beginning, because rows become
     * visible in the order of commits, not of their ids; what is on its way is not sent again.
     */
    void restart() {
        if (reading) {
            again = true;
        } else {
            readUpTo = 0;
            pump();
        }
    }

    /** A place in the window may be free. */
    void pump() {
        if (ended || reading || underway.size() >= window) {
            return;
        }
        reading = true;
        int limit = window + underway.size();
        loop.here(store.pending(session.key().device(), readUpTo, limit)).onComplete(read -> {
            reading = false;
            if (read.failed()) {
                doings.log().warn("downlinks_not_read", read.cause());
            } else {
                send(read.result());
            }
            if (again) {
                again = false;
                restart();
            } else if (read.succeeded() && read.result().size() == limit) {
                pump();
            }
        });
    }

    private void send(List<Downlink> words) {
        for (Downlink word : words) {
            if (ended || underway.size() >= window) {
                return;
            }
            readUpTo = word.id();
            if (!underway.contains(word.id())) {
                send(word);
            }
        }
    }

    private void send(Downlink word) {
        String topic = NativeCodec.ROOT + word.device() + "/" + word.topicSuffix();
        OptionalInt qos = subscribedQos(topic);
        Instant now = clock.instant();
        boolean fits = topic.length() + word.payload().length + PACKET_OVERHEAD_BYTES <= packetBytes;
        if (qos.isEmpty() || !fits || word.expiresAt().isBefore(now)) {
            doings.meters().downlink(qos.isEmpty() ? "not_subscribed" : fits ? "expired" : "too_large");
            return;
        }
        underway.add(word.id());
        MqttProperties properties = ClientEndpoint.expiring(Duration.between(now, word.expiresAt()));
        if (qos.getAsInt() == 0) {
            endpoint.publishOnce(topic, word.payload(), properties)
                    .compose(written -> delivered(word.id()))
                    .onFailure(failure -> doings.meters().downlink("lost"));
            return;
        }
        boolean dup = session.sentAs(word.id()).isPresent();
        int packetId = session.sentAs(word.id()).orElseGet(() -> session.send(word.id()));
        doings.meters().downlink(dup ? "sent_again" : "sent");
        endpoint.publishUntilAcknowledged(topic, word.payload(), packetId, dup, properties)
                .onFailure(gone -> doings.meters().downlink("client_gone"));
    }

    private OptionalInt subscribedQos(String topic) {
        return session.subscriptions().entrySet().stream()
                .filter(entry -> TopicFilters.matches(entry.getKey(), topic))
                .mapToInt(java.util.Map.Entry::getValue)
                .max();
    }

    void onAcknowledged(int packetId) {
        session.acknowledged(packetId)
                .ifPresent(word ->
                        delivered(word).onFailure(failure -> doings.log().warn("downlink_ack_not_stored", failure)));
    }

    /** Its place in the window is free once the store has forgotten it: until then a rescan would find it again. */
    private Future<Void> delivered(long word) {
        doings.meters().downlink("delivered");
        return loop.here(store.delivered(session.key().device(), word)).onComplete(forgotten -> {
            underway.remove(word);
            pump();
        });
    }

    void end() {
        ended = true;
    }
}
