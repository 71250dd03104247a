package care.anling.verticles.api;

import care.anling.core.common.IncidentId;
import care.anling.core.common.Rejection;
import care.anling.core.incident.Decision;
import care.anling.core.incident.DeviceWords;
import care.anling.core.incident.Incident;
import care.anling.core.incident.IncidentCommand;
import care.anling.core.incident.IncidentEvent;
import care.anling.core.incident.IncidentMachine;
import care.anling.verticles.access.Refusal;
import care.anling.verticles.bus.Hint;
import care.anling.verticles.bus.Hints;
import care.anling.verticles.store.IncidentStore;
import care.anling.verticles.view.Viewer;
import care.anling.verticles.view.Visibility;
import care.anling.verticles.wire.IncidentView;
import io.vertx.core.Future;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;

/** An act on an incident, the same five verbs each time: load, decide, store, refuse or announce. */
final class IncidentActs {

    private final IncidentStore incidents;
    private final Hints hints;

    IncidentActs(IncidentStore incidents, Hints hints) {
        this.incidents = incidents;
        this.hints = hints;
    }

    /** By somebody who must be allowed to see the incident; what they cannot see is not there. */
    Future<Incident> act(IncidentId id, Viewer viewer, IncidentCommand command) {
        return act(
                id,
                incident -> Visibility.of(IncidentView.toJson(incident), viewer).isPresent(),
                command);
    }

    /** By the person asked. Once it is over, somebody's late answer is told that the offer lapsed, not the incident. */
    Future<Incident> actOwn(IncidentId id, Predicate<Incident> isTheirs, IncidentCommand command) {
        return act(id, isTheirs, command)
                .recover(failure -> Future.failedFuture(
                        command instanceof IncidentCommand.AcceptOffer
                                        || command instanceof IncidentCommand.DeclineOffer
                                ? Problems.lapsedIfOver(failure)
                                : failure));
    }

    private Future<Incident> act(IncidentId id, Predicate<Incident> maySee, IncidentCommand command) {
        return incidents
                .change(
                        id,
                        (incident, now) -> maySee.test(incident)
                                ? IncidentMachine.decide(Optional.of(incident), command, now)
                                : Decision.rejected(Optional.empty(), Rejection.of(Rejection.Code.INCIDENT_ABSENT)))
                .map(this::settled);
    }

    /** A refusal if refused; else tells everybody and returns the incident as stored. */
    private Incident settled(Decision decision) {
        if (decision.rejection().isPresent()) {
            throw Problems.of(decision.rejection().get());
        }
        Incident incident = decision.next().orElseThrow(Refusal::notFound);
        if (decision.changes()) {
            announce(incident, decision);
        }
        return incident;
    }

    private void announce(Incident incident, Decision decision) {
        hints.publish(new Hint.CommunityNews(incident.subject().community()));
        if (!incident.deadlines().isEmpty()) {
            hints.publish(new Hint.DeadlineDue());
        }
        if (!DeviceWords.of(incident, decision.events()).isEmpty()) {
            incident.devices().forEach(device -> hints.publish(new Hint.DeviceTold(device)));
        }
        decision.events().forEach(event -> announceBusy(incident, event));
    }

    /** Taking or giving back a role makes one busy or free, which the map shows. */
    private void announceBusy(Incident incident, IncidentEvent event) {
        if (event instanceof IncidentEvent.Assigned assigned) {
            announceBusy(incident, assigned.responder().id(), true);
        } else if (event instanceof IncidentEvent.AssignmentChanged changed
                && !changed.to().holds()) {
            announceBusy(incident, changed.responder().id(), false);
        }
    }

    private void announceBusy(Incident incident, UUID responder, boolean busy) {
        hints.publish(new Hint.StateChanged(
                incident.subject().community(), true, responder, Optional.empty(), busy ? "BUSY" : "FREE"));
    }
}
