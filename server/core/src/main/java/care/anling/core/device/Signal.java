package care.anling.core.device;

import care.anling.core.common.Actor;
import care.anling.core.common.SignalId;
import care.anling.core.geo.Fix;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What a device, a phone call or a missed check said; decoded, not yet judged.
 *
 * @param from the device that said it, or the person who took the call
 * @param receivedAt this node's clock; the database's time decides, this one is for people
 * @param deviceTime the device's own word, already checked for sanity
 * @param presses how many waiting presses were folded into this one, ≥ 1
 * @param flags what the edge noticed and triage should know: {@code UNIDENTIFIED}, {@code RETIRED_DEVICE}, …
 * @param wire the bytes as they came, kept with the codec's version
 */
public record Signal(
        SignalId id,
        SignalKind kind,
        Actor from,
        Instant receivedAt,
        Optional<Instant> deviceTime,
        Optional<Fix> fix,
        Optional<Integer> batteryPercent,
        boolean drill,
        int presses,
        List<Reason> flags,
        Optional<WireCopy> wire) {

    public Signal withPresses(int count) {
        return new Signal(id, kind, from, receivedAt, deviceTime, fix, batteryPercent, drill, count, flags, wire);
    }
}
