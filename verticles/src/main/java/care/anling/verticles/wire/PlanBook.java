package care.anling.verticles.wire;

import care.anling.core.common.CommunityId;
import care.anling.core.escalation.PlanFault;
import care.anling.core.escalation.ResponsePlan;
import care.anling.core.escalation.ResponsePlans;
import care.anling.core.triage.Need;
import care.anling.core.triage.Priority;
import java.util.List;
import java.util.Optional;

/**
 * Which plan holds in a community: its own, else its street's, else the one that comes with Anling. A plan that cannot be
 * climbed never stops a ladder: the shipped one stands in for it.
 */
public final class PlanBook {

    private final CommunityId community;
    private final List<Page> pages;

    /**
     * One stored plan.
     *
     * @param of the node that wrote it
     */
    public record Page(CommunityId of, Need need, Priority priority, String name, int version, String body) {}

    /**
     * The plan that holds.
     *
     * @param page where it was read; empty for a shipped one
     * @param faults why the page's plan does not hold although it should
     */
    public record Entry(ResponsePlan plan, Optional<Page> page, List<PlanFault> faults) {

        public boolean isStandIn() {
            return !faults.isEmpty();
        }
    }

    /** @param pages active plans of the community and of the street above it */
    public PlanBook(CommunityId community, List<Page> pages) {
        this.community = community;
        this.pages = List.copyOf(pages);
    }

    public Entry look(Need need, Priority priority) {
        List<Page> fitting = pages.stream()
                .filter(page -> page.need() == need && page.priority() == priority)
                .toList();
        Optional<Page> page = fitting.stream()
                .filter(p -> p.of().equals(community))
                .findFirst()
                .or(() -> fitting.stream().findFirst());
        ResponsePlan shipped = ResponsePlans.shipped(need, priority);
        return page.map(found -> read(found, shipped)).orElseGet(() -> new Entry(shipped, Optional.empty(), List.of()));
    }

    private static Entry read(Page page, ResponsePlan shipped) {
        PlanJson.Reading reading = PlanJson.decode(page.name(), page.body(), page.priority());
        return new Entry(
                reading.plan().map(draft -> draft.toPlan(page.version())).orElse(shipped),
                Optional.of(page),
                reading.faults());
    }
}
