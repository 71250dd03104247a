package care.anling.verticles.api;

import care.anling.core.common.CommunityId;
import care.anling.core.common.DeviceId;
import care.anling.core.common.IncidentId;
import care.anling.core.common.Person;
import care.anling.core.common.ResidentId;
import care.anling.core.common.UuidV7;
import care.anling.core.community.Community;
import care.anling.core.community.CommunityLevel;
import care.anling.core.device.DeviceKind;
import care.anling.core.device.TestState;
import care.anling.core.geo.Wgs84;
import care.anling.core.incident.Incident;
import care.anling.core.incident.Subject;
import care.anling.core.incident.SubjectKind;
import care.anling.core.resident.Profile;
import care.anling.verticles.access.Passwords;
import care.anling.verticles.access.SecondStep;
import care.anling.verticles.access.Sessions;
import care.anling.verticles.access.SigningKey;
import care.anling.verticles.access.Throttle;
import care.anling.verticles.access.Tokens;
import care.anling.verticles.access.TreeCache;
import care.anling.verticles.bus.Hint;
import care.anling.verticles.bus.Hints;
import care.anling.verticles.live.Feed;
import care.anling.verticles.live.FeedFigures;
import care.anling.verticles.live.FeedLimits;
import care.anling.verticles.live.Presence;
import care.anling.verticles.live.Screens;
import care.anling.verticles.live.SequencerVerticle;
import care.anling.verticles.notify.NotifyConfig;
import care.anling.verticles.store.AccessLogStore;
import care.anling.verticles.store.Account;
import care.anling.verticles.store.AccountRole;
import care.anling.verticles.store.CallStore;
import care.anling.verticles.store.DeviceNow;
import care.anling.verticles.store.DeviceStore;
import care.anling.verticles.store.Dossier;
import care.anling.verticles.store.ErasureStore;
import care.anling.verticles.store.FakeAccountStore;
import care.anling.verticles.store.FakeChannelStore;
import care.anling.verticles.store.FakeDatabase;
import care.anling.verticles.store.FakeDossierStore;
import care.anling.verticles.store.FakeDownlinkStore;
import care.anling.verticles.store.FakeFeedStore;
import care.anling.verticles.store.FakeIdempotencyStore;
import care.anling.verticles.store.FakeIncidentStore;
import care.anling.verticles.store.FakeOutboxStore;
import care.anling.verticles.store.FakePlanStore;
import care.anling.verticles.store.FakeRegistryStore;
import care.anling.verticles.store.FakeResidentStore;
import care.anling.verticles.store.FakeResponderStore;
import care.anling.verticles.store.FakeShiftHandoverStore;
import care.anling.verticles.store.FakeUpkeepStore;
import care.anling.verticles.store.FamilyStore;
import care.anling.verticles.store.IncidentStore;
import care.anling.verticles.store.LendingStore;
import care.anling.verticles.store.NodeStore;
import care.anling.verticles.store.RegisterStore;
import care.anling.verticles.store.ResidentSheetStore;
import care.anling.verticles.store.ResponderNow;
import care.anling.verticles.store.RotaStore;
import care.anling.verticles.store.StatisticsStore;
import care.anling.verticles.store.TotpStore;
import care.anling.verticles.store.UserStore;
import care.anling.verticles.triage.CallIntake.CallTaken;
import care.anling.verticles.vault.TestVault;
import care.anling.verticles.view.IncidentSamples;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/**
 * A street with two communities, its people, and a real HTTP server on a free port, over stores in memory. Every account's
 * password is {@link #PASSWORD}.
 */
public final class ApiHouse implements AutoCloseable {

    public static final String PASSWORD = "安宁-7-correct";
    private static final String HASH = Passwords.hash(PASSWORD);

    public final CommunityId street = new CommunityId(new UUID(0x10, 1));
    public final CommunityId east = new CommunityId(new UUID(0x10, 2));
    public final CommunityId west = new CommunityId(new UUID(0x10, 3));
    public final CommunityId building = new CommunityId(new UUID(7, 3));
    public final UUID resident = new UUID(0x20, 1);
    final List<CallTaken> taken = new ArrayList<>();

    public final Vertx vertx = Vertx.vertx();
    public final Hints hints = Hints.on(vertx);
    public final Clock clock = Clock.systemUTC();
    public final FakeDatabase database = new FakeDatabase(clock);
    public final FakeFeedStore feed = new FakeFeedStore(database);
    public final FakeIncidentStore incidents = new FakeIncidentStore(database);
    public final FakeAccountStore accounts = new FakeAccountStore(database);
    public final FakePlanStore plans = new FakePlanStore(database);
    public final FakeResponderStore responders = new FakeResponderStore(database);
    public final FakeDossierStore dossiers = new FakeDossierStore(database);
    private final FakeResidentStore residents = new FakeResidentStore(database);
    private final FakeRegistryStore registry = new FakeRegistryStore(database);
    public final FakeShiftHandoverStore shifts = new FakeShiftHandoverStore(clock);
    public final SigningKey key = SigningKey.generate();
    public final Tokens tokens = Tokens.of(vertx, key, clock);
    public final Presence presence = new Presence(clock);
    public final FakeOutboxStore outbox = new FakeOutboxStore(database);
    public final FakeChannelStore channels = new FakeChannelStore(database);
    public final Screens screens = new Screens((account, notices) -> await(outbox.receivedBy(account, notices)));
    /** Say so before a server starts. */
    public NotifyConfig notify = NotifyConfig.NONE;

    public final HttpClient http = HttpClient.newHttpClient();

    private final Random random = new Random(42);
    private final List<HttpVerticle> servers = new ArrayList<>();
    private final FeedLimits limits;
    private final HttpConfig config;
    private final TreeCache trees;
    private IncidentStore served = incidents;
    private int current;

    public ApiHouse() {
        this(FeedLimits.defaults(), HttpConfig.defaults());
    }

    public ApiHouse(FeedLimits limits, HttpConfig config) {
        this.limits = limits;
        this.config = config.withHost("127.0.0.1").withPort(0);
        settle();
        database.openFeedNode(street, Optional.empty());
        List.of(east, west).forEach(community -> database.openFeedNode(community, Optional.of(street)));
        await(vertx.deployVerticle(new SequencerVerticle(feed, hints)));
        trees = await(TreeCache.start(vertx, hints, registry));
        startServer();
    }

    /** One more node on the same stores. @return its index */
    public int startServer() {
        Sessions sessions = new Sessions(tokens, accounts, trees, SecondStep.Policy.OPTIONAL);
        ApiPorts.Access access = new ApiPorts.Access(
                tokens,
                sessions,
                new Passwords(vertx),
                new Throttle(),
                trees,
                new SecondStep(elsewhere(TotpStore.class), TestVault.open(), clock),
                List.of(),
                Optional.empty());
        ApiPorts.Stores stores = new ApiPorts.Stores(
                accounts,
                new FakeIdempotencyStore(database),
                served,
                responders,
                residents,
                dossiers,
                elsewhere(AccessLogStore.class),
                outbox,
                channels,
                shifts,
                elsewhere(RotaStore.class),
                plans,
                feed,
                elsewhere(RegisterStore.class),
                new FakeUpkeepStore(database),
                new FakeDownlinkStore(database),
                elsewhere(FamilyStore.class),
                elsewhere(DeviceStore.class),
                elsewhere(StatisticsStore.class),
                elsewhere(ErasureStore.class),
                elsewhere(ResidentSheetStore.class),
                elsewhere(UserStore.class),
                elsewhere(NodeStore.class),
                elsewhere(CallStore.class),
                nothingLent());
        ApiPorts ports = new ApiPorts(
                access,
                stores,
                this::callTaken,
                notify,
                hints,
                this::freshId,
                clock,
                MapGround.of(Buffer.buffer("{}")));
        Feed.FeedPorts feedPorts =
                new Feed.FeedPorts(feed, sessions, hints, presence, screens, FeedFigures.NONE, clock);
        HttpVerticle server = new HttpVerticle(config, ports, feedPorts, limits);
        await(vertx.deployVerticle(server));
        servers.add(server);
        return servers.size() - 1;
    }

    /** What is proven on PostgreSQL alone, and not kept in memory. */
    private static <T> T elsewhere(Class<T> store) {
        return store.cast(Proxy.newProxyInstance(
                store.getClassLoader(),
                new Class<?>[] {store},
                (proxy, method, arguments) ->
                        Future.failedFuture("no " + store.getSimpleName() + " here: use PgHouse")));
    }

    /** Lending itself is proven on PostgreSQL. */
    private static LendingStore nothingLent() {
        LendingStore elsewhere = elsewhere(LendingStore.class);
        return new LendingStore() {
            @Override
            public Future<Lent> lend(IncidentId incident, CommunityId to, By by) {
                return elsewhere.lend(incident, to, by);
            }

            @Override
            public Future<Lent> takeBack(IncidentId incident, CommunityId from, By by) {
                return elsewhere.takeBack(incident, from, by);
            }

            @Override
            public Future<List<Lending>> list(IncidentId incident) {
                return Future.succeededFuture(List.of());
            }
        };
    }

    /** From now on a server over these incidents answers. */
    public void serve(IncidentStore others) {
        served = others;
        current = startServer();
    }

    public void stopServers() {
        vertx.deploymentIDs().forEach(id -> await(vertx.undeploy(id)));
    }

    private Future<IncidentId> callTaken(CallTaken call) {
        taken.add(call);
        Incident incident = IncidentSamples.about(new IncidentId(freshId()), call.subject(), List.of(), List.of());
        incidents.put(incident, "incident.opened");
        return Future.succeededFuture(incident.id());
    }

    private void settle() {
        registry.put(new Community(street, CommunityLevel.STREET, "安宁街道", Optional.empty(), Optional.empty()));
        registry.put(new Community(east, CommunityLevel.COMMUNITY, "东里社区", Optional.of(street), Optional.empty()));
        registry.put(new Community(west, CommunityLevel.COMMUNITY, "西里社区", Optional.of(street), Optional.empty()));
        registry.put(new Community(building, CommunityLevel.BUILDING, "3号楼", Optional.of(east), Optional.empty()));
        residents.put(IncidentSamples.open(east, resident, "李秀英").subject());
        DeviceId watch = new DeviceId(new UUID(9, 9));
        Instant now = clock.instant();
        dossiers.put(new FakeDossierStore.OnRecord(
                about(new ResidentId(resident)),
                List.of(new Dossier.Contact("c1", "王丽", "女儿", "13900000000", 1, true, Optional.of(20))),
                List.of(
                        new Dossier.Reading("hr", 91, now.minusSeconds(60), watch),
                        new Dossier.Reading("hr", 84, now.minusSeconds(3600), watch),
                        new Dossier.Reading("sys", 142, now.minusSeconds(60), watch))));
        dossiers.put(
                new Dossier.DeviceLine(
                        watch,
                        DeviceKind.WATCH,
                        Optional.of("X1"),
                        Optional.of(71),
                        Optional.of(now),
                        "ONLINE",
                        Optional.empty(),
                        new DeviceNow.Care(TestState.NEVER_TESTED, Optional.empty())),
                Optional.of(new ResidentId(resident)));
    }

    private Dossier.About about(ResidentId id) {
        Dossier.Door door = new Dossier.Door(
                east,
                "东里社区",
                Optional.of(building),
                Optional.of("3号楼"),
                Optional.of("2单元"),
                Optional.of(5),
                Optional.of("502"),
                Optional.of("门右侧密码盒，码 4471"),
                Optional.of(new Wgs84(34.76, 113.75)));
        Dossier.Clinical clinical = new Dossier.Clinical(
                List.of("高血压"),
                List.of("氨氯地平"),
                List.of("青霉素"),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Profile.UNKNOWN);
        return new Dossier.About(
                id,
                "李秀英",
                "li xiuying",
                Optional.of("F"),
                Optional.of(LocalDate.of(1941, 5, 2)),
                Optional.of("13800000000"),
                Optional.of("独居"),
                true,
                Optional.of("普通话"),
                door,
                clinical);
    }

    private UUID freshId() {
        return UuidV7.of(clock.millis(), random.nextLong(), random.nextLong());
    }

    // --- people

    public Account account(String username, AccountRole role, CommunityId node) {
        Optional<ResidentId> family =
                role == AccountRole.FAMILY ? Optional.of(new ResidentId(resident)) : Optional.empty();
        Account account = new Account(freshId(), username, "名-" + username, role, node, family, true);
        accounts.put(account, HASH);
        dossiers.putLooker(account.id());
        if (role.isAskedFirst()) {
            responders.put(
                    new ResponderNow(person(account), role.name(), node, true, false, Optional.empty(), List.of()));
        }
        return account;
    }

    public static Person person(Account account) {
        return new Person(account.id(), account.name());
    }

    /** A token without the way through the password, for tests about something else. */
    public String token(Account account) {
        UUID session = freshId();
        byte[] hash = session.toString().getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        await(accounts.findByUsername(account.username())
                .compose(found ->
                        accounts.openSession(session, found.orElseThrow().shown(), hash, Duration.ofHours(1))));
        return tokens.issue(account.id(), session, freshId());
    }

    public void opened(Incident incident) {
        happened(incident, "incident.opened");
    }

    public void happened(Incident incident, String type) {
        incidents.put(incident, type);
        hints.publish(new Hint.CommunityNews(incident.subject().community()));
    }

    // --- HTTP

    public int port() {
        return servers.get(current).port();
    }

    public int tlsPort() {
        return servers.get(current).tlsPort().orElseThrow();
    }

    public int port(int server) {
        return servers.get(server).port();
    }

    public record Reply(int status, String body, HttpResponse<String> raw) {
        public JsonObject json() {
            return new JsonObject(body);
        }

        public String code() {
            return json().getString("code");
        }
    }

    public Reply get(String token, String path) {
        return send(request(token, path).GET());
    }

    public Reply post(String token, String path, String body, String... headers) {
        HttpRequest.Builder request = request(token, path).POST(HttpRequest.BodyPublishers.ofString(body));
        request.setHeader("Content-Type", "application/json");
        for (int i = 0; i < headers.length; i += 2) {
            request.setHeader(headers[i], headers[i + 1]);
        }
        return send(request);
    }

    public Reply put(String token, String path, String body) {
        return send(request(token, path)
                .PUT(HttpRequest.BodyPublishers.ofString(body))
                .header("Content-Type", "application/json"));
    }

    public HttpRequest.Builder request(String token, String path) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + path))
                .timeout(Duration.ofSeconds(20));
        return token.isEmpty() ? request : request.header("Authorization", "Bearer " + token);
    }

    public Reply send(HttpRequest.Builder request) {
        try {
            HttpRequest built = request.build();
            HttpResponse<String> response = http.send(built, HttpResponse.BodyHandlers.ofString());
            Contract.check(built.method(), built.uri().getPath(), response);
            return new Reply(response.statusCode(), response.body(), response);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    public static <T> T await(Future<T> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** Nobody in particular. */
    public Subject place(CommunityId community) {
        return new Subject(SubjectKind.PLACE, freshId(), community, "大门", Optional.empty());
    }

    public Set<CommunityId> all() {
        return Set.of(street, east, west);
    }

    @Override
    public void close() {
        await(vertx.close());
    }
}
