package care.anling.verticles.store;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the partitions of the coming days and forgets what has had its time, at start and every hour; seals the record of
 * looks every few seconds. On every node:
 * doing it twice harms nothing, and nobody has to be the one. A failure waits for the next hour; rows of a time without
 * partition land in the default one.
 */
public final class HousekeepingVerticle extends VerticleBase {

    private static final Logger LOG = LoggerFactory.getLogger(HousekeepingVerticle.class);

    private static final Duration EVERY = Duration.ofHours(1);

    /** Rows per statement and table, so that no sweep holds anybody up. */
    private static final int SWEEP_ROWS = 5_000;

    private static final String CREATE_PARTITIONS = "SELECT create_partitions()";
    private static final String SWEEP = "SELECT sweep($1) AS gone";
    private static final String SWEEP_OUTBOX = "SELECT sweep_outbox($1) AS gone";

    private static final String SWEEP_CANARIES = "SELECT sweep_canaries($1) AS gone";
    private static final String SWEEP_LOOKS = "SELECT sweep_access_log($1) AS gone";

    private static final String FORGET_PAYLOADS = "SELECT forget_payloads($1) AS gone";

    private static final String SWEEP_CALLS = "SELECT sweep_calls($1) AS gone";

    /** Until a look is sealed it could be taken away unseen. */
    private static final Duration SEAL_EVERY = Duration.ofSeconds(5);

    private static final int SEAL_ROWS = 1_000;
    private static final String SEAL = "SELECT seal_access_log($1) AS sealed";
    private static final String HEAD =
            "SELECT day::text, rows, encode(head, 'hex') AS head FROM access_days ORDER BY day DESC LIMIT 1";

    /** With what statistics and questions about an incident need them for: as long as the record of looks. */
    private static final Duration SIGNALS_KEPT = Duration.ofDays(3 * 365);

    /** A year and a month: last winter can be compared with this one. */
    private static final Duration OBSERVATIONS_KEPT = Duration.ofDays(396);

    private static final String DROP_OLD =
            "SELECT drop_old_partitions(make_interval(days => $1), make_interval(days => $2))";

    private final Pool pool;

    /** @param pool of the engine's role, which alone may call these */
    public HousekeepingVerticle(Pool pool) {
        this.pool = pool;
    }

    @Override
    public Future<?> start() {
        vertx.setPeriodic(EVERY.toMillis(), id -> tidy());
        vertx.setPeriodic(SEAL_EVERY.toMillis(), id -> seal());
        tidy();
        return Future.succeededFuture();
    }

    private void tidy() {
        Queries.tell(pool, CREATE_PARTITIONS, Tuple.tuple())
                .compose(made -> sweep(SWEEP))
                .compose(swept -> sweep(SWEEP_OUTBOX))
                .compose(swept -> sweep(SWEEP_CANARIES))
                .compose(swept -> sweep(SWEEP_LOOKS))
                .compose(swept -> sweep(SWEEP_CALLS))
                .compose(swept -> sweep(FORGET_PAYLOADS))
                .compose(swept -> Queries.tell(
                        pool, DROP_OLD, Tuple.of((int) SIGNALS_KEPT.toDays(), (int) OBSERVATIONS_KEPT.toDays())))
                .onFailure(failure -> LOG.warn("housekeeping put off for an hour: {}", failure.getMessage()));
    }

    private void seal() {
        Queries.ask(pool, SEAL, Tuple.of(SEAL_ROWS))
                .map(rows -> rows.findFirst().orElseThrow().getInteger("sealed"))
                .compose(fresh -> fresh > 0 ? tellHead() : Future.succeededFuture())
                .onFailure(failure -> LOG.warn("looks not sealed, tried again: {}", failure.getMessage()));
    }

    /** Into the log, which lies elsewhere: {@code audit verify --head} finds a record whose end was cut off and mended. */
    private Future<Void> tellHead() {
        return Queries.ask(pool, HEAD, Tuple.tuple())
                .onSuccess(rows -> rows.forEach(day -> LOG.info(
                        "looks.sealed day={} rows={} head={}",
                        day.getString("day"),
                        day.getInteger("rows"),
                        day.getString("head"))))
                .mapEmpty();
    }

    /** Again and again while a round finds its fill. */
    private Future<Void> sweep(String sql) {
        return Queries.ask(pool, sql, Tuple.of(SWEEP_ROWS))
                .map(rows -> rows.findFirst().orElseThrow().getInteger("gone"))
                .compose(gone -> gone >= SWEEP_ROWS ? sweep(sql) : Future.succeededFuture());
    }
}
