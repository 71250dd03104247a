package care.anling.app;

import care.anling.app.config.Key;
import care.anling.core.common.IdSource;
import care.anling.core.common.UuidV7;
import care.anling.verticles.access.KeyWatch;
import care.anling.verticles.access.Passwords;
import care.anling.verticles.access.SecondStep;
import care.anling.verticles.access.Sessions;
import care.anling.verticles.access.SigningKeyFiles;
import care.anling.verticles.access.Throttle;
import care.anling.verticles.access.Tokens;
import care.anling.verticles.access.TreeCache;
import care.anling.verticles.api.ApiPorts;
import care.anling.verticles.api.HttpConfig;
import care.anling.verticles.api.HttpVerticle;
import care.anling.verticles.bus.Hints;
import care.anling.verticles.engine.Engine;
import care.anling.verticles.engine.EngineVerticle;
import care.anling.verticles.live.Feed;
import care.anling.verticles.live.FeedLimits;
import care.anling.verticles.live.Presence;
import care.anling.verticles.live.Screens;
import care.anling.verticles.live.SequencerVerticle;
import care.anling.verticles.loop.VertxLoop;
import care.anling.verticles.mqtt.DeviceIndex;
import care.anling.verticles.mqtt.MqttConfig;
import care.anling.verticles.mqtt.MqttVerticle;
import care.anling.verticles.mqtt.SecretHash;
import care.anling.verticles.notify.NotifyVerticle;
import care.anling.verticles.observe.FeedMeters;
import care.anling.verticles.observe.ManagementVerticle;
import care.anling.verticles.oidc.OidcSignIn;
import care.anling.verticles.store.DatabaseChecks;
import care.anling.verticles.store.DownlinkStore;
import care.anling.verticles.store.HousekeepingVerticle;
import care.anling.verticles.store.PgAccessLogStore;
import care.anling.verticles.store.PgAccountStore;
import care.anling.verticles.store.PgCallStore;
import care.anling.verticles.store.PgChannelStore;
import care.anling.verticles.store.PgDeadlineStore;
import care.anling.verticles.store.PgDeviceStore;
import care.anling.verticles.store.PgDeviceTestStore;
import care.anling.verticles.store.PgDossierStore;
import care.anling.verticles.store.PgDownlinkStore;
import care.anling.verticles.store.PgErasureStore;
import care.anling.verticles.store.PgFamilyStore;
import care.anling.verticles.store.PgFeedStore;
import care.anling.verticles.store.PgIdempotencyStore;
import care.anling.verticles.store.PgIncidentStore;
import care.anling.verticles.store.PgIntakeStore;
import care.anling.verticles.store.PgLendingStore;
import care.anling.verticles.store.PgNodeStore;
import care.anling.verticles.store.PgNoticeStore;
import care.anling.verticles.store.PgOutboxStore;
import care.anling.verticles.store.PgPlanStore;
import care.anling.verticles.store.PgPools;
import care.anling.verticles.store.PgRegisterStore;
import care.anling.verticles.store.PgRegistryStore;
import care.anling.verticles.store.PgResidentSheetStore;
import care.anling.verticles.store.PgResidentStore;
import care.anling.verticles.store.PgResponderStore;
import care.anling.verticles.store.PgRotaStore;
import care.anling.verticles.store.PgSessionStore;
import care.anling.verticles.store.PgShiftHandoverStore;
import care.anling.verticles.store.PgStatisticsStore;
import care.anling.verticles.store.PgSupervisionStore;
import care.anling.verticles.store.PgTelemetryStore;
import care.anling.verticles.store.PgTotpStore;
import care.anling.verticles.store.PgUpkeepStore;
import care.anling.verticles.store.PgUserStore;
import care.anling.verticles.store.PgWatchStore;
import care.anling.verticles.store.Pinyin;
import care.anling.verticles.supervision.SupervisionVerticle;
import care.anling.verticles.supervision.Supervisor;
import care.anling.verticles.supervision.TestCalls;
import care.anling.verticles.telemetry.TelemetryLane;
import care.anling.verticles.telemetry.TwoLanes;
import care.anling.verticles.telemetry.VitalsWatch;
import care.anling.verticles.triage.CallDesk;
import care.anling.verticles.triage.Emergencies;
import care.anling.verticles.triage.EmergencyLane;
import care.anling.verticles.vault.Vault;
import care.anling.verticles.vault.VaultWatch;
import care.anling.verticles.watch.Canary;
import care.anling.verticles.watch.MqttCanaryLine;
import care.anling.verticles.watch.WatchVerticle;
import care.anling.verticles.watch.Watcher;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.Deployable;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.internal.VertxInternal;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One running Anling: the wiring, by hand, in the order data walks. Everything a verticle needs stands in its
 * constructor; nothing is looked up.
 */
public final class Node {

    private static final Logger LOG = LoggerFactory.getLogger(Node.class);

    private static final int CANARY_SECRET_BYTES = 32;

    private final Vertx vertx;
    private final PgPools pools;
    private final MqttVerticle mqtt;
    private final HttpVerticle http;
    private final ManagementVerticle management;
    private final List<String> deployed;

    private Node(Wiring wiring, MqttVerticle mqtt, HttpVerticle http, ManagementVerticle management) {
        this.vertx = wiring.vertx;
        this.pools = wiring.pools;
        this.deployed = wiring.deployed;
        this.mqtt = mqtt;
        this.http = http;
        this.management = management;
    }

    /** Completes when every door is open. On failure nothing is left running. */
    public static Future<Node> start(NodeConfig config) {
        Vertx vertx = Vertx.vertx(new VertxOptions().setPreferNativeTransport(true));
        PgPools pools = PgPools.open(vertx, config.database());
        Hints hints = Hints.on(vertx);
        VaultWatch.start(vertx, config.secrets().dataKeys(), config.secrets().vault(), Clock.systemUTC());
        return DatabaseChecks.closedDoors(pools)
                .compose(Node::refuseIfAny)
                .compose(open -> DatabaseChecks.problems(pools.api()))
                .compose(Node::refuseIfAny)
                .compose(durable -> vertx.executeBlocking(() -> {
                    Pinyin.warm();
                    return true;
                }))
                .compose(warm -> TreeCache.start(vertx, hints, new PgRegistryStore(pools.feed())))
                .compose(trees -> tokens(vertx, config.secrets().signingKeys())
                        .compose(tokens -> new Wiring(config, vertx, pools, hints, tokens, trees).deploy()))
                .recover(failure ->
                        pools.close().eventually(vertx::close).transform(closed -> Future.failedFuture(failure)));
    }

    /** That refuse forgeries, and follow their keys from now on. */
    private static Future<Tokens> tokens(Vertx vertx, SigningKeyFiles files) {
        Clock clock = Clock.systemUTC();
        return vertx.executeBlocking(() -> files.read(clock.instant()))
                .map(keys -> Tokens.of(vertx, keys, clock))
                .compose(tokens -> tokens.selfTest().map(tokens))
                .onSuccess(tokens -> KeyWatch.start(vertx, files, tokens, clock));
    }

    private static Future<Void> refuseIfAny(List<String> problems) {
        return problems.isEmpty() ? Future.succeededFuture() : Future.failedFuture(new StartFailure(problems));
    }

    public int mqttPort() {
        return mqtt.port();
    }

    public int httpPort() {
        return http.port();
    }

    public Optional<Integer> mqttTlsPort() {
        return mqtt.tlsPort();
    }

    public Optional<Integer> httpTlsPort() {
        return http.tlsPort();
    }

    public int managementPort() {
        return management.port();
    }

    /** From the doors inwards: nobody comes in any more, what is under way still finds the database, then that goes too. */
    public Future<Void> stop() {
        Future<Void> stopped = Future.succeededFuture();
        for (int i = deployed.size() - 1; i >= 0; i--) {
            String next = deployed.get(i);
            stopped = stopped.eventually(() -> vertx.undeploy(next));
        }
        return stopped.eventually(pools::close).eventually(vertx::close);
    }

    private static final class Wiring {

        private final NodeConfig config;
        private final Vertx vertx;
        private final PgPools pools;
        private final Hints hints;
        private final Tokens tokens;
        private final TreeCache trees;
        private final List<String> deployed = new ArrayList<>();
        private final Clock clock = Clock.systemUTC();
        private final IdSource ids = () -> {
            ThreadLocalRandom random = ThreadLocalRandom.current();
            return UuidV7.of(System.currentTimeMillis(), random.nextLong(), random.nextLong());
        };
        private final Presence presence = new Presence(clock);
        private final Screens screens = new Screens(this::noteReceipts);
        private final PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

        Wiring(NodeConfig config, Vertx vertx, PgPools pools, Hints hints, Tokens tokens, TreeCache trees) {
            this.config = config;
            this.vertx = vertx;
            this.pools = pools;
            this.hints = hints;
            this.tokens = tokens;
            this.trees = trees;
        }

        Future<Node> deploy() {
            EmergencyLane lane = new EmergencyLane(
                    new VertxLoop(vertx, ownContext()), new PgIntakeStore(vertx, pools.intake()), hints, meters);
            Emergencies emergencies = new Emergencies(lane, ids);
            DeviceIndex index = new DeviceIndex(
                    new PgRegistryStore(pools.telemetry()),
                    new SecretHash(config.secrets().pepper().bytes()));
            MqttVerticle mqtt = mqtt(emergencies, index);
            HttpVerticle http = http(emergencies);
            WatchVerticle watch = watch(emergencies, mqtt);
            ManagementVerticle management = management(lane, watch);
            NotifyVerticle notify = new NotifyVerticle(
                    new PgOutboxStore(pools.notices(), config.secrets().vault()),
                    new PgIncidentStore(vertx, pools.notices()),
                    config.notifying().channels(vertx, screens::show, clock),
                    hints,
                    meters);
            EngineVerticle engine = new EngineVerticle(
                    new Engine.Stores(
                            new PgDeadlineStore(pools.engine()),
                            new PgIncidentStore(vertx, pools.engine()),
                            new PgResponderStore(pools.engine(), ids),
                            new PgPlanStore(pools.engine())),
                    ids,
                    hints,
                    meters);
            SequencerVerticle sequencer = new SequencerVerticle(new PgFeedStore(pools.feed()), hints);
            // From the inside out: whoever comes through a door finds everything behind it running.
            return open(engine)
                    .compose(running -> open(sequencer))
                    .compose(running -> open(new HousekeepingVerticle(pools.engine())))
                    .compose(running -> open(notify))
                    .compose(running -> open(http))
                    .compose(running -> open(mqtt))
                    .compose(running -> open(supervision(emergencies, index)))
                    .compose(running -> open(watch))
                    .compose(running -> open(management))
                    .map(running -> new Node(this, mqtt, http, management));
        }

        /** A receipt that gets lost means one more ring. */
        private void noteReceipts(UUID account, Set<UUID> notices) {
            new PgNoticeStore(pools.notices(), pools.notices())
                    .receivedBy(account, notices)
                    .onFailure(failure -> LOG.warn("receipts not noted: {}", failure.getMessage()));
        }

        private Future<Void> open(Deployable verticle) {
            return vertx.deployVerticle(verticle).onSuccess(deployed::add).mapEmpty();
        }

        /** An event loop's context of its own: lanes must not wait for each other's batches. */
        private Context ownContext() {
            return ((VertxInternal) vertx).createEventLoopContext();
        }

        /** After the door for devices: nobody is silent who could not be heard. */
        private SupervisionVerticle supervision(Emergencies emergencies, DeviceIndex index) {
            return new SupervisionVerticle(
                    new Supervisor.Ports(
                            new PgSupervisionStore(pools.engine()),
                            new PgIncidentStore(vertx, pools.engine()),
                            emergencies,
                            index::find,
                            hints,
                            ids,
                            clock,
                            config.settings().zone(Key.MQTT_TIME_ZONE)),
                    meters);
        }

        private MqttVerticle mqtt(Emergencies emergencies, DeviceIndex index) {
            DownlinkStore downlinks = new PgDownlinkStore(pools.telemetry());
            TelemetryLane telemetry = new TelemetryLane(
                    vertx,
                    ownContext(),
                    new PgTelemetryStore(pools.telemetry()),
                    new VitalsWatch(emergencies, downlinks, hints, ids, clock, meters),
                    hints,
                    meters);
            MqttConfig.Limits most = MqttConfig.Limits.defaults();
            MqttConfig defaults = MqttConfig.defaults();
            return new MqttVerticle(
                    new MqttConfig(
                            config.text(Key.MQTT_HOST),
                            config.port(Key.MQTT_PORT),
                            TlsSettings.mqtt(config.settings()),
                            new MqttConfig.Limits(
                                    most.packetBytes(),
                                    config.settings().number(Key.MQTT_MAX_CONNECTIONS),
                                    most.newConnectionsPerSecond(),
                                    most.connectionsPerDevice(),
                                    most.receiveMaximum(),
                                    most.unacknowledged(),
                                    most.downlinkWindow(),
                                    most.subscriptions()),
                            defaults.times(),
                            config.settings().zone(Key.MQTT_TIME_ZONE)),
                    new MqttVerticle.Ports(
                            index,
                            new TestCalls(
                                    new TwoLanes(emergencies, telemetry),
                                    new TestCalls.Ports(
                                            index::upkeep,
                                            new PgDeviceTestStore(pools.telemetry()),
                                            downlinks,
                                            hints,
                                            ids,
                                            clock)),
                            new PgSessionStore(pools.telemetry()),
                            downlinks,
                            hints,
                            ids,
                            meters),
                    clock);
        }

        private HttpVerticle http(Emergencies emergencies) {
            PgAccountStore accounts = new PgAccountStore(pools.access());
            Sessions sessions = new Sessions(
                    tokens,
                    new PgAccountStore(pools.sessions()),
                    trees,
                    IdentitySettings.totp(config.settings(), new ArrayList<>()));
            ApiPorts ports = new ApiPorts(
                    access(sessions),
                    apiStores(accounts),
                    new CallDesk(emergencies, ids, clock),
                    config.notifying(),
                    hints,
                    ids,
                    clock,
                    config.ground());
            Feed.FeedPorts feed = new Feed.FeedPorts(
                    new PgFeedStore(pools.feed()), sessions, hints, presence, screens, new FeedMeters(meters), clock);
            HttpConfig defaults = HttpConfig.defaults();
            return new HttpVerticle(
                    new HttpConfig(
                            config.text(Key.HTTP_HOST),
                            config.port(Key.HTTP_PORT),
                            Set.copyOf(config.settings().list(Key.HTTP_ALLOWED_ORIGINS)),
                            HttpSettings.proxies(config.settings(), new ArrayList<>()),
                            TlsSettings.http(config.settings()),
                            defaults.maxBodyBytes(),
                            defaults.maxHeaderBytes(),
                            defaults.idleTimeout(),
                            defaults.requestWithin(),
                            defaults.maxFeedSockets()),
                    ports,
                    feed,
                    FeedLimits.defaults());
        }

        private ApiPorts.Access access(Sessions sessions) {
            Vault vault = config.secrets().vault();
            return new ApiPorts.Access(
                    tokens,
                    sessions,
                    new Passwords(vertx),
                    new Throttle(),
                    trees,
                    new SecondStep(new PgTotpStore(pools.access()), vault, clock),
                    config.exchanges(),
                    IdentitySettings.oidc(config.settings(), new ArrayList<>())
                            .map(oidc -> new OidcSignIn(vertx, oidc, vault, clock)));
        }

        private ApiPorts.Stores apiStores(PgAccountStore accounts) {
            Vault vault = config.secrets().vault();
            PgDossierStore dossiers = new PgDossierStore(vertx, pools.api(), vault);
            return new ApiPorts.Stores(
                    accounts,
                    new PgIdempotencyStore(pools.api(), vault),
                    new PgIncidentStore(vertx, pools.api(), vault),
                    new PgResponderStore(pools.api(), ids),
                    new PgResidentStore(pools.api()),
                    dossiers,
                    new PgAccessLogStore(vertx, pools.api(), dossiers, vault),
                    new PgNoticeStore(pools.api(), pools.notices()),
                    new PgChannelStore(pools.api(), vault),
                    new PgShiftHandoverStore(pools.api(), vault),
                    new PgRotaStore(pools.api()),
                    new PgPlanStore(pools.api()),
                    new PgFeedStore(pools.feed()),
                    new PgRegisterStore(vertx, pools.api(), vault),
                    new PgUpkeepStore(pools.api(), vault),
                    new PgDownlinkStore(pools.api()),
                    new PgFamilyStore(vertx, pools.api(), vault),
                    new PgDeviceStore(
                            vertx,
                            pools.api(),
                            new SecretHash(config.secrets().pepper().bytes())::of,
                            vault),
                    new PgStatisticsStore(pools.api()),
                    new PgErasureStore(vertx, pools.api(), vault),
                    new PgResidentSheetStore(vertx, pools.api(), vault, ids),
                    new PgUserStore(vertx, pools.api()),
                    new PgNodeStore(pools.api()),
                    new PgCallStore(vertx, pools.notices(), pools.api(), vault),
                    new PgLendingStore(vertx, pools.api()));
        }

        private WatchVerticle watch(Emergencies emergencies, MqttVerticle mqtt) {
            String host = config.text(Key.MQTT_HOST);
            boolean everywhere = host.equals("0.0.0.0") || host.equals("::");
            SecretHash hash = new SecretHash(config.secrets().pepper().bytes());
            return new WatchVerticle(
                    config.watching(),
                    new Watcher.Ports(
                            new PgWatchStore(pools.watch()),
                            emergencies,
                            new PgIncidentStore(vertx, pools.watch()),
                            presence::takeLooks,
                            hints,
                            ids,
                            clock),
                    inside -> new MqttCanaryLine(inside, everywhere ? "127.0.0.1" : host, mqtt::port),
                    new Canary.Secrets(Wiring::freshSecret, hash::of),
                    meters);
        }

        private static String freshSecret() {
            byte[] secret = new byte[CANARY_SECRET_BYTES];
            new SecureRandom().nextBytes(secret);
            return HexFormat.of().formatHex(secret);
        }

        private ManagementVerticle management(EmergencyLane lane, WatchVerticle watch) {
            // Each kind of work has its own connections, so each is asked for itself. Nobody but the lane touches the
            // emergency's: its connections live on its event loop, and a check must not stand in a press's way.
            Map<String, Supplier<Future<?>>> checks = Map.of(
                    "emergency.lane", lane::check,
                    "database.engine", () -> PgPools.ping(pools.engine()),
                    "database.notices", () -> PgPools.ping(pools.notices()),
                    "database.feed", () -> PgPools.ping(pools.feed()),
                    "database.api", () -> PgPools.ping(pools.api()),
                    "database.access", () -> PgPools.ping(pools.access()),
                    "database.sessions", () -> PgPools.ping(pools.sessions()));
            return new ManagementVerticle(
                    config.text(Key.MANAGEMENT_HOST), config.port(Key.MANAGEMENT_PORT), checks, watch::report, meters);
        }
    }
}
