package care.anling.verticles.store;

import static org.assertj.core.api.Assertions.assertThat;

import care.anling.core.common.DeviceId;
import care.anling.core.common.Person;
import care.anling.core.common.ResidentId;
import care.anling.core.resident.Absence;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What is said of a device stays said, and of presses exactly the announced one is a test. */
abstract class UpkeepStoreContract {

    private static final Person BY = new Person(Samples.id(), "周坐席");

    private final Instant later = Instant.now().truncatedTo(ChronoUnit.MILLIS).plusSeconds(600);

    abstract UpkeepStore upkeep();

    abstract DeviceTestStore tests();

    abstract DeviceId device();

    abstract ResidentId resident();

    abstract Optional<Instant> maintenance(DeviceId device);

    abstract Optional<Absence> absence(ResidentId resident);

    abstract boolean tested(DeviceId device);

    @Test
    void aDeviceIsFoundWhereItBelongsAndAnotherIsNot() {
        DeviceId device = device();
        assertThat(PgFixture.await(upkeep().findDevice(device))).isPresent();
        assertThat(PgFixture.await(upkeep().findDevice(new DeviceId(Samples.id()))))
                .isEmpty();
    }

    @Test
    void maintenanceLastsUntilItWasSaidToAndCanEndSooner() {
        DeviceId device = device();
        PgFixture.await(upkeep().maintain(device, later, "换电池", BY));
        assertThat(maintenance(device)).contains(later);
        PgFixture.await(upkeep().endMaintenance(device, BY));
        assertThat(maintenance(device)).isEmpty();
    }

    @Test
    void whoIsAwayIsAwayUntilTheyAreBack() {
        ResidentId resident = resident();
        Absence hospital = new Absence(Absence.Kind.HOSPITAL, Optional.of(later));
        PgFixture.await(upkeep().beAway(resident, hospital, "市医院", BY));
        assertThat(absence(resident)).contains(hospital);
        PgFixture.await(upkeep().beBack(resident, BY));
        assertThat(absence(resident)).isEmpty();
    }

    @Test
    void exactlyOnePressIsTheAnnouncedOne() {
        DeviceId device = device();
        assertThat(pass(device, "a")).as("nobody announced one").isFalse();
        PgFixture.await(upkeep().announceTest(Samples.id(), device, later, BY));
        assertThat(tested(device)).isFalse();
        assertThat(pass(device, "a")).isTrue();
        assertThat(pass(device, "a")).as("the same one again").isTrue();
        assertThat(pass(device, "b")).as("another one is an emergency").isFalse();
        assertThat(tested(device)).isTrue();
    }

    @Test
    void anAnnouncementEnds() {
        DeviceId device = device();
        PgFixture.await(
                upkeep().announceTest(Samples.id(), device, Instant.now().minusMillis(1), BY));
        assertThat(pass(device, "a")).isFalse();
    }

    @Test
    void aDrillIsATestToo() {
        DeviceId device = device();
        PgFixture.await(tests().note(device));
        assertThat(tested(device)).isTrue();
    }

    private boolean pass(DeviceId device, String key) {
        return PgFixture.await(tests().pass(device, key));
    }
}
