package care.anling.verticles.store;

import care.anling.core.notice.Delivery;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Notices on their way: written by the transaction of the decision they are part of, claimed here like deadlines. A claim
 * is a lease; its number is the fence, so that who was overtaken changes nothing any more.
 */
public interface OutboxStore {

    /**
     * Claims up to {@code limit} notices that are due by the database's clock and not leased, skipping locked ones, the
     * longest waiting first, each with everything that is needed to send it.
     */
    Future<List<DueNotice>> claimDue(int limit, Duration lease);

    /**
     * Time until the next unleased notice falls due by the database's clock (zero if overdue); empty if there is none. Asked
     * at least every second: where that clock has gone back, notices are set anew here, as far away as they were then, and
     * claims of the time that has not come yet are let go.
     */
    Future<Optional<Duration>> untilNext();

    /** Stores how far claimed notices have come; those claimed by somebody else meanwhile, or settled, stay as they are. */
    Future<Void> settle(List<Settling> settlings);

    /** One notice for each of these people instead of this one, at once. Doing it twice changes nothing. */
    Future<Void> spread(DueNotice notice, Set<UUID> people);

    /** A channel that says of itself that it is gone for good. */
    Future<Void> forget(UUID channel);

    Future<Depth> depth();

    /**
     * @param at by the clock that says when {@code next} is due
     * @param trouble what went wrong, in words; empty if nothing did
     */
    record Settling(UUID notice, int claim, Delivery.Next next, Instant at, String trouble) {}

    /** @param oldest how long the most overdue notice has been waiting */
    record Depth(long waiting, Duration oldest, long dead) {}
}
