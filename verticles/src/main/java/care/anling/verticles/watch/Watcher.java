package care.anling.verticles.watch;

import care.anling.core.common.Actor;
import care.anling.core.common.CommunityId;
import care.anling.core.common.DeviceId;
import care.anling.core.common.IdSource;
import care.anling.core.common.SignalId;
import care.anling.core.community.Place;
import care.anling.core.device.Signal;
import care.anling.core.device.SignalKind;
import care.anling.core.incident.Decision;
import care.anling.core.incident.IncidentCommand.AddNote;
import care.anling.core.incident.IncidentMachine;
import care.anling.core.incident.Subject;
import care.anling.core.incident.SubjectKind;
import care.anling.verticles.bus.Hint;
import care.anling.verticles.bus.Hints;
import care.anling.verticles.loop.EventLoop;
import care.anling.verticles.store.IncidentStore;
import care.anling.verticles.store.SignalKey;
import care.anling.verticles.store.Watch;
import care.anling.verticles.store.WatchStore;
import care.anling.verticles.store.WatchStore.Sight;
import care.anling.verticles.store.WatchStore.Trouble;
import care.anling.verticles.triage.Emergencies;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks after what stands behind every press: asks each {@link Watch} in turn and raises what is wrong as a signal to the
 * street, on the road of every other one. Runs on every node. They agree by the tables: one row per trouble says since
 * when, the signal's key is made of it, and the same key is the same signal whoever sends it.
 *
 * <p>A trouble that lasts is said again every {@link #SAID_AGAIN_EVERY}: it joins its incident, or opens another one if
 * somebody stood it down too early. When it is over, the incident says so; a human ends it.
 */
public final class Watcher {

    static final Duration SAID_AGAIN_EVERY = Duration.ofMinutes(15);
    /** A round that has not ended by then has hung, and nothing is known any more. */
    static final Duration ROUND_MAX = Duration.ofSeconds(30);

    private static final Duration SAME_FOR = Duration.ofHours(24);
    private static final Logger LOG = LoggerFactory.getLogger(Watcher.class);

    private final EventLoop loop;
    private final Ports ports;
    private final WatchConfig.Pace pace;
    private final Set<CommunityId> looks = new HashSet<>();
    private final Map<Watch, Long> lookedNanos = new EnumMap<>(Watch.class);
    private final Map<UUID, String> raised = new HashMap<>();
    private volatile Map<Watch, Verdict> verdicts = Map.of();
    private volatile long roundNanos;
    private long steadyNanos;
    private boolean rounding;

    /** What the watcher asks, and where it says what is wrong. */
    public record Ports(
            WatchStore store,
            Emergencies emergencies,
            IncidentStore incidents,
            Supplier<Set<CommunityId>> looks,
            Hints hints,
            IdSource ids,
            InstantSource clock) {}

    /** @param since of an ill one, by the database's clock */
    public record Verdict(boolean well, Optional<Instant> since) {}

    public Watcher(EventLoop loop, Ports ports, WatchConfig.Pace pace, MeterRegistry meters) {
        this.loop = loop;
        this.ports = ports;
        this.pace = pace;
        this.steadyNanos = loop.nanoTime();
        this.roundNanos = steadyNanos;
        for (Watch watch : Watch.values()) {
            Gauge.builder("anling.watch.ill", this, self -> self.isIll(watch) ? 1 : 0)
                    .tag("watch", watch.name())
                    .register(meters);
            Gauge.builder("anling.watch.ill.seconds", this, self -> self.illSeconds(watch))
                    .tag("watch", watch.name())
                    .register(meters);
        }
    }

    /** On its loop, where it stays. */
    public void start() {
        loop.every(pace.lookEvery(), this::round);
        round();
    }

    /** What each watch saw last; absent while it has no opinion. From any thread. */
    public Map<Watch, Verdict> verdicts() {
        return isHung() ? Map.of() : verdicts;
    }

    /** Every watch has looked, lately, and saw nothing wrong. From any thread. */
    public boolean isWell() {
        Map<Watch, Verdict> now = verdicts();
        return now.size() == Watch.values().length && now.values().stream().allMatch(Verdict::well);
    }

    private boolean isHung() {
        return loop.nanoTime() - roundNanos > ROUND_MAX.toNanos();
    }

    private boolean isIll(Watch watch) {
        return findIll(watch).isPresent();
    }

    private long illSeconds(Watch watch) {
        return findIll(watch)
                .map(since -> Math.max(
                        0, Duration.between(since, ports.clock().instant()).toSeconds()))
                .orElse(0L);
    }

    private Optional<Instant> findIll(Watch watch) {
        return Optional.ofNullable(verdicts.get(watch))
                .filter(seen -> !seen.well())
                .flatMap(Verdict::since);
    }

    private void round() {
        if (rounding) {
            return;
        }
        rounding = true;
        looks.addAll(ports.looks().get());
        Set<CommunityId> told = Set.copyOf(looks);
        Future<Void> round = ports.store().noteLooks(told).onSuccess(noted -> looks.removeAll(told));
        for (Watch watch : Watch.values()) {
            round = round.compose(before -> isDue(watch) ? look(watch) : Future.succeededFuture());
        }
        round.onComplete(
                done -> {
                    rounding = false;
                    roundNanos = loop.nanoTime();
                },
                failure -> {
                    LOG.warn("the watches cannot see: {}", failure.getMessage());
                    rounding = false;
                    // What was not written meanwhile makes everything look late: all begin anew.
                    steadyNanos = loop.nanoTime();
                    verdicts = Map.of();
                    lookedNanos.clear();
                });
    }

    private boolean isDue(Watch watch) {
        long now = loop.nanoTime();
        Duration patience = pace.settle().compareTo(watch.threshold()) < 0 ? pace.settle() : watch.threshold();
        Long last = lookedNanos.get(watch);
        boolean resting = watch == Watch.AUDIT
                && last != null
                && now - last < pace.auditEvery().toNanos();
        return now - steadyNanos >= patience.toNanos() && !resting;
    }

    private Future<Void> look(Watch watch) {
        return ports.store().look(watch).compose(sight -> {
            lookedNanos.put(watch, loop.nanoTime());
            note(watch, sight);
            Future<Void> told = Future.succeededFuture();
            for (Trouble trouble : sight.standing()) {
                told = told.compose(before -> raise(watch, trouble));
            }
            for (Trouble trouble : sight.over()) {
                told = told.compose(before -> tellEnd(watch, trouble));
            }
            return told;
        });
    }

    private void note(Watch watch, Sight sight) {
        Optional<Instant> since = sight.standing().stream().map(Trouble::since).min(Instant::compareTo);
        Map<Watch, Verdict> next = new EnumMap<>(Watch.class);
        next.putAll(verdicts);
        Verdict before = next.put(watch, new Verdict(since.isEmpty(), since));
        verdicts = Map.copyOf(next);
        if (since.isPresent() && (before == null || before.well())) {
            LOG.warn("watch {} is ill: {}", watch, sight.standing());
        } else if (since.isEmpty() && before != null && !before.well()) {
            LOG.info("watch {} is well again", watch);
        }
    }

    /** A trouble that cannot be said is tried again at the next look; the heartbeat is silent all the same. */
    private Future<Void> raise(Watch watch, Trouble trouble) {
        UUID subject = subject(watch, trouble.street());
        long times = Duration.between(trouble.since(), trouble.now()).dividedBy(SAID_AGAIN_EVERY);
        String text = "watch|" + trouble.since().toEpochMilli() + "|" + times;
        if (text.equals(raised.get(subject))) {
            return Future.succeededFuture();
        }
        DeviceId source = new DeviceId(subject);
        Signal signal = new Signal(
                new SignalId(ports.ids().next()),
                SignalKind.SYSTEM_FAULT,
                new Actor.Anling(),
                ports.clock().instant(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                false,
                1,
                List.of(watch.reason()),
                Optional.empty());
        Optional<Place> where = trouble.detail().isEmpty()
                ? Optional.empty()
                : Optional.of(new Place(Optional.empty(), trouble.detail(), Optional.empty()));
        return ports.emergencies()
                .raise(
                        source,
                        signal,
                        new Subject(SubjectKind.PLACE, subject, trouble.street(), trouble.name(), where),
                        Optional.of(new SignalKey(source, text, SAME_FOR, false, false)))
                .compose(landing -> {
                    raised.put(subject, text);
                    return landing.incident()
                            .map(incident -> ports.store().noteRaised(watch, trouble.street(), incident))
                            .orElseGet(Future::succeededFuture);
                })
                .recover(failure -> {
                    LOG.warn("watch {} could not raise its alarm: {}", watch, failure.getMessage());
                    return Future.succeededFuture();
                });
    }

    /** One subject per watch and street, the same on every node. */
    public static UUID subject(Watch watch, CommunityId street) {
        return UUID.nameUUIDFromBytes(("anling.watch/" + watch + "/" + street).getBytes(StandardCharsets.UTF_8));
    }

    private Future<Void> tellEnd(Watch watch, Trouble trouble) {
        raised.remove(subject(watch, trouble.street()));
        if (trouble.incident().isEmpty()) {
            return Future.succeededFuture();
        }
        String text = "已恢复：" + watch.words() + "（持续 "
                + Duration.between(trouble.since(), trouble.now()).toSeconds() + " 秒）";
        return ports.incidents()
                .change(
                        trouble.incident().get(),
                        (incident, now) -> incident.isOpen()
                                ? IncidentMachine.decide(
                                        Optional.of(incident), new AddNote(new Actor.Anling(), text), now)
                                : Decision.unchanged(incident))
                .onSuccess(noted -> ports.hints().publish(new Hint.CommunityNews(trouble.street())))
                .<Void>mapEmpty()
                .recover(failure -> {
                    LOG.warn("the end of {} could not be noted: {}", watch, failure.getMessage());
                    return Future.succeededFuture();
                });
    }
}
