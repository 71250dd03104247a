package care.anling.verticles.watch;

import care.anling.verticles.loop.VertxLoop;
import care.anling.verticles.store.Watch;
import care.anling.verticles.watch.Watcher.Verdict;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Gives {@link Watcher}, {@link Canary} and {@link Heartbeat} an event loop of their own. */
public final class WatchVerticle extends VerticleBase {

    private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(10);

    private final WatchConfig config;
    private final Watcher.Ports ports;
    private final Function<Vertx, CanaryLine> lines;
    private final Canary.Secrets secrets;
    private final MeterRegistry meters;
    private volatile @Nullable Watcher watcher;
    private volatile @Nullable Canary canary;
    private @Nullable HttpClient client;

    /** @param lines how the canary comes in from outside */
    public WatchVerticle(
            WatchConfig config,
            Watcher.Ports ports,
            Function<Vertx, CanaryLine> lines,
            Canary.Secrets secrets,
            MeterRegistry meters) {
        this.config = config;
        this.ports = ports;
        this.lines = lines;
        this.secrets = secrets;
        this.meters = meters;
    }

    @Override
    public Future<?> start() {
        if (!config.enabled()) {
            return Future.succeededFuture();
        }
        VertxLoop loop = new VertxLoop(vertx, context);
        Watcher watching = new Watcher(loop, ports, config.pace(), meters);
        watcher = watching;
        watching.start();
        config.canaryEvery().ifPresent(every -> {
            Canary walking = new Canary(
                    loop,
                    new Canary.Ports(
                            ports.store(), ports.incidents(), lines.apply(vertx), secrets, ports.hints(), ports.ids()),
                    every,
                    meters);
            canary = walking;
            walking.start();
        });
        config.heartbeat().ifPresent(url -> {
            client = vertx.createHttpClient();
            new Heartbeat(loop, config.heartbeatEvery(), this::isWell, () -> get(url), meters).start();
        });
        return Future.succeededFuture();
    }

    @Override
    public Future<?> stop() {
        Canary walking = canary;
        Future<Void> stopped = walking == null ? Future.succeededFuture() : walking.stop();
        HttpClient open = client;
        return open == null ? stopped : stopped.eventually(open::close);
    }

    private boolean isWell() {
        Watcher watching = watcher;
        return watching != null && watching.isWell() && canaryIsWell();
    }

    private boolean canaryIsWell() {
        Canary walking = canary;
        return walking == null || walking.isWell();
    }

    private Future<Integer> get(URI url) {
        HttpClient open = client;
        if (open == null) {
            return Future.failedFuture("closed");
        }
        return open.request(new RequestOptions()
                        .setMethod(HttpMethod.GET)
                        .setAbsoluteURI(url.toString())
                        .setTimeout(ANSWER_TIMEOUT.toMillis())
                        .setIdleTimeout(ANSWER_TIMEOUT.toMillis()))
                .compose(request -> request.send())
                .compose(answer -> {
                    // A body that never ends must not keep us; that we left is no news.
                    int status = answer.statusCode();
                    answer.exceptionHandler(left -> {});
                    answer.request().reset();
                    return Future.succeededFuture(status);
                });
    }

    /** What the watches see, for whoever runs Anling. From any thread. */
    public JsonObject report() {
        Watcher watching = watcher;
        if (watching == null) {
            return new JsonObject().put("status", "OFF");
        }
        Map<Watch, Verdict> seen = watching.verdicts();
        JsonArray told = new JsonArray();
        for (Watch watch : Watch.values()) {
            Optional<Verdict> verdict = Optional.ofNullable(seen.get(watch));
            JsonObject one = new JsonObject()
                    .put("name", watch.name())
                    .put("state", verdict.map(v -> v.well() ? "WELL" : "ILL").orElse("UNKNOWN"));
            verdict.flatMap(Verdict::since).ifPresent(since -> one.put("since", since.toString()));
            told.add(one);
        }
        boolean ill = seen.values().stream().anyMatch(verdict -> !verdict.well());
        return new JsonObject()
                .put("status", ill ? "ILL" : isWell() ? "WELL" : "UNKNOWN")
                .put("watches", told)
                .put("ownCanary", canary == null ? "OFF" : canaryIsWell() ? "WELL" : "UNKNOWN");
    }
}
