package care.anling.verticles.store;

import care.anling.core.common.CommunityId;
import care.anling.core.common.IdSource;
import care.anling.core.common.OfferId;
import care.anling.core.common.TypedId;
import care.anling.core.dispatch.RosterEntry;
import care.anling.core.geo.Fix;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** People who can act, on PostgreSQL. Called from an event loop; never blocks. */
public final class PgResponderStore implements ResponderStore {

    private static final String ROSTER = """
            SELECT to_json(r) AS body FROM responders_now r
             WHERE r.role <> 'FAMILY'
               AND r.node IN ($1, (SELECT c.parent FROM communities c WHERE c.id = $1))
             ORDER BY r.on_duty DESC, r.id LIMIT $2""";

    private static final String FIND = "SELECT to_json(r) AS body FROM responders_now r WHERE r.id = $1";

    private static final String LIST =
            "SELECT to_json(r) AS body FROM responders_now r WHERE r.node = ANY ($1) ORDER BY r.id LIMIT $2";

    private static final String SET_DUTY = """
            UPDATE responders SET on_duty = $2, duty_changed_at = clock_timestamp()
             WHERE account = $1 AND on_duty <> $2""";

    private static final String SET_POSITION = """
            INSERT INTO responder_positions AS p (responder, lat, lon, accuracy_meters, fix_at) VALUES ($1, $2, $3, $4, $5)
            ON CONFLICT (responder) DO UPDATE SET lat = EXCLUDED.lat, lon = EXCLUDED.lon,
                   accuracy_meters = EXCLUDED.accuracy_meters, fix_at = EXCLUDED.fix_at
             WHERE p.fix_at <= EXCLUDED.fix_at""";

    private final Pool pool;
    private final IdSource ids;

    /** @param ids for the offers a roster's people would get */
    public PgResponderStore(Pool pool, IdSource ids) {
        this.pool = pool;
        this.ids = ids;
    }

    @Override
    public Future<List<RosterEntry>> roster(CommunityId community, int limit) {
        return Queries.ask(pool, ROSTER, Tuple.of(community.value(), limit))
                .map(rows -> rows.map(row -> NowRow.rosterEntry(body(row), new OfferId(ids.next())))
                        .toList());
    }

    @Override
    public Future<Optional<ResponderNow>> findNow(UUID responder) {
        return Queries.ask(pool, FIND, Tuple.of(responder))
                .map(rows -> rows.findFirst().map(row -> NowRow.responder(body(row))));
    }

    @Override
    public Future<Void> setDuty(UUID responder, boolean onDuty) {
        return Queries.tell(pool, SET_DUTY, Tuple.of(responder, onDuty));
    }

    @Override
    public Future<Void> setPosition(UUID responder, Fix fix) {
        Double accuracy =
                fix.accuracyMeters().isPresent() ? fix.accuracyMeters().getAsDouble() : null;
        return Queries.tell(
                pool,
                SET_POSITION,
                Tuple.of(responder, fix.point().latitude(), fix.point().longitude(), accuracy, Queries.at(fix.at())));
    }

    @Override
    public Future<List<ResponderNow>> listNow(Set<CommunityId> communities, int limit) {
        UUID[] nodes = communities.stream().map(TypedId::value).toArray(UUID[]::new);
        return Queries.ask(pool, LIST, Tuple.of(nodes, limit))
                .map(rows -> rows.map(row -> NowRow.responder(body(row))).toList());
    }

    private static JsonObject body(Row row) {
        return row.get(JsonObject.class, "body");
    }
}
