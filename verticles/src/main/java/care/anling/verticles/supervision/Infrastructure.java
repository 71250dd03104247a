package care.anling.verticles.supervision;

import care.anling.core.common.Actor;
import care.anling.core.common.IncidentId;
import care.anling.core.common.Person;
import care.anling.core.common.SignalId;
import care.anling.core.device.Signal;
import care.anling.core.incident.Decision;
import care.anling.core.incident.Incident;
import care.anling.core.incident.IncidentCommand;
import care.anling.core.incident.IncidentMachine;
import care.anling.verticles.bus.Hint;
import care.anling.verticles.loop.EventLoop;
import care.anling.verticles.store.Landing;
import care.anling.verticles.store.SignalKey;
import care.anling.verticles.store.SupervisionStore.Burst;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One fault of a house is one incident: when the same fault was raised for several devices of a building within minutes,
 * whoever raised it, their incidents become part of one about the building, and later ones follow. Only what is about
 * things alone, and nobody has taken up: a press is never lost in a power cut.
 */
final class Infrastructure {

    /** Devices with the same fault that make it the building's. */
    static final int FEWEST_DEVICES = 5;
    /** How close together. A switch that died is noticed by its devices within their heartbeats. */
    static final Duration WITHIN = Duration.ofMinutes(10);
    /** How often it is looked for. */
    static final Duration GATHER_EVERY = Duration.ofSeconds(4);
    /** Buildings in one round; the others wait for the next. */
    static final int BUILDINGS_MAX = 20;

    private static final Duration SAME_BURST_FOR = Duration.ofHours(24);

    private final EventLoop loop;
    private final Supervisor.Ports ports;
    private final Counter gathered;
    private long lookedNanos;

    Infrastructure(EventLoop loop, Supervisor.Ports ports, MeterRegistry meters) {
        this.loop = loop;
        this.ports = ports;
        this.gathered = meters.counter("anling.supervision.gathered");
        this.lookedNanos = loop.nanoTime() - GATHER_EVERY.toNanos();
    }

    Future<Void> gather() {
        long now = loop.nanoTime();
        if (now - lookedNanos < GATHER_EVERY.toNanos()) {
            return Future.succeededFuture();
        }
        lookedNanos = now;
        return ports.store().listBursts(FEWEST_DEVICES, WITHIN, BUILDINGS_MAX).compose(this::joinAll);
    }

    private Future<Void> joinAll(List<Burst> bursts) {
        Future<Void> done = Future.succeededFuture();
        for (Burst burst : bursts) {
            done = done.compose(before -> join(burst));
        }
        return done;
    }

    private Future<Void> join(Burst burst) {
        return open(burst)
                .compose(landing -> landing.incident()
                        .map(whole -> mergeAll(burst.incidents(), whole))
                        .orElse(Future.succeededFuture()));
    }

    /** On the road of every signal: it opens the building's incident or joins the one that is open. */
    private Future<Landing> open(Burst burst) {
        Signal signal = new Signal(
                new SignalId(ports.ids().next()),
                burst.kind(),
                new Actor.Machine(burst.source()),
                ports.clock().instant(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                false,
                1,
                List.of(),
                Optional.empty());
        SignalKey key =
                new SignalKey(burst.source(), "burst|" + burst.incidents().get(0), SAME_BURST_FOR, false, false);
        return ports.emergencies().raise(burst.source(), signal, burst.building(), Optional.of(key));
    }

    private Future<Void> mergeAll(List<IncidentId> singles, IncidentId whole) {
        Future<Void> done = Future.succeededFuture();
        for (IncidentId single : singles) {
            done = done.compose(before -> merge(single, whole));
        }
        return done;
    }

    /** Closed first, under its own lock and only if still about things alone; the building's already stands for it. */
    private Future<Void> merge(IncidentId single, IncidentId whole) {
        List<Incident> met = new ArrayList<>(1);
        return ports.incidents()
                .change(single, (open, now) -> {
                    met.clear();
                    met.add(open);
                    return open.isOnlyTechnical()
                            ? IncidentMachine.decide(
                                    Optional.of(open), new IncidentCommand.MergeInto(Person.ANLING, whole), now)
                            : Decision.unchanged(open);
                })
                .compose(closed -> closed.changes()
                        ? absorb(met.get(0), whole)
                                .compose(news -> ports.store().follow(single, whole))
                        : Future.succeededFuture());
    }

    private Future<Void> absorb(Incident single, IncidentId whole) {
        gathered.increment();
        return ports.incidents()
                .change(
                        whole,
                        (open, now) -> IncidentMachine.decide(
                                Optional.of(open), new IncidentCommand.Absorb(Person.ANLING, single, List.of()), now))
                .onSuccess(done -> ports.hints()
                        .publish(new Hint.CommunityNews(single.subject().community())))
                .mapEmpty();
    }
}
