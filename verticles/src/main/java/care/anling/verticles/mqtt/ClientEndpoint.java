package care.anling.verticles.mqtt;

import care.anling.verticles.mqtt.PacketEvents.Filter;
import care.anling.verticles.tls.TakenBack;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttProperties.IntegerProperty;
import io.netty.handler.codec.mqtt.MqttProperties.MqttProperty;
import io.netty.handler.codec.mqtt.MqttProperties.StringProperty;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.mqtt.MqttAuth;
import io.vertx.mqtt.MqttEndpoint;
import io.vertx.mqtt.MqttTopicSubscription;
import io.vertx.mqtt.MqttWill;
import io.vertx.mqtt.messages.MqttDisconnectMessage;
import io.vertx.mqtt.messages.MqttPublishMessage;
import io.vertx.mqtt.messages.MqttSubscribeMessage;
import io.vertx.mqtt.messages.MqttUnsubscribeMessage;
import io.vertx.mqtt.messages.codes.MqttDisconnectReasonCode;
import io.vertx.mqtt.messages.codes.MqttSubAckReasonCode;
import io.vertx.mqtt.messages.codes.MqttUnsubAckReasonCode;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/**
 * The only class that touches a {@link MqttEndpoint}. It turns packets into {@link PacketEvents}, carries out
 * {@link Answer}s, and knows that the library throws once a client is gone, swallows what handlers throw, and drops the
 * write futures of acknowledgements. Runs on its connection's event loop only.
 */
final class ClientEndpoint {

    private static final int VERSION_5 = 5;
    private static final int DEFAULT_RECEIVE_MAXIMUM = 65_535;
    private static final long NEVER_EXPIRES = 0xFFFF_FFFFL;

    private final MqttEndpoint endpoint;
    private boolean gone;

    ClientEndpoint(MqttEndpoint endpoint) {
        this.endpoint = endpoint;
    }

    Hello hello() {
        boolean version5 = version5();
        MqttProperties properties = endpoint.connectProperties();
        long receiveMaximum =
                unsigned(properties, MqttProperties.RECEIVE_MAXIMUM).orElse((long) DEFAULT_RECEIVE_MAXIMUM);
        return new Hello(
                version5,
                Optional.ofNullable(endpoint.clientIdentifier()),
                login(endpoint.auth()),
                certificateName(),
                endpoint.isCleanSession(),
                Duration.ofSeconds(endpoint.keepAliveTimeSeconds()),
                version5 ? expiry(properties).orElse(Duration.ZERO) : expiryOfVersion3(),
                (int) Math.max(1, receiveMaximum),
                unsigned(properties, MqttProperties.MAXIMUM_PACKET_SIZE).orElse(Long.MAX_VALUE),
                will(endpoint.will()));
    }

    boolean version5() {
        return endpoint.protocolVersion() >= VERSION_5;
    }

    void refuse(RefusalCause cause) {
        quietly(() -> endpoint.reject(cause.code(version5())));
    }

    /** CONNACK. Everything else goes out after it, in the same call in which CONNECT came in. */
    void accept(boolean sessionPresent, MqttProperties properties) {
        quietly(() -> endpoint.accept(sessionPresent, version5() ? properties : MqttProperties.NO_PROPERTIES));
    }

    /** Before {@link #accept}: packets in CONNECT's own TCP segment follow immediately. */
    void listen(PacketEvents events) {
        quietly(() -> {
            endpoint.publishAutoAck(false);
            endpoint.publishHandler(packet -> act(events, () -> events.onPublish(publish(packet))));
            endpoint.publishReleaseHandler(id -> act(events, () -> events.onPublishRelease(id)));
            endpoint.publishAcknowledgeHandler(id -> act(events, () -> events.onPublishAcknowledge(id)));
            endpoint.subscribeHandler(packet -> act(events, () -> subscribe(events, packet)));
            endpoint.unsubscribeHandler(packet -> act(events, () -> unsubscribe(events, packet)));
            endpoint.pingHandler(ping -> act(events, events::onPing));
            endpoint.disconnectMessageHandler(packet -> act(events, () -> disconnect(events, packet)));
            endpoint.exceptionHandler(failure -> act(events, () -> events.onFailure(failure)));
            endpoint.closeHandler(closed -> {
                gone = true;
                events.onClosed();
            });
        });
    }

    /** A handler that throws must not leave the device waiting for an acknowledgement that never comes. */
    private void act(PacketEvents events, Supplier<Answer> event) {
        Answer answer;
        try {
            answer = event.get();
        } catch (RuntimeException | StackOverflowError failure) {
            answer = events.onFailure(new HandlerFailure(failure));
        }
        perform(answer);
    }

    /** What our own code threw, told apart from what the network did. */
    static final class HandlerFailure extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final Throwable thrown;

        HandlerFailure(Throwable thrown) {
            super("a packet handler failed", thrown, false, false);
            this.thrown = thrown;
        }

        Throwable thrown() {
            return thrown;
        }
    }

    void perform(Answer answer) {
        if (gone) {
            return;
        }
        if (answer instanceof Answer.Several several) {
            several.answers().forEach(this::perform);
        } else if (answer instanceof Answer.PubAck ack) {
            quietly(() -> endpoint.publishAcknowledge(ack.packetId(), ack.code(), MqttProperties.NO_PROPERTIES));
        } else if (answer instanceof Answer.PubRec rec) {
            quietly(() -> endpoint.publishReceived(rec.packetId()));
        } else if (answer instanceof Answer.PubComp comp) {
            quietly(() -> endpoint.publishComplete(comp.packetId()));
        } else if (answer instanceof Answer.SubAck ack) {
            quietly(() -> acknowledge(ack));
        } else if (answer instanceof Answer.UnsubAck ack) {
            quietly(() -> acknowledge(ack));
        } else if (answer instanceof Answer.Close close) {
            close(close.cause());
        }
    }

    private void acknowledge(Answer.SubAck ack) {
        if (version5()) {
            List<MqttSubAckReasonCode> codes =
                    ack.codes().stream().map(ClientEndpoint::subAckCode).toList();
            endpoint.subscribeAcknowledge(ack.packetId(), codes, MqttProperties.NO_PROPERTIES);
        } else {
            List<MqttQoS> granted =
                    ack.codes().stream().map(ClientEndpoint::version3Code).toList();
            endpoint.subscribeAcknowledge(ack.packetId(), granted);
        }
    }

    private static MqttQoS version3Code(int code) {
        return code < MqttQoS.FAILURE.value() ? MqttQoS.valueOf(code) : MqttQoS.FAILURE;
    }

    private static MqttSubAckReasonCode subAckCode(int code) {
        for (MqttSubAckReasonCode known : MqttSubAckReasonCode.values()) {
            if ((known.value() & 0xFF) == code) {
                return known;
            }
        }
        return MqttSubAckReasonCode.UNSPECIFIED_ERROR;
    }

    private void acknowledge(Answer.UnsubAck ack) {
        List<MqttUnsubAckReasonCode> codes = ack.existed().stream()
                .map(existed ->
                        existed ? MqttUnsubAckReasonCode.SUCCESS : MqttUnsubAckReasonCode.NO_SUBSCRIPTION_EXISTED)
                .toList();
        endpoint.unsubscribeAcknowledge(ack.packetId(), version5() ? codes : List.of(), MqttProperties.NO_PROPERTIES);
    }

    /** At QoS 0. @return completes when written to the socket; fails when the client is gone. */
    Future<Void> publishOnce(String topic, byte[] payload, MqttProperties properties) {
        return written(() -> endpoint.publish(
                topic, Buffer.buffer(payload), MqttQoS.AT_MOST_ONCE, false, false, 0, known(properties)));
    }

    /** At QoS 1, {@code dup} when it was sent before. @return as for {@link #publishOnce}. */
    Future<Void> publishUntilAcknowledged(
            String topic, byte[] payload, int packetId, boolean dup, MqttProperties properties) {
        return written(() -> endpoint.publish(
                topic, Buffer.buffer(payload), MqttQoS.AT_LEAST_ONCE, dup, false, packetId, known(properties)));
    }

    private MqttProperties known(MqttProperties properties) {
        return version5() ? properties : MqttProperties.NO_PROPERTIES;
    }

    private Future<Void> written(Supplier<Future<Integer>> publish) {
        if (gone) {
            return Future.failedFuture("client gone");
        }
        try {
            return publish.get().mapEmpty();
        } catch (IllegalArgumentException | IllegalStateException clientGone) {
            return Future.failedFuture(clientGone);
        }
    }

    private void close(DisconnectCause cause) {
        if (cause == DisconnectCause.CLIENT_DISCONNECTED || cause == DisconnectCause.CLIENT_DISCONNECTED_WITH_WILL) {
            // The library closes after its own handler of DISCONNECT, and throws if somebody was faster.
            return;
        }
        quietly(() -> {
            if (version5() && endpoint.isConnected() && cause.code() != MqttDisconnectReasonCode.NORMAL) {
                endpoint.disconnect(cause.code(), MqttProperties.NO_PROPERTIES);
            } else {
                endpoint.close();
            }
        });
    }

    /** Every call into the library may find the client gone; its close event follows or has been. */
    private void quietly(Runnable call) {
        try {
            call.run();
        } catch (IllegalArgumentException | IllegalStateException clientGone) {
            gone = true;
        }
    }

    private static Publish publish(MqttPublishMessage packet) {
        return new Publish(
                packet.messageId(),
                packet.qosLevel().value(),
                packet.isDup(),
                packet.topicName() == null ? "" : packet.topicName(),
                packet.payload().getBytes());
    }

    private static Answer subscribe(PacketEvents events, MqttSubscribeMessage packet) {
        List<Filter> filters = new ArrayList<>(packet.topicSubscriptions().size());
        for (MqttTopicSubscription asked : packet.topicSubscriptions()) {
            filters.add(new Filter(asked.topicName(), asked.qualityOfService().value()));
        }
        return events.onSubscribe(packet.messageId(), filters);
    }

    private static Answer unsubscribe(PacketEvents events, MqttUnsubscribeMessage packet) {
        return events.onUnsubscribe(packet.messageId(), packet.topics());
    }

    private static Answer disconnect(PacketEvents events, MqttDisconnectMessage packet) {
        boolean withWill = packet.code() == MqttDisconnectReasonCode.WITH_WILL_MESSAGE;
        return events.onDisconnect(withWill, expiry(packet.properties()));
    }

    private static Optional<Hello.Login> login(@Nullable MqttAuth auth) {
        return auth == null || auth.getUsername() == null || auth.getPassword() == null
                ? Optional.empty()
                : Optional.of(new Hello.Login(auth.getUsername(), auth.getPassword()));
    }

    private static Optional<Hello.Will> will(@Nullable MqttWill will) {
        if (will == null || !will.isWillFlag() || will.getWillTopic() == null) {
            return Optional.empty();
        }
        byte[] payload = will.getWillMessageBytes() == null ? new byte[0] : will.getWillMessageBytes();
        Duration delay = Optional.ofNullable(will.getWillProperties())
                .flatMap(properties -> unsigned(properties, MqttProperties.WILL_DELAY_INTERVAL))
                .map(Duration::ofSeconds)
                .orElse(Duration.ZERO);
        return Optional.of(new Hello.Will(will.getWillTopic(), payload, delay));
    }

    private Duration expiryOfVersion3() {
        return endpoint.isCleanSession() ? Duration.ZERO : Duration.ofSeconds(NEVER_EXPIRES);
    }

    private static Optional<Duration> expiry(@Nullable MqttProperties properties) {
        return properties == null
                ? Optional.empty()
                : unsigned(properties, MqttProperties.SESSION_EXPIRY_INTERVAL).map(Duration::ofSeconds);
    }

    private static Optional<Long> unsigned(MqttProperties properties, int id) {
        MqttProperty<?> property = properties.getProperty(id);
        return property instanceof IntegerProperty number
                ? Optional.of(Integer.toUnsignedLong(number.value()))
                : Optional.empty();
    }

    /** Whether it came with a certificate that was taken back. */
    boolean showed(TakenBack takenBack) {
        return certificate().filter(takenBack::holds).isPresent();
    }

    private Optional<X509Certificate> certificate() {
        try {
            SSLSession session = endpoint.sslSession();
            return session == null ? Optional.empty() : Optional.of((X509Certificate) session.getPeerCertificates()[0]);
        } catch (SSLPeerUnverifiedException | ClassCastException noCertificate) {
            return Optional.empty();
        } catch (IllegalArgumentException | IllegalStateException clientGone) {
            // One that is closing is asked nothing any more, and keeps nobody else connected.
            return Optional.empty();
        }
    }

    private Optional<String> certificateName() {
        return certificate().flatMap(ClientEndpoint::name);
    }

    private static Optional<String> name(X509Certificate certificate) {
        try {
            String subject = certificate.getSubjectX500Principal().getName();
            for (Rdn part : new LdapName(subject).getRdns()) {
                if (part.getType().equalsIgnoreCase("CN")) {
                    return Optional.of(part.getValue().toString());
                }
            }
            return Optional.empty();
        } catch (InvalidNameException noName) {
            return Optional.empty();
        }
    }

    /** The CONNACK properties of one welcome. */
    static MqttProperties welcome(Greeting.Welcome welcome, MqttConfig.Limits limits) {
        MqttProperties properties = new MqttProperties();
        properties.add(new IntegerProperty(MqttProperties.RECEIVE_MAXIMUM, limits.receiveMaximum()));
        properties.add(new IntegerProperty(MqttProperties.MAXIMUM_QOS, 1));
        properties.add(new IntegerProperty(MqttProperties.MAXIMUM_PACKET_SIZE, limits.packetBytes()));
        properties.add(new IntegerProperty(MqttProperties.SUBSCRIPTION_IDENTIFIER_AVAILABLE, 0));
        properties.add(new IntegerProperty(MqttProperties.SHARED_SUBSCRIPTION_AVAILABLE, 0));
        properties.add(new IntegerProperty(MqttProperties.SESSION_EXPIRY_INTERVAL, (int)
                Math.min(NEVER_EXPIRES, welcome.sessionExpiry().toSeconds())));
        welcome.serverKeepAlive()
                .ifPresent(keepAlive -> properties.add(
                        new IntegerProperty(MqttProperties.SERVER_KEEP_ALIVE, (int) keepAlive.toSeconds())));
        if (welcome.assigned()) {
            properties.add(new StringProperty(MqttProperties.ASSIGNED_CLIENT_IDENTIFIER, welcome.clientId()));
        }
        return properties;
    }

    /** A message a client should not show once it is stale. */
    static MqttProperties expiring(Duration left) {
        MqttProperties properties = new MqttProperties();
        properties.add(new IntegerProperty(MqttProperties.PUBLICATION_EXPIRY_INTERVAL, (int)
                Math.max(1, Math.min(Integer.MAX_VALUE, left.toSeconds()))));
        return properties;
    }
}
