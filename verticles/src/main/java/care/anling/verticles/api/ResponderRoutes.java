package care.anling.verticles.api;

import care.anling.core.common.AssignmentId;
import care.anling.core.common.IdSource;
import care.anling.core.common.IncidentId;
import care.anling.core.common.OfferId;
import care.anling.core.dispatch.Assignment;
import care.anling.core.dispatch.AssignmentState;
import care.anling.core.dispatch.Offer;
import care.anling.core.incident.Incident;
import care.anling.core.incident.IncidentCommand;
import care.anling.verticles.access.Caller;
import care.anling.verticles.access.Refusal;
import care.anling.verticles.store.IncidentStore;
import care.anling.verticles.wire.IncidentView;
import io.vertx.core.Future;
import java.util.Optional;
import java.util.function.Function;

/** What somebody who was asked does: say yes or no, go, arrive, come back. Only the person asked can. */
final class ResponderRoutes {

    private final IncidentStore incidents;
    private final IncidentActs acts;
    private final IdSource ids;

    ResponderRoutes(ApiPorts ports, IncidentActs acts) {
        this.incidents = ports.stores().incidents();
        this.acts = acts;
        this.ids = ports.ids();
    }

    void mount(Operations operations) {
        operations.on("acceptOffer", this::accept);
        operations.on("declineOffer", this::decline);
        operations.on("goEnRoute", call -> move(call, AssignmentState.EN_ROUTE));
        operations.on("arriveOnScene", call -> move(call, AssignmentState.ON_SCENE));
        operations.on("clearAssignment", call -> move(call, AssignmentState.CLEARED));
        operations.on("releaseAssignment", call -> move(call, AssignmentState.RELEASED));
    }

    private Future<Answer> accept(Call call) {
        Caller caller = call.caller();
        OfferId offer = new OfferId(call.id());
        call.refuseFields();
        AssignmentId fresh = new AssignmentId(ids.next());
        return answerOffer(offer, caller, new IncidentCommand.AcceptOffer(offer, caller.person(), fresh))
                .map(incident -> Answer.ok(IncidentView.assignment(incident, held(incident, offer))));
    }

    private static Assignment held(Incident incident, OfferId offer) {
        return incident.assignments().stream()
                .filter(a -> a.offer().equals(offer))
                .reduce((earlier, later) -> later)
                .orElseThrow(Refusal::notFound);
    }

    private Future<Answer> decline(Call call) {
        Caller caller = call.caller();
        OfferId offer = new OfferId(call.id());
        call.refuseFields();
        return answerOffer(offer, caller, new IncidentCommand.DeclineOffer(offer, caller.person()))
                .map(incident -> Answer.ok(
                        IncidentView.offer(incident, incident.findOffer(offer).orElseThrow(Refusal::notFound))));
    }

    private Future<Incident> answerOffer(OfferId offer, Caller caller, IncidentCommand command) {
        return incidents.findByOffer(offer).compose(found -> {
            IncidentId id = found.orElseThrow(Refusal::notFound);
            return acts.actOwn(id, own(incident -> incident.findOffer(offer).map(Offer::responder), caller), command);
        });
    }

    private Future<Answer> move(Call call, AssignmentState to) {
        Caller caller = call.caller();
        AssignmentId assignment = new AssignmentId(call.id());
        call.refuseFields();
        IncidentCommand command = new IncidentCommand.MoveAssignment(assignment, caller.person(), to);
        return incidents
                .findByAssignment(assignment)
                .compose(found -> acts.actOwn(
                        found.orElseThrow(Refusal::notFound),
                        own(i -> i.findAssignment(assignment).map(Assignment::responder), caller),
                        command))
                .map(incident -> Answer.ok(IncidentView.assignment(
                        incident, incident.findAssignment(assignment).orElseThrow(Refusal::notFound))));
    }

    private static java.util.function.Predicate<Incident> own(
            Function<Incident, Optional<care.anling.core.common.Person>> whose, Caller caller) {
        return incident -> whose.apply(incident)
                .filter(person -> person.id().equals(caller.account().id()))
                .isPresent();
    }
}
