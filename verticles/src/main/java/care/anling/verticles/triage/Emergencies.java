package care.anling.verticles.triage;

import care.anling.core.common.DeviceId;
import care.anling.core.common.IdSource;
import care.anling.core.common.IncidentId;
import care.anling.core.device.Device;
import care.anling.core.device.Signal;
import care.anling.core.incident.Subject;
import care.anling.core.resident.Profile;
import care.anling.core.triage.Assessment;
import care.anling.core.triage.Triage;
import care.anling.verticles.store.Arrival;
import care.anling.verticles.store.Landing;
import care.anling.verticles.store.SignalKey;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;

/** Judges a signal and sends it down the emergency lane. Judging is pure and takes microseconds: it is done where the signal came in. */
public final class Emergencies {

    private final EmergencyLane lane;
    private final IdSource ids;

    public Emergencies(EmergencyLane lane, IdSource ids) {
        this.lane = lane;
        this.ids = ids;
    }

    /** A device's signal. */
    public Future<Landing> raise(Device device, Signal signal, Optional<SignalKey> key) {
        Assessment assessment = Triage.assess(signal, device.profile().orElse(Profile.UNKNOWN));
        return raise(device, signal, assessment, key);
    }

    /** A device's signal that was judged before: readings, which triage sees together with those before them. */
    public Future<Landing> raise(Device device, Signal signal, Assessment assessment, Optional<SignalKey> key) {
        return submit(device.id(), signal, Subjects.of(device, signal), assessment, key);
    }

    /**
     * A signal no device sent, about a subject that is known.
     *
     * @param source stands in the place of a device, so that the key space is its own
     */
    public Future<Landing> raise(DeviceId source, Signal signal, Subject subject, Optional<SignalKey> key) {
        return submit(source, signal, subject, Triage.assess(signal, Profile.UNKNOWN), key);
    }

    /**
     * A signal a person brought and judged: a phone call, a walk-in.
     *
     * @param source the account's id
     */
    public Future<Landing> raise(DeviceId source, Signal signal, Subject subject, Assessment judged, SignalKey key) {
        return submit(source, signal, subject, judged, Optional.of(key));
    }

    private Future<Landing> submit(
            DeviceId device, Signal signal, Subject subject, Assessment assessment, Optional<SignalKey> key) {
        SignalKey known = key.orElseGet(() -> SignalKey.own(device, signal.id()));
        return lane.submit(
                new Arrival(signal, device, subject, assessment, List.of(known), new IncidentId(ids.next())));
    }
}
