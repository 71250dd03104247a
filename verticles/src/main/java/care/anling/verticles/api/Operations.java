package care.anling.verticles.api;

import care.anling.verticles.access.Caller;
import care.anling.verticles.access.Refusal;
import care.anling.verticles.access.Sessions;
import care.anling.verticles.contract.OpenApi;
import care.anling.verticles.contract.Operation;
import care.anling.verticles.store.ActingAccount;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Routes by the published contract. Every operation stands behind the same doors in the same order: signed in, of a role
 * that has this act, parameters that fit, body (small, JSON, not compressed, of the promised shape), repetition, then the
 * code that answers. The doors stand on the route itself: no access decision hangs on a path prefix.
 */
final class Operations {

    static final String BASE = "/api/v1";

    private static final Logger LOG = LoggerFactory.getLogger(Operations.class);
    private static final String REPETITION_HEADER = "Idempotency-Key";

    /** Answers one call. Refuses by throwing or failing with {@link Refusal}. */
    @FunctionalInterface
    interface Endpoint {
        Future<Answer> answer(Call call);
    }

    /**
     * What a repeated request is told, where its first answer is not kept: read anew, through the scope of now and with
     * its look recorded.
     */
    @FunctionalInterface
    interface Again {
        /** @param about what the first request made, else what its path names, else whoever asks */
        Future<Answer> answer(Call call, UUID about);
    }

    private final OpenApi contract;
    private final Sessions sessions;
    private final Repetition repetition;
    private final int maxBodyBytes;
    private final Map<String, Endpoint> endpoints = new HashMap<>();
    private final Map<String, Again> again = new HashMap<>();
    private final Map<String, Handler<RoutingContext>> exchanges = new HashMap<>();

    Operations(OpenApi contract, Sessions sessions, Repetition repetition, int maxBodyBytes) {
        this.contract = contract;
        this.sessions = sessions;
        this.repetition = repetition;
        this.maxBodyBytes = maxBodyBytes;
    }

    /** @param id the document's {@code operationId} */
    void on(String id, Endpoint endpoint) {
        if (endpoints.put(id, endpoint) != null) {
            throw new IllegalStateException("two answer the operation " + id);
        }
    }

    /** For an answer that holds health data, a person's name and door, or a secret: no copy of it is kept for a repeat. */
    void on(String id, Endpoint endpoint, Again repeated) {
        on(id, endpoint);
        again.put(id, repeated);
    }

    /** For what is no JSON: files, and the way to the feed. */
    void exchange(String id, Handler<RoutingContext> exchange) {
        if (exchanges.put(id, exchange) != null) {
            throw new IllegalStateException("two answer the operation " + id);
        }
    }

    /** @throws IllegalStateException naming every operation nobody answers and every answer nobody can ask for */
    void mount(Router router) {
        refuseGaps();
        Map<String, List<HttpMethod>> methods = new LinkedHashMap<>();
        for (Operation operation : contract.operations()) {
            mount(router, operation);
            methods.computeIfAbsent(pathOf(operation), path -> new ArrayList<>())
                    .add(operation.method());
        }
        methods.forEach((path, known) -> router.route(path).handler(context -> refuseMethod(context, known)));
    }

    private void refuseGaps() {
        TreeSet<String> asked =
                contract.operations().stream().map(Operation::id).collect(Collectors.toCollection(TreeSet::new));
        TreeSet<String> answered = new TreeSet<>(endpoints.keySet());
        answered.addAll(exchanges.keySet());
        if (!asked.equals(answered)) {
            TreeSet<String> unanswered = new TreeSet<>(asked);
            unanswered.removeAll(answered);
            answered.removeAll(asked);
            throw new IllegalStateException(
                    "openapi.yaml and the code differ: nobody answers " + unanswered + ", nobody can ask " + answered);
        }
    }

    private static String pathOf(Operation operation) {
        return operation.path().replaceAll("\\{([A-Za-z0-9]+)}", ":$1");
    }

    private void mount(Router router, Operation operation) {
        Route route = router.route(operation.method(), pathOf(operation));
        if (operation.method().equals(HttpMethod.GET)) {
            route.method(HttpMethod.HEAD);
        }
        if (operation.access().signedIn()) {
            route.handler(context -> signIn(context, operation));
        }
        route.handler(
                guarded(context -> context.put(Call.PARAMETERS, Requests.parameters(context, operation, contract))));
        operation.body().ifPresent(body -> {
            // After sign-in, in memory, never on disk: a stranger cannot fill anything. As a plain handler: the router
            // would otherwise insist on reading bodies before anybody is signed in.
            BodyHandler read =
                    BodyHandler.create(false).setBodyLimit(body.maxBytes().orElse(maxBodyBytes));
            route.handler(guarded(context -> Requests.refuseOtherMedia(context, body)))
                    .handler(guarded(context -> context.put(Problems.READING, true)))
                    .handler(read::handle)
                    .handler(guarded(context -> context.put(Problems.READING, false)))
                    .handler(guarded(context -> Requests.refuseMisfit(context, operation, contract)));
        });
        Endpoint endpoint = endpoints.get(operation.id());
        if (endpoint == null) {
            route.handler(exchanges.get(operation.id()));
        } else {
            // A signed webhook is nobody's account: its webhook-id says which call it is, and its operation sees to
            // that.
            boolean keyed =
                    operation.takes(REPETITION_HEADER) && operation.access().signedIn();
            Endpoint once = keyed ? once(operation, endpoint) : endpoint;
            route.handler(context -> serve(context, once));
        }
    }

    private Endpoint once(Operation operation, Endpoint endpoint) {
        Again repeated = again.get(operation.id());
        return repeated == null ? repetition.once(endpoint) : repetition.once(endpoint, repeated);
    }

    /** A step that either throws a refusal or lets the request pass. */
    private static Handler<RoutingContext> guarded(Handler<RoutingContext> step) {
        return context -> {
            try {
                step.handle(context);
            } catch (Refusal refusal) {
                context.fail(refusal);
                return;
            }
            context.next();
        };
    }

    private static void refuseMethod(RoutingContext context, List<HttpMethod> known) {
        TreeSet<String> allowed = known.stream().map(HttpMethod::name).collect(Collectors.toCollection(TreeSet::new));
        if (allowed.contains("GET")) {
            allowed.add("HEAD");
        }
        // RFC 9110 §15.5.6: a 405 says what would do.
        context.response().putHeader(HttpHeaders.ALLOW, String.join(", ", allowed));
        context.fail(Problems.ofStatus(405, null));
    }

    private void signIn(RoutingContext context, Operation operation) {
        Optional<String> token = bearer(context.request().getHeader(HttpHeaders.AUTHORIZATION));
        if (token.isEmpty()) {
            context.fail(Refusal.notSignedIn());
            return;
        }
        context.request().pause();
        Future<Caller> caller = operation.access().limited()
                ? sessions.authenticateLimited(token.get())
                : sessions.authenticate(token.get());
        caller.onComplete(
                known -> {
                    context.request().resume();
                    admit(context, operation, known);
                },
                failure -> {
                    context.request().resume();
                    context.fail(failure);
                });
    }

    private static void admit(RoutingContext context, Operation operation, Caller caller) {
        if (operation.access().roles().contains(caller.account().role())) {
            context.put(Call.CALLER, caller);
            ActingAccount.set(caller.account().id());
            context.next();
        } else {
            context.fail(Refusal.notYourRole());
        }
    }

    private static Optional<String> bearer(@Nullable String header) {
        return Optional.ofNullable(header)
                .filter(h -> h.regionMatches(true, 0, "Bearer ", 0, 7))
                .map(h -> h.substring(7).strip());
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
