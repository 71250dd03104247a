package care.anling.verticles.triage;

import care.anling.core.common.Actor;
import care.anling.core.common.IncidentId;
import care.anling.core.incident.Subject;
import care.anling.core.triage.Assessment;
import io.vertx.core.Future;
import java.util.UUID;

/** Where a phone call or a walk-in, taken by a human, enters the same road as a press. */
public interface CallIntake {

    /**
     * @return the incident it opened or joined, once that is on disk; the same {@code call} twice gives the same incident
     */
    Future<IncidentId> callTaken(CallTaken call);

    /**
     * @param call names this call: a repeat with the same id is the same call
     * @param judged how whoever listens judges it
     */
    record CallTaken(UUID call, Actor.Human by, Subject subject, boolean drill, Assessment judged) {}
}
