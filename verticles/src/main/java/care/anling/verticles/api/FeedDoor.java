package care.anling.verticles.api;

import care.anling.verticles.access.Refusal;
import care.anling.verticles.live.Feed;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets screens in to the feed. A browser says where its page came from; a page of somebody else's gets 403 before any
 * upgrade, because nothing else would stop it.
 */
final class FeedDoor {

    static final String SUBPROTOCOL = "anling.feed.v1";

    private static final Logger LOG = LoggerFactory.getLogger(FeedDoor.class);

    private final Feed feed;
    private final Origins origins;
    private final int maxSockets;

    FeedDoor(Feed feed, Origins origins, HttpConfig config) {
        this.feed = feed;
        this.origins = origins;
        this.maxSockets = config.maxFeedSockets();
    }

    static boolean isAskedFor(HttpServerRequest request) {
        return request.path().equals(Operations.BASE + "/feed") && isUpgrade(request);
    }

    private static boolean isUpgrade(HttpServerRequest request) {
        return "websocket".equalsIgnoreCase(request.getHeader("Upgrade"));
    }

    void open(RoutingContext context) {
        HttpServerRequest request = context.request();
        if (!origins.isOurs(request)) {
            context.fail(new Refusal(403, "foreign_origin", "This page may not open the feed."));
        } else if (!isUpgrade(request)) {
            context.fail(new Refusal(426, "upgrade_required", "The feed is a WebSocket."));
        } else if (feed.size() >= maxSockets) {
            LOG.warn("feed.full sockets={}", feed.size());
            context.fail(new Refusal(503, "feed_full", "No more screens fit here. Try another server."));
        } else {
            request.toWebSocket()
                    .onComplete(feed::accept, failure -> LOG.debug("feed.upgrade_failed {}", failure.getMessage()));
        }
    }
}
