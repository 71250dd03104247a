package care.anling.verticles.triage;

import care.anling.core.common.DeviceId;
import care.anling.core.common.IncidentId;
import care.anling.core.common.SignalId;
import care.anling.core.incident.Decision;
import care.anling.core.incident.Incident;
import care.anling.core.incident.IncidentCommand.RaiseSignal;
import care.anling.core.incident.IncidentEvent;
import care.anling.core.incident.IncidentMachine;
import care.anling.core.incident.SubjectKey;
import care.anling.core.notice.Notice;
import care.anling.verticles.store.Arrival;
import care.anling.verticles.store.Change;
import care.anling.verticles.store.IntakeView;
import care.anling.verticles.store.IntakeWrite;
import care.anling.verticles.store.Landing;
import care.anling.verticles.store.SignalKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Folds a batch of arrivals into what one transaction writes: each subject's signals in order through the incident
 * machine, duplicates left out. Pure, so that the batch can be folded again when the transaction must be repeated.
 */
final class IntakeFold {

    private final IntakeView view;
    private final Map<KeyName, SignalId> seen = new HashMap<>();
    private final Map<SubjectKey, IncidentId> homes = new HashMap<>();
    private final Map<IncidentId, Incident> open = new HashMap<>();
    private final Map<IncidentId, Touched> touched = new LinkedHashMap<>();
    private final List<Landing> landings = new ArrayList<>();

    /** An incident on its way through several decisions. */
    private record Touched(
            Optional<Incident> before, Incident after, List<IncidentEvent> events, List<Notice> notices) {}

    /** Keys are the same by device and text, whatever MQTT said of this delivery. */
    private record KeyName(DeviceId device, String text) {
        static KeyName of(SignalKey key) {
            return new KeyName(key.device(), key.text());
        }
    }

    private IntakeFold(IntakeView view) {
        this.view = view;
        view.known().forEach((key, holder) -> seen.put(KeyName.of(key), holder));
        view.open().forEach((subject, incident) -> {
            homes.put(subject, incident.id());
            open.put(incident.id(), incident);
        });
    }

    static IntakeWrite fold(List<Arrival> batch, IntakeView view) {
        IntakeFold fold = new IntakeFold(view);
        batch.forEach(fold::add);
        List<Change> changes = fold.touched.values().stream()
                .map(t -> new Change(t.before(), t.after(), List.copyOf(t.events()), List.copyOf(t.notices())))
                .toList();
        return new IntakeWrite(List.copyOf(fold.landings), changes);
    }

    private void add(Arrival arrival) {
        int repeats = countRepeats(arrival);
        int presses = arrival.signal().presses() - repeats;
        if (wasCommitted(arrival) || (repeats > 0 && presses <= 0)) {
            landings.add(new Landing(arrival, true, findHome(arrival)));
            return;
        }
        Arrival fresh = repeats == 0 ? arrival : withPresses(arrival, presses);
        fresh.keys().forEach(key -> seen.put(KeyName.of(key), fresh.signal().id()));
        landings.add(new Landing(fresh, false, raise(fresh)));
    }

    /** Of what is known already, and of each other: a device that reconnects in a storm says all of it again. */
    private int countRepeats(Arrival arrival) {
        Set<KeyName> own = new HashSet<>();
        int repeats = 0;
        for (SignalKey key : arrival.keys()) {
            boolean saidBefore = !own.add(KeyName.of(key)) && key.countsAsDuplicate();
            if (saidBefore || isRepeat(arrival, key)) {
                repeats++;
            }
        }
        return repeats;
    }

    /** By a try that never heard so: then all of it was, presses without a key of their own included. */
    private boolean wasCommitted(Arrival arrival) {
        return arrival.keys().stream().anyMatch(key -> arrival.signal().id().equals(seen.get(KeyName.of(key))));
    }

    /** Known because an earlier signal holds the key, or because this very signal was committed by a try that never heard so. */
    private boolean isRepeat(Arrival arrival, SignalKey key) {
        SignalId holder = seen.get(KeyName.of(key));
        return holder != null
                && (key.countsAsDuplicate() || holder.equals(arrival.signal().id()));
    }

    private Optional<IncidentId> raise(Arrival arrival) {
        Optional<Incident> before = findHome(arrival).map(open::get);
        Decision decision = IncidentMachine.decide(
                before,
                new RaiseSignal(arrival.signal(), arrival.assessment(), arrival.subject(), arrival.freshIncident()),
                view.now());
        if (decision.rejection().isPresent()) {
            // Only open incidents are handed in, so the machine has no ground to refuse a signal: say so, never drop
            // it.
            throw new IllegalStateException(
                    "a signal was refused: " + decision.rejection().get().code());
        }
        decision.next().filter(next -> decision.changes()).ifPresent(next -> {
            homes.put(SubjectKey.of(arrival.subject()), next.id());
            open.put(next.id(), next);
            Touched now =
                    new Touched(before, next, new ArrayList<>(decision.events()), new ArrayList<>(decision.notices()));
            touched.merge(next.id(), now, IntakeFold::continued);
        });
        return decision.next().map(Incident::id);
    }

    /** Two subjects of one incident write it once. */
    private Optional<IncidentId> findHome(Arrival arrival) {
        return Optional.ofNullable(homes.get(SubjectKey.of(arrival.subject())));
    }

    private static Touched continued(Touched first, Touched then) {
        first.events().addAll(then.events());
        first.notices().addAll(then.notices());
        return new Touched(first.before(), then.after(), first.events(), first.notices());
    }

    private static Arrival withPresses(Arrival arrival, int presses) {
        return new Arrival(
                arrival.signal().withPresses(presses),
                arrival.device(),
                arrival.subject(),
                arrival.assessment(),
                arrival.keys(),
                arrival.freshIncident());
    }
}
