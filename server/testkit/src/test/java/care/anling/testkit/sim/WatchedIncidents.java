package care.anling.testkit.sim;

import care.anling.core.common.AssignmentId;
import care.anling.core.common.CommunityId;
import care.anling.core.common.IncidentId;
import care.anling.core.common.OfferId;
import care.anling.core.incident.Decision;
import care.anling.core.incident.Incident;
import care.anling.verticles.store.IncidentStore;
import care.anling.verticles.store.StoredEvent;
import care.anling.verticles.store.StoredJudgement;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiFunction;

/** The engine's incidents, with a look over its shoulder at what its steps met. */
final class WatchedIncidents implements IncidentStore {

    private final World world;
    private final IncidentStore store;

    WatchedIncidents(World world, IncidentStore store) {
        this.world = world;
        this.store = store;
    }

    @Override
    public Future<Decision> change(IncidentId id, BiFunction<Incident, Instant, Decision> decide) {
        return store.change(id, (incident, now) -> {
            Decision decision = decide.apply(incident, now);
            world.coverage().saw("command × state", "Deadline " + incident.state());
            decision.rejection()
                    .ifPresent(rejection -> world.coverage().saw("refusal", "Deadline " + rejection.code()));
            return decision;
        });
    }

    @Override
    public Future<Both> changeBoth(IncidentId one, IncidentId other, DecideBoth decide) {
        return store.changeBoth(one, other, decide);
    }

    @Override
    public Future<Optional<Incident>> find(IncidentId id) {
        return store.find(id);
    }

    @Override
    public Future<Optional<IncidentId>> findByOffer(OfferId offer) {
        return store.findByOffer(offer);
    }

    @Override
    public Future<Optional<IncidentId>> findByAssignment(AssignmentId assignment) {
        return store.findByAssignment(assignment);
    }

    @Override
    public Future<List<Incident>> list(
            Set<CommunityId> communities, boolean open, Optional<IncidentId> before, int limit) {
        return store.list(communities, open, before, limit);
    }

    @Override
    public Future<List<Incident>> listAbout(UUID subject, boolean open, int limit) {
        return store.listAbout(subject, open, limit);
    }

    @Override
    public Future<List<Incident>> listOf(UUID responder, int limit) {
        return store.listOf(responder, limit);
    }

    @Override
    public Future<List<StoredEvent>> timeline(IncidentId id, long afterId, int limit) {
        return store.timeline(id, afterId, limit);
    }

    @Override
    public Future<List<StoredJudgement>> candidates(IncidentId id, int limit) {
        return store.candidates(id, limit);
    }
}
