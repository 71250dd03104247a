package care.anling.fleet;

import io.netty.handler.codec.mqtt.MqttQoS;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.mqtt.MqttClient;
import io.vertx.mqtt.MqttClientOptions;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One MQTT 3.1.1 login of a device or gateway, over as many connections as it takes: persistent session, keep-alive,
 * reconnect with back-off, and whatever is urgent sent again until its PUBACK.
 *
 * <p>Any thread may call; everything happens on one event loop.
 */
public final class MqttLink {

    private static final Logger LOG = LoggerFactory.getLogger(MqttLink.class);
    private static final int KEEP_ALIVE_SECONDS = 60;
    private static final int MAX_UNACKNOWLEDGED = 100;
    private static final int DEFAULT_PORT = 1883;

    /** @param id the device's id, which is also the user name */
    public record Login(String id, String secret, String clientId) {
        @Override
        public String toString() {
            return "Login[" + id + "]";
        }
    }

    private static final class Waiting {
        final Utterance utterance;
        final Promise<Duration> acknowledged = Promise.promise();
        final long since = System.nanoTime();
        int sent;

        Waiting(Utterance utterance) {
            this.utterance = utterance;
        }

        Duration age() {
            return Duration.ofNanos(System.nanoTime() - since);
        }
    }

    private final Vertx vertx;
    private final Context context;
    private final URI broker;
    private final Login login;
    private final Backoff backoff;
    private final Counts counts;
    private final Set<Waiting> unacknowledged = new LinkedHashSet<>();
    private final Map<Integer, Waiting> byPacket = new HashMap<>();
    private final Set<Integer> earlyAcks = new HashSet<>();
    private List<String> filters = List.of();
    private BiConsumer<String, Buffer> onDownlink = (topic, payload) -> {};
    private @Nullable MqttClient client;
    private boolean connected;
    private boolean closing;

    public MqttLink(Vertx vertx, URI broker, Login login, Counts counts) {
        this.vertx = vertx;
        this.context = vertx.getOrCreateContext();
        this.broker = broker;
        this.login = login;
        this.counts = counts;
        this.backoff = new Backoff(new Random(login.clientId().hashCode()));
    }

    /** What to listen to; before {@link #connect}. */
    public void listen(List<String> topicFilters, BiConsumer<String, Buffer> listener) {
        this.filters = List.copyOf(topicFilters);
        this.onDownlink = listener;
    }

    /** Completes with the first CONNACK, fails when the first attempt does; it goes on trying until closed all the same. */
    public Future<Void> connect() {
        return onLoop(() -> open().onFailure(failure -> reopenLater()));
    }

    /**
     * Completes with the time until the PUBACK, resends included; at QoS 0 with the time until written. What is not
     * urgent fails when there is no connection.
     */
    public Future<Duration> publish(Utterance utterance) {
        return onLoop(() -> {
            if (!connected && !utterance.urgent()) {
                return Future.failedFuture("not connected");
            }
            if (unacknowledged.size() >= MAX_UNACKNOWLEDGED) {
                return Future.failedFuture("more than " + MAX_UNACKNOWLEDGED + " unacknowledged");
            }
            Waiting waiting = new Waiting(utterance);
            unacknowledged.add(waiting);
            if (connected) {
                send(waiting);
            }
            return waiting.acknowledged.future();
        });
    }

    /** Ends the connection for good; the session stays with the server. */
    public Future<Void> close() {
        return onLoop(() -> {
            closing = true;
            failAll(true);
            MqttClient open = client;
            return open == null ? Future.succeededFuture() : open.disconnect();
        });
    }

    private <T> Future<T> onLoop(java.util.function.Supplier<Future<T>> step) {
        Promise<T> done = Promise.promise();
        context.runOnContext(ignored -> step.get().onComplete(done));
        return done.future();
    }

    private Future<Void> open() {
        MqttClient fresh = MqttClient.create(vertx, options());
        client = fresh;
        fresh.publishCompletionHandler(this::acknowledge);
        fresh.publishHandler(message -> onDownlink.accept(message.topicName(), message.payload()));
        fresh.closeHandler(ignored -> lost(fresh));
        int port = broker.getPort() < 0 ? DEFAULT_PORT : broker.getPort();
        return fresh.connect(port, broker.getHost()).<Void>map(connack -> {
            up(fresh);
            return null;
        });
    }

    private MqttClientOptions options() {
        MqttClientOptions options = new MqttClientOptions()
                .setClientId(login.clientId())
                .setUsername(login.id())
                .setPassword(login.secret())
                .setCleanSession(false)
                .setAutoKeepAlive(true)
                .setKeepAliveInterval(KEEP_ALIVE_SECONDS)
                .setMaxInflightQueue(MAX_UNACKNOWLEDGED + 1);
        options.setReconnectAttempts(0);
        return options;
    }

    private void up(MqttClient fresh) {
        connected = true;
        counts.connects.increment();
        backoff.reset();
        byPacket.clear();
        earlyAcks.clear();
        for (String filter : filters) {
            fresh.subscribe(filter, 1)
                    .onFailure(failure -> LOG.warn("fleet.subscribe_failed device={}", login.id(), failure));
        }
        List.copyOf(unacknowledged).forEach(this::send);
    }

    private void send(Waiting waiting) {
        MqttClient open = client;
        if (open == null) {
            return;
        }
        Utterance said = waiting.utterance;
        boolean again = waiting.sent++ > 0;
        if (again) {
            counts.resent.increment();
        }
        open.publish(said.topic(), said.payload(), MqttQoS.valueOf(said.qos()), again && said.qos() > 0, false)
                .onSuccess(packet -> written(waiting, packet))
                .onFailure(failure -> LOG.debug("fleet.write_failed device={}", login.id(), failure));
    }

    private void written(Waiting waiting, int packet) {
        if (waiting.utterance.qos() == 0) {
            settle(waiting);
        } else if (earlyAcks.remove(packet)) {
            // The PUBACK was faster than the news that our own bytes had left.
            settle(waiting);
        } else {
            byPacket.put(packet, waiting);
        }
    }

    private void acknowledge(int packet) {
        Waiting waiting = byPacket.remove(packet);
        if (waiting == null) {
            earlyAcks.add(packet);
        } else {
            settle(waiting);
        }
    }

    private void settle(Waiting waiting) {
        if (unacknowledged.remove(waiting)) {
            counts.published.increment();
            waiting.acknowledged.complete(waiting.age());
        }
    }

    private void lost(MqttClient which) {
        if (which != client) {
            return;
        }
        connected = false;
        client = null;
        failAll(false);
        if (!closing) {
            counts.losses.increment();
            reopenLater();
        }
    }

    private void reopenLater() {
        vertx.setTimer(backoff.nextMillis(), ignored -> {
            if (!closing) {
                open().onFailure(failure -> {
                    LOG.debug("fleet.reconnect_failed device={} {}", login.id(), failure.getMessage());
                    reopenLater();
                });
            }
        });
    }

    private void failAll(boolean urgentToo) {
        for (Waiting waiting : List.copyOf(unacknowledged)) {
            if (urgentToo || !waiting.utterance.urgent()) {
                unacknowledged.remove(waiting);
                waiting.acknowledged.fail("connection lost");
            }
        }
    }
}
