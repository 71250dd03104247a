package care.anling.verticles.store;

import care.anling.core.common.AssignmentId;
import care.anling.core.common.CommunityId;
import care.anling.core.common.IncidentId;
import care.anling.core.common.OfferId;
import care.anling.core.common.Rejection;
import care.anling.core.dispatch.OfferState;
import care.anling.core.incident.Decision;
import care.anling.core.incident.Incident;
import care.anling.core.incident.IncidentEvent;
import care.anling.verticles.wire.IncidentView;
import io.vertx.core.Future;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.function.Predicate;

/** Incidents in memory; what happens to them goes on to the fake feed, unnumbered, as in one transaction. */
public final class FakeIncidentStore implements IncidentStore {

    private final Clock clock;
    private final FakeFeedStore feed;
    private final Map<IncidentId, Incident> incidents = new LinkedHashMap<>();
    private final List<StoredEvent> events = new ArrayList<>();
    private final Map<IncidentId, List<StoredJudgement>> judgements = new LinkedHashMap<>();

    public FakeIncidentStore(Clock clock, FakeFeedStore feed) {
        this.clock = clock;
        this.feed = feed;
    }

    /** As if a signal (or the engine) had just stored it. */
    public synchronized void put(Incident incident, String eventType) {
        incidents.put(incident.id(), incident);
        note(incident, eventType, "{}");
    }

    private void note(Incident incident, String type, String detail) {
        Instant now = clock.instant();
        events.add(new StoredEvent(events.size() + 1L, incident.id(), Optional.empty(), now, type, "null", detail));
        feed.append(incident.subject().community(), now, type, IncidentView.toJson(incident));
    }

    @Override
    public synchronized Future<Optional<Incident>> find(IncidentId id) {
        return Future.succeededFuture(Optional.ofNullable(incidents.get(id)));
    }

    @Override
    public synchronized Future<Optional<IncidentId>> findByOffer(OfferId offer) {
        return first(i -> i.findOffer(offer).isPresent());
    }

    @Override
    public synchronized Future<Optional<IncidentId>> findByAssignment(AssignmentId assignment) {
        return first(i -> i.findAssignment(assignment).isPresent());
    }

    private Future<Optional<IncidentId>> first(Predicate<Incident> wanted) {
        return Future.succeededFuture(
                incidents.values().stream().filter(wanted).map(Incident::id).findFirst());
    }

    @Override
    public synchronized Future<Decision> change(IncidentId id, BiFunction<Incident, Instant, Decision> decide) {
        Incident before = incidents.get(id);
        if (before == null) {
            return Future.succeededFuture(
                    Decision.rejected(Optional.empty(), Rejection.of(Rejection.Code.INCIDENT_ABSENT)));
        }
        Decision decision = decide.apply(before, clock.instant());
        if (decision.changes()) {
            Incident after = decision.next().orElseThrow();
            incidents.put(id, after);
            decision.events().forEach(event -> note(after, event.type(), detail(event)));
        }
        return Future.succeededFuture(decision);
    }

    private static String detail(IncidentEvent event) {
        return event instanceof IncidentEvent.NoteAdded added
                ? new io.vertx.core.json.JsonObject().put("text", added.text()).encode()
                : "{}";
    }

    @Override
    public synchronized Future<List<Incident>> list(
            Set<CommunityId> communities, boolean open, Optional<IncidentId> before, int limit) {
        return Future.succeededFuture(incidents.values().stream()
                .filter(i -> communities.contains(i.subject().community()) && i.isOpen() == open)
                .sorted(newestFirst())
                .filter(i ->
                        before.isEmpty() || compare(i.id().value(), before.get().value()) < 0)
                .limit(limit)
                .toList());
    }

    @Override
    public synchronized Future<List<Incident>> listOf(UUID responder, int limit) {
        return Future.succeededFuture(incidents.values().stream()
                .filter(Incident::isOpen)
                .filter(i -> i.offers().stream()
                                .anyMatch(o -> o.state() == OfferState.PENDING
                                        && o.responder().id().equals(responder))
                        || i.assignments().stream()
                                .anyMatch(a ->
                                        a.state().holds() && a.responder().id().equals(responder)))
                .sorted(newestFirst())
                .limit(limit)
                .toList());
    }

    private static Comparator<Incident> newestFirst() {
        return (a, b) -> compare(b.id().value(), a.id().value());
    }

    /** As PostgreSQL orders uuids: bytes without sign. */
    private static int compare(UUID a, UUID b) {
        return a.toString().compareTo(b.toString());
    }

    @Override
    public synchronized Future<List<StoredEvent>> timeline(IncidentId id, long afterId, int limit) {
        return Future.succeededFuture(events.stream()
                .filter(e -> e.incident().equals(id) && e.rowId() > afterId)
                .limit(limit)
                .toList());
    }

    public synchronized void putJudgements(IncidentId id, List<StoredJudgement> all) {
        judgements.put(id, all);
    }

    @Override
    public synchronized Future<List<StoredJudgement>> candidates(IncidentId id, int limit) {
        return Future.succeededFuture(judgements.getOrDefault(id, List.of()));
    }
}
