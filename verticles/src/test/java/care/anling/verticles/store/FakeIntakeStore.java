package care.anling.verticles.store;

import care.anling.core.common.IncidentId;
import care.anling.core.common.SignalId;
import care.anling.core.incident.Incident;
import io.vertx.core.Future;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** The emergency transaction in memory, with PostgreSQL's promises: one at a time, all or nothing. */
public final class FakeIntakeStore implements IntakeStore {

    private record Key(String device, String text) {}

    private record Held(SignalId signal, Instant at) {}

    private final Clock clock;
    private final Map<Key, Held> keys = new HashMap<>();
    private final Map<IncidentId, Incident> incidents = new LinkedHashMap<>();
    private final List<Landing> signals = new ArrayList<>();
    private final List<Arrival> quarantined = new ArrayList<>();

    public FakeIntakeStore(Clock clock) {
        this.clock = clock;
    }

    @Override
    public synchronized Future<IntakeWrite> land(List<Arrival> batch, Function<IntakeView, IntakeWrite> fold) {
        Instant now = clock.instant();
        Map<SubjectKey, Incident> open = new HashMap<>();
        Map<SignalKey, SignalId> known = new HashMap<>();
        for (Arrival arrival : batch) {
            SubjectKey subject = SubjectKey.of(arrival.subject());
            incidents.values().stream()
                    .filter(incident -> incident.isOpen()
                            && SubjectKey.of(incident.subject()).equals(subject))
                    .forEach(incident -> open.put(subject, incident));
            for (SignalKey key : arrival.keys()) {
                Held held = keys.get(new Key(key.device().toString(), key.text()));
                if (held != null && held.at().isAfter(now.minus(key.believedFor()))) {
                    known.put(key, held.signal());
                }
            }
        }
        IntakeWrite write;
        try {
            write = fold.apply(new IntakeView(now, open, known));
        } catch (RuntimeException e) {
            return Future.failedFuture(StoreFailures.of(e));
        }
        for (Landing landing : write.landings()) {
            if (!landing.duplicate()) {
                signals.add(landing);
                landing.arrival()
                        .keys()
                        .forEach(key -> keys.put(
                                new Key(key.device().toString(), key.text()),
                                new Held(landing.arrival().signal().id(), now)));
            }
        }
        write.changes().forEach(change -> incidents.put(change.after().id(), change.after()));
        return Future.succeededFuture(write);
    }

    @Override
    public synchronized Future<Void> quarantine(Arrival arrival, String whyItFailed) {
        quarantined.add(arrival);
        return Future.succeededFuture();
    }

    public synchronized List<Incident> incidents() {
        return List.copyOf(incidents.values());
    }

    public synchronized List<Landing> signals() {
        return List.copyOf(signals);
    }

    public synchronized List<Arrival> quarantined() {
        return List.copyOf(quarantined);
    }
}
