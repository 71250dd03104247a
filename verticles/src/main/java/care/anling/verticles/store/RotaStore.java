package care.anling.verticles.store;

import care.anling.core.common.CommunityId;
import care.anling.core.common.Person;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Planned shifts. Every call names whose part of the rota it is about: outside it nothing exists. */
public interface RotaStore {

    /**
     * @param nodes people of these feed nodes
     * @param building of these only people of this building
     * @param own of these only this person
     */
    record Part(Set<CommunityId> nodes, Optional<CommunityId> building, Optional<UUID> own) {}

    record Times(Instant startsAt, Instant endsAt) {}

    /** @param endsAfter shifts that end later than this */
    record Query(Optional<UUID> who, Instant endsAfter, Optional<Instant> startsBefore, Optional<After> after) {}

    /** The last one of the page before. */
    record After(Instant startsAt, UUID id) {}

    /** Earliest first. */
    Future<List<PlannedShift>> list(Part part, Query query, int limit);

    Future<Optional<PlannedShift>> find(Part part, UUID shift);

    /** Somebody of staff, a doctor or a volunteer of this part. */
    Future<Optional<Person>> findPerson(Part part, UUID who);

    /** @return as stored, in version 1; empty when it overlaps another shift of theirs, or they are not of this part */
    Future<Optional<PlannedShift>> add(Part part, Fresh fresh, Person by);

    record Fresh(UUID id, UUID who, Times times) {}

    /** @return as stored, one version on; empty when that version is no longer the newest or the times overlap another's */
    Future<Optional<PlannedShift>> edit(Part part, Edition edition, Times times, Person by);

    /** @return false when that version is no longer the newest, or there is none */
    Future<Boolean> remove(Part part, Edition edition);

    record Edition(UUID shift, int version) {}
}
