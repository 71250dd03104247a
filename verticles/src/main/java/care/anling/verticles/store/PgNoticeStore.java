package care.anling.verticles.store;

import care.anling.core.common.CommunityId;
import care.anling.core.common.IncidentId;
import care.anling.core.common.TypedId;
import care.anling.core.notice.Audience;
import care.anling.core.notice.NoticeKind;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Receipts and dead letters on PostgreSQL. Called from an event loop; never blocks. */
public final class PgNoticeStore implements NoticeStore {

    // What is no longer true stays so; a dead letter that was received after all is none.
    private static final String RECEIVED = """
            WITH done AS (
                UPDATE outbox SET state = 'RECEIVED', due_at = NULL, leased_until = NULL, trouble = NULL,
                                  settled_at = coalesce(settled_at, clock_timestamp())
                 WHERE id = ANY ($1) AND audience_kind = 'ACCOUNT' AND audience = $2
                   AND state IN ('PENDING', 'SENT', 'DEAD'))
            SELECT FROM outbox WHERE id = ANY ($1) AND audience_kind = 'ACCOUNT' AND audience = $2""";

    private static final String RECEIVED_THROUGH = """
            WITH theirs AS MATERIALIZED (
                SELECT o.id FROM outbox o
                 WHERE o.id = $1 AND (o.audience_kind = 'OUTSIDE' AND o.audience = $2
                    OR o.audience_kind = 'ACCOUNT' AND EXISTS (
                           SELECT FROM notification_channels c WHERE c.account::text = o.audience AND c.gateway = $2))),
            done AS (
                UPDATE outbox o SET state = 'RECEIVED', due_at = NULL, leased_until = NULL, trouble = NULL,
                                    settled_at = coalesce(o.settled_at, clock_timestamp())
                  FROM theirs WHERE o.id = theirs.id AND o.state IN ('PENDING', 'SENT', 'DEAD'))
            SELECT FROM theirs""";

    private static final String DEAD = """
            SELECT o.id, o.kind, o.audience_kind, o.audience, o.incident, o.community, o.made_at, o.settled_at, o.trouble,
                   a.name
              FROM outbox o
              LEFT JOIN accounts a ON a.id = CASE o.audience_kind WHEN 'ACCOUNT' THEN o.audience::uuid END
             WHERE o.state = 'DEAD' AND o.community = ANY ($1) AND ($2::uuid IS NULL OR o.id < $2)
             ORDER BY o.id DESC LIMIT $3""";

    private final Pool pool;
    private final Pool gateways;

    /** @param gateways for receipts of machines, which act for no account */
    public PgNoticeStore(Pool pool, Pool gateways) {
        this.pool = pool;
        this.gateways = gateways;
    }

    @Override
    public Future<Integer> receivedBy(UUID account, Set<UUID> notices) {
        return Queries.ask(pool, RECEIVED, Tuple.of(notices.toArray(UUID[]::new), account.toString()))
                .map(rows -> (int) rows.count());
    }

    @Override
    public Future<Boolean> receivedThrough(String gateway, UUID notice) {
        return Queries.ask(gateways, RECEIVED_THROUGH, Tuple.of(notice, gateway))
                .map(rows -> rows.findFirst().isPresent());
    }

    @Override
    public Future<List<DeadLetter>> listDead(Set<CommunityId> communities, Optional<UUID> before, int limit) {
        UUID[] nodes = communities.stream().map(TypedId::value).toArray(UUID[]::new);
        return Queries.ask(pool, DEAD, Tuple.of(nodes, before.orElse(null), limit))
                .map(rows -> rows.map(PgNoticeStore::deadLetter).toList());
    }

    private static DeadLetter deadLetter(Row row) {
        return new DeadLetter(
                row.getUUID("id"),
                NoticeKind.valueOf(row.getString("kind")),
                new Audience(Audience.Kind.valueOf(row.getString("audience_kind")), row.getString("audience")),
                Optional.ofNullable(row.getString("name")),
                new IncidentId(row.getUUID("incident")),
                new CommunityId(row.getUUID("community")),
                Queries.instant(row, "made_at"),
                Queries.instant(row, "settled_at"),
                Optional.ofNullable(row.getString("trouble")).orElse(""));
    }
}
