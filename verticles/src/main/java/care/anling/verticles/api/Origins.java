package care.anling.verticles.api;

import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.net.URI;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Whose pages may talk to us. A browser says where its page came from: our own, or exactly one of those that are named in
 * the configuration; never a pattern, never everybody. Who is not a browser says nothing, and that is fine: there is no
 * cookie here to misuse.
 */
final class Origins {

    private static final String READABLE = "Location, Link, ETag, Retry-After, Idempotency-Replayed";
    private static final String SENDABLE = "Authorization, Content-Type, Idempotency-Key, If-Match";
    private static final String PREFLIGHT_SECONDS = "600";

    private final Set<String> allowed;

    Origins(Set<String> allowed) {
        this.allowed = Set.copyOf(allowed);
    }

    boolean isOurs(HttpServerRequest request) {
        @Nullable String origin = request.getHeader("Origin");
        return origin == null || allowed.contains(origin) || isSameHost(origin, request);
    }

    private static boolean isSameHost(String origin, HttpServerRequest request) {
        try {
            @Nullable String page = URI.create(origin).getAuthority();
            @Nullable String host = request.getHeader("Host");
            return page != null && page.equalsIgnoreCase(host);
        } catch (IllegalArgumentException notAnOrigin) {
            return false;
        }
    }

    /** The Fetch standard's CORS protocol: what we do not say, a browser keeps from the page. Nothing is ever with credentials. */
    void announce(RoutingContext context) {
        HttpServerRequest request = context.request();
        HttpServerResponse response = context.response();
        @Nullable String origin = request.getHeader("Origin");
        if (!allowed.isEmpty()) {
            response.putHeader("Vary", "Origin");
        }
        if (origin == null || !allowed.contains(origin)) {
            context.next();
            return;
        }
        response.putHeader("Access-Control-Allow-Origin", origin)
                .putHeader("Cross-Origin-Resource-Policy", "cross-origin");
        if (request.method().equals(HttpMethod.OPTIONS) && request.getHeader("Access-Control-Request-Method") != null) {
            response.putHeader("Access-Control-Allow-Methods", "GET, POST, PUT, PATCH, DELETE")
                    .putHeader("Access-Control-Allow-Headers", SENDABLE)
                    .putHeader("Access-Control-Max-Age", PREFLIGHT_SECONDS);
            Operations.write(context, Answer.nothing());
        } else {
            response.putHeader("Access-Control-Expose-Headers", READABLE);
            context.next();
        }
    }
}
