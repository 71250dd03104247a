package care.anling.fleet;

import care.anling.fleet.Installation.AccountEntry;
import care.anling.fleet.Installation.DeviceEntry;
import care.anling.fleet.SimulatedResponder.Manner;
import care.anling.fleet.SimulatedResponder.Phones;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.ext.web.client.WebClient;
import io.vertx.ext.web.client.WebClientOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A street that lives: devices over MQTT, responders over REST and the feed, all on one event loop. Starting succeeds
 * once everything has been tried; what could not connect goes on trying.
 */
public final class Fleet extends VerticleBase {

    private static final Set<String> PLAYED = Set.of("DOCTOR", "VOLUNTEER", "STAFF");
    private static final Logger LOG = LoggerFactory.getLogger(Fleet.class);

    private static final Duration HEARTBEAT = Duration.ofSeconds(60);
    private static final Duration MEASURE = Duration.ofSeconds(90);
    private static final Duration STROLL = Duration.ofSeconds(45);
    private static final Duration RETRY = Duration.ofSeconds(20);
    private static final int HTTP_CONNECTIONS = 16;
    private static final int MOST_SOCKETS = 1_000;
    private static final int MAX_FRAME_BYTES = 256 * 1024;
    private static final double DOCTORS_ACCEPT = 0.9;
    private static final double VOLUNTEERS_ACCEPT = 0.75;

    private final Installation installation;
    private final FleetOptions options;
    private final Counts counts = new Counts();
    private final List<SimulatedDevice> logins = new ArrayList<>();
    private final List<SimulatedDevice> devices = new ArrayList<>();
    private final List<SimulatedResponder> responders = new ArrayList<>();
    private Optional<SimulatedDesk> desk = Optional.empty();
    private Optional<AlarmScript> script = Optional.empty();

    public Fleet(Installation installation, FleetOptions options) {
        this.installation = installation;
        this.options = options;
    }

    public Counts counts() {
        return counts;
    }

    @Override
    public Future<?> start() {
        Phones phones = phones();
        hireResponders(phones);
        switchOnDevices();
        openDesk(phones);
        return oneByOne(logins, SimulatedDevice::connect, "device")
                .compose(done -> oneByOne(responders, this::begin, "responder"))
                .compose(done -> desk.map(SimulatedDesk::start).orElseGet(Future::succeededFuture))
                .recover(failure -> {
                    LOG.warn("fleet.desk_failed {}", failure.getMessage());
                    return Future.succeededFuture();
                })
                .onSuccess(done -> live());
    }

    @Override
    public Future<?> stop() {
        script.ifPresent(AlarmScript::stop);
        desk.ifPresent(SimulatedDesk::stop);
        List<Future<Void>> closing = Stream.concat(
                        responders.stream().map(SimulatedResponder::stop),
                        logins.stream().map(SimulatedDevice::close))
                .toList();
        return Future.join(closing).otherwiseEmpty();
    }

    private Phones phones() {
        WebClientOptions web = new WebClientOptions()
                .setConnectTimeout((int) Duration.ofSeconds(5).toMillis());
        WebSocketClientOptions sockets =
                new WebSocketClientOptions().setMaxConnections(MOST_SOCKETS).setMaxFrameSize(MAX_FRAME_BYTES);
        return new Phones(
                WebClient.create(vertx, web, new io.vertx.core.http.PoolOptions().setHttp1MaxSize(HTTP_CONNECTIONS)),
                vertx.createWebSocketClient(sockets),
                counts);
    }

    private void hireResponders(Phones phones) {
        installation.accounts().stream()
                .filter(account -> !account.human())
                .filter(account -> PLAYED.contains(account.role()))
                .limit(options.responders())
                .forEach(account -> responders.add(
                        new SimulatedResponder(vertx, phones, installation.http(), account, manner(account))));
    }

    private Manner manner(AccountEntry account) {
        double acceptance = account.role().equals("DOCTOR") ? DOCTORS_ACCEPT : VOLUNTEERS_ACCEPT;
        return new Manner(
                acceptance,
                options.speed(),
                new Random(options.seed() + account.id().hashCode()));
    }

    private void switchOnDevices() {
        Map<String, SimulatedDevice> byId = new HashMap<>();
        List<DeviceEntry> entries = installation.devices().stream()
                .filter(DeviceEntry::active)
                .sorted(java.util.Comparator.comparing(entry -> entry.gateway().isPresent()))
                .limit(options.devices())
                .toList();
        for (DeviceEntry entry : entries) {
            Optional<SimulatedDevice> device = entry.gateway().isPresent()
                    ? entry.gateway().map(byId::get).map(gateway -> gateway.child(entry))
                    : Optional.of(SimulatedDevice.alone(vertx, installation.mqtt(), entry, counts));
            device.ifPresent(switchedOn -> {
                byId.put(entry.id(), switchedOn);
                devices.add(switchedOn);
                if (entry.gateway().isEmpty()) {
                    logins.add(switchedOn);
                }
            });
        }
    }

    private void openDesk(Phones phones) {
        desk = options.autoClose()
                .flatMap(after -> installation.accounts().stream()
                        .filter(account -> !account.human() && account.role().equals("COORDINATOR"))
                        .findFirst()
                        .map(night -> new SimulatedDesk(
                                vertx,
                                new ApiClient(
                                        vertx, phones.web(), installation.http(), night.username(), night.password()),
                                after,
                                new Random(options.seed()),
                                counts)));
    }

    /** Signing in costs the server a password hash: one at a time leaves it room for people. */
    private static <T> Future<Void> oneByOne(List<T> all, Function<T, Future<Void>> step, String what) {
        Future<Void> chain = Future.succeededFuture();
        for (T one : all) {
            chain = chain.compose(done -> step.apply(one)).recover(failure -> {
                LOG.warn("fleet.start_failed {} {}", what, failure.getMessage());
                return Future.succeededFuture();
            });
        }
        return chain;
    }

    /** A server that was busy is asked again: a responder who never came would be missed all day. */
    private Future<Void> begin(SimulatedResponder responder) {
        return responder
                .start()
                .onFailure(failure -> vertx.setTimer(RETRY.toMillis(), ignored -> {
                    begin(responder).onFailure(again -> LOG.debug("fleet.retry_failed {}", again.getMessage()));
                }));
    }

    private void live() {
        for (SimulatedDevice device : devices) {
            each(HEARTBEAT, device::heartbeat);
            if (device.measures()) {
                each(MEASURE, device::measure);
            }
            if (device.isWorn()) {
                each(STROLL, device::stroll);
            }
        }
        AlarmScript started = new AlarmScript(
                vertx,
                devices,
                new Random(options.seed()),
                new AlarmScript.Pace(options.alarmsPerHour(), options.speed()),
                counts,
                device -> desk.ifPresent(open -> open.expect(device.entry().id())));
        script = Optional.of(started);
        started.start();
        LOG.info("fleet.living devices={} responders={}", devices.size(), responders.size());
    }

    /** The first time within seconds and then regularly, each device at its own moment. */
    private void each(Duration every, java.util.function.Supplier<Future<Duration>> step) {
        long period = Math.max(1_000, (long) (every.toMillis() / options.speed()));
        long phase = 200L + Math.floorMod(step.hashCode(), 5_000);
        vertx.setPeriodic(
                phase, period, ignored -> step.get().onFailure(failure -> LOG.trace("fleet.unheard", failure)));
    }
}
