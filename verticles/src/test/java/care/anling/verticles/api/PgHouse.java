package care.anling.verticles.api;

import care.anling.core.common.CommunityId;
import care.anling.core.common.ResidentId;
import care.anling.verticles.access.Passwords;
import care.anling.verticles.access.SecondStep;
import care.anling.verticles.access.Sessions;
import care.anling.verticles.access.SigningKey;
import care.anling.verticles.access.Throttle;
import care.anling.verticles.access.Tokens;
import care.anling.verticles.access.TreeCache;
import care.anling.verticles.bus.Hints;
import care.anling.verticles.live.Feed;
import care.anling.verticles.live.FeedFigures;
import care.anling.verticles.live.FeedLimits;
import care.anling.verticles.live.Presence;
import care.anling.verticles.live.Screens;
import care.anling.verticles.live.SequencerVerticle;
import care.anling.verticles.loop.VertxLoop;
import care.anling.verticles.mqtt.SecretHash;
import care.anling.verticles.notify.NotifyConfig;
import care.anling.verticles.notify.WebhookSignature;
import care.anling.verticles.oidc.OidcSignIn;
import care.anling.verticles.store.Account;
import care.anling.verticles.store.AccountRole;
import care.anling.verticles.store.PgAccessLogStore;
import care.anling.verticles.store.PgAccountStore;
import care.anling.verticles.store.PgCallStore;
import care.anling.verticles.store.PgChannelStore;
import care.anling.verticles.store.PgDeviceStore;
import care.anling.verticles.store.PgDossierStore;
import care.anling.verticles.store.PgDownlinkStore;
import care.anling.verticles.store.PgErasureStore;
import care.anling.verticles.store.PgFamilyStore;
import care.anling.verticles.store.PgFeedStore;
import care.anling.verticles.store.PgFixture;
import care.anling.verticles.store.PgIdempotencyStore;
import care.anling.verticles.store.PgIncidentStore;
import care.anling.verticles.store.PgIntakeStore;
import care.anling.verticles.store.PgLendingStore;
import care.anling.verticles.store.PgNodeStore;
import care.anling.verticles.store.PgNoticeStore;
import care.anling.verticles.store.PgPlanStore;
import care.anling.verticles.store.PgPools;
import care.anling.verticles.store.PgRegisterStore;
import care.anling.verticles.store.PgRegistryStore;
import care.anling.verticles.store.PgResidentSheetStore;
import care.anling.verticles.store.PgResidentStore;
import care.anling.verticles.store.PgResponderStore;
import care.anling.verticles.store.PgRotaStore;
import care.anling.verticles.store.PgShiftHandoverStore;
import care.anling.verticles.store.PgStatisticsStore;
import care.anling.verticles.store.PgTotpStore;
import care.anling.verticles.store.PgUpkeepStore;
import care.anling.verticles.store.PgUserStore;
import care.anling.verticles.store.Samples;
import care.anling.verticles.triage.CallDesk;
import care.anling.verticles.triage.Emergencies;
import care.anling.verticles.triage.EmergencyLane;
import care.anling.verticles.vault.TestVault;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.VertxInternal;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/** The real server over the real stores on a real PostgreSQL, as the node wires them. Rows are put in behind its back. */
final class PgHouse implements AutoCloseable {

    static final SecretHash SECRETS = new SecretHash("sixteen bytes or more".getBytes(StandardCharsets.UTF_8));

    /** The hotline of everybody, and that of one part of the tree: a test that wants it makes a node of this id. */
    static final Exchange HOTLINE = exchange("hotline", Optional.empty());

    static final CommunityId HOME = new CommunityId(new UUID(0x7000, 0x8000_0000_0000_0001L));
    static final Exchange HOME_LINE = exchange("home", Optional.of(HOME));

    private final PgFixture postgres;
    private final Vertx vertx = Vertx.vertx();
    private final PgPools pools;
    private final PgAccountStore accounts;
    private final Clock clock = Clock.systemUTC();
    private final Hints hints;
    private final Tokens tokens;
    private final HttpClient http = HttpClient.newHttpClient();
    private final Sessions sessions;
    private final HttpVerticle server;

    /** @param postgres filled with its tree already: the server reads that at start */
    PgHouse(PgFixture postgres) {
        this(postgres, SigningKey.generate());
    }

    /** @param key that of the other nodes on this database */
    PgHouse(PgFixture postgres, SigningKey key) {
        this(postgres, key, SecondStep.Policy.OPTIONAL, Clock.systemUTC());
    }

    PgHouse(PgFixture postgres, SigningKey key, SecondStep.Policy policy, Clock codeClock) {
        this(postgres, key, policy, codeClock, vertx -> Optional.empty());
    }

    /** @param codeClock of second steps alone: tokens are checked by the library against the real time */
    PgHouse(
            PgFixture postgres,
            SigningKey key,
            SecondStep.Policy policy,
            Clock codeClock,
            Function<Vertx, Optional<OidcSignIn>> oidc) {
        this.postgres = postgres;
        tokens = Tokens.of(vertx, key, clock);
        pools = PgPools.open(vertx, postgres.access());
        accounts = new PgAccountStore(pools.access());
        hints = Hints.on(vertx);
        TreeCache trees = ApiHouse.await(TreeCache.start(vertx, hints, new PgRegistryStore(pools.feed())));
        SecondStep secondStep = new SecondStep(new PgTotpStore(pools.access()), TestVault.open(), codeClock);
        sessions = new Sessions(tokens, new PgAccountStore(pools.sessions()), trees, policy);
        EmergencyLane lane = new EmergencyLane(
                new VertxLoop(vertx, ((VertxInternal) vertx).createEventLoopContext()),
                new PgIntakeStore(vertx, pools.intake()),
                hints,
                new SimpleMeterRegistry());
        ApiPorts ports = new ApiPorts(
                new ApiPorts.Access(
                        tokens,
                        sessions,
                        new Passwords(vertx),
                        new Throttle(),
                        trees,
                        secondStep,
                        List.of(HOTLINE, HOME_LINE),
                        oidc.apply(vertx)),
                stores(),
                new CallDesk(new Emergencies(lane, Samples::id), Samples::id, clock),
                NotifyConfig.NONE,
                hints,
                Samples::id,
                clock,
                MapGround.of(Buffer.buffer("{}")));
        server = new HttpVerticle(
                HttpConfig.defaults().withHost("127.0.0.1").withPort(0),
                ports,
                new Feed.FeedPorts(
                        new PgFeedStore(pools.feed()),
                        sessions,
                        hints,
                        new Presence(clock),
                        new Screens((account, received) -> {}),
                        FeedFigures.NONE,
                        clock),
                FeedLimits.defaults());
        ApiHouse.await(vertx.deployVerticle(server));
    }

    private ApiPorts.Stores stores() {
        PgDossierStore dossiers = new PgDossierStore(vertx, pools.api(), TestVault.open());
        return new ApiPorts.Stores(
                accounts,
                new PgIdempotencyStore(pools.api(), TestVault.open()),
                new PgIncidentStore(vertx, pools.api(), TestVault.open()),
                new PgResponderStore(pools.api(), Samples::id),
                new PgResidentStore(pools.api()),
                dossiers,
                new PgAccessLogStore(vertx, pools.api(), dossiers, TestVault.open()),
                new PgNoticeStore(pools.api(), pools.notices()),
                new PgChannelStore(pools.api(), TestVault.open()),
                new PgShiftHandoverStore(pools.api(), TestVault.open()),
                new PgRotaStore(pools.api()),
                new PgPlanStore(pools.api()),
                new PgFeedStore(pools.feed()),
                new PgRegisterStore(vertx, pools.api(), TestVault.open()),
                new PgUpkeepStore(pools.api(), TestVault.open()),
                new PgDownlinkStore(pools.api()),
                new PgFamilyStore(vertx, pools.api(), TestVault.open()),
                new PgDeviceStore(vertx, pools.api(), SECRETS::of, TestVault.open()),
                new PgStatisticsStore(pools.api()),
                new PgErasureStore(vertx, pools.api(), TestVault.open()),
                new PgResidentSheetStore(vertx, pools.api(), TestVault.open(), Samples::id),
                new PgUserStore(vertx, pools.api()),
                new PgNodeStore(pools.api()),
                new PgCallStore(vertx, pools.notices(), pools.api(), TestVault.open()),
                new PgLendingStore(vertx, pools.api()));
    }

    private static Exchange exchange(String name, Optional<CommunityId> home) {
        byte[] secret = Arrays.copyOf(name.getBytes(StandardCharsets.UTF_8), 32);
        return new Exchange(
                name,
                WebhookSignature.of(Base64.getEncoder().encodeToString(secret)).orElseThrow(),
                home);
    }

    /** From now on events get their numbers, and screens see them. */
    PgHouse numbering() {
        ApiHouse.await(vertx.deployVerticle(new SequencerVerticle(new PgFeedStore(pools.feed()), hints)));
        return this;
    }

    /** Acting for nobody, as the engine does. */
    PgIncidentStore incidents() {
        return new PgIncidentStore(vertx, pools.engine());
    }

    Sessions sessions() {
        return sessions;
    }

    int port() {
        return server.port();
    }

    /** @param resident whose family, for FAMILY */
    Account account(String username, AccountRole role, CommunityId node, UUID resident) {
        UUID id = Samples.id();
        boolean family = role == AccountRole.FAMILY;
        postgres.tell(
                "INSERT INTO accounts (id, username, password_hash, name, role, community, resident) VALUES ('" + id
                        + "', '" + username + "', 'x', '名-" + username + "', '" + role + "', '" + node + "', "
                        + (family ? "'" + resident + "'" : "NULL") + ")");
        if (role.isAskedFirst()) {
            String what = role == AccountRole.DOCTOR ? "DOCTOR" : "FIRST_HAND";
            postgres.tell(
                    "INSERT INTO responders (account, roles, on_duty) VALUES ('" + id + "', '{" + what + "}', true)");
        }
        return new Account(
                id,
                username,
                "名-" + username,
                role,
                node,
                family ? Optional.of(new ResidentId(resident)) : Optional.empty(),
                true);
    }

    String token(Account account) {
        UUID session = Samples.id();
        byte[] hash = session.toString().getBytes(StandardCharsets.US_ASCII);
        ApiHouse.await(accounts.findByUsername(account.username())
                .compose(found ->
                        accounts.openSession(session, found.orElseThrow().shown(), hash, Duration.ofHours(1))));
        return tokens.issue(account.id(), session, Samples.id());
    }

    /** Edits are made on whatever it is now. */
    HttpResponse<String> send(String token, String method, String path, String body) {
        return exactly(token, method, path, body, "If-Match", "*");
    }

    /** @param body empty for none */
    HttpResponse<String> exactly(String token, String method, String path, String body, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + path))
                .timeout(Duration.ofSeconds(20))
                .method(method, HttpRequest.BodyPublishers.ofString(body));
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        if (!token.isEmpty()) {
            request.header("Authorization", "Bearer " + token);
        }
        if (!body.isEmpty() && !Arrays.asList(headers).contains("Content-Type")) {
            request.header("Content-Type", "application/json");
        }
        try {
            HttpResponse<String> response = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
            Contract.check(method, path.replaceAll("\\?.*", ""), response);
            return response;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        ApiHouse.await(pools.close());
        ApiHouse.await(vertx.close());
    }
}
