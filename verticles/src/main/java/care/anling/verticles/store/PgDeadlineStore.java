package care.anling.verticles.store;

import care.anling.core.common.CommunityId;
import care.anling.core.common.IncidentId;
import care.anling.core.escalation.DeadlineKind;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Deadlines on PostgreSQL. Called from an event loop; never blocks. */
public final class PgDeadlineStore implements DeadlineStore {

    // The rows are picked first and for good: joined directly, the inner query could run again after a conflict and
    // claim
    // more than asked for.
    private static final String CLAIM = """
            WITH due AS MATERIALIZED (
                SELECT incident, kind FROM deadlines
                 WHERE due_at <= now() AND (leased_until IS NULL OR leased_until <= now())
                 ORDER BY due_at LIMIT $1 FOR UPDATE SKIP LOCKED)
            UPDATE deadlines d SET leased_at = clock_timestamp(), attempts = d.attempts + 1,
                   leased_until = clock_timestamp() + make_interval(secs => $2)
              FROM due WHERE d.incident = due.incident AND d.kind = due.kind
            RETURNING d.incident, d.kind, d.community, d.due_at, d.attempts,
                      (extract(epoch FROM clock_timestamp() - d.due_at) * 1000)::bigint AS late_millis""";

    private static final String WAITS_FOR_A_CLOCK = """
                   set_at > clock_timestamp() + interval '1 second'
                   OR leased_at > clock_timestamp() + interval '1 second'""";

    private static final String UNTIL_NEXT = """
            SELECT (extract(epoch FROM min(greatest(due_at, leased_until)) - clock_timestamp()) * 1000)::bigint AS millis,
                   coalesce(bool_or(""" + WAITS_FOR_A_CLOCK + """
                   ), false) AS went_back
              FROM deadlines""";

    // What was set later than it is now: by a clock that has gone back since. It is as far away as it was then.
    private static final String SET_ANEW = """
            UPDATE deadlines d
               SET due_at = CASE WHEN d.set_at > clock_timestamp()
                                 THEN clock_timestamp() + greatest(d.due_at - d.set_at, interval '0') ELSE d.due_at END,
                   leased_at = NULL, leased_until = NULL
              FROM (SELECT incident, kind FROM deadlines WHERE (""" + WAITS_FOR_A_CLOCK + """
                     ) ORDER BY incident, kind FOR UPDATE SKIP LOCKED) stuck
             WHERE d.incident = stuck.incident AND d.kind = stuck.kind""";

    // Only as it was claimed: one that was moved meanwhile is another deadline.
    private static final String RELEASE = """
            UPDATE deadlines
               SET leased_at = clock_timestamp(), leased_until = clock_timestamp() + make_interval(secs => $4)
             WHERE incident = $1 AND kind = $2 AND due_at = $3""";

    private static final double MILLIS_PER_SECOND = 1000;

    private final Pool pool;

    public PgDeadlineStore(Pool pool) {
        this.pool = pool;
    }

    @Override
    public Future<List<DueDeadline>> claimDue(int limit, Duration lease) {
        return Queries.ask(pool, CLAIM, Tuple.of(limit, seconds(lease)))
                .map(rows -> rows.map(PgDeadlineStore::due)
                        .sorted(java.util.Comparator.comparing(DueDeadline::dueAt))
                        .toList());
    }

    @Override
    public Future<Optional<Duration>> untilNext() {
        return Queries.ask(pool, UNTIL_NEXT, Tuple.tuple())
                .map(rows -> rows.findFirst().orElseThrow())
                .compose(row -> row.getBoolean("went_back")
                        ? Queries.tell(pool, SET_ANEW, Tuple.tuple()).map(Optional.of(Duration.ZERO))
                        : Future.succeededFuture(Optional.ofNullable(row.getLong("millis"))
                                .map(millis -> Duration.ofMillis(Math.max(0, millis)))));
    }

    @Override
    public Future<Void> release(DueDeadline due, Duration retryAfter) {
        return Queries.tell(
                pool,
                RELEASE,
                Tuple.of(due.incident().value(), due.kind().name(), Queries.at(due.dueAt()), seconds(retryAfter)));
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / MILLIS_PER_SECOND;
    }

    private static DueDeadline due(Row row) {
        return new DueDeadline(
                new IncidentId(row.getUUID("incident")),
                new CommunityId(row.getUUID("community")),
                DeadlineKind.valueOf(row.getString("kind")),
                Queries.instant(row, "due_at"),
                Duration.ofMillis(row.getLong("late_millis")),
                row.getInteger("attempts"));
    }
}
