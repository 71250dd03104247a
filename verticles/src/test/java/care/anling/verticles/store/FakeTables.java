package care.anling.verticles.store;

import care.anling.core.common.AssignmentId;
import care.anling.core.common.CommunityId;
import care.anling.core.common.DeviceId;
import care.anling.core.common.IncidentId;
import care.anling.core.common.OfferId;
import care.anling.core.common.Person;
import care.anling.core.common.SignalId;
import care.anling.core.dispatch.Assignment;
import care.anling.core.dispatch.Offer;
import care.anling.core.dispatch.OfferState;
import care.anling.core.dispatch.Role;
import care.anling.core.dispatch.RoleSlot;
import care.anling.core.escalation.DeadlineKind;
import care.anling.core.incident.DeviceWord;
import care.anling.core.incident.DeviceWords;
import care.anling.core.incident.Incident;
import care.anling.core.incident.IncidentEvent;
import care.anling.core.incident.SubjectKey;
import care.anling.verticles.wire.IncidentView;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a {@link FakeDatabase}, and what its constraints refuse. Incidents, offers and assignments are rows of their
 * own, so that an offer an incident leaves out stays as it was, and an incident loaded is put together anew.
 */
final class FakeTables {

    /** As PostgreSQL sorts them: bytes without sign. */
    static final Comparator<UUID> UUID_ORDER = (a, b) -> {
        int high = Long.compareUnsigned(a.getMostSignificantBits(), b.getMostSignificantBits());
        return high != 0 ? high : Long.compareUnsigned(a.getLeastSignificantBits(), b.getLeastSignificantBits());
    };

    /** A clock that is this much ahead of another look at it has not gone back. */
    static final Duration CLOCKS_WOBBLE = Duration.ofSeconds(1);

    static final Comparator<IncidentId> INCIDENT_ORDER = Comparator.comparing(IncidentId::value, UUID_ORDER);

    private record KeyName(DeviceId device, String text) {}

    record HeldKey(SignalId signal, Instant at) {}

    record DeadlineName(IncidentId incident, DeadlineKind kind) {}

    /** @param setAt when it was last set */
    /** @param at when it was given, by the clock of then */
    record Lease(Instant at, Instant until) {
        static Lease of(Instant now, Duration length) {
            return new Lease(now, now.plus(length));
        }
    }

    record DeadlineRow(CommunityId community, Instant dueAt, Instant setAt, Optional<Lease> lease, int attempts) {

        DeadlineRow leased(Lease to, int claims) {
            return new DeadlineRow(community, dueAt, setAt, Optional.of(to), claims);
        }

        boolean isFree(Instant now) {
            return lease.filter(held -> held.until().isAfter(now)).isEmpty();
        }

        /** Set or claimed by a clock that has gone back since. */
        boolean waitsForAClock(Instant now) {
            Instant latest = now.plus(CLOCKS_WOBBLE);
            return setAt.isAfter(latest)
                    || lease.filter(held -> held.at().isAfter(latest)).isPresent();
        }
    }

    /** One line of what happened; {@code seq} 0 until it is numbered. */
    static final class EventLine {
        final long id;
        final IncidentId incident;
        final CommunityId community;
        final Instant at;
        final String type;
        final String by;
        String detail;
        String view;
        long seq;

        private EventLine(long id, Incident after, IncidentEvent event, Instant at, String view) {
            this(id, after, event.type(), at, view, EventRow.by(event), EventRow.detail(event));
        }

        EventLine(
                long id,
                Incident after,
                String type,
                Instant at,
                String view,
                @Nullable JsonObject by,
                JsonObject detail) {
            this.id = id;
            this.incident = after.id();
            this.community = after.subject().community();
            this.at = at;
            this.type = type;
            this.by = by == null ? "null" : by.encode();
            this.detail = detail.encode();
            this.view = view;
        }

        private void forget() {
            detail = "";
            view = "";
        }
    }

    /** An incident's own row, and the rows that hang on it, in the order they were made. */
    private static final class IncidentRows {
        private Incident row;
        private final Map<OfferId, Offer> offers = new LinkedHashMap<>();
        private final Map<AssignmentId, Assignment> assignments = new LinkedHashMap<>();
        private Optional<Incident> whole = Optional.empty();

        private IncidentRows(Incident row) {
            this.row = row;
        }
    }

    /** Ids a transaction took when it wrote; others may commit with larger ones before it does. */
    record Reserved(long firstEvent, long firstWord) {}

    private final Map<KeyName, HeldKey> keys = new HashMap<>();
    private final List<Landing> signals = new ArrayList<>();
    private final List<Arrival> quarantined = new ArrayList<>();
    private final Map<IncidentId, IncidentRows> incidents = new TreeMap<>(INCIDENT_ORDER.reversed());
    private final Map<SubjectKey, IncidentId> open = new HashMap<>();
    /** Subjects whose incidents were merged into one that is open. */
    private final Map<SubjectKey, IncidentId> standIns = new HashMap<>();

    private final Map<OfferId, IncidentId> offers = new HashMap<>();
    private final Map<AssignmentId, IncidentId> assignments = new HashMap<>();
    /** Where somebody may be ringing or holding a role, as an index would find it; looked through and thinned out. */
    private final Map<UUID, Set<IncidentId>> involved = new HashMap<>();

    private final Map<IncidentId, List<StoredJudgement>> judgements = new HashMap<>();
    private final Map<IncidentId, List<EventLine>> timelines = new HashMap<>();
    final Map<DeadlineName, DeadlineRow> deadlines = new LinkedHashMap<>();
    final FakeFeedTables feed = new FakeFeedTables();
    final FakePeople people = new FakePeople(this);
    final FakePlanTables plans = new FakePlanTables();
    final FakeWords words = new FakeWords();
    final FakeOutbox outbox = new FakeOutbox(this);
    private final InstantSource clock;
    private long lastEvent;

    FakeTables(InstantSource clock) {
        this.clock = clock;
    }

    // --- looking

    /** Newest first. */
    Collection<IncidentId> incidentIds() {
        return incidents.keySet();
    }

    Optional<IncidentId> findOpen(SubjectKey subject) {
        return Optional.ofNullable(open.get(subject));
    }

    Optional<IncidentId> findStandIn(SubjectKey subject) {
        return Optional.ofNullable(standIns.get(subject));
    }

    Optional<HeldKey> findKey(SignalKey key) {
        return Optional.ofNullable(keys.get(new KeyName(key.device(), key.text())));
    }

    Optional<IncidentId> findByOffer(OfferId offer) {
        return Optional.ofNullable(offers.get(offer));
    }

    Optional<IncidentId> findByAssignment(AssignmentId assignment) {
        return Optional.ofNullable(assignments.get(assignment));
    }

    Optional<Incident> find(IncidentId id) {
        return Optional.ofNullable(incidents.get(id)).map(this::whole);
    }

    Collection<Offer> offersOf(IncidentId id) {
        return incidents.get(id).offers.values();
    }

    Collection<Assignment> assignmentsOf(IncidentId id) {
        return incidents.get(id).assignments.values();
    }

    List<EventLine> timeline(IncidentId id) {
        return timelines.getOrDefault(id, List.of());
    }

    List<StoredJudgement> judgements(IncidentId id) {
        return judgements.computeIfAbsent(id, none -> new ArrayList<>());
    }

    List<Landing> signals() {
        return signals;
    }

    List<Arrival> quarantined() {
        return quarantined;
    }

    /** As {@code incident_aggregates} shows it: of the offers to one person for one role, slot and epoch the last. */
    private Incident whole(IncidentRows rows) {
        if (rows.whole.isEmpty()) {
            record Asked(UUID person, RoleSlot what, int epoch) {}
            Map<Asked, Offer> last = new LinkedHashMap<>();
            for (Offer offer : rows.offers.values()) {
                Asked asked =
                        new Asked(offer.responder().id(), new RoleSlot(offer.role(), offer.slot()), offer.epoch());
                last.remove(asked);
                last.put(asked, offer);
            }
            Map<DeadlineKind, Instant> due = new java.util.EnumMap<>(DeadlineKind.class);
            for (DeadlineKind kind : DeadlineKind.values()) {
                DeadlineRow row = deadlines.get(new DeadlineName(rows.row.id(), kind));
                if (row != null) {
                    due.put(kind, row.dueAt());
                }
            }
            List<Assignment> taken = rows.assignments.values().stream()
                    .sorted(Comparator.comparing(Assignment::acceptedAt).thenComparing(a -> a.id().value(), UUID_ORDER))
                    .toList();
            rows.whole = Optional.of(with(rows.row, due, List.copyOf(last.values()), taken));
        }
        return rows.whole.get();
    }

    private static Incident with(
            Incident i, Map<DeadlineKind, Instant> deadlines, List<Offer> offers, List<Assignment> assignments) {
        return new Incident(
                i.id(),
                i.subject(),
                i.openedBy(),
                i.assessment(),
                i.state(),
                i.openedAt(),
                i.lastSignalAt(),
                i.signals(),
                i.cancelRequested(),
                i.drill(),
                i.devices(),
                i.standsFor(),
                i.ladder(),
                deadlines,
                i.acknowledged(),
                i.closing(),
                offers,
                assignments,
                i.extras(),
                i.clocks(),
                i.version());
    }

    // --- writing

    void openNode(CommunityId node, Optional<CommunityId> parent) {
        feed.openNode(node);
        people.openNode(node, parent);
    }

    void putDeadline(IncidentId incident, CommunityId community, DeadlineKind kind, Instant dueAt) {
        DeadlineRow row = new DeadlineRow(community, dueAt, clock.instant(), Optional.empty(), 0);
        deadlines.put(new DeadlineName(incident, kind), row);
        forget(incident);
    }

    /** Those that were set later than it is now: as far away as they were then. @return whether there were any */
    boolean setDeadlinesAnew() {
        Instant now = clock.instant();
        List<Map.Entry<DeadlineName, DeadlineRow>> stuck = deadlines.entrySet().stream()
                .filter(entry -> entry.getValue().waitsForAClock(now))
                .toList();
        stuck.forEach(entry -> {
            DeadlineRow row = entry.getValue();
            Instant due = asFarAwayAsThen(row.setAt(), row.dueAt(), now);
            putDeadline(
                    entry.getKey().incident(), row.community(), entry.getKey().kind(), due);
        });
        return !stuck.isEmpty();
    }

    /** What was set later than it is now is as far away now as it was then. */
    static Instant asFarAwayAsThen(Instant setAt, Instant dueAt, Instant now) {
        Duration left = Duration.between(setAt, dueAt);
        Instant anew = left.isNegative() ? now : now.plus(left);
        return setAt.isAfter(now) ? anew : dueAt;
    }

    void putDeadline(DeadlineName name, DeadlineRow row) {
        deadlines.put(name, row);
    }

    private void forget(IncidentId incident) {
        Optional.ofNullable(incidents.get(incident)).ifPresent(rows -> rows.whole = Optional.empty());
    }

    /** When the rows are written, which is before anybody sees them. */
    Reserved reserve(IntakeWrite write) {
        Reserved ids = new Reserved(lastEvent + 1, words.lastId() + 1);
        for (Change change : write.changes()) {
            lastEvent += change.events().size();
            words.skip(DeviceWords.of(change.after(), change.events()).size()
                    * change.after().devices().size());
        }
        return ids;
    }

    /** Refuses what the real constraints refuse, before anything is changed: all or nothing. */
    void check(IntakeWrite write, Instant now) {
        if (clock.instant().isBefore(now) && write.changes().stream().anyMatch(FakeTables::movesDeadlines)) {
            // Decided by a clock that has gone back since.
            throw new StoreFailure(StoreFailure.Kind.TRANSIENT, "40001", "database said 40001");
        }
        fresh(write).forEach(landing -> landing.arrival().keys().forEach(key -> checkKey(landing, key, now)));
        Set<SubjectKey> opened = new HashSet<>();
        for (Change change : write.changes()) {
            SubjectKey subject = SubjectKey.of(change.after().subject());
            if (change.before().isEmpty()) {
                refuse(incidents.containsKey(change.after().id()), "incidents_pkey");
                refuse(
                        change.after().isOpen() && (open.containsKey(subject) || !opened.add(subject)),
                        "one_open_incident_per_subject");
                if (standIns.containsKey(subject)) {
                    throw new StoreFailure(StoreFailure.Kind.TRANSIENT, StoreFailure.OUTDATED, "database said 40001");
                }
            }
            checkAnswers(change);
        }
    }

    private void checkKey(Landing landing, SignalKey key, Instant now) {
        findKey(key)
                .filter(held -> !held.signal().equals(landing.arrival().signal().id()))
                .filter(held -> key.countsAsDuplicate() && held.at().isAfter(now.minus(key.believedFor())))
                .ifPresent(believed -> refuse(true, "signal_keys"));
    }

    private void checkAnswers(Change change) {
        Incident after = change.after();
        Set<OfferId> known = change.before().stream()
                .flatMap(before -> before.offers().stream().map(Offer::id))
                .collect(java.util.stream.Collectors.toSet());
        after.offers().stream().filter(offer -> !known.contains(offer.id())).forEach(offer -> {
            if (offers.containsKey(offer.id())) {
                fail("offers_pkey");
            }
            checkFree(offer, after.drill());
        });
        Map<AssignmentId, Assignment> all = new LinkedHashMap<>();
        Optional.ofNullable(incidents.get(after.id())).ifPresent(rows -> all.putAll(rows.assignments));
        after.assignments().forEach(assignment -> all.put(assignment.id(), assignment));
        Set<RoleSlot> held = new HashSet<>();
        all.values().stream()
                .filter(assignment -> assignment.state().holds())
                .forEach(assignment -> refuse(
                        !held.add(new RoleSlot(assignment.role(), assignment.slot())), "one_holder_per_role_and_slot"));
    }

    /** Whom a plan's step offers something must be free when it is written; a coordinator may ask whom they like. */
    private void checkFree(Offer offer, boolean drill) {
        boolean free = offer.state() != OfferState.PENDING
                || (offer.step() < 0 && offer.step() != Offer.MORE_HANDS)
                || offer.role() == Role.FAMILY
                || people.find(offer.responder().id())
                        .map(people::now)
                        .map(now -> now.onDuty() && (offer.role() == Role.COORDINATOR || !isTaken(now, drill)))
                        .orElse(true);
        if (!free) {
            throw new StoreFailure(StoreFailure.Kind.TRANSIENT, "40001", "database said 40001");
        }
    }

    private boolean isTaken(ResponderNow now, boolean forADrill) {
        return now.busy() || (forADrill && isDrilling(now.person().id()));
    }

    /** Somebody else was a moment faster: looking again shows it. */
    private static void refuse(boolean broken, String constraint) {
        if (broken) {
            throw new StoreFailure(StoreFailure.Kind.TRANSIENT, "23505", "database said 23505 " + constraint);
        }
    }

    private static void fail(String constraint) {
        throw new StoreFailure(StoreFailure.Kind.PERMANENT, "23505", "database said 23505 " + constraint);
    }

    void apply(IntakeWrite write, Instant now, Reserved ids) {
        fresh(write).forEach(landing -> {
            signals.add(landing);
            landing.arrival()
                    .keys()
                    .forEach(key -> keys.put(
                            new KeyName(key.device(), key.text()),
                            new HeldKey(landing.arrival().signal().id(), now)));
        });
        long event = ids.firstEvent();
        long word = ids.firstWord();
        for (Change change : write.changes()) {
            Incident after = change.after();
            applyRows(change);
            String view =
                    change.events().isEmpty() ? "" : IncidentView.toJson(after).encode();
            for (IncidentEvent happened : change.events()) {
                append(new EventLine(event++, after, happened, now, view));
                EventRow.judgements(happened)
                        .forEach(judgement -> judgements(after.id()).add(new StoredJudgement(judgement, now)));
            }
            change.notices().forEach(n -> outbox.add(n.key(), n, after.subject().community(), now, now));
            for (DeviceWord said : DeviceWords.of(after, change.events())) {
                for (DeviceId device : after.devices()) {
                    words.add(word++, device, said, now);
                }
            }
        }
    }

    private static List<Landing> fresh(IntakeWrite write) {
        return write.landings().stream().filter(landing -> !landing.duplicate()).toList();
    }

    private void applyRows(Change change) {
        Incident after = change.after();
        IncidentRows rows = incidents.get(after.id());
        if (rows == null) {
            if (change.before().isPresent()) {
                return;
            }
            rows = new IncidentRows(after);
            incidents.put(after.id(), rows);
        }
        rows.row = after;
        rows.whole = Optional.empty();
        if (after.isOpen()) {
            open.put(SubjectKey.of(after.subject()), after.id());
            after.standsFor().forEach(subject -> standIns.put(subject, after.id()));
        } else {
            open.remove(SubjectKey.of(after.subject()), after.id());
            after.standsFor().forEach(subject -> standIns.remove(subject, after.id()));
        }
        for (Offer offer : after.offers()) {
            // Of an offer that stands only its answer is written.
            rows.offers.merge(offer.id(), offer, (stored, decided) -> stored.withState(decided.state()));
            offers.put(offer.id(), after.id());
            if (offer.state() == OfferState.PENDING) {
                involve(offer.responder(), after.id());
            }
        }
        for (Assignment assignment : after.assignments()) {
            rows.assignments.put(assignment.id(), assignment);
            assignments.put(assignment.id(), after.id());
            if (assignment.state().holds()) {
                involve(assignment.responder(), after.id());
            }
        }
        moveDeadlines(change);
    }

    private static boolean movesDeadlines(Change change) {
        return !change.after()
                .deadlines()
                .equals(change.before().map(Incident::deadlines).orElse(Map.of()));
    }

    private void moveDeadlines(Change change) {
        Incident after = change.after();
        change.before()
                .ifPresent(before -> before.deadlines().keySet().stream()
                        .filter(kind -> !after.deadlines().containsKey(kind))
                        .forEach(kind -> deadlines.remove(new DeadlineName(after.id(), kind))));
        after.deadlines().forEach((kind, dueAt) -> {
            boolean same = change.before()
                    .map(before -> dueAt.equals(before.deadlines().get(kind)))
                    .orElse(false);
            if (!same) {
                putDeadline(after.id(), after.subject().community(), kind, dueAt);
            }
        });
    }

    private void append(EventLine line) {
        timelines.computeIfAbsent(line.incident, none -> new ArrayList<>()).add(line);
        feed.append(line);
    }

    /** As if some transaction had left the incident so, whatever it was before. */
    void put(Incident incident, String eventType, Instant now) {
        incidents.remove(incident.id());
        deadlines.keySet().removeIf(name -> name.incident().equals(incident.id()));
        applyRows(new Change(Optional.empty(), incident, List.of(), List.of()));
        append(new EventLine(
                ++lastEvent,
                incident,
                eventType,
                now,
                IncidentView.toJson(incident).encode(),
                null,
                new JsonObject()));
    }

    private void involve(Person person, IncidentId incident) {
        involved.computeIfAbsent(person.id(), none -> new HashSet<>()).add(incident);
    }

    private Stream<IncidentRows> involving(UUID person) {
        Set<IncidentId> where = involved.getOrDefault(person, Set.of());
        if (!where.isEmpty()) {
            where.removeIf(id -> !isInvolved(incidents.get(id), person));
        }
        return where.stream().map(incidents::get);
    }

    private static boolean isInvolved(@Nullable IncidentRows rows, UUID person) {
        return rows != null
                && (rows.offers.values().stream().anyMatch(offer -> isRinging(offer, person))
                        || rows.assignments.values().stream().anyMatch(held -> isHeld(held, person)));
    }

    private static boolean isRinging(Offer offer, UUID person) {
        return offer.state() == OfferState.PENDING && offer.responder().id().equals(person);
    }

    private static boolean isHeld(Assignment assignment, UUID person) {
        return assignment.state().holds() && assignment.responder().id().equals(person);
    }

    /** Whether somebody stands in a role of an open incident; a drill makes nobody busy but for another drill. */
    boolean isBusy(UUID person) {
        return isHolding(person, false);
    }

    boolean isDrilling(UUID person) {
        return isHolding(person, true);
    }

    private boolean isHolding(UUID person, boolean drill) {
        return involving(person)
                .filter(rows -> rows.row.isOpen() && rows.row.drill() == drill)
                .anyMatch(rows -> rows.assignments.values().stream().anyMatch(held -> isHeld(held, person)));
    }

    /** Unanswered offers that still stand, over all incidents but drills. */
    int pendingOffers(UUID person, Instant now) {
        return (int) involving(person)
                .filter(rows -> !rows.row.drill())
                .flatMap(rows -> rows.offers.values().stream())
                .filter(offer -> isRinging(offer, person) && offer.expiresAt().isAfter(now))
                .count();
    }

    /** What was said and weighed about incidents that are over, which only somebody who looks back would read. */
    void forgetThePast() {
        timelines.keySet().removeIf(id -> {
            boolean over = !incidents.get(id).row.isOpen();
            if (over) {
                judgements.remove(id);
                timelines.get(id).stream().filter(line -> line.seq > 0).forEach(EventLine::forget);
            }
            return over;
        });
    }
}
