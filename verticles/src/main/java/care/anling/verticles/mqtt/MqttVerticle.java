package care.anling.verticles.mqtt;

import care.anling.core.common.IdSource;
import care.anling.verticles.bus.Hint;
import care.anling.verticles.bus.Hints;
import care.anling.verticles.mqtt.codec.Codecs;
import care.anling.verticles.store.DownlinkStore;
import care.anling.verticles.store.SessionStore;
import care.anling.verticles.tls.TlsFiles;
import care.anling.verticles.triage.Intake;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.net.impl.NetServerInternal;
import io.vertx.mqtt.MqttServer;
import io.vertx.mqtt.MqttServerOptions;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * The door devices come in by: MQTT 3.1.1 and 5.0 over TCP and TLS. Accepts and refuses from memory, acknowledges only
 * what is durable, and hands everything else to others. One event loop; fails to start only if the registry or the
 * sessions cannot be read or a port is taken.
 */
public final class MqttVerticle extends VerticleBase {

    private static final Duration TICK = Duration.ofMillis(250);
    private static final Duration CHORES = Duration.ofSeconds(10);
    private static final int MAX_CLIENT_ID_BYTES = 64;

    private final MqttConfig config;
    private final Ports ports;
    private final InstantSource clock;
    private final LongSupplier nanoTime = System::nanoTime;

    private @Nullable Connections connections;
    private @Nullable MqttServer plain;
    private @Nullable MqttServer secured;
    private boolean refreshing;
    private final List<Hints.Listening> ears = new ArrayList<>(3);

    /** What the door needs from the rest of the house. */
    public record Ports(
            DeviceIndex index,
            Intake intake,
            SessionStore sessions,
            DownlinkStore downlinks,
            Hints hints,
            IdSource ids,
            MeterRegistry meters) {}

    public MqttVerticle(MqttConfig config, Ports ports, InstantSource clock) {
        this.config = config;
        this.ports = ports;
        this.clock = clock;
    }

    /** The bound port, after start. */
    public int port() {
        return plain == null ? config.port() : plain.actualPort();
    }

    /** The bound TLS port, after start, if there is one. */
    public Optional<Integer> tlsPort() {
        return Optional.ofNullable(secured).map(MqttServer::actualPort);
    }

    @Override
    public Future<?> start() {
        Loop loop = new Loop(context);
        MqttMeters meters = new MqttMeters(ports.meters());
        QuietLog log = new QuietLog(LoggerFactory.getLogger(MqttVerticle.class), nanoTime);
        // What the library throws at nobody: one line now and then instead of a stack trace per packet.
        context.exceptionHandler(failure -> {
            meters.packetFailure();
            log.warn("packet_failed", failure);
        });
        Handover handover =
                new Handover(new Codecs(config.wallClock()), ports.index(), ports.intake(), ports.ids(), clock, meters);
        Sessions sessions = new Sessions(ports.sessions(), ports.ids()::next, log, loop);
        DoorServices services = new DoorServices(
                config, loop, ports.index(), handover, sessions, ports.downlinks(), meters, log, clock, nanoTime);
        Connections here = new Connections(services, ports.hints(), ports.ids()::next, this::later);
        connections = here;
        Doorstep doorstep = new Doorstep(vertx, config.limits(), meters, nanoTime);
        return loop.here(ports.index().refresh())
                .compose(read -> loop.here(sessions.load()))
                .compose(read -> listen(doorstep, here))
                .onSuccess(listening -> follow(services, here));
    }

    private Future<Void> listen(Doorstep doorstep, Connections here) {
        Future<Void> listening = config.tls().filter(MqttConfig.Tls::alone).isPresent()
                ? Future.succeededFuture()
                : listenPlainly(doorstep, here);
        return config.tls()
                .map(tls -> listening.compose(bound -> listenSecurely(tls, doorstep, here)))
                .orElse(listening);
    }

    private Future<Void> listenPlainly(Doorstep doorstep, Connections here) {
        plain = server(doorstep, new MqttServerOptions(), here);
        return plain.listen(config.port(), config.host()).mapEmpty();
    }

    private Future<Void> listenSecurely(MqttConfig.Tls tls, Doorstep doorstep, Connections here) {
        TlsFiles files = new TlsFiles(tls.files());
        MqttServerOptions options = new MqttServerOptions();
        files.secure(options);
        secured = server(doorstep, options, here);
        files.watch(vertx, renewed -> last(doorstep).updateSSLOptions(renewed, true), here::onTakenBack);
        return secured.listen(tls.port(), config.host()).mapEmpty();
    }

    /** The library hides its server; the doorstep made this one last. */
    private static NetServerInternal last(Doorstep doorstep) {
        return doorstep.servers().get(doorstep.servers().size() - 1);
    }

    private MqttServer server(Doorstep doorstep, MqttServerOptions options, Connections here) {
        options.setMaxMessageSize(config.limits().packetBytes())
                .setMaxClientIdLength(MAX_CLIENT_ID_BYTES)
                .setAutoClientId(false)
                .setTimeoutOnConnect((int) Math.max(1, config.times().connect().toSeconds()))
                .setTcpNoDelay(true)
                .setTcpKeepAlive(true);
        return MqttServer.create(doorstep, options)
                .exceptionHandler(emptyClientIdWithSession -> {})
                .endpointHandler(endpoint -> here.onConnect(new ClientEndpoint(endpoint)));
    }

    private void follow(DoorServices services, Connections here) {
        ears.add(ports.hints().listen(Hint.ConnectionTaken.class, here::onTaken));
        ears.add(ports.hints().listen(Hint.DeviceTold.class, told -> here.onTold(told.device())));
        ears.add(ports.hints().listen(Hint.RegistryChanged.class, changed -> refresh(services, here)));
        vertx.setPeriodic(config.times().registryPoll().toMillis(), tick -> refresh(services, here));
        vertx.setPeriodic(TICK.toMillis(), tick -> here.onTick(nanoTime.getAsLong()));
        vertx.setPeriodic(CHORES.toMillis(), tick -> {
            services.sessions().retry();
            here.touchSessions();
            services.sessions().expire(clock.instant(), here::live);
        });
    }

    private void refresh(DoorServices services, Connections here) {
        if (refreshing) {
            return;
        }
        refreshing = true;
        services.loop().here(ports.index().refresh()).onComplete(done -> {
            refreshing = false;
            if (done.failed()) {
                services.log().warn("registry_not_read", done.cause());
            }
            here.onRegistryRead();
        });
    }

    private void later(Duration delay, Runnable action) {
        vertx.setTimer(Math.max(1, delay.toMillis()), fired -> action.run());
    }

    @Override
    public Future<?> stop() {
        if (connections != null) {
            connections.leave();
        }
        Future<Void> plainClosed = plain == null ? Future.succeededFuture() : plain.close();
        Future<Void> securedClosed = secured == null ? Future.succeededFuture() : secured.close();
        List<Future<?>> all = new ArrayList<>(List.of(plainClosed, securedClosed));
        ears.forEach(ear -> all.add(ear.stop()));
        return Future.join(all);
    }
}
