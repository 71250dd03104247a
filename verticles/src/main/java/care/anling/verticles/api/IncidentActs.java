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
import care.anling.verticles.store.StoreFailure;
import care.anling.verticles.view.Viewer;
import care.anling.verticles.view.Visibility;
import care.anling.verticles.wire.IncidentView;
import io.vertx.core.Future;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * An act on an incident, the same five verbs each time: load, decide, store, refuse or announce. On the HTTP verticle's
 * event loop only.
 */
public final class IncidentActs {

    private static final int TRIES = 3;

    private final IncidentStore incidents;
    private final Hints hints;
    private final Map<IncidentId, Future<Decision>> turns = new HashMap<>();

    public IncidentActs(IncidentStore incidents, Hints hints) {
        this.incidents = incidents;
        this.hints = hints;
    }

    /** By somebody who must be allowed to see the incident; what they cannot see is not there. */
    public Future<Incident> act(IncidentId id, Viewer viewer, IncidentCommand command) {
        return act(
                id,
                incident -> Visibility.of(IncidentView.toJson(incident), viewer).isPresent(),
                command);
    }

    /** By the person asked. Once it is over, somebody's late answer is told that the offer lapsed, not the incident. */
    public Future<Incident> actOwn(IncidentId id, Predicate<Incident> isTheirs, IncidentCommand command) {
        return act(id, isTheirs, command)
                .recover(failure -> Future.failedFuture(
                        command instanceof IncidentCommand.AcceptOffer
                                        || command instanceof IncidentCommand.DeclineOffer
                                ? Problems.lapsedIfOver(failure)
                                : failure));
    }

    private Future<Incident> act(IncidentId id, Predicate<Incident> maySee, IncidentCommand command) {
        return inTurn(id, () -> change(id, maySee, command, TRIES)).map(this::settled);
    }

    /**
     * One change of an incident at a time on this node. Fifty accepts of one offer would otherwise take every connection
     * of the pool only to wait for the same row, and the rest of the API with them.
     */
    private Future<Decision> inTurn(IncidentId id, Supplier<Future<Decision>> change) {
        Future<Decision> before = turns.get(id);
        Future<Decision> mine = before == null ? change.get() : before.transform(done -> change.get());
        turns.put(id, mine);
        return mine.onComplete(done -> turns.remove(id, mine));
    }

    private Future<Decision> change(IncidentId id, Predicate<Incident> maySee, IncidentCommand command, int triesLeft) {
        return incidents
                .change(
                        id,
                        (incident, now) -> maySee.test(incident)
                                ? IncidentMachine.decide(Optional.of(incident), command, now)
                                : Decision.rejected(Optional.empty(), Rejection.of(Rejection.Code.INCIDENT_ABSENT)))
                .recover(failure -> isWorthAnotherTry(failure, command) && triesLeft > 1
                        ? change(id, maySee, command, triesLeft - 1)
                        : Future.failedFuture(failure));
    }

    /** Saying a thing twice is no error, so what may or may not have been stored is simply said again; but for a note. */
    private static boolean isWorthAnotherTry(Throwable failure, IncidentCommand command) {
        return failure instanceof StoreFailure store
                && store.kind() == StoreFailure.Kind.TRANSIENT
                && !(command instanceof IncidentCommand.AddNote);
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
        if (!decision.notices().isEmpty()) {
            hints.publish(new Hint.NoticesDue());
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
        hints.publish(new Hint.ResponderChanged(incident.subject().community(), responder, busy ? "BUSY" : "FREE"));
    }
}
