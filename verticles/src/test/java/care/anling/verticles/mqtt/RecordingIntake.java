package care.anling.verticles.mqtt;

import care.anling.core.device.Device;
import care.anling.core.device.Signal;
import care.anling.core.device.SignalKind;
import care.anling.core.device.Telemetry;
import care.anling.verticles.store.SignalKey;
import care.anling.verticles.triage.Intake;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/** An intake that remembers what it was given and answers as the test says: at once, later, never, or with a failure. */
final class RecordingIntake implements Intake {

    record Emergency(Device device, Signal signal, Optional<SignalKey> key, Promise<Void> durable) {}

    record Measured(Device device, Telemetry telemetry) {}

    final List<Emergency> emergencies = new CopyOnWriteArrayList<>();
    final List<Measured> measured = new CopyOnWriteArrayList<>();

    volatile Function<Emergency, Future<Void>> onEmergency = emergency -> Future.succeededFuture();
    volatile Function<Measured, Future<Void>> onTelemetry = it -> Future.succeededFuture();

    @Override
    public Future<Void> emergency(Device device, Signal signal, Optional<SignalKey> key) {
        Emergency emergency = new Emergency(device, signal, key, Promise.promise());
        emergencies.add(emergency);
        return onEmergency.apply(emergency);
    }

    @Override
    public Future<Void> telemetry(Device device, Telemetry telemetry) {
        Measured it = new Measured(device, telemetry);
        measured.add(it);
        return onTelemetry.apply(it);
    }

    /** Commits only when the test completes {@link Emergency#durable}. */
    void holdEmergencies() {
        onEmergency = emergency -> emergency.durable().future();
    }

    List<SignalKind> kinds() {
        return emergencies.stream().map(it -> it.signal().kind()).toList();
    }

    /** Without the signs of life that connecting and leaving give. */
    List<Telemetry> readings() {
        return measured.stream()
                .map(Measured::telemetry)
                .filter(it -> !(it instanceof Telemetry.Heartbeat))
                .toList();
    }

    List<Boolean> presenceOf(Device device) {
        return measured.stream()
                .filter(it -> it.device().id().equals(device.id()))
                .map(Measured::telemetry)
                .filter(Telemetry.Heartbeat.class::isInstance)
                .map(it -> ((Telemetry.Heartbeat) it).online())
                .toList();
    }
}
