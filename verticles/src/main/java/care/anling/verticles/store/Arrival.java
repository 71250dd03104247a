package care.anling.verticles.store;

import care.anling.core.common.DeviceId;
import care.anling.core.common.IncidentId;
import care.anling.core.device.Signal;
import care.anling.core.incident.Subject;
import care.anling.core.triage.Assessment;
import java.util.List;

/**
 * A judged signal on its way into the store.
 *
 * @param device who said it, as logged in (a gateway's child is the child)
 * @param keys all idempotency keys it answers to: several when presses were folded into one
 * @param freshIncident the id the incident gets if this signal opens one
 */
public record Arrival(
        Signal signal,
        DeviceId device,
        Subject subject,
        Assessment assessment,
        List<SignalKey> keys,
        IncidentId freshIncident) {}
