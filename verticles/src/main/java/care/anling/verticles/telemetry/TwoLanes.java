package care.anling.verticles.telemetry;

import care.anling.core.device.Device;
import care.anling.core.device.Signal;
import care.anling.core.device.Telemetry;
import care.anling.verticles.store.SignalKey;
import care.anling.verticles.triage.Emergencies;
import care.anling.verticles.triage.Intake;
import io.vertx.core.Future;
import java.util.Optional;

/** The two ways in: they share no queue, no connection and no thread's patience. */
public final class TwoLanes implements Intake {

    private final Emergencies emergencies;
    private final TelemetryLane telemetry;

    public TwoLanes(Emergencies emergencies, TelemetryLane telemetry) {
        this.emergencies = emergencies;
        this.telemetry = telemetry;
    }

    @Override
    public Future<Void> emergency(Device device, Signal signal, Optional<SignalKey> key) {
        return emergencies.raise(device, signal, key).mapEmpty();
    }

    @Override
    public Future<Void> telemetry(Device device, Telemetry said) {
        return telemetry.submit(device, said);
    }
}
