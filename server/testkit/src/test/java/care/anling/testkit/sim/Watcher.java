package care.anling.testkit.sim;

import care.anling.core.common.CommunityId;
import care.anling.core.common.IncidentId;
import care.anling.core.common.SignalId;
import care.anling.core.device.SignalKind;
import care.anling.core.dispatch.Offer;
import care.anling.core.dispatch.OfferState;
import care.anling.core.dispatch.RoleSlot;
import care.anling.core.escalation.DeadlineKind;
import care.anling.core.incident.Incident;
import care.anling.core.incident.IncidentEvent;
import care.anling.core.incident.IncidentState;
import care.anling.verticles.store.Change;
import care.anling.verticles.store.IntakeWrite;
import care.anling.verticles.store.Landing;
import care.anling.verticles.store.SignalKey;
import care.anling.verticles.store.SubjectKey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Sees every commit and every acknowledgement, and knows what each must be like. */
final class Watcher {

    /** A deadline's row may be as late as a poll, a lease and a retry. */
    private static final Duration LATE_AT_MOST = Duration.ofSeconds(5);

    private final World world;
    private final Map<SignalId, Press> received = new HashMap<>();
    private final Map<String, Press> landedKeys = new HashMap<>();
    private final Map<Press, Integer> landings = new LinkedHashMap<>();
    private final Set<SignalId> signals = new HashSet<>();
    private final Map<IncidentId, Incident> incidents = new LinkedHashMap<>();
    private final Map<SubjectKey, IncidentId> open = new HashMap<>();
    private final Set<IncidentId> offered = new HashSet<>();
    private final Map<IncidentId, Integer> calls = new HashMap<>();
    private final Set<Press> acknowledged = new HashSet<>();
    private final Map<Press, IncidentId> incidentOf = new LinkedHashMap<>();
    private final Map<IncidentId, Long> changedAt = new HashMap<>();
    private final Set<String> callKeys = new HashSet<>();
    private long commits;

    Watcher(World world) {
        this.world = world;
    }

    // --- what devices and nodes tell

    void received(Press press, SignalId signal) {
        received.put(signal, press);
    }

    Optional<Press> findPress(SignalId signal) {
        return Optional.ofNullable(received.get(signal));
    }

    /** S1: the acknowledgement leaves; what it promises must be true already. */
    void acknowledging(Press press) {
        acknowledged.add(press);
        if (press.isPoison()) {
            world.require(
                    received.entrySet().stream().anyMatch(e -> e.getValue() == press && signals.contains(e.getKey())),
                    "S1",
                    () -> press + " was acknowledged and nothing stands in its place");
            return;
        }
        world.require(landings.containsKey(press), "S1", () -> press + " was acknowledged and is not in the store");
        Optional.ofNullable(incidentOf.get(press)).map(incidents::get).ifPresent(this::requireSomeoneIsNext);
    }

    // --- what the database tells

    void committed(IntakeWrite write, Instant at) {
        commits++;
        write.landings().stream().filter(landing -> !landing.duplicate()).forEach(this::landed);
        write.changes().forEach(change -> changed(change, at));
        write.landings().stream().filter(landing -> !landing.duplicate()).forEach(this::alerts);
    }

    private void landed(Landing landing) {
        SignalId id = landing.arrival().signal().id();
        landing.arrival().keys().stream()
                .filter(key -> key.text().startsWith("call|"))
                .forEach(key -> world.require(callKeys.add(key.text()), "S3", () -> "a call was stored twice: " + key));
        world.require(signals.add(id), "S3", () -> "signal " + id + " was stored twice");
        if (landing.arrival().signal().kind() == SignalKind.CALL) {
            landing.incident().ifPresent(incident -> calls.merge(incident, 1, Integer::sum));
        }
        boolean folded = landing.arrival().keys().size() > 1;
        for (SignalKey key : landing.arrival().keys()) {
            findPressOf(key.device() + key.text())
                    // Among folded presses may be some that were stored before: they are not counted, and we do not
                    // either.
                    .filter(press -> !(folded && landings.containsKey(press) && key.countsAsDuplicate()))
                    .ifPresent(press -> stored(press, key, landing));
        }
    }

    private void stored(Press press, SignalKey key, Landing landing) {
        int times = landings.merge(press, 1, Integer::sum);
        // Without an id only DUP makes it the same, and the copy without it may come last: from a frozen node.
        world.require(
                times == 1 || (times == 2 && !press.isNamed() && !key.redelivered()),
                "S3",
                () -> press + " was stored " + times + " times");
        landing.incident().ifPresent(incident -> incidentOf.put(press, incident));
    }

    private Optional<Press> findPressOf(String key) {
        return Optional.ofNullable(landedKeys.get(key));
    }

    void said(Press press) {
        landedKeys.put(press.device() + press.key(false).text(), press);
    }

    /** S1: everything needed to alert someone is in the same commit. */
    private void alerts(Landing landing) {
        if (landing.incident().isEmpty()) {
            return;
        }
        Incident incident = incidents.get(landing.incident().get());
        world.require(
                incident != null && incident.isOpen(), "S1", () -> "a signal without an open incident: " + landing);
        if (incident != null) {
            requireSomeoneIsNext(incident);
        }
    }

    private void changed(Change change, Instant at) {
        Incident after = change.after();
        Optional<Incident> stored = Optional.ofNullable(incidents.get(after.id()));
        world.require(
                stored.isEmpty() || stored.get().isOpen(), "S8", () -> "a stood-down incident was changed: " + after);
        world.require(
                stored.isPresent() == change.before().isPresent()
                        && stored.map(Incident::version).equals(change.before().map(Incident::version)),
                "S4",
                () -> "decided on version " + change.before().map(Incident::version) + " when "
                        + stored.map(Incident::version) + " was stored: " + after.id());
        stored.ifPresent(before -> {
            world.require(
                    after.version() > before.version(),
                    "S4",
                    () -> "version " + after.version() + " after " + before.version() + " of " + after.id());
            requireOnTime(before, change, at);
        });
        incidents.put(after.id(), after);
        changedAt.put(after.id(), world.time().nanos());
        requireOneOpen(after);
        requireOneHolder(after);
        world.require(
                after.isOpen()
                        || (after.deadlines().isEmpty()
                                && after.offers().stream().noneMatch(o -> o.state() == OfferState.PENDING)),
                "S8",
                () -> "stood down, and still asking: " + after);
        requireDatabaseTime(change, at);
        requireSomeoneIsNext(after);
        count(change);
    }

    private void requireOneOpen(Incident after) {
        SubjectKey subject = SubjectKey.of(after.subject());
        if (!after.isOpen()) {
            open.remove(subject, after.id());
            return;
        }
        IncidentId other = open.put(subject, after.id());
        world.require(
                other == null || other.equals(after.id()),
                "S2",
                () -> "two incidents are open for " + after.subject() + ": " + other + " and " + after.id());
    }

    private void requireOneHolder(Incident after) {
        Set<RoleSlot> held = new HashSet<>();
        Set<String> epochs = new HashSet<>();
        after.assignments().forEach(a -> {
            RoleSlot place = new RoleSlot(a.role(), a.slot());
            world.require(!a.state().holds() || held.add(place), "S4", () -> "two hold " + place + " of " + after.id());
            world.require(
                    epochs.add(place + "@" + a.epoch()), "S4", () -> "two won " + place + " of epoch " + a.epoch());
        });
    }

    /**
     * S6: offers are made by a step, or by a round for more hands, whose deadline stood and had passed by the database's
     * clock; or by the holder of the place.
     */
    private void requireOnTime(Incident before, Change change, Instant at) {
        change.events().stream()
                .filter(IncidentEvent.OffersMade.class::isInstance)
                .map(made -> ((IncidentEvent.OffersMade) made).step())
                // Somebody asked a named person to relieve them: nobody's deadline.
                .filter(step -> step != Offer.HAND_OVER)
                .map(step -> step == Offer.MORE_HANDS ? DeadlineKind.MORE_HANDS : DeadlineKind.STEP)
                .forEach(kind -> {
                    Instant due = before.deadlines().get(kind);
                    world.require(
                            due != null && !at.isBefore(due),
                            "S6",
                            () -> kind + " of " + before.id() + " ran at " + at + ", due at " + due);
                });
    }

    /** S6 again: a window is as long as it was told to be only if one clock measures it. */
    private void requireDatabaseTime(Change change, Instant at) {
        Incident after = change.after();
        Instant now = world.database().now();
        boolean opened = change.before().isEmpty();
        world.require(
                !opened || (!after.openedAt().isAfter(now) && after.openedAt().isAfter(now.minusSeconds(30))),
                "S6",
                () -> "opened at " + after.openedAt() + " when the database said " + now);
        after.offers().stream()
                .filter(o -> o.state() == OfferState.PENDING && o.madeAt().equals(at))
                .forEach(o -> world.require(!o.madeAt().isAfter(now), "S6", () -> "an offer of the future: " + o));
    }

    /** L2, after every commit: somebody holds every place asked for, or there is a next step. */
    private void requireSomeoneIsNext(Incident incident) {
        boolean held = incident.ladder().hasRun()
                && incident.ladder().asked().stream()
                        .allMatch(place -> incident.assignments().stream()
                                .anyMatch(a -> a.role() == place.role()
                                        && a.slot() == place.slot()
                                        && (a.state().holds() || a.endedAt().isPresent())));
        world.require(
                !incident.isOpen() || held || incident.deadlines().containsKey(DeadlineKind.STEP),
                "L2",
                () -> "nobody is next: " + incident);
    }

    private void count(Change change) {
        IncidentId id = change.after().id();
        for (IncidentEvent event : change.events()) {
            world.coverage().saw("event", event.getClass().getSimpleName());
            if (event instanceof IncidentEvent.IncidentOpened) {
                world.coverage().saw("command × state", "RaiseSignal ABSENT");
            } else if (event instanceof IncidentEvent.SignalAdded) {
                world.coverage().saw("command × state", "RaiseSignal OPEN");
            }
            if (event instanceof IncidentEvent.OffersMade made && !made.offers().isEmpty()) {
                offered.add(id);
                world.coverage().saw("step", change.after().assessment().leading() + " step " + made.step());
            } else if (event instanceof IncidentEvent.Assigned || event instanceof IncidentEvent.StoodDown) {
                offered.add(id);
            }
        }
    }

    // --- when everything has calmed down

    /** L1, L2, L4, and S3 counted to the end. */
    void judge() {
        Instant now = world.database().now();
        for (Incident incident : incidents.values()) {
            if (incident.isOpen()) {
                world.require(offered.contains(incident.id()), "L1", () -> "never offered to anybody: " + incident);
                requireSomeoneIsNext(incident);
                Instant due = incident.deadlines().get(DeadlineKind.STEP);
                world.require(
                        due == null || due.plus(LATE_AT_MOST).isAfter(now),
                        "L4",
                        () -> "due at " + due + ", now it is " + now + ": " + incident.id());
            }
        }
        Map<IncidentId, Integer> presses = new HashMap<>();
        incidentOf.forEach((press, incident) -> {
            if (!press.isCancel()) {
                presses.merge(incident, landings.getOrDefault(press, 0), Integer::sum);
            }
        });
        for (Incident incident : incidents.values()) {
            int told = presses.getOrDefault(incident.id(), 0) + calls.getOrDefault(incident.id(), 0);
            boolean poisoned = received.entrySet().stream()
                    .anyMatch(e -> e.getValue().isPoison()
                            && incident.devices().contains(e.getValue().device()));
            world.require(
                    poisoned || incident.signals() == told,
                    "S3",
                    () -> incident.id() + " counts " + incident.signals() + " signals, the devices said " + told);
        }
    }

    boolean allWereOffered() {
        return incidents.values().stream().allMatch(i -> !i.isOpen() || offered.contains(i.id()));
    }

    /** Incidents that have not changed for a while, with their version; null for one that is over. */
    Map<String, @Nullable Long> settled(CommunityId community) {
        long since = world.time().nanos() - World.ON_ITS_WAY.toNanos();
        Map<String, @Nullable Long> versions = new LinkedHashMap<>();
        incidents.values().stream()
                .filter(i -> i.subject().community().equals(community) && changedAt.get(i.id()) < since)
                .forEach(i -> versions.put(i.id().toString(), i.isOpen() ? i.version() : null));
        return versions;
    }

    String stateOf(IncidentId id) {
        return Optional.ofNullable(incidents.get(id))
                .map(Incident::state)
                .map(IncidentState::name)
                .orElse("ABSENT");
    }

    /** What this world came to, in one line: equal for equal seeds. */
    String digest() {
        List<String> all = new ArrayList<>();
        incidents.values().forEach(i -> all.add(i.id() + "@" + i.version() + i.state() + i.signals() + i.deadlines()));
        return commits + " commits, " + incidents.size() + " incidents, " + acknowledged.size() + " acknowledged, "
                + Integer.toHexString(all.toString().hashCode());
    }

    int incidents() {
        return incidents.size();
    }
}
