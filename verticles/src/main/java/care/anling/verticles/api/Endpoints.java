package care.anling.verticles.api;

import care.anling.verticles.access.Refusal;
import care.anling.verticles.access.Sessions;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Mounts endpoints, each behind the same doors in the same order: signed in, then body (small, JSON, not compressed),
 * then repetition, then the endpoint. The doors stand on the route itself: no access decision hangs on a path prefix.
 */
final class Endpoints {

    static final String BASE = "/api/v1";

    private static final Logger LOG = LoggerFactory.getLogger(Endpoints.class);

    /** Answers one call. Refuses by throwing or failing with {@link Refusal}. */
    @FunctionalInterface
    interface Endpoint {
        Future<Answer> answer(Call call);
    }

    private final Router router;
    private final Sessions sessions;
    private final Repetition repetition;
    private final Handler<RoutingContext> body;

    Endpoints(Router router, Sessions sessions, Repetition repetition, int maxBodyBytes) {
        this.router = router;
        this.sessions = sessions;
        this.repetition = repetition;
        // After sign-in, in memory, never on disk: a stranger cannot fill anything.
        // As a plain handler: the router would otherwise insist on reading bodies before anybody is signed in.
        this.body = BodyHandler.create(false).setBodyLimit(maxBodyBytes)::handle;
    }

    void get(String path, Endpoint endpoint) {
        router.get(BASE + path).handler(this::signIn).handler(context -> serve(context, endpoint));
    }

    void put(String path, Endpoint endpoint) {
        router.put(BASE + path)
                .handler(this::signIn)
                .handler(Endpoints::refuseOtherMedia)
                .handler(body)
                .handler(context -> serve(context, endpoint));
    }

    void post(String path, Endpoint endpoint) {
        router.post(BASE + path)
                .handler(this::signIn)
                .handler(Endpoints::refuseOtherMedia)
                .handler(body)
                .handler(context -> serve(context, repetition.once(endpoint)));
    }

    /** Signing in itself: nobody is signed in yet, and no answer with a token in it is ever kept. */
    void openPost(String path, Endpoint endpoint) {
        router.post(BASE + path)
                .handler(Endpoints::refuseOtherMedia)
                .handler(body)
                .handler(context -> serve(context, endpoint));
    }

    private void signIn(RoutingContext context) {
        Optional<String> token = bearer(context.request().getHeader(HttpHeaders.AUTHORIZATION));
        if (token.isEmpty()) {
            context.fail(Refusal.notSignedIn());
            return;
        }
        context.request().pause();
        sessions.authenticate(token.get())
                .onComplete(
                        caller -> {
                            context.put(Call.CALLER, caller);
                            context.request().resume();
                            context.next();
                        },
                        failure -> {
                            context.request().resume();
                            context.fail(failure);
                        });
    }

    private static Optional<String> bearer(@org.jspecify.annotations.Nullable String header) {
        return Optional.ofNullable(header)
                .filter(h -> h.regionMatches(true, 0, "Bearer ", 0, 7))
                .map(h -> h.substring(7).strip());
    }

    private static void refuseOtherMedia(RoutingContext context) {
        String encoding = context.request().getHeader(HttpHeaders.CONTENT_ENCODING);
        String type = context.request().getHeader(HttpHeaders.CONTENT_TYPE);
        boolean plain = encoding == null || encoding.equalsIgnoreCase("identity");
        boolean json = type == null || type.regionMatches(true, 0, "application/json", 0, 16);
        if (plain && json) {
            context.next();
        } else {
            context.fail(Problems.ofStatus(415, null));
        }
    }

    private static void serve(RoutingContext context, Endpoint endpoint) {
        Future<Answer> answer;
        try {
            answer = endpoint.answer(new Call(context));
        } catch (RuntimeException failure) {
            answer = Future.failedFuture(failure);
        }
        answer.onComplete(done -> write(context, done), context::fail);
    }

    static void write(RoutingContext context, Answer answer) {
        HttpServerResponse response = context.response();
        if (response.ended() || response.closed()) {
            return;
        }
        response.setStatusCode(answer.status());
        response.putHeader("Cache-Control", "no-store");
        if (answer.body().isPresent()) {
            response.putHeader("Content-Type", "application/json; charset=utf-8");
        }
        answer.headers().forEach(response::putHeader);
        boolean head = context.request().method().equals(HttpMethod.HEAD);
        response.end(head ? "" : answer.body().orElse(""))
                .onFailure(gone -> LOG.debug("answer.unsent {}", gone.getMessage()));
    }
}
