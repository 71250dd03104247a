package care.anling.verticles.store;

import care.anling.core.common.CommunityId;
import care.anling.core.community.CommunityLevel;
import care.anling.core.geo.Wgs84;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Nodes of the tree on PostgreSQL. Called from an event loop; never blocks. */
public final class PgNodeStore implements NodeStore {

    private static final String FIND = """
            SELECT id, level, parent, name, name_en, lat, lon, plan_ref, lends, version FROM communities
             WHERE id = $1 AND id = ANY ($2)""";

    private static final String ADD = """
            INSERT INTO communities (id, level, parent, name, name_en, lat, lon, plan_ref, lends)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)""";

    private static final String CHANGE = """
            UPDATE communities SET version = version + 1, name = $3, name_en = $4, lat = $5, lon = $6, plan_ref = $7,
                   lends = $8
             WHERE id = $1 AND id = ANY ($2) AND ($9::bigint IS NULL OR version = $9) RETURNING id""";

    private final Pool pool;

    public PgNodeStore(Pool pool) {
        this.pool = pool;
    }

    private static UUID[] ids(Collection<CommunityId> nodes) {
        return nodes.stream().map(CommunityId::value).toArray(UUID[]::new);
    }

    @Override
    public Future<Optional<Node>> find(Set<CommunityId> kept, CommunityId node) {
        return Queries.ask(pool, FIND, Tuple.of(node.value(), (Object) ids(kept)))
                .map(rows -> rows.findFirst().map(PgNodeStore::node));
    }

    private static Node node(Row row) {
        return new Node(
                new CommunityId(row.getUUID("id")),
                CommunityLevel.valueOf(row.getString("level")),
                Optional.ofNullable(row.getUUID("parent")).map(CommunityId::new),
                new Face(
                        row.getString("name"),
                        Optional.ofNullable(row.getString("name_en")),
                        Optional.ofNullable(row.getDouble("lat")).map(lat -> new Wgs84(lat, row.getDouble("lon"))),
                        Optional.ofNullable(row.getString("plan_ref")),
                        row.getBoolean("lends")),
                row.getLong("version"));
    }

    @Override
    public Future<Void> add(Node node) {
        return Queries.tell(pool, ADD, Tuple.wrap(new Object[] {
            node.id().value(),
            node.level().name(),
            node.parent().map(CommunityId::value).orElse(null),
            node.face().name(),
            node.face().nameEn().orElse(null),
            node.face().at().map(Wgs84::latitude).orElse(null),
            node.face().at().map(Wgs84::longitude).orElse(null),
            node.face().plan().orElse(null),
            node.face().lends()
        }));
    }

    @Override
    public Future<Edited> change(Set<CommunityId> kept, CommunityId node, Optional<Long> version, Face face) {
        Tuple parameters = Tuple.wrap(new Object[] {
            node.value(),
            ids(kept),
            face.name(),
            face.nameEn().orElse(null),
            face.at().map(Wgs84::latitude).orElse(null),
            face.at().map(Wgs84::longitude).orElse(null),
            face.plan().orElse(null),
            face.lends(),
            version.orElse(null)
        });
        return Queries.ask(pool, CHANGE, parameters)
                .map(rows -> rows.findAny().isPresent())
                .compose(done -> done
                        ? Future.succeededFuture(Edited.DONE)
                        : find(kept, node).map(found -> found.isPresent() ? Edited.STALE : Edited.ABSENT));
    }
}
