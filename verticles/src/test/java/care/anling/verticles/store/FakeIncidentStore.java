package care.anling.verticles.store;

import care.anling.core.common.AssignmentId;
import care.anling.core.common.CommunityId;
import care.anling.core.common.IncidentId;
import care.anling.core.common.OfferId;
import care.anling.core.common.Rejection;
import care.anling.core.dispatch.OfferState;
import care.anling.core.incident.Decision;
import care.anling.core.incident.Incident;
import care.anling.verticles.store.FakeTables.EventLine;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Incidents in memory; what happens to them goes on to the feed and the deadlines, as in one transaction. */
public final class FakeIncidentStore implements IncidentStore {

    private final FakeDatabase database;
    private final DatabaseWire wire;

    public FakeIncidentStore(FakeDatabase database) {
        this(database, database.wire());
    }

    /** One node's. */
    public FakeIncidentStore(FakeDatabase database, DatabaseWire wire) {
        this.database = database;
        this.wire = wire;
    }

    /** As if a signal (or the engine) had just stored it, whatever it was before. */
    public void put(Incident incident, String eventType) {
        Instant now = database.now();
        database.behind(tables -> {
            tables.put(incident, eventType, now);
            return incident;
        });
    }

    public void putJudgements(IncidentId id, List<StoredJudgement> all) {
        database.behind(tables -> tables.judgements(id).addAll(all));
    }

    @Override
    public Future<Decision> change(IncidentId id, BiFunction<Incident, Instant, Decision> decide) {
        record Seen(Optional<Incident> incident, Instant now) {}
        FakeDatabase.Look<Seen> look = new FakeDatabase.Look<>(
                List.of(tables -> tables.find(id).stream().map(Incident::id).toList()),
                tables -> new Seen(tables.find(id), database.now()));
        return database.transaction(wire, "incidents.change", look, seen -> {
            if (seen.incident().isEmpty()) {
                Rejection absent = Rejection.of(Rejection.Code.INCIDENT_ABSENT);
                return new FakeDatabase.Outcome<>(
                        Decision.rejected(Optional.empty(), absent), Optional.empty(), seen.now());
            }
            Decision decision = decide.apply(seen.incident().get(), seen.now());
            Optional<IntakeWrite> write = decision.next()
                    .filter(next -> decision.changes())
                    .map(next -> new IntakeWrite(
                            List.of(),
                            List.of(new Change(seen.incident(), next, decision.events(), decision.notices()))));
            return new FakeDatabase.Outcome<>(decision, write, seen.now());
        });
    }

    @Override
    public Future<Both> changeBoth(IncidentId one, IncidentId other, DecideBoth decide) {
        record Seen(Optional<Incident> one, Optional<Incident> other, Instant now) {}
        List<IncidentId> ids =
                Stream.of(one, other).sorted(FakeTables.INCIDENT_ORDER).toList();
        FakeDatabase.Look<Seen> look = new FakeDatabase.Look<>(
                List.of(tables ->
                        ids.stream().filter(id -> tables.find(id).isPresent()).toList()),
                tables -> new Seen(tables.find(one), tables.find(other), database.now()));
        return database.transaction(wire, "incidents.changeBoth", look, seen -> {
            if (seen.one().isEmpty() || seen.other().isEmpty()) {
                return new FakeDatabase.Outcome<>(Both.absent(), Optional.empty(), seen.now());
            }
            Both both = decide.decide(seen.one().get(), seen.other().get(), seen.now());
            List<Change> changes = Stream.of(
                            Change.of(seen.one().get(), both.one()),
                            Change.of(seen.other().get(), both.other()))
                    .flatMap(Optional::stream)
                    .toList();
            return new FakeDatabase.Outcome<>(
                    both,
                    both.isRejected() || changes.isEmpty()
                            ? Optional.empty()
                            : Optional.of(new IntakeWrite(List.of(), changes)),
                    seen.now());
        });
    }

    @Override
    public Future<Optional<Incident>> find(IncidentId id) {
        return database.statement(wire, "incidents.find", tables -> tables.find(id));
    }

    @Override
    public Future<Optional<IncidentId>> findByOffer(OfferId offer) {
        return database.statement(wire, "incidents.findByOffer", tables -> tables.findByOffer(offer));
    }

    @Override
    public Future<Optional<IncidentId>> findByAssignment(AssignmentId assignment) {
        return database.statement(wire, "incidents.findByAssignment", tables -> tables.findByAssignment(assignment));
    }

    @Override
    public Future<List<Incident>> list(
            Set<CommunityId> communities, boolean open, Optional<IncidentId> before, int limit) {
        Predicate<Incident> wanted = i -> communities.contains(i.subject().community())
                && i.isOpen() == open
                && (before.isEmpty() || FakeTables.INCIDENT_ORDER.compare(i.id(), before.get()) < 0);
        return database.statement(
                wire,
                "incidents.list",
                tables -> newestFirst(tables).filter(wanted).limit(limit).toList());
    }

    @Override
    public Future<List<Incident>> listAbout(UUID subject, boolean open, int limit) {
        return database.statement(
                wire,
                "incidents.listAbout",
                tables -> newestFirst(tables)
                        .filter(incident -> incident.isOpen() == open
                                && incident.subject().id().equals(subject))
                        .limit(limit)
                        .toList());
    }

    @Override
    public Future<List<Incident>> listOf(UUID responder, int limit) {
        return database.statement(
                wire,
                "incidents.listOf",
                tables -> newestFirst(tables)
                        .filter(Incident::isOpen)
                        .filter(incident -> isAsked(tables, incident.id(), responder))
                        .limit(limit)
                        .toList());
    }

    private static boolean isAsked(FakeTables tables, IncidentId id, UUID responder) {
        return tables.offersOf(id).stream()
                        .anyMatch(o -> o.state() == OfferState.PENDING
                                && o.responder().id().equals(responder))
                || tables.assignmentsOf(id).stream()
                        .anyMatch(a -> a.state().holds() && a.responder().id().equals(responder));
    }

    private static Stream<Incident> newestFirst(FakeTables tables) {
        return tables.incidentIds().stream().flatMap(id -> tables.find(id).stream());
    }

    @Override
    public Future<List<StoredEvent>> timeline(IncidentId id, long afterId, int limit) {
        return database.statement(
                wire,
                "incidents.timeline",
                tables -> tables.timeline(id).stream()
                        .filter(line -> line.id > afterId)
                        .limit(limit)
                        .map(FakeIncidentStore::stored)
                        .toList());
    }

    static StoredEvent stored(EventLine line) {
        Optional<Long> seq = Optional.of(line.seq).filter(numbered -> numbered > 0);
        return new StoredEvent(line.id, line.incident, seq, line.at, line.type, line.by, line.detail);
    }

    @Override
    public Future<List<StoredJudgement>> candidates(IncidentId id, int limit) {
        return database.statement(wire, "incidents.candidates", tables -> {
            List<StoredJudgement> all = tables.judgements(id);
            return List.copyOf(all.subList(Math.max(0, all.size() - limit), all.size()));
        });
    }
}
