package care.anling.verticles.observe;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.healthchecks.CheckResult;
import io.vertx.ext.healthchecks.HealthChecks;
import io.vertx.ext.healthchecks.Status;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Health and metrics for whoever runs Anling, on a port of its own that is bound to loopback by default: nobody signs in
 * here, so nothing here tells of a person.
 *
 * <p>{@code GET /health/live}: this process answers. {@code GET /health/ready}: it can do its work, or 503 and what is
 * missing. {@code GET /health/watch}: whether the watches over Anling itself are all well, or 503 and which are not.
 * {@code GET /metrics}: Prometheus text.
 */
public final class ManagementVerticle extends VerticleBase {

    /** A check that has not answered by then has failed: a frozen database must not freeze its own alarm. */
    private static final Duration CHECK_DEADLINE = Duration.ofSeconds(2);

    private static final Duration IDLE_TIMEOUT = Duration.ofSeconds(15);

    private final String host;
    private final int port;
    private final Map<String, Supplier<Future<?>>> checks;
    private final Supplier<JsonObject> watches;
    private final PrometheusMeterRegistry meters;
    private @Nullable HttpServer server;

    /**
     * @param checks by name; each completes when what it looks at works
     * @param watches what the watches see now; its {@code status} is {@code ILL} when one of them is not well
     */
    public ManagementVerticle(
            String host,
            int port,
            Map<String, Supplier<Future<?>>> checks,
            Supplier<JsonObject> watches,
            PrometheusMeterRegistry meters) {
        this.host = host;
        this.port = port;
        this.checks = Map.copyOf(checks);
        this.watches = watches;
        this.meters = meters;
    }

    /** The bound port, after start. */
    public int port() {
        return Objects.requireNonNull(server, "not started").actualPort();
    }

    @Override
    public Future<?> start() {
        HealthChecks ready = HealthChecks.create(vertx);
        checks.forEach((name, check) -> ready.register(
                name,
                CHECK_DEADLINE.toMillis(),
                result -> check.get()
                        .onSuccess(ignored -> result.tryComplete(Status.OK()))
                        .onFailure(failure -> result.tryComplete(Status.KO()))));
        server = vertx.createHttpServer(
                        new HttpServerOptions().setHost(host).setPort(port).setIdleTimeout((int)
                                IDLE_TIMEOUT.toSeconds()))
                .requestHandler(request -> answer(request, ready));
        return server.listen();
    }

    private void answer(HttpServerRequest request, HealthChecks ready) {
        switch (request.path()) {
            case "/health/live" -> send(request, 200, "application/json", "{\"status\":\"UP\"}");
            case "/health/ready" ->
                ready.checkStatus()
                        .onSuccess(result -> send(
                                request, CheckResult.isUp(result) ? 200 : 503, "application/json", describe(result)))
                        .onFailure(failure -> send(request, 503, "application/json", "{\"status\":\"DOWN\"}"));
            case "/health/watch" -> {
                JsonObject seen = watches.get();
                send(request, seen.getString("status").equals("ILL") ? 503 : 200, "application/json", seen.encode());
            }
            case "/metrics" -> send(request, 200, "text/plain; version=0.0.4; charset=utf-8", meters.scrape());
            default -> send(request, 404, "application/json", "{\"status\":\"NOT_FOUND\"}");
        }
    }

    private static void send(HttpServerRequest request, int status, String type, String body) {
        request.response()
                .setStatusCode(status)
                .putHeader("Content-Type", type)
                .putHeader("Cache-Control", "no-store")
                .end(body)
                .onFailure(gone -> {});
    }

    /** Names and verdicts only. A check that timed out is down like any other. */
    private static String describe(CheckResult result) {
        JsonArray told = new JsonArray();
        if (result.getChecks() != null) {
            result.getChecks()
                    .forEach(check -> told.add(new JsonObject()
                            .put("name", check.getId())
                            .put("status", CheckResult.isUp(check) ? "UP" : "DOWN")));
        }
        return new JsonObject()
                .put("status", CheckResult.isUp(result) ? "UP" : "DOWN")
                .put("checks", told)
                .encode();
    }
}
