package care.anling.verticles.api;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.IdentityHashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A whole request must have arrived within a time. The idle time-out alone is fooled by whoever sends one byte now and then
 * and so keeps a connection for days (slow loris). Counts from opening, and again from each answer: a kept-alive connection
 * that asks nothing is closed by the idle time-out before. On one event loop.
 */
final class RequestClock {

    private static final Logger LOG = LoggerFactory.getLogger(RequestClock.class);

    private final Vertx vertx;
    private final long withinMillis;
    private final Map<HttpConnection, Long> timers = new IdentityHashMap<>();

    RequestClock(Vertx vertx, Duration within) {
        this.vertx = vertx;
        this.withinMillis = within.toMillis();
    }

    void onOpened(HttpConnection connection) {
        connection.closeHandler(closed -> stop(connection));
        start(connection);
    }

    /** Its head is here; its body is waited for. */
    void onRequest(RoutingContext context) {
        HttpServerRequest request = context.request();
        HttpConnection connection = request.connection();
        if (FeedDoor.isAskedFor(request)) {
            // From here on the feed's own rules say how long somebody may be silent.
            stop(connection);
        } else {
            start(connection);
            // Answered already: what is waited for is the next request, and nobody need hear that this one has arrived.
            request.end().onComplete(arrived -> {
                if (!context.response().ended()) {
                    stop(connection);
                }
            });
            context.addEndHandler(answered -> start(connection));
        }
        context.next();
    }

    private void start(HttpConnection connection) {
        stop(connection);
        timers.put(connection, vertx.setTimer(withinMillis, id -> onLate(connection)));
    }

    private void stop(HttpConnection connection) {
        Long timer = timers.remove(connection);
        if (timer != null) {
            vertx.cancelTimer(timer);
        }
    }

    private void onLate(HttpConnection connection) {
        timers.remove(connection);
        LOG.debug("http.late {}", connection.remoteAddress());
        connection.close().onFailure(gone -> LOG.debug("http.close_failed {}", gone.getMessage()));
    }
}
