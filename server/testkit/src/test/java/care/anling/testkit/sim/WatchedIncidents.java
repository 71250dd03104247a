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
import java.util.function.Consumer;
import java.util.function.Function;

/** The incidents of an engine or a supervisor, with a look over its shoulder at what its commands met. */
final class WatchedIncidents implements IncidentStore {

    private final World world;
    private final IncidentStore store;
    private final Function<IncidentId, Optional<String>> command;
    private final Consumer<IncidentId> done;

    /** @param command what is given to an incident now, where that can be told, until it is {@code done} */
    WatchedIncidents(
            World world,
            IncidentStore store,
            Function<IncidentId, Optional<String>> command,
            Consumer<IncidentId> done) {
        this.world = world;
        this.store = store;
        this.command = command;
        this.done = done;
    }

    @Override
    public Future<Decision> change(IncidentId id, BiFunction<Incident, Instant, Decision> decide) {
        Optional<String> given = command.apply(id);
        return store.change(id, (incident, now) -> {
                    Decision decision = decide.apply(incident, now);
                    given.ifPresent(name -> {
                        world.coverage().saw("command × state", name + " " + incident.state());
                        decision.rejection()
                                .ifPresent(rejection -> world.coverage().saw("refusal", name + " " + rejection.code()));
                    });
                    return decision;
                })
                .onComplete(over -> done.accept(id));
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
