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
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The register on PostgreSQL, as every node copies it into memory. */
public final class PgRegistryStore implements RegistryStore {

    /** A street, its communities and their buildings; a city's tree has a few thousand nodes. */
    private static final int MAX_COMMUNITIES = 20_000;

    private static final Logger LOG = LoggerFactory.getLogger(PgRegistryStore.class);

    // Maintenance that has ended counts as active: a device forgotten in it would be silent for ever.
    private static final String DEVICES_SINCE = """
            SELECT d.id, d.kind, d.dialect, d.address, d.gateway, d.secret_hashes, d.changed, d.community, d.place_label,
                   CASE WHEN d.state = 'MAINTENANCE' AND d.maintenance_until <= now() THEN 'ACTIVE' ELSE d.state END AS state,
                   coalesce(c.parent, c.id) AS street,
                   r.id AS resident, r.name AS resident_name, r.frailty, r.oxygen_therapy, r.spo2_scale2, r.away,
                   b.id AS building, b.name AS building_name, r.unit, r.room,
                   coalesce(r.lat, b.lat) AS lat, coalesce(r.lon, b.lon) AS lon
              FROM devices d
              JOIN communities c ON c.id = d.community
              LEFT JOIN residents r ON r.id = d.resident
              LEFT JOIN communities b ON b.id = coalesce(r.building, d.building)
             WHERE d.changed >= $1
             ORDER BY d.changed LIMIT $2""";

    private static final String TREE =
            "SELECT id, level, name, parent, lat, lon FROM communities ORDER BY level, name, id LIMIT $1";

    private final SqlClient client;

    public PgRegistryStore(SqlClient client) {
        this.client = client;
    }

    @Override
    public Future<Page> devicesSince(long version, int limit) {
        return Queries.ask(client, DEVICES_SINCE, Tuple.of(version, limit))
                .map(rows -> page(rows.toList(), version, limit));
    }

    @Override
    public Future<List<Community>> communities() {
        return Queries.ask(client, TREE, Tuple.of(MAX_COMMUNITIES))
                .map(rows -> rows.map(PgRegistryStore::community).toList());
    }

    private static Page page(List<Row> rows, long version, int limit) {
        long next = rows.isEmpty() ? version : rows.get(rows.size() - 1).getLong("changed") + 1;
        return new Page(rows.stream().map(PgRegistryStore::registered).toList(), next, rows.size() == limit);
    }

    private static Registered registered(Row row) {
        CommunityId community = new CommunityId(row.getUUID("community"));
        Optional<UUID> resident = Optional.ofNullable(row.getUUID("resident"));
        Device device = new Device(
                new DeviceId(row.getUUID("id")),
                DeviceKind.valueOf(row.getString("kind")),
                dialect(row),
                DeviceState.valueOf(row.getString("state")),
                community,
                new CommunityId(row.getUUID("street")),
                Optional.ofNullable(row.getString("address")),
                Optional.ofNullable(row.getUUID("gateway")).map(DeviceId::new),
                resident.map(id -> new Person(id, row.getString("resident_name"))),
                resident.map(id -> profile(row)),
                place(row));
        List<byte[]> hashes = Arrays.stream(row.getArrayOfBuffers("secret_hashes"))
                .map(Buffer::getBytes)
                .toList();
        return new Registered(device, hashes);
    }

    /** An unknown dialect still has the native topics: a device that can press there must be heard. */
    private static Dialect dialect(Row row) {
        String wire = row.getString("dialect");
        return Arrays.stream(Dialect.values())
                .filter(dialect -> dialect.wire().equals(wire))
                .findFirst()
                .orElseGet(() -> {
                    LOG.warn("device {} speaks an unknown dialect ({}), treated as native", row.getUUID("id"), wire);
                    return Dialect.NATIVE;
                });
    }

    private static Profile profile(Row row) {
        return new Profile(
                row.getInteger("frailty"),
                row.getBoolean("oxygen_therapy"),
                row.getBoolean("spo2_scale2"),
                row.getBoolean("away"));
    }

    private static Optional<Place> place(Row row) {
        Optional<CommunityId> building =
                Optional.ofNullable(row.getUUID("building")).map(CommunityId::new);
        String door = Stream.of("building_name", "unit", "room", "place_label")
                .map(row::getString)
                .filter(Objects::nonNull)
                .filter(text -> !text.isBlank())
                .collect(Collectors.joining(" "));
        if (building.isEmpty() && door.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new Place(building, door, point(row)));
    }

    private static Community community(Row row) {
        return new Community(
                new CommunityId(row.getUUID("id")),
                CommunityLevel.valueOf(row.getString("level")),
                row.getString("name"),
                Optional.ofNullable(row.getUUID("parent")).map(CommunityId::new),
                point(row));
    }

    private static Optional<Wgs84> point(Row row) {
        Double latitude = row.getDouble("lat");
        Double longitude = row.getDouble("lon");
        return latitude == null || longitude == null ? Optional.empty() : Optional.of(new Wgs84(latitude, longitude));
    }
}
