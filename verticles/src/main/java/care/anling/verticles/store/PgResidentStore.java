package care.anling.verticles.store;

import care.anling.core.common.CommunityId;
import care.anling.core.common.ResidentId;
import care.anling.core.community.Place;
import care.anling.core.geo.Wgs84;
import care.anling.core.incident.Subject;
import care.anling.core.incident.SubjectKind;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.util.Optional;

/** The protected and their doors, from PostgreSQL. Called from an event loop; never blocks. */
public final class PgResidentStore implements ResidentStore {

    private static final String FIND = """
            SELECT d.id, d.name, d.community, d.building, d.label, d.lat, d.lon, r.floor
              FROM resident_doors d JOIN residents r ON r.id = d.id WHERE d.id = $1""";

    private final Pool pool;

    public PgResidentStore(Pool pool) {
        this.pool = pool;
    }

    @Override
    public Future<Optional<Subject>> findSubject(ResidentId resident) {
        return Queries.ask(pool, FIND, Tuple.of(resident.value()))
                .map(rows -> rows.findFirst().map(PgResidentStore::subject));
    }

    private static Subject subject(Row row) {
        String label = row.getString("label");
        return new Subject(
                SubjectKind.RESIDENT,
                row.getUUID("id"),
                new CommunityId(row.getUUID("community")),
                row.getString("name"),
                label.isEmpty()
                        ? Optional.empty()
                        : Optional.of(new Place(
                                Optional.ofNullable(row.getUUID("building")).map(CommunityId::new),
                                label,
                                Optional.ofNullable(row.getDouble("lat"))
                                        .map(lat -> new Wgs84(lat, row.getDouble("lon"))),
                                Optional.ofNullable(row.getInteger("floor")))));
    }
}
