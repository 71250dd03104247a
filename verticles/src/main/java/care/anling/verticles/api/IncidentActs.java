package care.anling.verticles.api;

import care.anling.core.common.AssignmentId;
import care.anling.core.common.IdSource;
import care.anling.core.common.IncidentId;
import care.anling.core.common.OfferId;
import care.anling.core.common.Person;
import care.anling.core.common.Rejection;
import care.anling.core.geo.Fix;
import care.anling.core.incident.Closing;
import care.anling.core.incident.Decision;
import care.anling.core.incident.DeviceWords;
import care.anling.core.incident.Incident;
import care.anling.core.incident.IncidentCommand;
import care.anling.core.incident.IncidentEvent;
import care.anling.core.incident.IncidentMachine;
import care.anling.verticles.access.Caller;
import care.anling.verticles.access.Refusal;
import care.anling.verticles.bus.Hint;
import care.anling.verticles.bus.Hints;
import care.anling.verticles.store.IncidentStore;
import care.anling.verticles.store.IncidentStore.Both;
import care.anling.verticles.store.StoreFailure;
import care.anling.verticles.triage.Handoff;
import care.anling.verticles.view.Viewer;
import care.anling.verticles.view.Visibility;
import care.anling.verticles.wire.IncidentView;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An act on an incident, the same five verbs each time: load, decide, store, refuse or announce. On the HTTP verticle's
 * event loop only.
 */
public final class IncidentActs {

    private static final Logger LOG = LoggerFactory.getLogger(IncidentActs.class);

    private static final int TRIES = 3;

    /** Incidents of one person looked through at once. */
    private static final int MAX_OWN = 50;

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

    /**
     * One incident becomes part of another: both seen by who says so, both changed in one transaction. Saying it twice is
     * no error.
     *
     * @return the one that goes on
     */
    public Future<Incident> merge(IncidentId id, IncidentId into, Caller caller, IdSource ids) {
        return inTurn(
                        into,
                        () -> incidents
                                .changeBoth(into, id, (kept, other, now) -> mergeBoth(kept, other, now, caller, ids))
                                .map(both -> {
                                    if (both.other().changes()) {
                                        both.other().next().ifPresent(closed -> announce(closed, both.other()));
                                    }
                                    return both.one();
                                }))
                .map(this::settled);
    }

    private static Both mergeBoth(Incident kept, Incident other, Instant now, Caller caller, IdSource ids) {
        boolean seen = Stream.of(kept, other)
                .allMatch(incident -> Visibility.of(IncidentView.toJson(incident), caller.viewer())
                        .isPresent());
        if (!seen) {
            Decision absent = Decision.rejected(Optional.empty(), Rejection.of(Rejection.Code.INCIDENT_ABSENT));
            return new Both(absent, absent);
        }
        if (other.closing().flatMap(Closing::into).filter(kept.id()::equals).isPresent()) {
            return new Both(Decision.unchanged(kept), Decision.unchanged(other));
        }
        List<IncidentCommand.FreshIds> fresh = other.assignments().stream()
                .filter(a -> a.state().holds())
                .map(a -> new IncidentCommand.FreshIds(new OfferId(ids.next()), new AssignmentId(ids.next())))
                .toList();
        Decision absorbed = IncidentMachine.decide(
                Optional.of(kept), new IncidentCommand.Absorb(caller.person(), other, fresh), now);
        Decision closed = IncidentMachine.decide(
                Optional.of(other), new IncidentCommand.MergeInto(caller.person(), kept.id()), now);
        return new Both(absorbed, closed);
    }

    /**
     * Whoever has taken a role in a real emergency leaves the drills they were in. A courtesy to the drill: nobody waits
     * for it, and if it fails the drill's own deadline notices that they do not come.
     */
    public void callOutOfDrills(Incident taken, Person who) {
        if (taken.drill()) {
            return;
        }
        incidents
                .listOf(who.id(), MAX_OWN)
                .onSuccess(own -> own.stream()
                        .filter(i -> i.drill() && i.findHolding(who).isPresent())
                        .forEach(i -> act(i.id(), any -> true, new IncidentCommand.LeaveDrill(who))
                                .onFailure(failure -> LOG.warn("drill.not_left {}", failure.getMessage()))))
                .onFailure(failure -> LOG.warn("drill.not_left {}", failure.getMessage()));
    }

    /** A phone moved: whoever is on the way with it sets out, comes nearer, or is there. */
    public Future<Void> reportPosition(Person who, Fix fix) {
        return incidents.listOf(who.id(), MAX_OWN).compose(own -> {
            List<Future<Incident>> moved = own.stream()
                    .flatMap(incident -> incident.findHolding(who).stream()
                            .map(held -> new IncidentCommand.ReportPosition(held.id(), who, fix))
                            // Most fixes are no news: those take no lock.
                            .filter(report -> IncidentMachine.decide(Optional.of(incident), report, fix.at())
                                    .changes())
                            .map(report -> act(incident.id(), any -> true, report)))
                    .toList();
            return Future.join(moved).mapEmpty();
        });
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
        Future<Decision> mine = before == null ? change.get() : backHere(before).compose(done -> change.get());
        turns.put(id, mine);
        return mine.onComplete(done -> turns.remove(id, mine));
    }

    /** After somebody else's act, but on the own context: it says for whom the database is asked. */
    private static Future<Void> backHere(Future<Decision> before) {
        Context here = Vertx.currentContext();
        Handoff<Void> turn = Handoff.to(here == null ? Runnable::run : task -> here.runOnContext(none -> task.run()));
        before.onComplete(done -> turn.done());
        return turn.future();
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

    /** Saying a thing twice is no error, so what may or may not have been stored is simply said again; but for what adds. */
    private static boolean isWorthAnotherTry(Throwable failure, IncidentCommand command) {
        return failure instanceof StoreFailure store
                && store.kind() == StoreFailure.Kind.TRANSIENT
                && !(command instanceof IncidentCommand.AddNote)
                && !(command instanceof IncidentCommand.CallMore);
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
