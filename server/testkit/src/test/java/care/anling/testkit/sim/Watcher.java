package care.anling.testkit.sim;

import care.anling.core.common.CommunityId;
import care.anling.core.common.DeviceId;
import care.anling.core.common.IncidentId;
import care.anling.core.common.SignalId;
import care.anling.core.device.SignalKind;
import care.anling.core.dispatch.OfferState;
import care.anling.core.dispatch.RoleSlot;
import care.anling.core.escalation.DeadlineKind;
import care.anling.core.incident.Closing;
import care.anling.core.incident.Incident;
import care.anling.core.incident.IncidentEvent;
import care.anling.core.incident.IncidentState;
import care.anling.core.incident.SubjectKey;
import care.anling.core.incident.SubjectKind;
import care.anling.verticles.store.Change;
import care.anling.verticles.store.IntakeWrite;
import care.anling.verticles.store.Landing;
import care.anling.verticles.store.SignalKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Sees every commit and every acknowledgement, and knows what each must be like. */
final class Watcher {

    /** How signals are named that no device says. */
    private static final List<String> OURS = List.of("call|", "supervision|", "burst|", "watch|");

    private final World world;
    private final Map<SignalId, Press> received = new HashMap<>();
    private final Map<String, Press> landedKeys = new HashMap<>();
    private final Map<Press, Integer> landings = new LinkedHashMap<>();
    private final Set<SignalId> signals = new HashSet<>();
    private final Map<IncidentId, Incident> incidents = new LinkedHashMap<>();
    private final Map<SubjectKey, IncidentId> open = new HashMap<>();
    private final Set<IncidentId> offered = new HashSet<>();
    /** How many signals were stored for it, as we saw them land. */
    private final Map<IncidentId, Integer> counted = new HashMap<>();

    private final Map<IncidentId, Integer> doubtful = new HashMap<>();

    private final Set<Press> acknowledged = new HashSet<>();
    private final Map<Press, IncidentId> incidentOf = new LinkedHashMap<>();
    private final Map<IncidentId, Long> changedAt = new HashMap<>();
    private final Tally tally;
    private final Steps steps;
    private final Ladders ladders;
    private final Set<String> callKeys = new HashSet<>();
    private final Map<IncidentId, List<IncidentId>> absorbedBy = new HashMap<>();
    /** Whose incident became part of which. */
    private final Map<SubjectKey, IncidentId> wentTo = new HashMap<>();

    private long commits;

    Watcher(World world) {
        this.world = world;
        this.tally = new Tally(world.coverage());
        this.steps = new Steps(world);
        this.ladders = new Ladders(world);
    }

    // --- what devices and nodes tell

    void received(Press press, SignalId signal) {
        received.put(signal, press);
    }

    Optional<Press> findPress(SignalId signal) {
        return Optional.ofNullable(received.get(signal));
    }

    /** @param key as the node names it that asks whether it is a test */
    Optional<Press> findPress(DeviceId device, String key) {
        return Rehearsals.findOwn(key).map(this::findPress).orElseGet(() -> findPressOf(device + key));
    }

    /** By Anling itself: supervision, a watch. */
    boolean wasSaid(String begin) {
        return callKeys.stream().anyMatch(key -> key.startsWith(begin));
    }

    Stream<Incident> open() {
        return incidents.values().stream().filter(Incident::isOpen);
    }

    /** S1: the acknowledgement leaves; what it promises must be true already. */
    void acknowledging(Press press) {
        acknowledged.add(press);
        if (world.rehearsals().isTest(press)) {
            return;
        }
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
        write.changes().forEach(change -> merged(change, write.changes()));
        write.landings().stream().filter(landing -> !landing.duplicate()).forEach(this::alerts);
    }

    private void landed(Landing landing) {
        SignalId id = landing.arrival().signal().id();
        boolean ours = landing.arrival().keys().stream()
                .map(SignalKey::text)
                .anyMatch(key -> OURS.stream().anyMatch(key::startsWith));
        world.coverage().saw("signal", landing.arrival().signal().kind().name());
        if (ours) {
            landing.arrival()
                    .keys()
                    .forEach(key ->
                            world.require(callKeys.add(key.device() + key.text()), "S3", () -> "stored twice: " + key));
        }
        boolean fresh = signals.add(id) || world.weather().hasDatabaseClockJumped();
        world.require(fresh, "S3", () -> "signal " + id + " was stored twice");
        if (ours) {
            landing.incident().ifPresent(incident -> counted.merge(incident, 1, Integer::sum));
        }
        boolean folded = landing.arrival().keys().size() > 1;
        for (SignalKey key : landing.arrival().keys()) {
            findPressOf(key.device() + key.text())
                    // Among folded presses may be some that were stored before: they are not counted, and we do not
                    // either.
                    .filter(press -> !(folded && isSaidAgain(press, key, landing)))
                    .ifPresent(press -> stored(press, key, landing));
        }
    }

    /** A clock that jumped ahead has forgotten what had no id: then it counts, and we cannot know whether it does. */
    private boolean isSaidAgain(Press press, SignalKey key, Landing landing) {
        boolean again = landings.containsKey(press) && key.countsAsDuplicate();
        if (again && !press.isNamed() && world.weather().hasDatabaseClockJumped()) {
            landing.incident().ifPresent(incident -> doubtful.merge(incident, 1, Integer::sum));
        }
        return again;
    }

    private void stored(Press press, SignalKey key, Landing landing) {
        int times = landings.merge(press, 1, Integer::sum);
        // Without an id only DUP makes it the same, and the copy without it may come last: from a frozen node. And a
        // clock
        // that jumped ahead by more than ten minutes has forgotten it.
        boolean forgotten = !press.isNamed() && world.weather().hasDatabaseClockJumped();
        world.require(
                times == 1 || forgotten || (times == 2 && !press.isNamed() && !key.redelivered()),
                "S3",
                () -> press + " was stored " + times + " times");
        landing.incident().ifPresent(incident -> {
            incidentOf.put(press, incident);
            if (!press.isCancel()) {
                counted.merge(incident, 1, Integer::sum);
            }
        });
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
            boolean meant = landing.arrival().signal().kind() == SignalKind.SOS
                    && !landing.arrival().signal().drill();
            world.require(
                    !meant || !incident.drill(), "S1", () -> "a press that was meant is part of a drill: " + landing);
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
        steps.check(change, at);
        stored.ifPresent(before -> {
            world.require(
                    after.version() > before.version(),
                    "S4",
                    () -> "version " + after.version() + " after " + before.version() + " of " + after.id());
        });
        ladders.put(change, at);
        incidents.put(after.id(), after);
        changedAt.put(after.id(), world.time().nanos());
        if (change.before().isEmpty()) {
            requireNoOtherHome(after);
        }
        requireOneOpen(after);
        requireOneHolder(after);
        world.require(
                after.isOpen()
                        || (after.deadlines().isEmpty()
                                && after.offers().stream().noneMatch(o -> o.state() == OfferState.PENDING)),
                "S8",
                () -> "stood down, and still asking: " + after);
        requireSomeoneIsNext(after);
        tally.count(change);
        if (change.events().stream().anyMatch(Watcher::isOffered)) {
            offered.add(after.id());
        }
    }

    /** L2 of two that become one: in one commit, and whoever was on the way still is. A drill's people are sent to no real door. */
    private void merged(Change change, List<Change> together) {
        Incident kept = change.after();
        for (IncidentEvent event : change.events()) {
            if (event instanceof IncidentEvent.Absorbed absorbed) {
                Optional<Change> end = together.stream()
                        .filter(other -> other.after().id().equals(absorbed.from()))
                        .findFirst();
                world.require(
                        stateOf(absorbed.from()).equals(IncidentState.STOOD_DOWN.name()),
                        "L2",
                        () -> absorbed.from() + " was taken up by " + kept.id() + " and goes on");
                absorbedBy.computeIfAbsent(kept.id(), none -> new ArrayList<>()).add(absorbed.from());
                if (absorbed.about().kind() != SubjectKind.RESIDENT) {
                    wentTo.put(SubjectKey.of(absorbed.about()), kept.id());
                }
                boolean play = end.filter(other -> other.after().drill()).isPresent() && !kept.drill();
                end.flatMap(Change::before).filter(before -> !play).stream()
                        .flatMap(before -> before.assignments().stream())
                        .filter(held -> held.state().holds())
                        .forEach(held -> world.require(
                                kept.findHolding(held.responder()).isPresent(),
                                "L2",
                                () -> held.responder().name() + " was on the way for " + absorbed.from()
                                        + ", and is not for " + kept.id()));
            }
        }
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

    /** S2 of those whose incident became part of another: that one is theirs until it is over, wherever it went on. */
    private void requireNoOtherHome(Incident opened) {
        Optional<Incident> home =
                Optional.ofNullable(wentTo.get(SubjectKey.of(opened.subject()))).map(incidents::get);
        while (home.flatMap(Incident::closing).flatMap(Closing::into).isPresent()) {
            home = home.flatMap(Incident::closing).flatMap(Closing::into).map(incidents::get);
        }
        Optional<Incident> end = home.filter(Incident::isOpen);
        world.require(
                end.isEmpty(),
                "S2",
                () -> opened.id() + " opened for " + opened.subject() + ", which is part of " + end.map(Incident::id));
    }

    private void requireOneHolder(Incident after) {
        Set<RoleSlot> held = new HashSet<>();
        Set<String> epochs = new HashSet<>();
        after.assignments().forEach(a -> {
            RoleSlot place = new RoleSlot(a.role(), a.slot());
            world.require(!a.state().holds() || held.add(place), "S4", () -> "two hold " + place + " of " + after.id());
            world.require(
                    !a.state().holds()
                            || after.offers().stream()
                                    .noneMatch(o -> o.state() == OfferState.PENDING
                                            && !o.isHandOver()
                                            && o.role() == place.role()
                                            && o.slot() == place.slot()),
                    "S4",
                    () -> place + " of " + after.id() + " is held, and still rings");
            world.require(
                    epochs.add(place + "@" + a.epoch()), "S4", () -> "two won " + place + " of epoch " + a.epoch());
        });
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

    private static boolean isOffered(IncidentEvent event) {
        return (event instanceof IncidentEvent.OffersMade made && !made.offers().isEmpty())
                || event instanceof IncidentEvent.Assigned
                || event instanceof IncidentEvent.StoodDown;
    }

    // --- when everything has calmed down

    /** L1, L2, L4, and S3 counted to the end. */
    void judge() {
        for (Incident incident : incidents.values()) {
            if (incident.isOpen()) {
                world.require(offered.contains(incident.id()), "L1", () -> "never offered to anybody: " + incident);
                requireSomeoneIsNext(incident);
                ladders.requireClimbing(incident);
            }
        }
        for (Incident incident : incidents.values()) {
            int told = sum(counted, incident.id());
            int atMost = told + sum(doubtful, incident.id());
            boolean poisoned = received.entrySet().stream()
                    .anyMatch(e -> e.getValue().isPoison()
                            && incident.devices().contains(e.getValue().device()));
            world.require(
                    poisoned || (incident.signals() >= told && incident.signals() <= atMost),
                    "S3",
                    () -> incident.id() + " counts " + incident.signals() + " signals, the devices said " + told
                            + ", those it took up included: " + absorbedBy.get(incident.id()));
        }
    }

    /** Of its own, and of whatever it took up. */
    private int sum(Map<IncidentId, Integer> of, IncidentId incident) {
        return of.getOrDefault(incident, 0)
                + absorbedBy.getOrDefault(incident, List.of()).stream()
                        .mapToInt(taken -> sum(of, taken))
                        .sum();
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
