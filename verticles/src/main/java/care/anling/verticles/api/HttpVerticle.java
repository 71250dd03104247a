package care.anling.verticles.api;

import care.anling.verticles.contract.OpenApi;
import care.anling.verticles.contract.ReadablePage;
import care.anling.verticles.live.Feed;
import care.anling.verticles.live.FeedLimits;
import care.anling.verticles.loop.VertxLoop;
import care.anling.verticles.tls.TlsFiles;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Everything people and their screens talk to: REST, the feed, the pages, the contract. Stateless but for its own feed's
 * sockets; several may run side by side.
 */
public final class HttpVerticle extends VerticleBase {

    /** The token frame is the largest thing a client ever sends. */
    private static final int MAX_CLIENT_MESSAGE_BYTES = 32 * 1024;

    private static final int MAX_REQUEST_LINE_BYTES = 8 * 1024;
    private static final int FEED_CLOSING_SECONDS = 3;

    /** RFC 9110 §5.6.7: always two digits, always GMT. */
    private static final DateTimeFormatter HTTP_DATE = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.US)
            .withZone(ZoneOffset.UTC);

    private final HttpConfig config;
    private final ApiPorts ports;
    private final Feed.FeedPorts feedPorts;
    private final FeedLimits feedLimits;
    private @Nullable HttpServer server;
    private @Nullable HttpServer secured;
    private @Nullable Feed feed;

    public HttpVerticle(HttpConfig config, ApiPorts ports, Feed.FeedPorts feedPorts, FeedLimits feedLimits) {
        this.config = config;
        this.ports = ports;
        this.feedPorts = feedPorts;
        this.feedLimits = feedLimits;
    }

    @Override
    public Future<?> start() {
        Feed started = Feed.start(new VertxLoop(vertx, context), feedPorts, feedLimits);
        feed = started;
        return ports.access()
                .tokens()
                .selfTest()
                .compose(safe -> vertx.executeBlocking(OpenApi::read))
                .compose(contract -> open(contract, started));
    }

    private Future<Void> open(OpenApi contract, Feed live) {
        RequestClock clock = new RequestClock(vertx, config.requestWithin());
        Router router = routes(contract, live, clock);
        boolean tlsAlone = config.tls().filter(HttpConfig.Tls::alone).isPresent();
        Future<Void> listening = tlsAlone ? Future.succeededFuture() : listenPlainly(router, clock);
        return config.tls()
                .map(tls -> listening.compose(open -> listenSecurely(tls, router, clock)))
                .orElse(listening);
    }

    private Future<Void> listenPlainly(Router router, RequestClock clock) {
        HttpServer listening = server(options(), router, clock);
        server = listening;
        return listening.listen().mapEmpty();
    }

    private Future<Void> listenSecurely(HttpConfig.Tls tls, Router router, RequestClock clock) {
        TlsFiles files = new TlsFiles(tls.files());
        HttpServerOptions options = options().setPort(tls.port()).setUseAlpn(false);
        files.secure(options);
        HttpServer listening = server(options, router, clock);
        secured = listening;
        files.watch(vertx, renewed -> listening.updateSSLOptions(renewed, true));
        return listening.listen().mapEmpty();
    }

    private HttpServer server(HttpServerOptions options, Router router, RequestClock clock) {
        return vertx.createHttpServer(options)
                .connectionHandler(clock::onOpened)
                .invalidRequestHandler(Problems::refuseUnreadable)
                .requestHandler(router);
    }

    /** The port it really listens on; the configured one when only TLS is spoken. */
    public int port() {
        return server == null ? config.port() : server.actualPort();
    }

    /** The TLS port it really listens on, if there is one. */
    public Optional<Integer> tlsPort() {
        return Optional.ofNullable(secured).map(HttpServer::actualPort);
    }

    @Override
    public Future<?> stop() {
        if (feed != null) {
            feed.stop();
        }
        return Future.join(shutDown(server), shutDown(secured));
    }

    private static Future<?> shutDown(@Nullable HttpServer open) {
        return open == null ? Future.succeededFuture() : open.shutdown(FEED_CLOSING_SECONDS, TimeUnit.SECONDS);
    }

    private HttpServerOptions options() {
        return new HttpServerOptions()
                .setHost(config.host())
                .setPort(config.port())
                .setMaxHeaderSize(config.maxHeaderBytes())
                .setMaxInitialLineLength(MAX_REQUEST_LINE_BYTES)
                .setIdleTimeout((int) config.idleTimeout().toSeconds())
                .setIdleTimeoutUnit(TimeUnit.SECONDS)
                // Nothing here gains by HTTP/2 in the clear, and it would bring limits of its own to watch.
                .setHttp2ClearTextEnabled(false)
                .setDecompressionSupported(false)
                .setCompressionSupported(true)
                .setMaxWebSocketMessageSize(MAX_CLIENT_MESSAGE_BYTES)
                .setWebSocketSubProtocols(List.of(FeedDoor.SUBPROTOCOL))
                .setWebSocketClosingTimeout(FEED_CLOSING_SECONDS);
    }

    /** RFC 9110 §6.6.1. Pages tell ages by it: a browser's own clock may be anything. */
    private void sayTheTime(RoutingContext context) {
        context.addHeadersEndHandler(sent -> context.response()
                .putHeader(HttpHeaders.DATE, HTTP_DATE.format(ports.clock().instant())));
        context.next();
    }

    /**
     * RFC 9112 §6.1: a message with both Content-Length and Transfer-Encoding may be an attempt at smuggling, and its
     * connection must end after the answer. Netty has dropped the length before we see it, and no client of ours sends
     * chunks, so every chunked request is the last of its connection.
     */
    private static void endAfterChunks(RoutingContext context) {
        if (context.request().getHeader(HttpHeaders.TRANSFER_ENCODING) != null) {
            context.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
            context.addEndHandler(ended -> context.request().connection().close());
        }
        context.next();
    }

    private Router routes(OpenApi contract, Feed live, RequestClock clock) {
        Router router = Router.router(vertx);
        Origins origins = new Origins(config.allowedOrigins());
        router.route().handler(config.proxies()::note);
        router.route().handler(this::sayTheTime);
        router.route().handler(WebPages::addSecurityHeaders);
        router.route().handler(clock::onRequest);
        router.route().handler(HttpVerticle::endAfterChunks);
        router.route().handler(origins::announce);
        router.route().failureHandler(Problems::handle);
        for (int status : new int[] {400, 404, 405, 406, 413, 415, 500}) {
            router.errorHandler(status, Problems::handle);
        }
        Repetition repetition = new Repetition(ports.stores().idempotency());
        Operations operations = new Operations(contract, ports.access().sessions(), repetition, config.maxBodyBytes());
        IncidentActs acts = new IncidentActs(ports.stores().incidents(), ports.hints());
        AuthRoutes auth = new AuthRoutes(ports);
        auth.mount(operations);
        new OidcRoutes(ports, auth).mount(operations);
        new TotpRoutes(ports).mount(operations);
        new MeRoutes(ports, acts).mount(operations);
        new PasswordRoutes(ports).mount(operations);
        IncidentRoutes incidents = new IncidentRoutes(ports);
        incidents.mount(operations);
        new DeskRoutes(ports, acts).mount(operations, incidents::shown);
        new LendingRoutes(ports).mount(operations);
        new OverrideRoutes(ports, acts).mount(operations, incidents::shown);
        new ShiftRoutes(ports, acts).mount(operations);
        new ResponderRoutes(ports, acts).mount(operations);
        new CommunityRoutes(ports).mount(operations);
        new ResidentRoutes(ports).mount(operations);
        new ErasureRoutes(ports).mount(operations);
        new ResidentSheetRoutes(ports).mount(operations);
        new FamilyRoutes(ports).mount(operations);
        new LookRoutes(ports).mount(operations);
        new NodeRoutes(ports).mount(operations);
        new UserRoutes(ports).mount(operations);
        new DeviceRoutes(ports).mount(operations);
        new DeviceSheetRoutes(ports).mount(operations);
        new CommandRoutes(ports).mount(operations);
        new UpkeepRoutes(ports).mount(operations);
        new NoticeRoutes(ports).mount(operations);
        new PlanRoutes(ports).mount(operations);
        new RotaRoutes(ports).mount(operations);
        new StatisticsRoutes(ports).mount(operations);
        new CallRoutes(ports).mount(operations);
        operations.exchange("openFeed", new FeedDoor(live, origins, config)::open);
        operations.on(
                "getSigningKeys",
                call -> Future.succeededFuture(Answer.ok(ports.access().tokens().jwks())));
        WebPages pages = new WebPages(vertx, ports.ground());
        pages.mount(operations, Buffer.buffer(ReadablePage.of(contract)));
        operations.mount(router);
        pages.mount(router);
        return router;
    }
}
