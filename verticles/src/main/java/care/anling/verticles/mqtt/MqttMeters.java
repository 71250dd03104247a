package care.anling.verticles.mqtt;

import care.anling.core.device.Dialect;
import care.anling.core.device.Reason;
import care.anling.verticles.mqtt.codec.CodecReason;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;

/** What the device door counts. Labels are small closed sets; never a device, a topic or a client identifier. */
final class MqttMeters {

    private final MeterRegistry registry;
    private final AtomicInteger connections = new AtomicInteger();
    private final AtomicInteger sockets = new AtomicInteger();

    /** What became of one publish. */
    enum Outcome {
        DURABLE,
        IGNORED,
        REFUSED,
        OVERLOADED,
        NOT_COMMITTED,
        DUPLICATE_PACKET
    }

    MqttMeters(MeterRegistry registry) {
        this.registry = registry;
        Gauge.builder("anling_mqtt_connections", connections, AtomicInteger::get)
                .description("devices logged in on this node")
                .register(registry);
        Gauge.builder("anling_mqtt_sockets", sockets, AtomicInteger::get)
                .description("open sockets on the device ports, logged in or not")
                .register(registry);
    }

    void connected() {
        count("anling_mqtt_connects", "outcome", "accepted");
        connections.incrementAndGet();
    }

    void refused(RefusalCause cause) {
        count("anling_mqtt_connects", "outcome", cause.label());
    }

    void disconnected(DisconnectCause cause) {
        connections.decrementAndGet();
        count("anling_mqtt_disconnects", "cause", cause.label());
    }

    int socketOpened() {
        return sockets.incrementAndGet();
    }

    void socketClosed() {
        sockets.decrementAndGet();
    }

    /** A socket that never became a connection. */
    void turnedAway(String cause) {
        count("anling_mqtt_turned_away", "cause", cause);
    }

    void publish(String kind, Outcome outcome) {
        Counter.builder("anling_mqtt_publishes")
                .tag("kind", kind)
                .tag("outcome", outcome.name().toLowerCase(Locale.ROOT))
                .register(registry)
                .increment();
    }

    void leftOut(Dialect dialect, CodecReason reason) {
        leftOut(dialect, reason.label());
    }

    void leftOut(Dialect dialect, String reason) {
        Counter.builder("anling_mqtt_left_out")
                .description("publishes, or parts of them, that were not taken, and why")
                .tag("dialect", dialect.wire())
                .tag("reason", reason)
                .register(registry)
                .increment();
    }

    /** An emergency taken although something about it is wrong. */
    void heardAnyway(Reason flag) {
        count("anling_mqtt_heard_anyway", "reason", flag.name().toLowerCase(Locale.ROOT));
    }

    void subscription(String outcome) {
        count("anling_mqtt_subscriptions", "outcome", outcome);
    }

    void downlink(String outcome) {
        count("anling_mqtt_downlinks", "outcome", outcome);
    }

    /** Packets our handlers never saw because the library threw: counted instead of traced. */
    void packetFailure() {
        registry.counter("anling_mqtt_packet_failures").increment();
    }

    private void count(String name, String label, String value) {
        registry.counter(name, label, value).increment();
    }
}
