package care.anling.verticles.api;

import care.anling.core.common.AssignmentId;
import care.anling.core.common.IdSource;
import care.anling.core.common.IncidentId;
import care.anling.core.common.OfferId;
import care.anling.core.common.Person;
import care.anling.core.community.Place;
import care.anling.core.dispatch.Assignment;
import care.anling.core.dispatch.AssignmentState;
import care.anling.core.dispatch.Offer;
import care.anling.core.dispatch.Role;
import care.anling.core.geo.Distance;
import care.anling.core.geo.Wgs84;
import care.anling.core.incident.Incident;
import care.anling.core.incident.IncidentCommand;
import care.anling.verticles.access.Caller;
import care.anling.verticles.access.Refusal;
import care.anling.verticles.store.IncidentStore;
import care.anling.verticles.store.ResponderNow;
import care.anling.verticles.store.ResponderStore;
import care.anling.verticles.wire.IncidentView;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What somebody who was asked does: say yes or no, go, arrive, come back. Only the person asked can. */
final class ResponderRoutes {

    /** Until the next word from the scene is due, unless they say otherwise. */
    private static final int CHECK_IN_MINUTES = 20;

    private static final int MAX_LOOKED_AT = 500;
    private static final int MAX_RELIEFS = 20;

    private final IncidentStore incidents;
    private final IncidentActs acts;
    private final IdSource ids;
    private final ResponderStore responders;
    private final Nearby nearby;

    ResponderRoutes(ApiPorts ports, IncidentActs acts) {
        this.incidents = ports.stores().incidents();
        this.acts = acts;
        this.ids = ports.ids();
        this.responders = ports.stores().responders();
        this.nearby = new Nearby(ports);
    }

    void mount(Operations operations) {
        operations.on("acceptOffer", this::accept);
        operations.on("declineOffer", this::decline);
        operations.on("goEnRoute", call -> move(call, AssignmentState.EN_ROUTE));
        operations.on("arriveOnScene", call -> move(call, AssignmentState.ON_SCENE));
        operations.on("clearAssignment", call -> move(call, AssignmentState.CLEARED));
        operations.on("releaseAssignment", call -> move(call, AssignmentState.RELEASED));
        operations.on("checkIn", this::checkIn);
        operations.on("handOver", this::handOver);
        operations.on("listReliefs", this::reliefs);
    }

    private Future<Answer> accept(Call call) {
        Caller caller = call.caller();
        OfferId offer = new OfferId(call.id());
        call.refuseFields();
        AssignmentId fresh = new AssignmentId(ids.next());
        return answerOffer(offer, caller, new IncidentCommand.AcceptOffer(offer, caller.person(), fresh))
                .onSuccess(incident -> acts.callOutOfDrills(incident, caller.person()))
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
            return acts.actOwn(id, own(incident -> asked(incident, offer, caller), caller), command);
        });
    }

    /** Asked again at the top, the old offer gives way to the newer: it is over, and not unknown to whom it was made. */
    private static Optional<Person> asked(Incident incident, OfferId offer, Caller caller) {
        return incident.findOffer(offer)
                .or(() -> incident.offers().stream()
                        .filter(newer ->
                                newer.responder().id().equals(caller.account().id()))
                        .findFirst())
                .map(Offer::responder);
    }

    private Future<Answer> move(Call call, AssignmentState to) {
        Caller caller = call.caller();
        AssignmentId assignment = new AssignmentId(call.id());
        call.refuseFields();
        return actOwn(assignment, caller, new IncidentCommand.MoveAssignment(assignment, caller.person(), to));
    }

    private Future<Answer> actOwn(AssignmentId assignment, Caller caller, IncidentCommand command) {
        return incidents
                .findByAssignment(assignment)
                .compose(found -> acts.actOwn(
                        found.orElseThrow(Refusal::notFound),
                        own(i -> i.findAssignment(assignment).map(Assignment::responder), caller),
                        command))
                .map(incident -> answer(incident, assignment));
    }

    private static Answer answer(Incident incident, AssignmentId assignment) {
        return Answer.ok(IncidentView.assignment(incident, OverrideRoutes.assignment(incident, assignment)));
    }

    record CheckIn(@Nullable Integer minutes) {}

    /** By whoever is on scene; or by the desk, which has heard from them. */
    private Future<Answer> checkIn(Call call) {
        Caller caller = call.caller();
        AssignmentId assignment = new AssignmentId(call.id());
        Integer minutes = call.body(CheckIn.class).minutes();
        Duration next = Duration.ofMinutes(minutes == null ? CHECK_IN_MINUTES : minutes);
        boolean desk = caller.account().role().isDesk();
        IncidentCommand command = new IncidentCommand.CheckIn(assignment, caller.person(), desk, next);
        if (!desk) {
            return actOwn(assignment, caller, command);
        }
        return incidents
                .findByAssignment(assignment)
                .compose(found -> acts.act(found.orElseThrow(Refusal::notFound), caller.viewer(), command))
                .map(incident -> answer(incident, assignment));
    }

    record HandOver(@Nullable String to) {}

    /** Asks somebody to take one's place; it stays one's own until they say yes. */
    private Future<Answer> handOver(Call call) {
        Caller caller = call.caller();
        AssignmentId assignment = new AssignmentId(call.id());
        UUID to = Call.uuid(Bodies.text(call.body(HandOver.class).to(), "to", 36), "to");
        return incidents
                .findByAssignment(assignment)
                .compose(found -> incidents.find(found.orElseThrow(Refusal::notFound)))
                .map(found -> found.flatMap(incident -> incident.findAssignment(assignment))
                        .filter(held ->
                                held.responder().id().equals(caller.account().id()))
                        .orElseThrow(Refusal::notFound))
                .compose(held -> responders.findNow(to).map(now -> nearby.require(now, caller, held.role(), Set.of())))
                .compose(relief -> {
                    if (!relief.onDuty() || relief.busy()) {
                        throw new Refusal(409, "responder_not_free", "They are off duty, or needed elsewhere.");
                    }
                    OfferId fresh = new OfferId(ids.next());
                    return actOwn(
                            assignment,
                            caller,
                            new IncidentCommand.HandOver(assignment, caller.person(), relief.person(), fresh));
                });
    }

    /** Whom one could ask to take one's place; for whoever holds it, as long as they hold it. */
    private Future<Answer> reliefs(Call call) {
        Caller caller = call.caller();
        AssignmentId assignment = new AssignmentId(call.id());
        return incidents
                .findByAssignment(assignment)
                .compose(found -> incidents.find(found.orElseThrow(Refusal::notFound)))
                .map(found -> found.filter(incident -> incident.findHolding(caller.person())
                                .filter(held -> held.id().equals(assignment))
                                .isPresent())
                        .orElseThrow(Refusal::notFound))
                .compose(incident -> responders
                        .listNow(caller.viewer().nodes(), Optional.empty(), MAX_LOOKED_AT)
                        .map(all -> reliefs(all, incident, assignment)));
    }

    private Answer reliefs(List<ResponderNow> all, Incident incident, AssignmentId assignment) {
        boolean doctor = incident.findAssignment(assignment)
                .filter(held -> held.role() == Role.DOCTOR)
                .isPresent();
        Set<String> wanted = doctor ? Set.of("DOCTOR") : Set.of("VOLUNTEER", "STAFF");
        return Answer.list(
                all.stream()
                        .filter(now -> now.onDuty() && !now.busy() && wanted.contains(now.role()))
                        .map(now -> new Relief(now, away(now, incident)))
                        .sorted(Comparator.comparingInt(
                                relief -> relief.meters().orElse(Integer.MAX_VALUE)))
                        .limit(MAX_RELIEFS)
                        .map(ResponderRoutes::relief)
                        .toList(),
                Optional.empty());
    }

    private record Relief(ResponderNow who, OptionalInt meters) {}

    private OptionalInt away(ResponderNow now, Incident incident) {
        Optional<Wgs84> door = incident.subject().place().flatMap(Place::at);
        return nearby.findFresh(now.position())
                .flatMap(here -> door.map(there -> Distance.between(here, there)))
                .map(distance -> OptionalInt.of((int) Math.round(distance.meters())))
                .orElse(OptionalInt.empty());
    }

    private static JsonObject relief(Relief relief) {
        JsonObject json = IncidentView.person(relief.who().person())
                .put("role", relief.who().role());
        relief.meters().ifPresent(meters -> json.put("distanceMeters", meters));
        return json;
    }

    private static java.util.function.Predicate<Incident> own(
            Function<Incident, Optional<care.anling.core.common.Person>> whose, Caller caller) {
        return incident -> whose.apply(incident)
                .filter(person -> person.id().equals(caller.account().id()))
                .isPresent();
    }
}
