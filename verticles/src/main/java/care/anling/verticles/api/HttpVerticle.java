package care.anling.verticles.api;

import care.anling.verticles.live.Feed;
import care.anling.verticles.live.FeedLimits;
import care.anling.verticles.loop.VertxLoop;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.Router;
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
    private @Nullable Router router;

    public HttpVerticle(HttpConfig config, ApiPorts ports, Feed.FeedPorts feedPorts, FeedLimits feedLimits) {
        this.config = config;
        this.ports = ports;
        this.feedPorts = feedPorts;
        this.feedLimits = feedLimits;
    }

    @Override
    public Future<?> start() {
        feed = Feed.start(new VertxLoop(vertx, context), feedPorts, feedLimits);
        Router mounted = routes(feed);
        router = mounted;
        server = vertx.createHttpServer(options());
        return ports.access()
                .tokens()
                .selfTest()
                .compose(safe ->
                        Objects.requireNonNull(server).requestHandler(mounted).listen());
    }

    /** The port it really listens on. */
    public int port() {
        return Objects.requireNonNull(server, "not started").actualPort();
    }

    /** For the test that holds the published contract against what is mounted. */
    Router router() {
        return Objects.requireNonNull(router, "not started");
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

    private Router routes(Feed live) {
        Router router = Router.router(vertx);
        router.route().handler(WebPages::addSecurityHeaders);
        router.route().failureHandler(Problems::handle);
        for (int status : new int[] {400, 404, 405, 406, 413, 415, 500}) {
            router.errorHandler(status, Problems::handle);
        }
        Repetition repetition = new Repetition(ports.stores().idempotency());
        Endpoints endpoints = new Endpoints(router, ports.access().sessions(), repetition, config.maxBodyBytes());
        IncidentActs acts = new IncidentActs(ports.stores().incidents(), ports.hints());
        new AuthRoutes(ports).mount(endpoints);
        new MeRoutes(ports).mount(endpoints);
        new IncidentRoutes(ports).mount(endpoints);
        new DeskRoutes(ports, acts).mount(endpoints);
        new ResponderRoutes(ports, acts).mount(endpoints);
        new CommunityRoutes(ports).mount(endpoints);
        router.get(Endpoints.BASE + "/feed").handler(new FeedDoor(live, config)::open);
        router.get("/.well-known/jwks.json")
                .handler(context -> Endpoints.write(
                        context, Answer.ok(ports.access().tokens().jwks())));
        new WebPages(vertx, ports.plan()).mount(router);
        return router;
    }
}
