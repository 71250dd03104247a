package care.anling.verticles.store;

import care.anling.core.common.AssignmentId;
import care.anling.core.common.CommunityId;
import care.anling.core.common.IncidentId;
import care.anling.core.common.OfferId;
import care.anling.core.common.Rejection;
import care.anling.core.incident.Decision;
import care.anling.core.incident.Incident;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;

/** Incidents outside the emergency transaction. */
public interface IncidentStore {

    Future<Optional<Incident>> find(IncidentId id);

    Future<Optional<IncidentId>> findByOffer(OfferId offer);

    Future<Optional<IncidentId>> findByAssignment(AssignmentId assignment);

    /**
     * In one transaction: locks the incident's row, loads it, applies {@code decide} with the database's clock, writes
     * the difference, commits. Everybody a plan's step offers is held and must still be on duty and not busy.
     *
     * @return the decision as stored; a rejected or unchanged one writes nothing. An absent incident gives a decision
     *     rejected with INCIDENT_ABSENT. Fails with {@link StoreFailure#isOutdated} when somebody offered is no longer
     *     free: look again, decide again.
     */
    Future<Decision> change(IncidentId id, BiFunction<Incident, Instant, Decision> decide);

    /**
     * As {@link #change} for two incidents in one transaction, locked in the order of their ids: both decisions are written,
     * or neither when one is rejected. If one of the two is absent, both are rejected with INCIDENT_ABSENT.
     */
    Future<Both> changeBoth(IncidentId one, IncidentId other, DecideBoth decide);

    record Both(Decision one, Decision other) {

        public boolean isRejected() {
            return one.rejection().isPresent() || other.rejection().isPresent();
        }

        static Both absent() {
            Decision absent = Decision.rejected(Optional.empty(), Rejection.of(Rejection.Code.INCIDENT_ABSENT));
            return new Both(absent, absent);
        }
    }

    @FunctionalInterface
    interface DecideBoth {
        Both decide(Incident one, Incident other, Instant now);
    }

    /** Newest first within the given feed nodes, with open ones lent to these; {@code before} is the last id of the page before. */
    Future<List<Incident>> list(Set<CommunityId> communities, boolean open, Optional<IncidentId> before, int limit);

    /** About this resident, place or device, newest first; whoever asks judges who may see them. */
    Future<List<Incident>> listAbout(java.util.UUID subject, boolean open, int limit);

    /** Open incidents in which this person has a pending offer or holds a role, newest first. */
    Future<List<Incident>> listOf(java.util.UUID responder, int limit);

    /** What happened, oldest first; {@code afterId} is the last event's row id of the page before. */
    Future<List<StoredEvent>> timeline(IncidentId id, long afterId, int limit);

    /** Who was considered, newest step last. */
    Future<List<StoredJudgement>> candidates(IncidentId id, int limit);
}
