package care.anling.verticles.triage;

import care.anling.core.device.Device;
import care.anling.core.device.Signal;
import care.anling.core.device.Telemetry;
import care.anling.verticles.store.SignalKey;
import io.vertx.core.Future;
import java.util.Optional;

/** Where the edges hand over what they decoded. Two ways in that share nothing. */
public interface Intake {

    /**
     * A signal. Never refused for load.
     *
     * @param device who said it; for an unknown child of a gateway, the gateway
     * @return completes when the signal and everything needed to alert a human is on disk; fails when that could not be
     *     done before the commit deadline (then: no ack, close the connection)
     */
    Future<Void> emergency(Device device, Signal signal, Optional<SignalKey> key);

    /**
     * Readings, positions, heartbeats.
     *
     * @return completes when stored; fails with {@link Overloaded} when refused (QoS 1: v5 0x97 or no ack; QoS 0: shed)
     */
    Future<Void> telemetry(Device device, Telemetry telemetry);

    /** Telemetry was refused because its lane is full. */
    final class Overloaded extends RuntimeException {
        private static final long serialVersionUID = 1L;

        public Overloaded() {
            super("telemetry lane full", null, false, false);
        }
    }
}
