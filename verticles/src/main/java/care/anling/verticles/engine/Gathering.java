package care.anling.verticles.engine;

import care.anling.core.common.CommunityId;
import care.anling.core.common.IdSource;
import care.anling.core.common.IncidentId;
import care.anling.core.common.OfferId;
import care.anling.core.dispatch.RosterEntry;
import care.anling.core.escalation.ResponsePlans;
import care.anling.verticles.store.DueDeadline;
import care.anling.verticles.store.PlanStore;
import care.anling.verticles.store.ResponderStore;
import care.anling.verticles.store.StoredPlan;
import care.anling.verticles.wire.PlanBook;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads what deciding needs: who could be asked, and by which plan. Without the community's people nobody can be asked,
 * and the deadline waits; without a readable plan, or the family, the ladder climbs on with the shipped plan and the
 * others, and that is counted.
 */
final class Gathering {

    /** People considered for one incident. */
    static final int ROSTER_MAX_PEOPLE = 500;

    private static final Logger LOG = LoggerFactory.getLogger(Gathering.class);

    private final ResponderStore responders;
    private final PlanStore plans;
    private final IdSource ids;
    private final Counter unreadable;
    private final Counter unreachable;
    private final Counter withoutFamily;

    Gathering(ResponderStore responders, PlanStore plans, IdSource ids, MeterRegistry meters) {
        this.responders = responders;
        this.plans = plans;
        this.ids = ids;
        this.unreadable = meters.counter("anling.plan.shipped_instead", "because", "broken");
        this.unreachable = meters.counter("anling.plan.shipped_instead", "because", "unreachable");
        this.withoutFamily = meters.counter("anling.roster.without_family");
    }

    /** One round's: each community is read once, unless what was read has become outdated. */
    Round of(List<DueDeadline> claimed) {
        return new Round(claimed.stream()
                .collect(Collectors.groupingBy(
                        DueDeadline::community, Collectors.mapping(DueDeadline::incident, Collectors.toSet()))));
    }

    final class Round {

        private final Map<CommunityId, Set<IncidentId>> incidents;
        private final Map<CommunityId, Future<Muster>> musters = new HashMap<>();

        private Round(Map<CommunityId, Set<IncidentId>> incidents) {
            this.incidents = incidents;
        }

        Future<Muster> muster(CommunityId community) {
            return musters.computeIfAbsent(community, read -> gather(read, incidents.getOrDefault(read, Set.of())));
        }

        /** Whoever asks next gets a fresh look. */
        void forget(CommunityId community, Future<Muster> outdated) {
            musters.remove(community, outdated);
        }
    }

    private Future<Muster> gather(CommunityId community, Set<IncidentId> incidents) {
        Future<List<RosterEntry>> people = responders.roster(community, ROSTER_MAX_PEOPLE);
        Future<Map<IncidentId, List<RosterEntry>>> kin =
                responders.listKin(incidents).recover(failure -> goOnWithoutFamily(community, failure));
        Future<PlanBook> book = plans.listInForce(community)
                .map(found -> open(community, found))
                .recover(failure -> goOnWithShippedPlans(community, failure));
        return Future.join(people, kin, book)
                .map(all -> new Muster(
                        new Muster.Gathered(people.result(), kin.result(), book.result()),
                        () -> new OfferId(ids.next())));
    }

    private PlanBook open(CommunityId community, List<StoredPlan> found) {
        PlanBook book =
                new PlanBook(community, found.stream().map(StoredPlan::toPage).toList());
        for (StoredPlan plan : found) {
            PlanBook.Entry entry = book.look(plan.need(), plan.priority());
            if (entry.isStandIn()) {
                unreadable.increment();
                LOG.warn(
                        "plan.broken plan={} version={} faults={}: {} stands in",
                        plan.id(),
                        plan.version(),
                        entry.faults(),
                        ResponsePlans.shipped(plan.need(), plan.priority()).name());
            }
        }
        return book;
    }

    private Future<PlanBook> goOnWithShippedPlans(CommunityId community, Throwable failure) {
        unreachable.increment();
        LOG.warn("plan.unreachable community={}: the shipped ones stand in: {}", community, failure.toString());
        return Future.succeededFuture(new PlanBook(community, List.of()));
    }

    private Future<Map<IncidentId, List<RosterEntry>>> goOnWithoutFamily(CommunityId community, Throwable failure) {
        withoutFamily.increment();
        LOG.warn("roster.without_family community={}: {}", community, failure.toString());
        return Future.succeededFuture(Map.of());
    }
}
