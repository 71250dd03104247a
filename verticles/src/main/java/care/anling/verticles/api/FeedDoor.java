package care.anling.verticles.api;

import care.anling.verticles.access.Refusal;
import care.anling.verticles.live.Feed;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.net.URI;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets screens in to the feed. A browser says where its page came from; a page of somebody else's gets 403 before any
 * upgrade, because nothing else would stop it. Who is not a browser says nothing, and that is fine: there is no cookie
 * here to misuse.
 */
final class FeedDoor {

    static final String SUBPROTOCOL = "anling.feed.v1";

    private static final Logger LOG = LoggerFactory.getLogger(FeedDoor.class);

    private final Feed feed;
    private final Set<String> allowedOrigins;
    private final int maxSockets;

    FeedDoor(Feed feed, HttpConfig config) {
        this.feed = feed;
        this.allowedOrigins = config.allowedOrigins();
        this.maxSockets = config.maxFeedSockets();
    }

    void open(RoutingContext context) {
        HttpServerRequest request = context.request();
        if (!isOurs(request)) {
            context.fail(new Refusal(403, "foreign_origin", "This page may not open the feed."));
        } else if (!"websocket".equalsIgnoreCase(request.getHeader("Upgrade"))) {
            context.fail(new Refusal(426, "upgrade_required", "The feed is a WebSocket."));
        } else if (feed.size() >= maxSockets) {
            LOG.warn("feed.full sockets={}", feed.size());
            context.fail(new Refusal(503, "feed_full", "No more screens fit here. Try another server."));
        } else {
            request.toWebSocket()
                    .onComplete(feed::accept, failure -> LOG.debug("feed.upgrade_failed {}", failure.getMessage()));
        }
    }

    private boolean isOurs(HttpServerRequest request) {
        @Nullable String origin = request.getHeader("Origin");
        return origin == null || allowedOrigins.contains(origin) || isSameHost(origin, request);
    }

    private static boolean isSameHost(String origin, HttpServerRequest request) {
        try {
            URI page = URI.create(origin);
            String authority = String.valueOf(page.getAuthority());
            @Nullable String host = request.getHeader("Host");
            return host != null && authority.equalsIgnoreCase(host);
        } catch (IllegalArgumentException notAnOrigin) {
            return false;
        }
    }
}
