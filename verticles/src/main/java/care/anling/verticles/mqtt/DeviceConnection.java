package care.anling.verticles.mqtt;

import care.anling.core.common.DeviceId;
import care.anling.core.device.Device;
import care.anling.verticles.mqtt.Handover.Done;
import care.anling.verticles.mqtt.Handover.Handed;
import care.anling.verticles.mqtt.Handover.NotTaken;
import care.anling.verticles.mqtt.Handover.Underway;
import care.anling.verticles.mqtt.Handover.Why;
import care.anling.verticles.mqtt.MqttMeters.Outcome;
import care.anling.verticles.mqtt.PendingAcks.Entry;
import care.anling.verticles.tls.TakenBack;
import io.netty.handler.codec.TooLongFrameException;
import io.vertx.core.AsyncResult;
import io.vertx.mqtt.messages.codes.MqttPubAckReasonCode;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One accepted connection of one device.
 *
 * <pre>
 *   CONNECT accepted        {@link #onDisconnect}, {@link #onFailure}, {@link #leave}, a broken rule        {@link #onClosed}
 *  ─────────────────▶ LIVE ─────────────────────────────────────────────────────────────────▶ CLOSING ─────────────▶ GONE
 *                      └──────────────────────────── the peer vanished: {@link #onClosed} ──────────────────────────▲
 * </pre>
 *
 * Only LIVE answers packets. Each {@code on…} returns what to send or why to close; the cause is named once, by whoever
 * closes first. A publish is acknowledged when it is durable, in order; one that cannot become durable closes the
 * connection, because only a reconnect makes the device send it again. Event loop only.
 */
final class DeviceConnection implements PacketEvents {

    private enum State {
        LIVE,
        CLOSING,
        GONE
    }

    private static final long CLOSING_MOST_NANOS = Duration.ofSeconds(10).toNanos();

    private final DoorServices services;
    private final ClientEndpoint endpoint;
    private final MqttSession session;
    private final UUID id;
    private final Hello hello;
    private final DeviceIndex.Credential credential;
    private final long silenceNanos;
    private final Consumer<DeviceConnection> ended;
    private final PendingAcks pending = new PendingAcks();

    private State state = State.LIVE;
    private @Nullable DisconnectCause cause;
    private @Nullable Downlinks downlinks;
    /** Too much is unacknowledged: only what came so far is answered, then we part. */
    private boolean full;

    private long heardNanos;

    /** Who a connection is of. */
    record Party(
            UUID connection, Hello hello, DeviceIndex.Credential credential, MqttSession session, Duration silence) {}

    /** @param ended called once, when everything is over */
    DeviceConnection(DoorServices services, ClientEndpoint endpoint, Party party, Consumer<DeviceConnection> ended) {
        this.services = services;
        this.endpoint = endpoint;
        this.session = party.session();
        this.id = party.connection();
        this.hello = party.hello();
        this.credential = party.credential();
        this.silenceNanos = party.silence().toNanos();
        this.ended = ended;
        this.heardNanos = services.nanoTime().getAsLong();
    }

    UUID id() {
        return id;
    }

    MqttSession session() {
        return session;
    }

    DeviceId deviceId() {
        return session.key().device();
    }

    /** As the registry has it now: a device may be retired while it is connected. */
    Optional<Device> device() {
        return services.index().find(deviceId());
    }

    Optional<Hello.Will> will() {
        return hello.will();
    }

    /** CLIENT_GONE until somebody knows better. */
    DisconnectCause cause() {
        return cause == null ? DisconnectCause.CLIENT_GONE : cause;
    }

    /** CONNACK is out: words that wait may go. */
    void begin() {
        if (!session.subscriptions().isEmpty()) {
            downlinks().restart();
        }
    }

    /** Something waits for this device. */
    void onToldSomething() {
        if (state == State.LIVE && !session.subscriptions().isEmpty()) {
            downlinks().restart();
        }
    }

    @Override
    public Answer onPublish(Publish publish) {
        heard();
        if (state != State.LIVE) {
            return Answer.NOTHING;
        }
        if (publish.topic().isEmpty()) {
            // A topic alias, which we never offered; v3 has no empty topics.
            return closing(hello.version5() ? DisconnectCause.TOPIC_ALIAS : DisconnectCause.PROTOCOL_ERROR);
        }
        if (full && publish.qos() > 0) {
            // It comes again on the next connection, where there is room for it.
            return Answer.NOTHING;
        }
        if (publish.qos() == 2 && session.awaitsRelease(publish.packetId())) {
            services.meters().publish("qos2", Outcome.DUPLICATE_PACKET);
            return new Answer.PubRec(publish.packetId());
        }
        if (publish.dup() && pending.contains(publish.packetId())) {
            // Its first copy is on the way and will be acknowledged for both.
            services.meters().publish("any", Outcome.DUPLICATE_PACKET);
            return Answer.NOTHING;
        }
        Optional<Device> device = device();
        return device.isEmpty()
                ? closing(DisconnectCause.HANDLER_FAILED)
                : handed(publish, services.handover().take(device.get(), publish, session.incarnation()));
    }

    /** The limits come after the handover: whoever floods us may still be in need. */
    private Answer handed(Publish publish, Handed handed) {
        if (hello.version5() && publish.qos() == 2) {
            return closing(DisconnectCause.QOS_NOT_SUPPORTED);
        }
        if (publish.qos() > 0 && pending.size() + session.awaitingRelease() >= mostUnacknowledged()) {
            if (hello.version5()) {
                return closing(DisconnectCause.RECEIVE_MAXIMUM_EXCEEDED);
            }
            // v3 never heard of a limit and would send it all again: what it gets acknowledged now is less then.
            full = true;
        }
        if (handed instanceof Underway underway) {
            return underway(publish, underway);
        }
        if (handed instanceof NotTaken notTaken) {
            return notTaken(publish, notTaken.why());
        }
        services.meters().publish("chatter", Outcome.IGNORED);
        return handed instanceof Done ? answerInOrder(publish, MqttPubAckReasonCode.SUCCESS) : Answer.NOTHING;
    }

    private int mostUnacknowledged() {
        MqttConfig.Limits limits = services.config().limits();
        return hello.version5() ? limits.receiveMaximum() : limits.unacknowledged();
    }

    private Answer underway(Publish publish, Underway underway) {
        Entry entry = publish.qos() == 0
                ? null
                : pending.add(publish.packetId(), services.nanoTime().getAsLong());
        services.loop()
                .here(underway.durable())
                .onComplete(result -> endpoint.perform(onDurable(publish, entry, underway.emergency(), result)));
        return Answer.NOTHING;
    }

    /** The intake has answered. */
    private Answer onDurable(Publish publish, @Nullable Entry entry, boolean emergency, AsyncResult<Void> result) {
        String kind = emergency ? "emergency" : "telemetry";
        if (result.succeeded()) {
            services.meters().publish(kind, Outcome.DURABLE);
            return settle(publish, entry, acknowledgement(publish, MqttPubAckReasonCode.SUCCESS));
        }
        if (emergency) {
            services.meters().publish(kind, Outcome.NOT_COMMITTED);
            return closing(DisconnectCause.NOT_COMMITTED);
        }
        services.meters().publish(kind, Outcome.OVERLOADED);
        // v3 has no word for "not now": left unacknowledged, it comes again on the next connection.
        Answer refusal = hello.version5()
                ? new Answer.PubAck(publish.packetId(), MqttPubAckReasonCode.QUOTA_EXCEEDED)
                : Answer.NOTHING;
        return settle(publish, entry, refusal);
    }

    private Answer settle(Publish publish, @Nullable Entry entry, Answer answer) {
        if (entry == null || state != State.LIVE) {
            return Answer.NOTHING;
        }
        if (answer instanceof Answer.PubRec) {
            session.awaitRelease(publish.packetId());
        }
        Answer ready = pending.settle(entry, answer);
        return full && pending.size() == 0
                ? new Answer.Several(List.of(ready, closing(DisconnectCause.RECEIVE_MAXIMUM_EXCEEDED)))
                : ready;
    }

    /**
     * Refused for good. v5 says so. v3 can only acknowledge, or a device would send the same bytes for ever and block
     * its own SOS behind them; except on another's topic, where closing is the only answer an integrator notices.
     */
    private Answer notTaken(Publish publish, Why why) {
        services.meters().publish("any", Outcome.REFUSED);
        if (publish.qos() == 0) {
            return Answer.NOTHING;
        }
        if (why == Why.FOREIGN && !hello.version5()) {
            return closing(DisconnectCause.FOREIGN_TOPIC);
        }
        return answerInOrder(
                publish,
                switch (why) {
                    case UNKNOWN_TOPIC -> MqttPubAckReasonCode.TOPIC_NAME_INVALID;
                    case UNREADABLE -> MqttPubAckReasonCode.PAYLOAD_FORMAT_INVALID;
                    case FOREIGN, RETIRED -> MqttPubAckReasonCode.NOT_AUTHORIZED;
                });
    }

    private Answer answerInOrder(Publish publish, MqttPubAckReasonCode code) {
        if (publish.qos() == 0) {
            return Answer.NOTHING;
        }
        Entry entry = pending.add(publish.packetId(), services.nanoTime().getAsLong());
        return settle(publish, entry, acknowledgement(publish, code));
    }

    private static Answer acknowledgement(Publish publish, MqttPubAckReasonCode code) {
        return publish.qos() == 2 ? new Answer.PubRec(publish.packetId()) : new Answer.PubAck(publish.packetId(), code);
    }

    @Override
    public Answer onPublishRelease(int packetId) {
        heard();
        session.release(packetId);
        return new Answer.PubComp(packetId);
    }

    @Override
    public Answer onPublishAcknowledge(int packetId) {
        heard();
        if (downlinks != null) {
            downlinks.onAcknowledged(packetId);
        }
        return Answer.NOTHING;
    }

    /** SUBACK only after the session is saved: a subscription the device believes in must outlive us. */
    @Override
    public Answer onSubscribe(int packetId, List<Filter> filters) {
        heard();
        Optional<Device> device = device();
        if (device.isEmpty()) {
            return closing(DisconnectCause.HANDLER_FAILED);
        }
        List<Integer> codes = new ArrayList<>(filters.size());
        for (Filter filter : filters) {
            int code = Grants.decide(
                    device.get(),
                    filter,
                    session.subscriptions().size(),
                    services.config().limits().subscriptions());
            codes.add(code);
            boolean granted = code <= Grants.MOST_QOS;
            services.meters().subscription(granted ? "granted" : "refused");
            if (granted) {
                session.subscribe(filter.filter(), code);
            }
        }
        services.loop().here(services.sessions().save(session)).onComplete(saved -> {
            endpoint.perform(new Answer.SubAck(packetId, saved.succeeded() ? codes : failed(codes)));
            if (state == State.LIVE
                    && saved.succeeded()
                    && !session.subscriptions().isEmpty()) {
                downlinks().restart();
            }
        });
        return Answer.NOTHING;
    }

    private static List<Integer> failed(List<Integer> codes) {
        return codes.stream()
                .map(code -> code <= Grants.MOST_QOS ? Grants.UNSPECIFIED_ERROR : code)
                .toList();
    }

    @Override
    public Answer onUnsubscribe(int packetId, List<String> filters) {
        heard();
        List<Boolean> existed = filters.stream().map(session::unsubscribe).toList();
        services.loop()
                .here(services.sessions().save(session))
                .onComplete(saved -> endpoint.perform(new Answer.UnsubAck(packetId, existed)));
        return Answer.NOTHING;
    }

    @Override
    public Answer onPing() {
        heard();
        return Answer.NOTHING;
    }

    @Override
    public Answer onDisconnect(boolean withWill, Optional<Duration> sessionExpiry) {
        Duration most = services.config().times().sessionMost();
        // From zero it may not be raised again (MQTT 5 §3.14.2.2.2).
        if (session.durable()) {
            sessionExpiry.ifPresent(expiry -> session.expireAfter(expiry.compareTo(most) > 0 ? most : expiry));
        }
        return closing(withWill ? DisconnectCause.CLIENT_DISCONNECTED_WITH_WILL : DisconnectCause.CLIENT_DISCONNECTED);
    }

    @Override
    public Answer onFailure(Throwable failure) {
        if (state != State.LIVE) {
            return Answer.NOTHING;
        }
        if (failure instanceof TooLongFrameException) {
            device().ifPresent(device -> services.handover()
                    .oversized(device)
                    .onFailure(lost -> services.log().warn("oversized_packet_not_recorded", lost)));
            return closing(DisconnectCause.OVERSIZED_PACKET);
        }
        if (failure instanceof ClientEndpoint.HandlerFailure ours) {
            services.log().warn("packet_handler_failed", ours.thrown());
            return closing(DisconnectCause.HANDLER_FAILED);
        }
        // What is no failure of the network is one of the packet: the decoder has many ways to say so.
        return closing(failure instanceof IOException ? DisconnectCause.CLIENT_GONE : DisconnectCause.MALFORMED_PACKET);
    }

    /** We end it, from outside of a packet's handling. */
    void leave(DisconnectCause why) {
        endpoint.perform(closing(why));
    }

    private Answer closing(DisconnectCause why) {
        if (state != State.LIVE) {
            return Answer.NOTHING;
        }
        state = State.CLOSING;
        cause = why;
        heard();
        return Answer.close(why);
    }

    /** The registry was read again: what let it in may let nobody in any more. */
    void onRegistryRead(Instant now) {
        switch (services.index().judge(Optional.of(deviceId()), credential, now)) {
            case ADMITTED -> {}
            case RETIRED -> leave(DisconnectCause.DEVICE_RETIRED);
            case REFUSED -> leave(DisconnectCause.CREDENTIALS_WITHDRAWN);
        }
    }

    void onTakenBack(TakenBack takenBack) {
        if (endpoint.showed(takenBack)) {
            leave(DisconnectCause.CREDENTIALS_WITHDRAWN);
        }
    }

    /** Looks whether a publish has waited too long for its commit, or the device has been silent for too long. */
    void onTick(long nowNanos) {
        if (state == State.CLOSING && nowNanos - heardNanos > CLOSING_MOST_NANOS) {
            // No close event came: nobody may stay online for that.
            onClosed();
        } else if (pending.olderThan(services.config().times().commit().toNanos(), nowNanos)) {
            leave(DisconnectCause.COMMIT_LATE);
        } else if (silentTooLong(nowNanos)) {
            leave(DisconnectCause.KEEP_ALIVE_EXPIRED);
        }
    }

    private boolean silentTooLong(long nowNanos) {
        return nowNanos - heardNanos > silenceNanos;
    }

    private void heard() {
        heardNanos = services.nanoTime().getAsLong();
    }

    @Override
    public void onClosed() {
        if (state == State.GONE) {
            return;
        }
        if (cause == null && silentTooLong(services.nanoTime().getAsLong())) {
            // The library closes silent sockets without a word.
            cause = DisconnectCause.KEEP_ALIVE_EXPIRED;
        }
        state = State.GONE;
        if (downlinks != null) {
            downlinks.end();
        }
        ended.accept(this);
    }

    private Downlinks downlinks() {
        if (downlinks == null) {
            downlinks = new Downlinks(
                    services.downlinks(),
                    session,
                    endpoint,
                    services.clock(),
                    new Downlinks.Doings(services.meters(), services.log(), services.loop()),
                    downlinkWindow(),
                    hello.packetBytes());
        }
        return downlinks;
    }

    private int downlinkWindow() {
        return Math.min(services.config().limits().downlinkWindow(), hello.receiveMaximum());
    }
}
