package care.anling.verticles.mqtt;

import care.anling.core.common.DeviceId;
import care.anling.core.device.Device;
import care.anling.verticles.bus.Hint;
import care.anling.verticles.bus.Hints;
import care.anling.verticles.tls.TakenBack;
import io.netty.handler.codec.mqtt.MqttProperties;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

/**
 * Who is connected here. Lets devices in, takes a session over from an older connection of the same device and client
 * identifier, and says what must be said when one leaves. Event loop only.
 */
final class Connections {

    private final DoorServices services;
    private final Hints hints;
    private final Supplier<UUID> ids;
    /** Runs an action after a while: a Will may ask for a delay. */
    private final BiConsumer<Duration, Runnable> later;

    private final Map<MqttSession.Key, DeviceConnection> bySession = new HashMap<>();
    private final Map<DeviceId, List<DeviceConnection>> byDevice = new HashMap<>();
    private TakenBack takenBack = TakenBack.NOTHING;
    private boolean leaving;

    Connections(DoorServices services, Hints hints, Supplier<UUID> ids, BiConsumer<Duration, Runnable> later) {
        this.services = services;
        this.hints = hints;
        this.ids = ids;
        this.later = later;
    }

    /** A CONNECT. Decided and answered before this returns: the next packet may be in the same segment. */
    void onConnect(ClientEndpoint endpoint) {
        try {
            greet(endpoint);
        } catch (RuntimeException failure) {
            // Nobody else would close it: the library no longer waits for CONNECT and we never answered.
            services.log().warn("connect_failed", failure);
            endpoint.perform(Answer.close(DisconnectCause.HANDLER_FAILED));
        }
    }

    private void greet(ClientEndpoint endpoint) {
        if (endpoint.showed(takenBack)) {
            // Its handshake was before the list, its CONNECT is after.
            refuse(endpoint, RefusalCause.BAD_CREDENTIALS);
            return;
        }
        Hello hello = endpoint.hello();
        Greeting greeting = Greeting.decide(
                hello,
                services.index(),
                services.config().times(),
                services.clock().instant(),
                () -> "anling-" + ids.get());
        if (greeting instanceof Greeting.Refused refused) {
            refuse(endpoint, refused.cause());
        } else if (greeting instanceof Greeting.Knock knock) {
            refuse(endpoint, RefusalCause.RETIRED_DEVICE);
            services.handover()
                    .knocked(knock.retired())
                    .onFailure(lost -> services.log().warn("knock_not_recorded", lost));
        } else if (greeting instanceof Greeting.Welcome welcome) {
            welcome(endpoint, hello, welcome);
        }
    }

    private void refuse(ClientEndpoint endpoint, RefusalCause cause) {
        services.meters().refused(cause);
        services.log().info("connect_refused", cause.label());
        endpoint.refuse(cause);
    }

    private void welcome(ClientEndpoint endpoint, Hello hello, Greeting.Welcome welcome) {
        Device device = welcome.device();
        MqttSession.Key key = new MqttSession.Key(device.id(), welcome.clientId());
        DeviceConnection older = bySession.get(key);
        if (older != null) {
            older.leave(DisconnectCause.TAKEN_OVER);
        }
        Sessions.Opened opened = services.sessions()
                .open(
                        key,
                        hello.cleanStart(),
                        welcome.sessionExpiry(),
                        services.clock().instant());
        DeviceConnection connection = new DeviceConnection(
                services,
                endpoint,
                new DeviceConnection.Party(ids.get(), hello, welcome.credential(), opened.session(), welcome.silence()),
                this::onEnded);
        endpoint.listen(connection);
        add(connection);
        MqttProperties properties = hello.version5()
                ? ClientEndpoint.welcome(welcome, services.config().limits())
                : MqttProperties.NO_PROPERTIES;
        endpoint.accept(opened.present(), properties);
        services.meters().connected();
        hints.publish(new Hint.ConnectionTaken(device.id(), welcome.clientId(), connection.id()));
        services.handover().presence(device, true);
        connection.begin();
    }

    private void add(DeviceConnection connection) {
        bySession.put(connection.session().key(), connection);
        List<DeviceConnection> siblings = byDevice.computeIfAbsent(connection.deviceId(), device -> new ArrayList<>(1));
        if (siblings.size() >= services.config().limits().connectionsPerDevice()) {
            siblings.get(0).leave(DisconnectCause.TOO_MANY_OF_DEVICE);
        }
        siblings.add(connection);
    }

    /** Somewhere this device connected with this client identifier; ids grow with time, so the older one is known. */
    void onTaken(Hint.ConnectionTaken taken) {
        DeviceConnection here = bySession.get(new MqttSession.Key(taken.device(), taken.clientId()));
        if (here != null && here.id().compareTo(taken.connection()) < 0) {
            here.leave(DisconnectCause.TAKEN_OVER);
        }
    }

    void onTold(DeviceId device) {
        List.copyOf(byDevice.getOrDefault(device, List.of())).forEach(DeviceConnection::onToldSomething);
    }

    /** Whoever was retired, or whose secret is good no more, leaves: also when only time has passed. */
    void onRegistryRead() {
        Instant now = services.clock().instant();
        List.copyOf(bySession.values()).forEach(connection -> connection.onRegistryRead(now));
    }

    /** Whose certificate counts no more leaves, whatever else they showed: a new handshake would be refused, too. */
    void onTakenBack(TakenBack now) {
        takenBack = now;
        List.copyOf(bySession.values()).forEach(connection -> connection.onTakenBack(now));
    }

    void onTick(long nowNanos) {
        List.copyOf(bySession.values()).forEach(connection -> connection.onTick(nowNanos));
    }

    /** Tells the store now and then that these sessions are in use. */
    void touchSessions() {
        bySession
                .values()
                .forEach(connection -> services.sessions()
                        .touch(connection.session(), services.clock().instant()));
    }

    boolean live(MqttSession.Key key) {
        return bySession.containsKey(key);
    }

    /** Says goodbye to everybody. */
    void leave() {
        leaving = true;
        List.copyOf(bySession.values()).forEach(connection -> connection.leave(DisconnectCause.SHUTTING_DOWN));
    }

    private void onEnded(DeviceConnection connection) {
        DisconnectCause cause = connection.cause();
        services.meters().disconnected(cause);
        services.log()
                .info("disconnected_" + cause.label(), connection.deviceId().toString());
        boolean current = bySession.remove(connection.session().key(), connection);
        List<DeviceConnection> siblings = byDevice.getOrDefault(connection.deviceId(), List.of());
        siblings.remove(connection);
        if (siblings.isEmpty()) {
            byDevice.remove(connection.deviceId());
        }
        if (current) {
            services.sessions().leave(connection.session(), services.clock().instant());
        }
        if (!leaving) {
            farewell(connection, cause);
        }
    }

    private void farewell(DeviceConnection connection, DisconnectCause cause) {
        if (cause != DisconnectCause.TAKEN_OVER && !byDevice.containsKey(connection.deviceId())) {
            connection.device().ifPresent(device -> services.handover().presence(device, false));
        }
        if (cause.willDue()) {
            connection.will().ifPresent(will -> willDue(connection, will));
        }
    }

    /** A Will with a delay is not said if the device is back in time. */
    private void willDue(DeviceConnection connection, Hello.Will will) {
        Duration most = services.config().times().willDelayMost();
        Duration expiry = connection.session().expiry();
        Duration delay = shortest(will.delay(), shortest(most, expiry));
        if (delay.isZero()) {
            say(connection, will);
        } else {
            later.accept(delay, () -> {
                if (!live(connection.session().key()) && !leaving) {
                    say(connection, will);
                }
            });
        }
    }

    private static Duration shortest(Duration one, Duration other) {
        return one.compareTo(other) <= 0 ? one : other;
    }

    private void say(DeviceConnection connection, Hello.Will will) {
        Publish publish = new Publish(0, 0, false, will.topic(), will.payload());
        connection
                .device()
                .map(device -> services.handover()
                        .take(device, publish, connection.session().incarnation()))
                .filter(Handover.Underway.class::isInstance)
                .map(Handover.Underway.class::cast)
                .ifPresent(underway ->
                        underway.durable().onFailure(lost -> services.log().warn("will_not_stored", lost)));
    }
}
