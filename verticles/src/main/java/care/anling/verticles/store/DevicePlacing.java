package care.anling.verticles.store;

import care.anling.core.common.CommunityId;
import care.anling.core.common.DeviceId;
import care.anling.core.common.Person;
import care.anling.verticles.store.DeviceStore.Edit;
import care.anling.verticles.store.DeviceStore.Edited;
import care.anling.verticles.store.DeviceStore.NewDevice;
import care.anling.verticles.store.RegisterStore.Scope;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * What an edit makes of a device's place, or why it cannot: everything it names must be in the editor's part of the tree and
 * of one community. Whom it protects decides where it belongs.
 *
 * @param fields the edit with what follows from it
 */
record DevicePlacing(Map<DeviceField, Optional<Object>> fields, Optional<Edited> refused) {

    private static final String RESIDENT = """
            SELECT r.id, r.community, r.building FROM residents r
             WHERE r.id = $4 AND r.community = ANY ($1) AND ($2::uuid IS NULL OR r.building = $2)
               AND ($3::uuid IS NULL OR r.id = $3)""";

    private static final String BUILDING = "SELECT id, parent FROM communities WHERE id = $1 AND level = 'BUILDING'";

    private static final String GATEWAY = "SELECT d.id FROM devices d LEFT JOIN residents r ON r.id = d.resident"
            + " WHERE d.id = $4 AND d.kind = 'GATEWAY' AND d.state <> 'RETIRED' AND" + PgDeviceStore.IN_SCOPE;

    static List<Trips.Statement> look(Scope scope, Edit edit) {
        return List.of(
                new Trips.Statement(RESIDENT, PgDeviceStore.scope(scope).addUUID(id(edit, DeviceField.RESIDENT))),
                new Trips.Statement(BUILDING, Tuple.of(id(edit, DeviceField.BUILDING))),
                new Trips.Statement(GATEWAY, PgDeviceStore.scope(scope).addUUID(id(edit, DeviceField.GATEWAY))));
    }

    /** Nobody's, where none is named: then nothing is found. */
    private static UUID id(Edit edit, DeviceField field) {
        return edit.value(field).map(UUID.class::cast).orElse(new UUID(0, 0));
    }

    /**
     * @param now the community it belongs to, if it is not new
     * @param named what {@link #look} found
     */
    static DevicePlacing of(Scope scope, Edit edit, Optional<CommunityId> now, List<RowSet<Row>> named) {
        Optional<Row> resident = Queries.first(named.get(0));
        Optional<Row> building = Queries.first(named.get(1));
        Optional<Edited> unknown = unknown(edit, named);
        Optional<CommunityId> community = edit.value(DeviceField.COMMUNITY)
                .map(UUID.class::cast)
                .or(() -> resident.map(row -> row.getUUID("community")))
                .or(() -> building.map(row -> row.getUUID("parent")))
                .map(CommunityId::new)
                .or(() -> now);
        if (unknown.isPresent()) {
            return refuse(unknown.get());
        }
        if (community.filter(scope.nodes()::contains).isEmpty()) {
            return refuse(Edited.PLACE_UNKNOWN);
        }
        UUID where = community.get().value();
        if (resident.filter(row -> !where.equals(row.getUUID("community"))).isPresent()) {
            return refuse(Edited.RESIDENT_UNKNOWN);
        }
        if (building.filter(row -> !where.equals(row.getUUID("parent"))).isPresent()
                || !isOfOwnBuilding(scope, edit, resident, now.isEmpty())) {
            return refuse(Edited.PLACE_UNKNOWN);
        }
        return new DevicePlacing(
                fields(edit, where, now.filter(community.get()::equals).isEmpty()), Optional.empty());
    }

    private static DevicePlacing refuse(Edited why) {
        return new DevicePlacing(Map.of(), Optional.of(why));
    }

    private static Optional<Edited> unknown(Edit edit, List<RowSet<Row>> named) {
        if (edit.value(DeviceField.RESIDENT).isPresent() && named.get(0).size() == 0) {
            return Optional.of(Edited.RESIDENT_UNKNOWN);
        }
        if (edit.value(DeviceField.BUILDING).isPresent() && named.get(1).size() == 0) {
            return Optional.of(Edited.PLACE_UNKNOWN);
        }
        boolean gateway =
                edit.value(DeviceField.GATEWAY).isPresent() && named.get(2).size() == 0;
        return gateway ? Optional.of(Edited.GATEWAY_UNKNOWN) : Optional.empty();
    }

    /** Whoever keeps one building keeps its devices there; what they do not move stays where it is, which is theirs. */
    private static boolean isOfOwnBuilding(Scope scope, Edit edit, Optional<Row> resident, boolean fresh) {
        if (scope.building().isEmpty()) {
            return true;
        }
        UUID own = scope.building().get().value();
        boolean moved = edit.fields().containsKey(DeviceField.RESIDENT)
                || edit.fields().containsKey(DeviceField.BUILDING)
                || edit.fields().containsKey(DeviceField.COMMUNITY);
        return (!fresh && !moved)
                || resident.map(row -> own.equals(row.getUUID("building"))).orElse(false)
                || edit.value(DeviceField.BUILDING).filter(own::equals).isPresent();
    }

    /** It protects a person or watches a place; and neither goes with it to another community. */
    private static Map<DeviceField, Optional<Object>> fields(Edit edit, UUID community, boolean moves) {
        Map<DeviceField, Optional<Object>> fields = new EnumMap<>(DeviceField.class);
        if (moves) {
            fields.put(DeviceField.RESIDENT, Optional.empty());
        }
        if (moves || edit.value(DeviceField.RESIDENT).isPresent()) {
            fields.put(DeviceField.BUILDING, Optional.empty());
            fields.put(DeviceField.PLACE_LABEL, Optional.empty());
        }
        if (edit.value(DeviceField.BUILDING).isPresent()) {
            fields.put(DeviceField.RESIDENT, Optional.empty());
        }
        fields.putAll(edit.fields());
        fields.put(DeviceField.COMMUNITY, Optional.of(community));
        return fields;
    }

    /** The fields that are written, for the log. */
    String words() {
        return fields.keySet().stream().map(DeviceField::word).collect(Collectors.joining(" "));
    }

    Trips.Statement insert(NewDevice device, Optional<Buffer> secretHash, Person by) {
        StringBuilder columns =
                new StringBuilder("INSERT INTO devices (id, kind, dialect, edited_by, edited_name, secret_hashes");
        StringBuilder values = new StringBuilder(") VALUES ($1, $2, $3, $4, $5, $6");
        Tuple parameters = Tuple.of(device.id().value(), device.kind().name(), device.dialect(), by.id(), by.name())
                .addArrayOfBuffer(secretHash.stream().toArray(Buffer[]::new));
        fields.forEach((field, value) -> {
            columns.append(", ").append(field.column());
            var unused = parameters.addValue(value.orElse(null));
            values.append(", $").append(parameters.size());
        });
        return new Trips.Statement(columns.append(values).append(')').toString(), parameters);
    }

    Trips.Statement update(DeviceId device, Person by) {
        StringBuilder sql =
                new StringBuilder("UPDATE devices SET version = version + 1, edited_by = $2, edited_name = $3");
        Tuple parameters = Tuple.of(device.value(), by.id(), by.name());
        fields.forEach((field, value) -> {
            var unused = parameters.addValue(value.orElse(null));
            sql.append(", ").append(field.column()).append(" = $").append(parameters.size());
        });
        return new Trips.Statement(sql.append(" WHERE id = $1").toString(), parameters);
    }
}
