package care.anling.verticles.store;

import care.anling.core.common.CommunityId;
import care.anling.core.common.DeviceId;
import care.anling.core.common.Person;
import care.anling.core.community.Community;
import care.anling.core.community.CommunityLevel;
import care.anling.core.community.Place;
import care.anling.core.device.Device;
import care.anling.core.device.DeviceKind;
import care.anling.core.device.DeviceState;
import care.anling.core.device.Dialect;
import care.anling.core.geo.Wgs84;
import care.anling.core.resident.Profile;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Devices and the tree, from PostgreSQL. Called from an event loop; never blocks. */
public final class PgRegistryStore implements RegistryStore {

    private static final Logger LOG = LoggerFactory.getLogger(PgRegistryStore.class);

    private static final String DEVICES = """
            SELECT d.id, d.kind, d.dialect, d.address, d.gateway, d.secret_hashes, d.changed, d.community,
                   d.state, d.model, d.heartbeat_seconds, d.test_until, d.entry_closed, d.old_secret_until,
                   CASE WHEN d.state = 'MAINTENANCE' THEN d.maintenance_until END AS maintenance_until,
                   CASE c.level WHEN 'STREET' THEN c.id ELSE c.parent END AS street,
                   r.id AS resident, r.name AS resident_name, r.floor, r.frailty, r.oxygen_therapy, r.spo2_scale2, r.away,
                   r.away_kind, r.away_until,
                   coalesce(h.building, d.building) AS building,
                   CASE WHEN h.id IS NOT NULL THEN h.label ELSE concat_ws(' ', b.name, d.place_label) END AS label,
                   coalesce(h.lat, b.lat) AS lat, coalesce(h.lon, b.lon) AS lon
              FROM devices d
              JOIN communities c ON c.id = d.community
              LEFT JOIN residents r ON r.id = d.resident
              LEFT JOIN resident_doors h ON h.id = d.resident
              LEFT JOIN communities b ON b.id = d.building
             WHERE d.changed >= $1 ORDER BY d.changed LIMIT $2""";

    private static final String TREE = "SELECT id, level, name, parent, lat, lon FROM communities ORDER BY id";

    private final Pool pool;

    public PgRegistryStore(Pool pool) {
        this.pool = pool;
    }

    @Override
    public Future<Page> devicesSince(long version, int limit) {
        return Queries.ask(pool, DEVICES, Tuple.of(version, limit))
                .map(Stream::toList)
                .map(rows -> new Page(
                        rows.stream().map(PgRegistryStore::registered).toList(),
                        // The last one's number is unique: the next page starts behind it.
                        rows.isEmpty() ? version : rows.get(rows.size() - 1).getLong("changed") + 1,
                        rows.size() == limit));
    }

    @Override
    public Future<List<Community>> communities() {
        return Queries.ask(pool, TREE, Tuple.tuple())
                .map(rows -> rows.map(PgRegistryStore::community).toList());
    }

    private static Community community(Row row) {
        return new Community(
                new CommunityId(row.getUUID("id")),
                CommunityLevel.valueOf(row.getString("level")),
                row.getString("name"),
                Optional.ofNullable(row.getUUID("parent")).map(CommunityId::new),
                findPoint(row));
    }

    private static Registered registered(Row row) {
        Dialect dialect = Dialect.of(row.getString("dialect"));
        if (dialect == Dialect.UNKNOWN) {
            LOG.warn("device {} speaks an unknown dialect: {}", row.getUUID("id"), row.getString("dialect"));
        }
        return new Registered(
                device(row, dialect),
                Arrays.stream(row.getArrayOfBuffers("secret_hashes"))
                        .map(Buffer::getBytes)
                        .toList(),
                NowRow.upkeep(row),
                new Entry(row.getBoolean("entry_closed"), Queries.findInstant(row, "old_secret_until")));
    }

    private static Device device(Row row, Dialect dialect) {
        Optional<Person> resident =
                Optional.ofNullable(row.getUUID("resident")).map(id -> new Person(id, row.getString("resident_name")));
        String label = row.getString("label");
        return new Device(
                new DeviceId(row.getUUID("id")),
                DeviceKind.valueOf(row.getString("kind")),
                dialect,
                DeviceState.valueOf(row.getString("state")),
                new CommunityId(row.getUUID("community")),
                new CommunityId(row.getUUID("street")),
                Optional.ofNullable(row.getString("address")),
                Optional.ofNullable(row.getUUID("gateway")).map(DeviceId::new),
                resident,
                resident.map(who -> new Profile(
                        row.getInteger("frailty"),
                        row.getBoolean("oxygen_therapy"),
                        row.getBoolean("spo2_scale2"),
                        NowRow.findAbsence(row))),
                label.isEmpty()
                        ? Optional.empty()
                        : Optional.of(new Place(
                                Optional.ofNullable(row.getUUID("building")).map(CommunityId::new),
                                label,
                                findPoint(row),
                                Optional.ofNullable(row.getInteger("floor")))));
    }

    private static Optional<Wgs84> findPoint(Row row) {
        return Optional.ofNullable(row.getDouble("lat")).map(lat -> new Wgs84(lat, row.getDouble("lon")));
    }
}
