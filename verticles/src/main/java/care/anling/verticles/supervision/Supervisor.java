package care.anling.verticles.supervision;

import care.anling.core.common.Actor;
import care.anling.core.common.DeviceId;
import care.anling.core.common.IdSource;
import care.anling.core.common.IncidentId;
import care.anling.core.common.SignalId;
import care.anling.core.device.Device;
import care.anling.core.device.Reason;
import care.anling.core.device.Signal;
import care.anling.core.device.SignalKind;
import care.anling.core.device.Supervised;
import care.anling.core.device.Supervision;
import care.anling.core.incident.Decision;
import care.anling.core.incident.IncidentCommand;
import care.anling.core.incident.IncidentMachine;
import care.anling.core.incident.Subject;
import care.anling.core.triage.TriagePolicies;
import care.anling.verticles.bus.Hint;
import care.anling.verticles.bus.Hints;
import care.anling.verticles.loop.EventLoop;
import care.anling.verticles.store.IncidentStore;
import care.anling.verticles.store.Landing;
import care.anling.verticles.store.SignalKey;
import care.anling.verticles.store.SupervisionStore;
import care.anling.verticles.store.SupervisionStore.Due;
import care.anling.verticles.store.SupervisionStore.Looked;
import care.anling.verticles.triage.Emergencies;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks after devices: claims those whose turn it is, lets {@link Supervision} judge, raises what is newly wrong on the
 * road of every signal and takes back what has passed. Any node may claim any row. What fails is looked at again when its
 * lease ends, under the same key, so that nothing is raised twice.
 */
public final class Supervisor {

    /** Devices claimed at once; a city of a million, each looked at every ten minutes, is 1,700 a second. */
    static final int CLAIM_MAX_DEVICES = 200;
    /** How long a claimed device is left alone by others. */
    static final Duration LEASE = Duration.ofSeconds(10);
    /** How often due devices are asked for. Nobody waits for this: it is about minutes and hours. */
    static final Duration POLL = Duration.ofSeconds(2);
    /** How often we say that we listen, far below {@link SupervisionStore#DEAF_FROM}. */
    static final Duration LISTEN_EVERY = Duration.ofSeconds(10);
    /** A device this node's registry does not know (yet) is passed over for this long. */
    static final Duration UNKNOWN_AGAIN_AFTER = Duration.ofMinutes(1);
    /** How long a repeated look is recognised; far longer than any lease. */
    private static final Duration SAME_LOOK_FOR = Duration.ofHours(24);

    private static final Logger LOG = LoggerFactory.getLogger(Supervisor.class);

    private final EventLoop loop;
    private final Ports ports;
    private final Infrastructure infrastructure;
    private final Counter raised;
    private final Counter passed;
    private final Counter failed;
    private Instant hearingSince = Instant.MAX;
    private long listenedNanos;
    private boolean working;

    /**
     * @param devices this node's registry
     * @param zone where people work
     */
    public record Ports(
            SupervisionStore store,
            IncidentStore incidents,
            Emergencies emergencies,
            Function<DeviceId, Optional<Device>> devices,
            Hints hints,
            IdSource ids,
            InstantSource clock,
            ZoneId zone) {}

    public Supervisor(EventLoop loop, Ports ports, MeterRegistry meters) {
        this.loop = loop;
        this.ports = ports;
        this.infrastructure = new Infrastructure(loop, ports, meters);
        this.raised = meters.counter("anling.supervision.raised");
        this.passed = meters.counter("anling.supervision.passed");
        this.failed = meters.counter("anling.supervision.failed");
    }

    /** On its loop, where it stays. */
    public void start() {
        loop.every(POLL, this::work);
        work();
    }

    private void work() {
        if (working) {
            return;
        }
        working = true;
        listen().compose(heard -> ports.store().claimDue(CLAIM_MAX_DEVICES, LEASE))
                .compose(this::lookAtAll)
                .compose(looked -> infrastructure.gather().map(looked))
                .onComplete(done -> {
                    working = false;
                    if (done.failed()) {
                        LOG.warn("supervision stumbled: {}", done.cause().getMessage());
                    } else if (done.result() == CLAIM_MAX_DEVICES) {
                        loop.run(this::work);
                    }
                });
    }

    private Future<Void> listen() {
        long now = loop.nanoTime();
        if (!hearingSince.equals(Instant.MAX) && now - listenedNanos < LISTEN_EVERY.toNanos()) {
            return Future.succeededFuture();
        }
        listenedNanos = now;
        return ports.store().listen().onSuccess(since -> hearingSince = since).mapEmpty();
    }

    /** A device with what was found. */
    private record Found(Due due, Supervision.Finding finding) {}

    private Future<Integer> lookAtAll(List<Due> claimed) {
        List<Found> found = claimed.stream()
                .map(due -> new Found(
                        due, Supervision.look(due.as(), new Supervision.Moment(due.now(), hearingSince, ports.zone()))))
                .toList();
        Map<UUID, Map<SignalKind, Long>> many = countByBuilding(found);
        List<Future<Void>> all = new ArrayList<>(found.size());
        found.forEach(each -> all.add(settle(each, many).recover(failure -> {
            failed.increment();
            LOG.warn("device {} could not be looked at: {}", each.due().device(), failure.toString());
            return Future.succeededFuture();
        })));
        return Future.join(all).transform(ignored -> Future.succeededFuture(claimed.size()));
    }

    /** A power cut is seen by one look at all of a house. */
    private static Map<UUID, Map<SignalKind, Long>> countByBuilding(List<Found> found) {
        Map<UUID, Map<SignalKind, Long>> counts = new HashMap<>();
        found.forEach(each -> each.due()
                .building()
                .ifPresent(building -> each.finding()
                        .raised()
                        .forEach(kind -> counts.computeIfAbsent(building.id(), id -> new HashMap<>())
                                .merge(kind, 1L, Long::sum))));
        return counts;
    }

    private Future<Void> settle(Found found, Map<UUID, Map<SignalKind, Long>> many) {
        Due due = found.due();
        Optional<Device> device = ports.devices().apply(due.device());
        if (device.isEmpty()) {
            return ports.store()
                    .settle(new Looked(
                            due.device(),
                            due.dueAt(),
                            due.as().memory(),
                            due.now().plus(UNKNOWN_AGAIN_AFTER),
                            Optional.empty()));
        }
        return raiseAll(found, device.get(), many)
                .compose(incident -> ports.store()
                        .settle(new Looked(
                                due.device(),
                                due.dueAt(),
                                found.finding().memory(),
                                found.finding().lookAgainAt(),
                                incident)))
                .compose(settled -> takeBack(found))
                .onSuccess(done -> announce(found, device.get()));
    }

    /** @return the incident the last of them went to */
    private Future<Optional<IncidentId>> raiseAll(Found found, Device device, Map<UUID, Map<SignalKind, Long>> many) {
        Future<Optional<IncidentId>> last = Future.succeededFuture(Optional.empty());
        for (SignalKind kind : found.finding().raised()) {
            last = last.compose(before -> raise(found.due(), device, kind, many)
                    .map(landing -> landing.incident().or(() -> before)));
        }
        return last;
    }

    private Future<Landing> raise(Due due, Device device, SignalKind kind, Map<UUID, Map<SignalKind, Long>> many) {
        raised.increment();
        Signal signal = signal(device.id(), kind);
        Optional<SignalKey> key = Optional.of(
                new SignalKey(device.id(), "supervision|" + kind + "|" + due.dueAt(), SAME_LOOK_FOR, false, false));
        Optional<Subject> wholeBuilding = due.building()
                .filter(building -> due.ofBuilding().contains(kind)
                        || many.getOrDefault(building.id(), Map.of()).getOrDefault(kind, 0L)
                                >= Infrastructure.FEWEST_DEVICES);
        return wholeBuilding
                .map(building -> ports.emergencies().raise(device.id(), signal, building, key))
                .orElseGet(() -> ports.emergencies().raise(device, signal, key));
    }

    private Signal signal(DeviceId device, SignalKind kind) {
        return new Signal(
                new SignalId(ports.ids().next()),
                kind,
                new Actor.Machine(device),
                ports.clock().instant(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                false,
                1,
                List.of(),
                Optional.empty());
    }

    /** After the row is settled: of two that recover together, the second sees the first. */
    private Future<Void> takeBack(Found found) {
        Set<SignalKind> over = found.finding().passed();
        Optional<IncidentId> incident = found.due().incident();
        if (over.isEmpty() || incident.isEmpty()) {
            return Future.succeededFuture();
        }
        passed.increment(over.size());
        DeviceId device = found.due().device();
        Set<Reason> reasons =
                over.stream().map(kind -> TriagePolicies.of(kind).reason()).collect(Collectors.toUnmodifiableSet());
        Supervised.Memory memory = found.finding().memory();
        return ports.store()
                .hasOtherFaults(incident.get(), device)
                .compose(others -> ports.incidents()
                        .change(
                                incident.get(),
                                (open, now) -> IncidentMachine.decide(
                                        Optional.of(open),
                                        new IncidentCommand.NoteRecovery(
                                                device,
                                                reasons,
                                                !others && memory.faults().isEmpty()),
                                        now)))
                .onSuccess(this::tellCommunity)
                .mapEmpty();
    }

    private void tellCommunity(Decision decision) {
        decision.next()
                .filter(next -> decision.changes())
                .ifPresent(next -> ports.hints()
                        .publish(new Hint.CommunityNews(next.subject().community())));
    }

    private void announce(Found found, Device device) {
        Supervised.Memory memory = found.finding().memory();
        if (memory.faults().contains(SignalKind.TEST_OVERDUE)
                != found.due().as().memory().faults().contains(SignalKind.TEST_OVERDUE)) {
            ports.hints()
                    .publish(new Hint.UpkeepChanged(
                            device.community(), device.id().value()));
        }
        if (memory.liveness() != found.due().as().memory().liveness()) {
            ports.hints()
                    .publish(new Hint.DeviceChanged(
                            device.community(),
                            device.id().value(),
                            memory.liveness().name(),
                            found.due().as().latest().batteryPercent(),
                            memory.seenAt()));
        }
    }
}
