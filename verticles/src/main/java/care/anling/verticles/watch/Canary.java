package care.anling.verticles.watch;

import care.anling.core.common.AssignmentId;
import care.anling.core.common.DeviceId;
import care.anling.core.common.IdSource;
import care.anling.core.common.IncidentId;
import care.anling.core.dispatch.Offer;
import care.anling.core.dispatch.OfferState;
import care.anling.core.incident.Decision;
import care.anling.core.incident.Disposition;
import care.anling.core.incident.Incident;
import care.anling.core.incident.IncidentCommand;
import care.anling.core.incident.IncidentMachine;
import care.anling.verticles.bus.Hint;
import care.anling.verticles.bus.Hints;
import care.anling.verticles.loop.EventLoop;
import care.anling.verticles.loop.EventLoop.Alarm;
import care.anling.verticles.store.IncidentStore;
import care.anling.verticles.store.WatchStore;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A drill that walks the whole way, again and again: pressed over MQTT through the node's port, stored, offered by the
 * engine, accepted by a synthetic doctor, told back to the device at every step, stood down as a test. Each step is believed
 * when the device hears of it. It lives on a street of its own, so nobody else does.
 */
public final class Canary {

    /** Longer than any step may take by its own promise. */
    static final Duration WALK_MAX = Duration.ofSeconds(20);
    /** Without a sign of its node for this long somebody else may have it. */
    static final Duration LEASE = Duration.ofMinutes(3);
    /** After a walk that failed the next one is sooner. */
    static final Duration AGAIN_AFTER = Duration.ofSeconds(5);

    private static final Logger LOG = LoggerFactory.getLogger(Canary.class);

    private final EventLoop loop;
    private final Ports ports;
    private final Duration every;
    private final UUID node;
    private final String secret;
    private final Counter well;
    private final Counter ill;
    private @Nullable DeviceId device;
    private @Nullable Walk walk;
    private @Nullable Alarm next;
    private boolean stopping;
    private volatile boolean came;
    private volatile long cameNanos;

    public record Ports(
            WatchStore store, IncidentStore incidents, CanaryLine line, Secrets secrets, Hints hints, IdSource ids) {}

    /**
     * @param fresh one that nobody but this canary ever knows
     * @param hash as the registry keeps it
     */
    public record Secrets(Supplier<String> fresh, Function<String, byte[]> hash) {}

    public Canary(EventLoop loop, Ports ports, Duration every, MeterRegistry meters) {
        this.loop = loop;
        this.ports = ports;
        this.every = every;
        this.node = ports.ids().next();
        this.secret = ports.secrets().fresh().get();
        this.well = meters.counter("anling.watch.canary", "outcome", "well");
        this.ill = meters.counter("anling.watch.canary", "outcome", "ill");
    }

    public void start() {
        go();
    }

    /** The last walk came through, and it is not long ago. From any thread. */
    public boolean isWell() {
        return came && loop.nanoTime() - cameNanos < every.plus(LEASE).toNanos();
    }

    public Future<Void> stop() {
        stopping = true;
        if (next != null) {
            next.cancel();
        }
        return ports.line().close().eventually(() -> ports.store().leaveCanary(node));
    }

    private void go() {
        Walk fresh = new Walk();
        walk = fresh;
        claim().compose(mine -> fresh.run(mine))
                .transform(ended -> {
                    Optional<String> trouble = ended.succeeded()
                            ? Optional.empty()
                            : Optional.of(fresh.reached + ": " + why(ended.cause()));
                    return fresh.tidy().transform(tidied -> ended(trouble));
                })
                .onComplete(noted -> {
                    boolean fine = came && noted.succeeded();
                    if (!stopping) {
                        next = loop.alarm(fine || every.compareTo(AGAIN_AFTER) < 0 ? every : AGAIN_AFTER, this::go);
                    }
                });
    }

    private Future<Void> ended(Optional<String> trouble) {
        came = trouble.isEmpty();
        if (came) {
            cameNanos = loop.nanoTime();
            well.increment();
        } else if (!stopping) {
            ill.increment();
            LOG.warn("the canary did not come through: {}", trouble.get());
        }
        return ports.store()
                .noteWalk(node, trouble, LEASE)
                .onSuccess(mine -> {
                    if (!mine) {
                        device = null;
                    }
                })
                .mapEmpty();
    }

    private static String why(Throwable failure) {
        return failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
    }

    private Future<DeviceId> claim() {
        DeviceId known = device;
        if (known != null) {
            return Future.succeededFuture(known);
        }
        return ports.store()
                .claimCanary(
                        node,
                        new DeviceId(ports.ids().next()),
                        ports.secrets().hash().apply(secret),
                        LEASE)
                .compose(claimed -> {
                    if (claimed.isEmpty()) {
                        return Future.failedFuture("there are canaries enough");
                    }
                    device = claimed.get();
                    ports.hints().publish(new Hint.RegistryChanged());
                    return Future.succeededFuture(claimed.get());
                });
    }

    /** One press and what becomes of it. */
    private final class Walk {

        private final Promise<Void> end = Promise.promise();
        private String reached = "connect";
        private Optional<IncidentId> incident = Optional.empty();

        Future<Void> run(DeviceId mine) {
            Alarm late = loop.alarm(WALK_MAX, () -> end.tryFail("not within " + WALK_MAX.toSeconds() + " s"));
            ports.line()
                    .open(mine, secret, word -> {
                        if (walk == this) {
                            hear(word);
                        }
                    })
                    .compose(open -> {
                        reached = "press";
                        return ports.line().press(ports.ids().next().toString());
                    })
                    .onSuccess(acknowledged -> {
                        if (reached.equals("press")) {
                            reached = "acknowledged";
                        }
                    })
                    .onFailure(end::tryFail);
            return end.future().onComplete(ended -> late.cancel());
        }

        /** Words of an earlier walk may come late: they fail this one, which ends what they were about. */
        private void hear(JsonObject word) {
            String state = word.getString("state", "");
            IncidentId about = IncidentId.of(word.getString("incident"));
            if (!word.getBoolean("drill", false) || (state.equals("closed") && !incident.equals(Optional.of(about)))) {
                return;
            }
            incident = Optional.of(about);
            reached = state;
            switch (state) {
                case "offered" -> change(about, this::accept);
                case "accepted" -> change(about, this::standDown);
                case "closed" -> end.tryComplete();
                default -> {}
            }
        }

        private Decision accept(Incident known, Instant now) {
            Optional<Offer> mine = known.offers().stream()
                    .filter(offer -> offer.state() == OfferState.PENDING)
                    .filter(offer -> offer.responder().id().equals(WatchStore.CANARY_DOCTOR.id()))
                    .findFirst();
            return mine.map(offer -> IncidentMachine.decide(
                            Optional.of(known),
                            new IncidentCommand.AcceptOffer(
                                    offer.id(),
                                    WatchStore.CANARY_DOCTOR,
                                    new AssignmentId(ports.ids().next())),
                            now))
                    .orElseGet(() -> Decision.unchanged(known));
        }

        private Decision standDown(Incident known, Instant now) {
            return IncidentMachine.decide(
                    Optional.of(known),
                    new IncidentCommand.StandDown(WatchStore.CANARY_DOCTOR, Disposition.TEST, ""),
                    now);
        }

        private void change(IncidentId about, BiFunction<Incident, Instant, Decision> act) {
            acted(about, act).onFailure(end::tryFail);
        }

        private Future<Decision> acted(IncidentId about, BiFunction<Incident, Instant, Decision> act) {
            return ports.incidents()
                    .change(about, act)
                    .onSuccess(decision -> decision.next()
                            .filter(changed -> decision.changes())
                            .ifPresent(changed -> {
                                ports.hints()
                                        .publish(new Hint.CommunityNews(
                                                changed.subject().community()));
                                changed.devices().forEach(told -> ports.hints().publish(new Hint.DeviceTold(told)));
                            }));
        }

        /** Whatever became of it, nothing stays open that the next press would join. */
        Future<Void> tidy() {
            if (incident.isEmpty() || reached.equals("closed")) {
                return Future.succeededFuture();
            }
            return acted(
                            incident.get(),
                            (known, now) -> known.isOpen() ? standDown(known, now) : Decision.unchanged(known))
                    .mapEmpty();
        }
    }
}
