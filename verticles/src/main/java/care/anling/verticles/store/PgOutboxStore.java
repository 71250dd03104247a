package care.anling.verticles.store;

import care.anling.core.notice.Delivery;
import care.anling.verticles.vault.Vault;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Notices on PostgreSQL. Called from an event loop; never blocks. */
public final class PgOutboxStore implements OutboxStore {

    // Picked first and for good, like deadlines; then everything that is needed to send them, so that a burst costs one
    // trip. A desk is who is on duty there; else who is on duty at the street; else everybody of both.
    private static final String CLAIM = """
            WITH due AS MATERIALIZED (
                SELECT id FROM outbox
                 WHERE due_at <= now() AND (leased_until IS NULL OR leased_until <= now())
                 ORDER BY due_at LIMIT $1 FOR UPDATE SKIP LOCKED),
            claimed AS (
                UPDATE outbox o SET leased_at = clock_timestamp(), claims = o.claims + 1,
                       leased_until = clock_timestamp() + make_interval(secs => $2)
                  FROM due WHERE o.id = due.id RETURNING o.*)
            SELECT c.id, c.claims, clock_timestamp() AS now, c.kind, c.audience_kind, c.audience, c.incident, c.community,
                   c.offer, c.role, c.person, c.eta_seconds, c.prompt, c.state, c.stage, c.round, c.taken, c.worth_retry, c.made_at,
                   c.due_at, c.expires_at, n.name AS community_name, i.state = 'OPEN' AS open, i.priority, i.need, i.drill,
                   b.name AS near, f.state AS offer_state,
                   (SELECT s.state FROM assignments s WHERE s.incident = c.incident AND s.offer = c.offer LIMIT 1)
                       AS assignment_state,
                   a.id AS account, a.name AS account_name, a.role AS account_role, a.language,
                   (SELECT json_agg(h ORDER BY h.stage, h.created_at) FROM notification_channels h
                     WHERE h.account = a.id AND h.verified_at IS NOT NULL) AS channels,
                   CASE c.audience_kind
                   WHEN 'FAMILY' THEN (
                       SELECT array_agg(p.id) FROM accounts p
                        WHERE p.role = 'FAMILY' AND p.resident = c.audience::uuid AND NOT p.disabled)
                   WHEN 'DESK' THEN (
                       WITH staff AS (
                           SELECT p.id, CASE WHEN NOT coalesce(r.on_duty, false) THEN 3 WHEN p.community = n.id THEN 1
                                             ELSE 2 END AS tier
                             FROM accounts p LEFT JOIN responders r ON r.account = p.id
                            WHERE p.role = 'COORDINATOR' AND NOT p.disabled AND p.community IN (n.id, n.parent))
                       SELECT array_agg(staff.id) FROM staff WHERE staff.tier = (SELECT min(t.tier) FROM staff t))
                   WHEN 'STREET' THEN (
                       WITH staff AS (
                           SELECT p.id, coalesce(r.on_duty, false) AS on_duty
                             FROM accounts p LEFT JOIN responders r ON r.account = p.id
                            WHERE p.role = 'COORDINATOR' AND NOT p.disabled AND p.community = coalesce(n.parent, n.id))
                       SELECT array_agg(staff.id) FROM staff
                        WHERE staff.on_duty = (SELECT bool_or(t.on_duty) FROM staff t))
                   END AS people
              FROM claimed c
              JOIN incidents i ON i.id = c.incident
              JOIN communities n ON n.id = c.community
              LEFT JOIN communities b ON b.id = i.place_building
              LEFT JOIN offers f ON f.id = c.offer
              LEFT JOIN accounts a ON a.id = CASE c.audience_kind WHEN 'ACCOUNT' THEN c.audience::uuid END
                                  AND NOT a.disabled""";

    private static final String WAITS_FOR_A_CLOCK = """
                   set_at > clock_timestamp() + interval '1 second'
                   OR leased_at > clock_timestamp() + interval '1 second'""";

    private static final String UNTIL_NEXT = """
            SELECT (extract(epoch FROM min(greatest(due_at, leased_until)) - clock_timestamp()) * 1000)::bigint AS millis,
                   coalesce(bool_or(""" + WAITS_FOR_A_CLOCK + """
                   ), false) AS went_back
              FROM outbox WHERE due_at IS NOT NULL""";

    // What was set later than it is now: by a clock that has gone back since. It is as far away as it was then.
    private static final String SET_ANEW = """
            UPDATE outbox
               SET due_at = CASE WHEN set_at > clock_timestamp()
                                 THEN clock_timestamp() + greatest(due_at - set_at, interval '0') ELSE due_at END,
                   set_at = least(set_at, clock_timestamp()), leased_at = NULL, leased_until = NULL
             WHERE id IN (SELECT id FROM outbox WHERE due_at IS NOT NULL AND (""" + WAITS_FOR_A_CLOCK + """
                   ) ORDER BY id FOR UPDATE SKIP LOCKED)""";

    // A receipt that came meanwhile has settled it: then there is no due_at, and nothing is said twice.
    private static final String SETTLE = """
            UPDATE outbox o
               SET state = r.state, stage = r.stage, round = r.round, taken = r.taken, worth_retry = r.worth_retry,
                   due_at = r.due_at, set_at = r.set_at, settled_at = CASE WHEN r.due_at IS NULL THEN clock_timestamp() END,
                   leased_until = NULL, trouble = coalesce(r.trouble, o.trouble)
              FROM json_populate_recordset(NULL::outbox, $1) r
             WHERE o.id = r.id AND o.claims = r.claims AND o.due_at IS NOT NULL""";

    // The key of a person's own notice: whoever is told of the same for two reasons is told once.
    private static final String SPREAD = """
            WITH whole AS (
                UPDATE outbox SET state = 'SPREAD', due_at = NULL, leased_until = NULL, settled_at = clock_timestamp()
                 WHERE id = $1 AND claims = $2 AND due_at IS NOT NULL RETURNING *)
            INSERT INTO outbox (id, key, incident, community, kind, audience_kind, audience, offer, role, person,
                                eta_seconds, prompt, made_at, due_at, expires_at)
            SELECT r.id, replace(w.key, w.audience_kind || ':' || w.audience, 'ACCOUNT:' || r.audience), w.incident,
                   w.community, w.kind, 'ACCOUNT', r.audience, w.offer, w.role, w.person,
                   w.eta_seconds, w.prompt, w.made_at, clock_timestamp(), w.expires_at
              FROM whole w CROSS JOIN json_populate_recordset(NULL::outbox, $3) r
            ON CONFLICT (key) DO NOTHING""";

    private static final String FORGET = "DELETE FROM notification_channels WHERE id = $1";

    private static final String DEPTH = """
            SELECT open.waiting, greatest(0, extract(epoch FROM clock_timestamp() - open.first) * 1000)::bigint AS late,
                   (SELECT count(*) FROM outbox WHERE state = 'DEAD') AS dead
              FROM (SELECT count(*) AS waiting, min(due_at) AS first FROM outbox WHERE due_at IS NOT NULL) open""";

    private static final double MILLIS_PER_SECOND = 1000;

    private final Pool pool;
    private final Vault vault;

    public PgOutboxStore(Pool pool, Vault vault) {
        this.pool = pool;
        this.vault = vault;
    }

    @Override
    public Future<List<DueNotice>> claimDue(int limit, Duration lease) {
        return Queries.ask(pool, CLAIM, Tuple.of(limit, lease.toMillis() / MILLIS_PER_SECOND))
                .map(rows -> rows.sorted(Comparator.comparing((Row row) -> Queries.instant(row, "due_at")))
                        .map(row -> NoticeRow.decode(row, vault))
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
    public Future<Void> settle(List<Settling> settlings) {
        if (settlings.isEmpty()) {
            return Future.succeededFuture();
        }
        JsonArray rows = new JsonArray();
        settlings.forEach(settling -> rows.add(row(settling)));
        return Queries.tell(pool, SETTLE, Tuple.of(rows));
    }

    private static JsonObject row(Settling settling) {
        Delivery delivery = settling.next().delivery();
        String trouble = settling.next().trouble().map(why -> why.name() + ": ").orElse("") + settling.trouble();
        return new JsonObject()
                .put("id", settling.notice().toString())
                .put("claims", settling.claim())
                .put("state", delivery.state().name())
                .put("stage", delivery.stage())
                .put("round", delivery.round())
                .put("taken", delivery.taken())
                .put("worth_retry", delivery.worthRetry())
                .put("due_at", settling.next().dueAt().map(Object::toString).orElse(null))
                .put("set_at", settling.at().toString())
                .put("trouble", trouble.isEmpty() ? null : trouble);
    }

    @Override
    public Future<Void> spread(DueNotice notice, Set<UUID> people) {
        JsonArray rows = new JsonArray();
        people.forEach(person -> {
            String share = "SPREAD/" + notice.id() + "/" + person;
            rows.add(new JsonObject()
                    .put("id", NoticeRow.idOf(share, notice.madeAt()).toString())
                    .put("audience", person.toString()));
        });
        return Queries.tell(pool, SPREAD, Tuple.of(notice.id(), notice.claim(), rows));
    }

    @Override
    public Future<Void> forget(UUID channel) {
        return Queries.tell(pool, FORGET, Tuple.of(channel));
    }

    @Override
    public Future<Depth> depth() {
        return Queries.ask(pool, DEPTH, Tuple.tuple()).map(rows -> {
            Row row = rows.findFirst().orElseThrow();
            Long late = row.getLong("late");
            return new Depth(row.getLong("waiting"), Duration.ofMillis(late == null ? 0 : late), row.getLong("dead"));
        });
    }
}
