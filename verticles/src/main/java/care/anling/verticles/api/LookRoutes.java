package care.anling.verticles.api;

import care.anling.core.common.CommunityId;
import care.anling.core.common.IncidentId;
import care.anling.core.common.Person;
import care.anling.core.common.ResidentId;
import care.anling.core.incident.Incident;
import care.anling.verticles.access.Caller;
import care.anling.verticles.access.Refusal;
import care.anling.verticles.store.AccessLogStore;
import care.anling.verticles.store.AccessLogStore.Breaking;
import care.anling.verticles.store.AccessLogStore.Filter;
import care.anling.verticles.store.AccessLogStore.Look;
import care.anling.verticles.store.AccountRole;
import care.anling.verticles.store.IncidentStore;
import care.anling.verticles.store.RegisterStore;
import care.anling.verticles.view.DossierView;
import care.anling.verticles.view.Viewer;
import care.anling.verticles.view.Visibility;
import care.anling.verticles.wire.IncidentView;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Who looked at whose health data: read by administrators and families; and the look past one's scope, with a reason. */
final class LookRoutes {

    private static final int MAX_REASON_CHARS = 500;

    private final AccessLogStore looks;
    private final IncidentStore incidents;
    private final RegisterStore register;

    LookRoutes(ApiPorts ports) {
        this.looks = ports.stores().looks();
        this.incidents = ports.stores().incidents();
        this.register = ports.stores().register();
    }

    void mount(Operations operations) {
        operations.on("listLooks", this::list);
        operations.on("reviewLook", this::review);
        operations.on("listLooksAtResident", this::listOfResident);
        // Asked again it is another look: judged, recorded and reviewed like the first.
        operations.on("breakGlass", this::breakGlass, (call, resident) -> breakGlass(call));
    }

    private Future<Answer> list(Call call) {
        Filter filter = new Filter(
                call.query("resident").map(text -> new ResidentId(Call.uuid(text, "resident"))),
                call.query("account").map(text -> Call.uuid(text, "account")),
                instant(call, "from"),
                instant(call, "to"),
                call.query("breakGlass").map(Boolean::valueOf),
                call.query("reviewed").map(Boolean::valueOf));
        Set<CommunityId> nodes = nodes(call.caller());
        // Of no whole community there is nothing to list.
        return nodes.isEmpty()
                ? Future.succeededFuture(Answer.list(List.of(), Optional.empty()))
                : page(call, nodes, filter);
    }

    /** A look does not say of which building: whoever keeps one building reads them resident by resident. */
    private static Set<CommunityId> nodes(Caller caller) {
        Viewer viewer = caller.viewer();
        return viewer.building().isPresent() ? Set.of() : viewer.nodes();
    }

    private static Optional<Instant> instant(Call call, String name) {
        return call.query(name).map(text -> {
            try {
                return Instant.parse(text);
            } catch (DateTimeException noSuchDay) {
                throw Refusal.badRequest("bad_date", "“" + name + "” is no day of the calendar.");
            }
        });
    }

    private Future<Answer> page(Call call, Set<CommunityId> nodes, Filter filter) {
        int limit = call.limit();
        Optional<Long> before = call.cursor().isPresent() ? Optional.of(call.rowCursor()) : Optional.empty();
        return looks.list(nodes, filter, before, limit).map(found -> {
            Optional<String> next = found.size() < limit
                    ? Optional.empty()
                    : Optional.of(Call.cursor(found.get(found.size() - 1).id()));
            return ResidentRoutes.paged(
                    call, found.stream().map(LookRoutes::describe).toList(), next);
        });
    }

    private Future<Answer> listOfResident(Call call) {
        ResidentId resident = new ResidentId(call.id());
        return register.read(ResidentRoutes.scope(call.caller()), resident, false, ResidentRoutes.looker(call))
                .map(found -> found.orElseThrow(Refusal::notFound))
                .compose(theirs -> page(call, Set.of(), Filter.of(resident)));
    }

    record Review(@Nullable String note) {}

    private Future<Answer> review(Call call) {
        String note = Bodies.textOrEmpty(call.body(Review.class).note(), "note", MAX_REASON_CHARS);
        long look = Long.parseLong(call.context().pathParam("look"));
        return looks.review(look, nodes(call.caller()), call.caller().person(), note)
                .map(done -> switch (done) {
                    case DONE -> Answer.nothing();
                    case ABSENT -> throw Refusal.notFound();
                    case OWN_LOOK ->
                        throw new Refusal(409, "own_look", "Somebody else has to ask about this look: it is yours.");
                });
    }

    record Break(@Nullable String incident, @Nullable String reason) {}

    private Future<Answer> breakGlass(Call call) {
        Caller caller = call.caller();
        Break body = call.body(Break.class);
        UUID because = Call.uuid(Bodies.text(body.incident(), "incident", 36), "incident");
        String reason = Bodies.text(body.reason(), "reason", MAX_REASON_CHARS);
        List<String> fields = DossierView.fieldsFor(AccountRole.COORDINATOR, false);
        Breaking breaking =
                new Breaking(caller.account().id(), new IncidentId(because), reason, fields, call.remoteAddress());
        return incidents
                .find(new IncidentId(because))
                .map(found -> view(found, caller))
                .compose(incident -> looks.breakGlass(breaking, new ResidentId(call.id()))
                        .map(found ->
                                Answer.ok(DossierView.toJson(incident, found.orElseThrow(Refusal::notFound), fields))));
    }

    private static JsonObject view(Optional<Incident> found, Caller caller) {
        return found.flatMap(incident -> Visibility.of(IncidentView.toJson(incident), caller.viewer()))
                .orElseThrow(Refusal::notFound);
    }

    private static JsonObject describe(Look look) {
        return new JsonObject()
                .put("id", Long.toString(look.id()))
                .put("at", look.at().toString())
                .put("by", person(look.by()))
                .put("role", look.role())
                .put("action", look.action())
                .put(
                        "resident",
                        look.resident()
                                .map(id -> new JsonObject()
                                        .put("id", id.toString())
                                        .put("name", look.residentName().orElse(null)))
                                .orElse(null))
                .put("incident", look.incident().map(Object::toString).orElse(null))
                .put("community", look.community().map(Object::toString).orElse(null))
                .put("fields", new JsonArray(look.why().fields()))
                .put("purpose", look.why().purpose().orElse(null))
                .put("reason", look.why().reason().orElse(null))
                .put("from", look.why().from().orElse(null))
                .put("breakGlass", look.breakGlass())
                .put(
                        "review",
                        look.review()
                                .map(review -> new JsonObject()
                                        .put("by", person(review.by()))
                                        .put("at", review.at().toString())
                                        .put("note", review.note()))
                                .orElse(null));
    }

    private static JsonObject person(Person person) {
        return new JsonObject().put("id", person.id().toString()).put("name", person.name());
    }
}
