package care.anling.verticles.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import care.anling.core.common.CommunityId;
import care.anling.core.common.DeviceId;
import care.anling.core.common.Person;
import care.anling.core.device.Device;
import care.anling.core.device.DeviceKind;
import care.anling.core.device.DeviceState;
import care.anling.core.device.Dialect;
import care.anling.core.device.Telemetry.Reading;
import care.anling.core.device.Vitals;
import care.anling.verticles.bus.Hints;
import care.anling.verticles.loop.VertxLoop;
import care.anling.verticles.store.Arrival;
import care.anling.verticles.store.FakeDatabase;
import care.anling.verticles.store.FakeDownlinkStore;
import care.anling.verticles.store.FakeIntakeStore;
import care.anling.verticles.store.FakeTelemetryStore;
import care.anling.verticles.store.IntakeStore;
import care.anling.verticles.store.IntakeView;
import care.anling.verticles.store.IntakeWrite;
import care.anling.verticles.store.StoreFailure;
import care.anling.verticles.triage.Emergencies;
import care.anling.verticles.triage.EmergencyLane;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A reading that calls for somebody is acknowledged when somebody was called. */
class VitalsWatchTest {

    private final Vertx vertx = Vertx.vertx();
    private final Hints hints = Hints.on(vertx);
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final FakeDatabase database = new FakeDatabase();
    private final FailingIntake intake = new FailingIntake(new FakeIntakeStore(database));
    private final FakeDownlinkStore words = new FakeDownlinkStore(database);
    private final TelemetryLane lane = new TelemetryLane(
            vertx,
            vertx.getOrCreateContext(),
            new FakeTelemetryStore(database),
            new VitalsWatch(
                    new Emergencies(
                            new EmergencyLane(new VertxLoop(vertx, vertx.getOrCreateContext()), intake, hints, meters),
                            UUID::randomUUID),
                    words,
                    hints,
                    UUID::randomUUID,
                    Clock.systemUTC(),
                    meters),
            hints,
            meters);

    @AfterEach
    void close() throws Exception {
        vertx.close().await(20, TimeUnit.SECONDS);
    }

    @Test
    void anAlarmThatCouldNotBeStoredIsNotAcknowledgedAndCallsAgain() throws Exception {
        Device watch = device(DeviceKind.WATCH, Dialect.NATIVE);
        say(watch, 30);
        intake.broken = true;
        assertThatThrownBy(() -> say(watch, 31)).isInstanceOf(StoreFailure.class);
        intake.broken = false;
        assertThat(intake.landed).isEmpty();

        say(watch, 31);
        assertThat(intake.landed).hasSize(1);
        say(watch, 31);
        assertThat(intake.landed).as("known to be unwell by now").hasSize(1);
    }

    @Test
    void whoCannotHearIsNotAskedToMeasureAgain() throws Exception {
        say(device(DeviceKind.WATCH, Dialect.IMEDE), 30);
        assertThat(meters.counter("anling.vitals.measure_again").count()).isZero();
        assertThat(meters.counter("anling.vitals.cannot_ask").count()).isEqualTo(1);
    }

    private void say(Device device, double heartRate) throws Exception {
        Vitals vitals = new Vitals(
                Optional.of(heartRate),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
        lane.submit(device, new Reading(Instant.now(), vitals, false)).await(20, TimeUnit.SECONDS);
    }

    private static Device device(DeviceKind kind, Dialect dialect) {
        CommunityId street = new CommunityId(UUID.randomUUID());
        return new Device(
                new DeviceId(UUID.randomUUID()),
                kind,
                dialect,
                DeviceState.ACTIVE,
                street,
                street,
                Optional.empty(),
                Optional.empty(),
                Optional.of(new Person(UUID.randomUUID(), "李秀英")),
                Optional.empty(),
                Optional.empty());
    }

    /** Refuses everything for good while it is broken. */
    private static final class FailingIntake implements IntakeStore {

        private final IntakeStore behind;
        private final List<Arrival> landed = new ArrayList<>();
        private volatile boolean broken;

        FailingIntake(IntakeStore behind) {
            this.behind = behind;
        }

        @Override
        public Future<IntakeWrite> land(List<Arrival> batch, Function<IntakeView, IntakeWrite> fold) {
            if (broken) {
                return refused();
            }
            landed.addAll(batch);
            return behind.land(batch, fold);
        }

        @Override
        public Future<Void> quarantine(Arrival arrival, String whyItFailed) {
            return broken ? refused() : behind.quarantine(arrival, whyItFailed);
        }

        private static <T> Future<T> refused() {
            return Future.failedFuture(new StoreFailure(StoreFailure.Kind.PERMANENT, "XX000", "refused"));
        }
    }
}
