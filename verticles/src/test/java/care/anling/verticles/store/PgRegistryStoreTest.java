package care.anling.verticles.store;

import static org.assertj.core.api.Assertions.assertThat;

import care.anling.core.common.CommunityId;
import care.anling.core.common.DeviceId;
import care.anling.core.community.Community;
import care.anling.core.device.Device;
import care.anling.core.device.Dialect;
import care.anling.core.geo.Wgs84;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class PgRegistryStoreTest extends RegistryStoreContract {

    @RegisterExtension
    static final PgFixture POSTGRES = new PgFixture();

    @Override
    RegistryStore store() {
        return new PgRegistryStore(POSTGRES.pools().intake());
    }

    @Override
    void put(Community node) {
        POSTGRES.tell("INSERT INTO communities (id, level, name, parent, lat, lon) VALUES ('" + node.id() + "', '"
                + node.level() + "', '" + node.name() + "', "
                + node.parent().map(id -> "'" + id + "'").orElse("NULL") + ", "
                + node.at().map(at -> at.latitude() + ", " + at.longitude()).orElse("NULL, NULL") + ")");
    }

    @Override
    void put(RegistryStore.Registered registered) {
        Device device = registered.device();
        String secrets = registered.secretHashes().stream()
                .map(hash -> "'\\x" + HexFormat.of().formatHex(hash) + "'::bytea")
                .collect(Collectors.joining(", ", "ARRAY[", "]::bytea[]"));
        POSTGRES.tell("INSERT INTO devices (id, kind, dialect, state, community, address, secret_hashes) VALUES ('"
                + device.id() + "', '" + device.kind() + "', '"
                + device.dialect().wire() + "', '" + device.state()
                + "', '" + device.community() + "', '" + device.address().orElseThrow() + "', " + secrets + ")"
                + " ON CONFLICT (id) DO UPDATE SET state = EXCLUDED.state");
    }

    private DeviceId watchOf(UUID resident, CommunityId building) {
        DeviceId watch = new DeviceId(Samples.id());
        POSTGRES.tell("INSERT INTO communities (id, level, name, parent, lat, lon) VALUES ('" + building
                + "', 'BUILDING', '3号楼', '" + community + "', 34.76, 113.75)");
        POSTGRES.tell(
                "INSERT INTO residents (id, community, name, building, unit, room, frailty, spo2_scale2) VALUES ('"
                        + resident + "', '" + community + "', '王秀英', '" + building + "', '2单元', '502', 6, true)");
        POSTGRES.tell("INSERT INTO devices (id, kind, dialect, community, resident) VALUES ('" + watch
                + "', 'WATCH', 'native', '" + community + "', '" + resident + "')");
        return watch;
    }

    private Optional<Device> since(long version, DeviceId device) {
        return PgFixture.await(store().devicesSince(version, 10_000)).devices().stream()
                .map(RegistryStore.Registered::device)
                .filter(found -> found.id().equals(device))
                .findFirst();
    }

    @Test
    void aDeviceComesWithWhomItProtectsAndTheDoor() {
        Device known = since(0, watchOf(Samples.id(), Samples.community())).orElseThrow();
        assertThat(known.street()).isEqualTo(street);
        assertThat(known.resident().orElseThrow().name()).isEqualTo("王秀英");
        assertThat(known.profile().orElseThrow().frailty()).isEqualTo(6);
        assertThat(known.profile().orElseThrow().spo2Scale2()).isTrue();
        assertThat(known.place().orElseThrow().label()).isEqualTo("3号楼 2单元 502");
        assertThat(known.place().orElseThrow().at()).contains(new Wgs84(34.76, 113.75));
    }

    /** What a node holds of a device is made of other rows too. */
    @Test
    void aResidentsOrABuildingsChangeIsOneOfTheDevice() {
        UUID resident = Samples.id();
        CommunityId building = Samples.community();
        DeviceId watch = watchOf(resident, building);
        long version = last();
        POSTGRES.tell("UPDATE residents SET room = '503' WHERE id = '" + resident + "'");
        assertThat(since(version, watch).orElseThrow().place().orElseThrow().label())
                .isEqualTo("3号楼 2单元 503");
        version = last();
        POSTGRES.tell("UPDATE communities SET name = '4号楼' WHERE id = '" + building + "'");
        assertThat(since(version, watch).orElseThrow().place().orElseThrow().label())
                .startsWith("4号楼");
        version = last();
        POSTGRES.tell("UPDATE residents SET key_box = 's1.x' WHERE id = '" + resident + "'");
        assertThat(since(version, watch)).isEmpty();
    }

    /** What it says cannot be understood, and may be a cry for help all the same. */
    @Test
    void aDeviceOfAnUnknownDialectIsKnown() {
        long version = last();
        DeviceId device = new DeviceId(Samples.id());
        POSTGRES.tell("INSERT INTO devices (id, kind, dialect, community) VALUES ('" + device
                + "', 'WATCH', 'klingon', '" + community + "')");
        assertThat(since(version, device).orElseThrow().dialect()).isEqualTo(Dialect.UNKNOWN);
    }

    @Test
    void whetherItsCredentialsLetItInIsKnown() {
        long version = last();
        DeviceId device = new DeviceId(Samples.id());
        POSTGRES.tell("INSERT INTO devices (id, kind, dialect, community, entry_closed, old_secret_until) VALUES ('"
                + device + "', 'WATCH', 'native', '" + community + "', true, '2028-01-01T00:00Z')");
        assertThat(PgFixture.await(store().devicesSince(version, 10)).devices())
                .extracting(RegistryStore.Registered::entry)
                .containsExactly(new RegistryStore.Entry(true, Optional.of(Instant.parse("2028-01-01T00:00:00Z"))));
    }
}
