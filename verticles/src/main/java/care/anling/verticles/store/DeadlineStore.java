package care.anling.verticles.store;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Deadlines as rows. Claiming is a lease that keeps nodes out of each other's way; the decision itself is the fence. */
public interface DeadlineStore {

    /**
     * Claims up to {@code limit} rows that are due by the database's clock and not leased, skipping locked ones, most
     * overdue first.
     */
    Future<List<DueDeadline>> claimDue(int limit, Duration lease);

    /**
     * Time until the next unleased row falls due by the database's clock (zero if overdue); empty if there is none. Asked
     * at least every second: where that clock has gone back, deadlines are set anew here, as far away as they were then,
     * and claims of the time that has not come yet are let go.
     */
    Future<Optional<Duration>> untilNext();

    /** Gives a claimed row back early, so that it is tried again after {@code retryAfter}. */
    Future<Void> release(DueDeadline due, Duration retryAfter);
}
