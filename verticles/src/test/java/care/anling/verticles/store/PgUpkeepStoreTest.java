package care.anling.verticles.store;

import static org.assertj.core.api.Assertions.assertThat;

import care.anling.core.common.DeviceId;
import care.anling.core.common.Person;
import care.anling.core.common.ResidentId;
import care.anling.core.resident.Absence;
import care.anling.core.resident.Profile;
import care.anling.verticles.store.RegistryStore.Registered;
import care.anling.verticles.vault.TestVault;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** As the nodes' registries read it: what the desk says reaches whoever judges a press. */
class PgUpkeepStoreTest extends UpkeepStoreContract {

    @RegisterExtension
    static final PgFixture POSTGRES = new PgFixture();

    private final PgUpkeepStore upkeep = new PgUpkeepStore(POSTGRES.everybodys(), TestVault.open());
    private final PgDeviceTestStore tests =
            new PgDeviceTestStore(POSTGRES.pools().telemetry());
    private final Street street = new Street(POSTGRES);
    private Optional<DeviceId> watchOfResident = Optional.empty();

    @Override
    UpkeepStore upkeep() {
        return upkeep;
    }

    @Override
    DeviceTestStore tests() {
        return tests;
    }

    @Override
    DeviceId device() {
        DeviceId id = new DeviceId(Samples.id());
        POSTGRES.tell("INSERT INTO devices (id, kind, dialect, community) VALUES ('" + id + "', 'PENDANT', 'native', '"
                + street.community() + "')");
        return id;
    }

    @Override
    ResidentId resident() {
        ResidentId id = new ResidentId(Samples.id());
        POSTGRES.tell(
                "INSERT INTO residents (id, community, name) VALUES ('" + id + "', '" + street.community() + "', '李')");
        DeviceId watch = device();
        POSTGRES.tell("UPDATE devices SET resident = '" + id + "' WHERE id = '" + watch + "'");
        watchOfResident = Optional.of(watch);
        return id;
    }

    @Override
    Optional<Instant> maintenance(DeviceId device) {
        return registered(device).upkeep().maintenanceUntil();
    }

    @Override
    Optional<Absence> absence(ResidentId resident) {
        return registered(watchOfResident.orElseThrow()).device().profile().flatMap(Profile::absence);
    }

    @Override
    boolean tested(DeviceId device) {
        return POSTGRES.ask(
                        "SELECT (tested_at IS NOT NULL)::text FROM device_supervision WHERE device = '" + device + "'")
                .contains("true");
    }

    @Test
    void ofTwentyPressesAtOnceOneIsTheTest() {
        DeviceId device = device();
        Person by = new Person(Samples.id(), "周");
        PgFixture.await(upkeep.announceTest(Samples.id(), device, Instant.now().plusSeconds(600), by));
        assertThat(registered(device).upkeep().awaitsTest(Instant.now())).isTrue();
        List<Future<Boolean>> presses = IntStream.range(0, 20)
                .mapToObj(i -> tests.pass(device, "press " + i))
                .toList();
        PgFixture.await(Future.join(presses));
        assertThat(presses.stream().filter(Future::result)).hasSize(1);
        assertThat(registered(device).upkeep().awaitsTest(Instant.now())).isFalse();
    }

    @Test
    void everyActIsWrittenDownWithAName() {
        DeviceId device = device();
        Person by = new Person(Samples.id(), "周坐席");
        PgFixture.await(upkeep.maintain(device, Instant.now().plusSeconds(60), "换电池", by));
        PgFixture.await(upkeep.endMaintenance(device, by));
        assertThat(POSTGRES.ask("SELECT act || ' ' || reason || ' ' || by_name FROM upkeep_log WHERE device = '"
                        + device + "' ORDER BY id"))
                .containsExactly("MAINTENANCE 换电池 周坐席", "MAINTENANCE_ENDED  周坐席");
    }

    private static Registered registered(DeviceId id) {
        return PgFixture.await(new PgRegistryStore(POSTGRES.pools().telemetry()).devicesSince(0, 10_000))
                .devices()
                .stream()
                .filter(known -> known.device().id().equals(id))
                .findFirst()
                .orElseThrow();
    }
}
