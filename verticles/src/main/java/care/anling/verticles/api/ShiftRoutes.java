package care.anling.verticles.api;

import care.anling.core.common.AssignmentId;
import care.anling.core.common.CommunityId;
import care.anling.core.common.IdSource;
import care.anling.core.common.OfferId;
import care.anling.core.common.Person;
import care.anling.core.dispatch.Role;
import care.anling.core.incident.Incident;
import care.anling.core.incident.IncidentCommand;
import care.anling.verticles.access.Caller;
import care.anling.verticles.access.Refusal;
import care.anling.verticles.store.IncidentStore;
import care.anling.verticles.store.ResponderNow;
import care.anling.verticles.store.ResponderStore;
import care.anling.verticles.store.ShiftHandover;
import care.anling.verticles.store.ShiftHandoverStore;
import care.anling.verticles.view.Visibility;
import care.anling.verticles.wire.IncidentView;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One shift gives the desk to the next: what is open, who is on duty, what should be known; both names stand under it. Who
 * takes over also takes the COORDINATOR's place wherever the giver held it.
 */
final class ShiftRoutes {

    private static final Logger LOG = LoggerFactory.getLogger(ShiftRoutes.class);

    private static final int MAX_NOTE_CHARS = 4_000;
    private static final int MAX_INCIDENTS = 200;
    private static final int MAX_PEOPLE = 500;

    private final ShiftHandoverStore shifts;
    private final IncidentStore incidents;
    private final ResponderStore responders;
    private final IncidentActs acts;
    private final IdSource ids;

    ShiftRoutes(ApiPorts ports, IncidentActs acts) {
        this.shifts = ports.stores().shifts();
        this.incidents = ports.stores().incidents();
        this.responders = ports.stores().responders();
        this.acts = acts;
        this.ids = ports.ids();
    }

    void mount(Operations operations) {
        operations.on("giveShift", this::give, this::one);
        operations.on("listShifts", this::list);
        operations.on("getShift", this::one);
        operations.on("takeShift", this::take);
    }

    record Note(@Nullable String note) {}

    private Future<Answer> give(Call call) {
        Caller caller = call.desk();
        String note = Bodies.textOrEmpty(call.body(Note.class).note(), "note", MAX_NOTE_CHARS);
        Future<List<Incident>> open = incidents.list(caller.viewer().nodes(), true, Optional.empty(), MAX_INCIDENTS);
        Future<List<ResponderNow>> people = responders.listNow(caller.viewer().nodes(), Optional.empty(), MAX_PEOPLE);
        return Future.all(open, people)
                .compose(both -> shifts.give(new ShiftHandover(
                        ids.next(),
                        caller.account().community(),
                        caller.person(),
                        Instant.EPOCH,
                        note,
                        incidentsOf(open.result(), caller),
                        onDuty(people.result()),
                        Optional.empty())))
                .map(given -> Answer.created(toJson(given), Operations.BASE + "/shift-handovers/" + given.id()));
    }

    private static JsonArray incidentsOf(List<Incident> open, Caller caller) {
        JsonArray array = new JsonArray();
        open.stream()
                .map(IncidentView::toJson)
                .flatMap(view -> Visibility.of(view, caller.viewer()).stream())
                .map(view -> new JsonObject()
                        .put("id", view.getString("id"))
                        .put("label", view.getJsonObject("subject").getString("label"))
                        .put("priority", view.getString("priority"))
                        .put("need", view.getString("need"))
                        .put("openedAt", view.getString("openedAt"))
                        .put("drill", view.getBoolean("drill")))
                .forEach(array::add);
        return array;
    }

    private static JsonArray onDuty(List<ResponderNow> people) {
        JsonArray array = new JsonArray();
        people.stream()
                .filter(ResponderNow::onDuty)
                .map(r -> IncidentView.person(r.person()).put("role", r.role()))
                .forEach(array::add);
        return array;
    }

    private Future<Answer> list(Call call) {
        Caller caller = call.desk();
        int limit = call.limit();
        return shifts.list(caller.viewer().nodes(), call.uuidCursor(), limit).map(found -> {
            List<JsonObject> seen = found.stream()
                    .filter(handover -> isSeen(handover, caller))
                    .map(ShiftRoutes::toJson)
                    .toList();
            Optional<String> next = found.size() < limit
                    ? Optional.empty()
                    : Optional.of(Call.cursor(found.get(found.size() - 1).id()));
            Answer answer = Answer.list(seen, next);
            return next.isPresent() ? answer.with("Link", call.linkTo(next.get())) : answer;
        });
    }

    private Future<Answer> one(Call call) {
        return one(call, call.id());
    }

    private Future<Answer> one(Call call, UUID id) {
        return find(id, call.desk()).map(handover -> Answer.ok(toJson(handover)));
    }

    private Future<ShiftHandover> find(UUID id, Caller caller) {
        return shifts.find(id)
                .map(found -> found.filter(handover -> isSeen(handover, caller)).orElseThrow(Refusal::notFound));
    }

    /** A building's desk sees its own alone. */
    private static boolean isSeen(ShiftHandover handover, Caller caller) {
        CommunityId desk = handover.community();
        return caller.viewer()
                .building()
                .map(own -> own.equals(desk))
                .orElseGet(() -> caller.viewer().nodes().contains(desk)
                        || caller.account().community().equals(desk));
    }

    private Future<Answer> take(Call call) {
        Caller caller = call.desk();
        call.refuseFields();
        return find(call.id(), caller)
                .compose(handover -> {
                    if (handover.givenBy().id().equals(caller.account().id())) {
                        throw new Refusal(409, "own_handover", "Somebody else takes over what you give.");
                    }
                    return shifts.take(handover.id(), caller.person());
                })
                .map(taken ->
                        taken.filter(handover -> isTakenBy(handover, caller)).orElseThrow(() -> takenBefore(taken)))
                .compose(handover -> takePlaces(handover, caller).map(done -> Answer.ok(toJson(handover))));
    }

    private static boolean isTakenBy(ShiftHandover handover, Caller caller) {
        return handover.taken()
                .filter(taken -> taken.by().id().equals(caller.account().id()))
                .isPresent();
    }

    private static Refusal takenBefore(Optional<ShiftHandover> handover) {
        JsonObject extra = new JsonObject();
        handover.flatMap(ShiftHandover::taken)
                .ifPresent(taken -> extra.put(
                        "winner", new JsonObject().put("name", taken.by().name())));
        return new Refusal(409, "handover_taken", "Somebody else has taken over.", extra);
    }

    /** One that cannot be taken (the taker holds another role there) stays with the giver, and is seen on the console. */
    private Future<Void> takePlaces(ShiftHandover handover, Caller caller) {
        Person giver = handover.givenBy();
        return incidents
                .listOf(giver.id(), MAX_INCIDENTS)
                .compose(held -> Future.join(held.stream()
                        .flatMap(incident -> incident.findHolding(giver).stream()
                                .filter(place -> place.role() == Role.COORDINATOR)
                                .map(place -> acts.act(
                                        incident.id(),
                                        caller.viewer(),
                                        new IncidentCommand.AssignByName(
                                                caller.person(),
                                                caller.person(),
                                                Role.COORDINATOR,
                                                place.slot(),
                                                true,
                                                Optional.empty(),
                                                new OfferId(ids.next()),
                                                new AssignmentId(ids.next())))))
                        .toList()))
                .onFailure(failure -> LOG.warn("shift.place_not_taken {}", failure.getMessage()))
                .<Void>mapEmpty()
                .otherwiseEmpty();
    }

    private static JsonObject toJson(ShiftHandover handover) {
        return new JsonObject()
                .put("id", handover.id().toString())
                .put("community", handover.community().toString())
                .put("givenBy", IncidentView.person(handover.givenBy()))
                .put("givenAt", handover.givenAt().toString())
                .put("note", handover.note())
                .put("incidents", handover.incidents())
                .put("onDuty", handover.onDuty())
                .put(
                        "takenBy",
                        handover.taken()
                                .map(taken -> IncidentView.person(taken.by()))
                                .orElse(null))
                .put(
                        "takenAt",
                        handover.taken().map(taken -> taken.at().toString()).orElse(null));
    }
}
