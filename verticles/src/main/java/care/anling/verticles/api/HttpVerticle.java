package care.anling.verticles.api;

import care.anling.verticles.contract.OpenApi;
import care.anling.verticles.contract.ReadablePage;
import care.anling.verticles.live.Feed;
import care.anling.verticles.live.FeedLimits;
import care.anling.verticles.loop.VertxLoop;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Objects;
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

    private final HttpConfig config;
    private final ApiPorts ports;
    private final Feed.FeedPorts feedPorts;
    private final FeedLimits feedLimits;
    private @Nullable HttpServer server;
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

    private Future<HttpServer> open(OpenApi contract, Feed live) {
        RequestClock clock = new RequestClock(vertx, config.requestWithin());
        return listen(routes(contract, live, clock), clock);
    }

    private Future<HttpServer> listen(Router router, RequestClock clock) {
        HttpServer listening = vertx.createHttpServer(options())
                .connectionHandler(clock::onOpened)
                .invalidRequestHandler(Problems::refuseUnreadable)
                .requestHandler(router);
        server = listening;
        return listening.listen();
    }

    /** The port it really listens on. */
    public int port() {
        return Objects.requireNonNull(server, "not started").actualPort();
    }

    @Override
    public Future<?> stop() {
        if (feed != null) {
            feed.stop();
        }
        return server == null ? Future.succeededFuture() : server.shutdown(FEED_CLOSING_SECONDS, TimeUnit.SECONDS);
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
        new AuthRoutes(ports).mount(operations);
        new MeRoutes(ports).mount(operations);
        new PasswordRoutes(ports).mount(operations);
        new IncidentRoutes(ports).mount(operations);
        new DeskRoutes(ports, acts).mount(operations);
        new ResponderRoutes(ports, acts).mount(operations);
        new CommunityRoutes(ports).mount(operations);
        new ResidentRoutes(ports).mount(operations);
        new UpkeepRoutes(ports).mount(operations);
        new NoticeRoutes(ports).mount(operations);
        operations.exchange("openFeed", new FeedDoor(live, origins, config)::open);
        operations.on(
                "getSigningKeys",
                call -> Future.succeededFuture(Answer.ok(ports.access().tokens().jwks())));
        WebPages pages = new WebPages(vertx, ports.plan());
        pages.mount(operations, Buffer.buffer(ReadablePage.of(contract)));
        operations.mount(router);
        pages.mount(router);
        return router;
    }
}
