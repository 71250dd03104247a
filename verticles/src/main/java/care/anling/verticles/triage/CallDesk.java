package care.anling.verticles.triage;

import care.anling.core.common.DeviceId;
import care.anling.core.common.IdSource;
import care.anling.core.common.IncidentId;
import care.anling.core.common.SignalId;
import care.anling.core.device.Signal;
import care.anling.core.device.SignalKind;
import care.anling.verticles.store.SignalKey;
import io.vertx.core.Future;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** A phone call or a walk-in takes the road of every other emergency. */
public final class CallDesk implements CallIntake {

    /** A repeated request is the same call for a day, as with signals that name themselves and their time. */
    private static final Duration SAME_CALL_FOR = Duration.ofHours(24);

    private final Emergencies emergencies;
    private final IdSource ids;
    private final Clock clock;

    public CallDesk(Emergencies emergencies, IdSource ids, Clock clock) {
        this.emergencies = emergencies;
        this.ids = ids;
        this.clock = clock;
    }

    @Override
    public Future<IncidentId> callTaken(CallTaken call) {
        Signal signal = new Signal(
                new SignalId(ids.next()),
                SignalKind.CALL,
                call.by(),
                clock.instant(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                call.drill(),
                1,
                List.of(),
                Optional.empty());
        // No device spoke: the person who took the call stands in its place, with a key space of their own.
        DeviceId source = new DeviceId(call.by().person().id());
        SignalKey key = new SignalKey(source, "call|" + call.call(), SAME_CALL_FOR, false, false);
        return emergencies
                .raise(source, signal, call.subject(), call.judged(), key)
                .map(landing -> landing.incident()
                        .orElseThrow(() -> new IllegalStateException("the incident of this call is closed already")));
    }
}
