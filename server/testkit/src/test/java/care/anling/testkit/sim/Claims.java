package care.anling.testkit.sim;

import care.anling.core.common.IncidentId;
import care.anling.core.escalation.DeadlineKind;
import care.anling.verticles.store.DeadlineStore;
import care.anling.verticles.store.DueDeadline;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What one life of an engine has claimed, so that what it decides next can be called by its name. Where two deadlines of
 * one incident are under way, nobody can tell which is which, and neither is counted.
 */
final class Claims implements DeadlineStore {

    private record UnderWay(DeadlineKind kind, int deadlines, boolean mixed) {}

    private final DeadlineStore store;
    private final Map<IncidentId, UnderWay> underWay = new HashMap<>();

    Claims(DeadlineStore store) {
        this.store = store;
    }

    /** The command that will be given because of it. */
    Optional<String> findCommand(IncidentId incident) {
        return Optional.ofNullable(underWay.get(incident))
                .filter(one -> !one.mixed())
                .map(one -> switch (one.kind()) {
                    case STEP -> "RunStep";
                    case MORE_HANDS -> "FindMoreHands";
                    case NO_SHOW, SAFETY, HAND_OVER -> "CheckTimers";
                });
    }

    void done(IncidentId incident) {
        underWay.computeIfPresent(
                incident,
                (id, all) -> all.deadlines() == 1 ? null : new UnderWay(all.kind(), all.deadlines() - 1, true));
    }

    @Override
    public Future<List<DueDeadline>> claimDue(int limit, Duration lease) {
        return store.claimDue(limit, lease)
                .onSuccess(claimed -> claimed.forEach(due -> underWay.merge(
                        due.incident(),
                        new UnderWay(due.kind(), 1, false),
                        (before, one) -> new UnderWay(one.kind(), before.deadlines() + 1, true))));
    }

    @Override
    public Future<Optional<Duration>> untilNext() {
        return store.untilNext();
    }

    @Override
    public Future<Void> release(DueDeadline due, Duration retryAfter) {
        return store.release(due, retryAfter);
    }
}
