package care.anling.verticles.store;

import care.anling.core.common.CommunityId;
import care.anling.core.common.Person;
import care.anling.core.triage.Need;
import care.anling.core.triage.Priority;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Response plans that communities and streets wrote for themselves: each edit is a version, and every version is kept. */
public interface PlanStore {

    /** All plans of these nodes, active or not. At most one for each node, need and priority, so bounded by the nodes. */
    Future<List<StoredPlan>> list(Set<CommunityId> nodes);

    /** Active plans of this feed node and of the street above it. */
    Future<List<StoredPlan>> listInForce(CommunityId community);

    Future<Optional<StoredPlan>> find(UUID plan);

    /** Newest first. */
    Future<List<StoredPlan>> listVersions(UUID plan, int limit);

    /** @return as stored, in version 1; empty when the node has one for this need and priority */
    Future<Optional<StoredPlan>> add(Fresh plan);

    /** @return as stored, one version on; empty when {@code expectedVersion} is no longer the newest */
    Future<Optional<StoredPlan>> edit(UUID plan, int expectedVersion, StoredPlan.Text text, Person by);

    record Fresh(UUID id, CommunityId community, Need need, Priority priority, StoredPlan.Text text, Person by) {}
}
