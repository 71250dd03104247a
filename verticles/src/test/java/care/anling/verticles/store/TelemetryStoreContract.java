package care.anling.verticles.store;

import static org.assertj.core.api.Assertions.assertThat;

import care.anling.core.common.CommunityId;
import care.anling.core.common.DeviceId;
import care.anling.core.common.ResidentId;
import care.anling.core.device.Telemetry;
import care.anling.core.device.Telemetry.Heartbeat;
import care.anling.core.device.Vitals;
import care.anling.core.geo.Fix;
import care.anling.core.geo.Wgs84;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What every telemetry store promises: readings as they were measured, and of everything else the newest. */
abstract class TelemetryStoreContract {

    /** A reading as it is stored. */
    record Stored(Instant at, Optional<ResidentId> resident, Vitals vitals, boolean backfilled) {}

    private final DeviceId device = new DeviceId(Samples.id());
    private final CommunityId community = Samples.community();
    private final ResidentId resident = new ResidentId(Samples.id());
    private final Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);

    abstract TelemetryStore store();

    /** What is stored of this device, oldest first. */
    abstract List<Stored> readings(DeviceId device);

    abstract Optional<FakeTelemetryStore.Latest> findLatest(DeviceId device);

    @Test
    void readingsAreKeptAndAbsentStaysAbsent() {
        Vitals vitals = new Vitals(
                Optional.of(72.0),
                Optional.empty(),
                Optional.empty(),
                Optional.of(97.0),
                Optional.of(36.6),
                Optional.empty(),
                Optional.of(false),
                Optional.empty(),
                Optional.of(Vitals.Consciousness.A));
        Instant measured = now.minusSeconds(3600);
        append(now, new Telemetry.Reading(measured, vitals, true));
        assertThat(readings(device)).containsExactly(new Stored(measured, Optional.of(resident), vitals, true));
        assertThat(latest().online()).isTrue();
        assertThat(latest().lastSeenAt()).contains(now);
    }

    @Test
    void aReadingOfNobodysDeviceIsKeptToo() {
        Telemetry.Reading reading = new Telemetry.Reading(now, heartRate(80), false);
        PgFixture.await(
                store().append(List.of(new TelemetryStore.Row(device, community, Optional.empty(), now, reading))));
        assertThat(readings(device)).containsExactly(new Stored(now, Optional.empty(), heartRate(80), false));
    }

    @Test
    void aBatchKeepsEveryReadingOfEveryDevice() {
        append(
                now,
                new Telemetry.Reading(now.minusSeconds(2), heartRate(70), false),
                new Telemetry.Reading(now.minusSeconds(1), heartRate(71), false),
                beat(true, 50));
        assertThat(readings(device))
                .extracting(stored -> stored.vitals().heartRate().orElseThrow())
                .containsExactly(70.0, 71.0);
        PgFixture.await(store().append(List.of()));
    }

    @Test
    void whatIsNotSaidAgainStays() {
        append(now, new Heartbeat(now, true, Optional.of(80), Optional.of(true), Optional.of(false)));
        append(now.plusSeconds(5), new Heartbeat(now, true, Optional.empty(), Optional.empty(), Optional.of(true)));
        assertThat(latest().batteryPercent()).contains(80);
        assertThat(latest().worn()).contains(true);
        assertThat(latest().charging()).contains(true);
    }

    @Test
    void goneOfflineIsNotSeen() {
        append(now, beat(true, 80));
        append(now.plusSeconds(20), new Heartbeat(now, false, Optional.empty(), Optional.empty(), Optional.empty()));
        assertThat(latest().online()).isFalse();
        assertThat(latest().lastSeenAt()).contains(now);
        assertThat(latest().statusAt()).isEqualTo(now.plusSeconds(20));
        append(now.plusSeconds(10), beat(true, 70));
        assertThat(latest().online()).as("a late word is not news").isFalse();
    }

    @Test
    void aPositionFromTheFutureDoesNotStayForEver() {
        append(now, position(now.plus(Duration.ofDays(700)), 1.0));
        append(now.plusSeconds(1), position(now.plusSeconds(1), 34.5));
        assertThat(latest().fix().orElseThrow().point().latitude()).isEqualTo(34.5);
    }

    /** Batches of several nodes arrive in any order; what is known afterwards must not depend on it. */
    @Test
    void theNewestValueWinsWhateverTheOrderAndTheBatches() {
        Random random = new Random(3);
        for (int day = 0; day < 5; day++) {
            DeviceId one = new DeviceId(Samples.id());
            DeviceId other = new DeviceId(Samples.id());
            List<TelemetryStore.Row> said = new ArrayList<>();
            for (int i = 0; i < 12; i++) {
                Instant at = now.plusSeconds(i);
                Telemetry word = random.nextBoolean() || i < 2
                        ? new Heartbeat(
                                at,
                                random.nextBoolean(),
                                Optional.of(random.nextInt(100)),
                                Optional.of(random.nextBoolean()),
                                Optional.of(random.nextBoolean()))
                        : position(at, 30 + i / 10.0);
                said.add(row(one, at, word));
            }
            said.forEach(row -> append(List.of(row)));
            List<TelemetryStore.Row> shuffled = new ArrayList<>();
            said.forEach(row -> shuffled.add(row(other, row.receivedAt(), row.telemetry())));
            Collections.shuffle(shuffled, random);
            for (int from = 0; from < shuffled.size(); ) {
                int to = Math.min(shuffled.size(), from + 1 + random.nextInt(4));
                append(shuffled.subList(from, to));
                from = to;
            }
            FakeTelemetryStore.Latest inOrder = findLatest(one).orElseThrow();
            FakeTelemetryStore.Latest shuffledOrder = findLatest(other).orElseThrow();
            assertThat(shuffledOrder.statusAt()).isEqualTo(inOrder.statusAt());
            assertThat(shuffledOrder.lastSeenAt()).isEqualTo(inOrder.lastSeenAt());
            assertThat(shuffledOrder.online()).isEqualTo(inOrder.online());
            assertThat(shuffledOrder.fix()).isEqualTo(inOrder.fix());
        }
    }

    /** The second word fills in what the first, newer one did not say, in one batch as in two. */
    @Test
    void aLateWordFillsInWhatNobodySaidSince() {
        Telemetry silent = new Heartbeat(now, true, Optional.empty(), Optional.empty(), Optional.empty());
        Telemetry telling = new Heartbeat(now, true, Optional.of(60), Optional.of(true), Optional.of(true));
        append(now.plusSeconds(10), silent);
        append(now, telling);
        DeviceId other = new DeviceId(Samples.id());
        append(List.of(row(other, now.plusSeconds(10), silent), row(other, now, telling)));
        assertThat(latest()).isEqualTo(findLatest(other).orElseThrow());
        assertThat(latest().worn()).contains(true);
    }

    private FakeTelemetryStore.Latest latest() {
        return findLatest(device).orElseThrow();
    }

    private TelemetryStore.Row row(DeviceId of, Instant receivedAt, Telemetry said) {
        return new TelemetryStore.Row(of, community, Optional.of(resident), receivedAt, said);
    }

    private void append(Instant receivedAt, Telemetry... said) {
        append(Arrays.stream(said).map(each -> row(device, receivedAt, each)).toList());
    }

    private void append(List<TelemetryStore.Row> batch) {
        PgFixture.await(store().append(batch));
    }

    private Heartbeat beat(boolean online, int battery) {
        return new Heartbeat(now, online, Optional.of(battery), Optional.empty(), Optional.empty());
    }

    private static Telemetry position(Instant at, double latitude) {
        return new Telemetry.Position(new Fix(new Wgs84(latitude, 113.7), OptionalDouble.of(12), at));
    }

    private static Vitals heartRate(double value) {
        return new Vitals(
                Optional.of(value),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }
}
