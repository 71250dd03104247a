package care.anling.verticles.store;

import care.anling.core.common.CommunityId;
import care.anling.core.common.Person;
import care.anling.verticles.store.DeviceStore.Inhabitant;
import care.anling.verticles.store.DeviceStore.Known;
import care.anling.verticles.store.DeviceStore.NewDevice;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Many devices at once: what a sheet's words mean, and all of its lines in one transaction. */
final class DeviceSheetStatements {

    private static final String RESIDENTS = """
            SELECT r.id, r.name, r.community, r.building FROM residents r
             WHERE r.community = ANY ($1) AND ($2::uuid IS NULL OR r.building = $2) AND ($3::uuid IS NULL OR r.id = $3)
               AND (r.name = ANY ($4) OR r.id::text = ANY ($4))""";

    private static final String GATEWAYS = "SELECT d.id FROM devices d LEFT JOIN residents r ON r.id = d.resident"
            + " WHERE d.id = ANY ($4) AND d.kind = 'GATEWAY' AND d.state <> 'RETIRED' AND" + PgDeviceStore.IN_SCOPE;

    private static final String ADDRESSES =
            "SELECT concat(gateway, '|', dialect, '|', address) AS called FROM devices WHERE address = ANY ($1)";

    private static final String ADD = """
            INSERT INTO devices (id, kind, dialect, community, model, resident, building, place_label, address, gateway, note,
                                 heartbeat_seconds, secret_hashes, edited_by, edited_name)
            SELECT id, kind, dialect, community, model, resident, building, place_label, address, gateway, note,
                   heartbeat_seconds, CASE WHEN secret IS NULL THEN '{}'::bytea[] ELSE ARRAY[decode(secret, 'hex')] END,
                   $2, $3
              FROM json_to_recordset($1::text::json) AS x (id uuid, kind text, dialect text, community uuid, model text,
                   resident uuid, building uuid, place_label text, address text, gateway uuid, note text,
                   heartbeat_seconds integer, secret text)""";

    // A statement of its own: only what an earlier one wrote is there for the policy that asks whose device it is.
    private static final String NOTE = """
            INSERT INTO upkeep_log (act, device, reason, by, by_name)
            SELECT 'REGISTERED', id, 'sheet', $2, $3 FROM unnest($1::uuid[]) AS id""";

    private final Pool pool;
    private final Function<String, byte[]> hash;

    DeviceSheetStatements(Pool pool, Function<String, byte[]> hash) {
        this.pool = pool;
        this.hash = hash;
    }

    Future<Known> known(Tuple scope, Set<String> residents, Set<UUID> gateways, Set<String> addresses) {
        Tuple people = Tuple.wrap(
                new Object[] {scope.getValue(0), scope.getValue(1), scope.getValue(2), residents.toArray(String[]::new)
                });
        Tuple speakers = Tuple.wrap(
                new Object[] {scope.getValue(0), scope.getValue(1), scope.getValue(2), gateways.toArray(UUID[]::new)});
        return Queries.ask(pool, RESIDENTS, people)
                .map(rows -> rows.map(DeviceSheetStatements::inhabitant).toList())
                .compose(found -> Queries.ask(pool, GATEWAYS, speakers)
                        .map(rows -> rows.map(row -> row.getUUID("id")).collect(Collectors.toSet()))
                        .map(known -> new Known(found, known, Set.of())))
                .compose(found -> Queries.ask(pool, ADDRESSES, Tuple.of((Object) addresses.toArray(String[]::new)))
                        .map(rows -> rows.map(row -> row.getString("called")).collect(Collectors.toSet()))
                        .map(taken -> new Known(found.residents(), found.gateways(), taken)));
    }

    private static Inhabitant inhabitant(Row row) {
        return new Inhabitant(
                row.getUUID("id"),
                row.getString("name"),
                new CommunityId(row.getUUID("community")),
                Optional.ofNullable(row.getUUID("building")).map(CommunityId::new));
    }

    /** For one transaction. */
    List<Trips.Statement> adding(List<NewDevice> devices, List<Optional<String>> secrets, Person by) {
        JsonArray rows = new JsonArray();
        for (int i = 0; i < devices.size(); i++) {
            rows.add(row(devices.get(i), secrets.get(i)));
        }
        UUID[] ids = devices.stream().map(device -> device.id().value()).toArray(UUID[]::new);
        return List.of(
                new Trips.Statement(ADD, Tuple.of(rows.encode(), by.id(), by.name())),
                new Trips.Statement(
                        NOTE, Tuple.tuple().addValue(ids).addValue(by.id()).addValue(by.name())));
    }

    private JsonObject row(NewDevice device, Optional<String> secret) {
        JsonObject row = new JsonObject()
                .put("id", device.id().toString())
                .put("kind", device.kind().name())
                .put("dialect", device.dialect())
                .put("secret", secret.map(hash).map(HexFormat.of()::formatHex).orElse(null));
        device.edit()
                .fields()
                .forEach((field, value) -> row.put(
                        field.column(),
                        value.map(it -> it instanceof UUID ? it.toString() : it).orElse(null)));
        return row;
    }
}
