package care.anling.verticles.api;

import care.anling.core.common.Actor;
import care.anling.core.common.AssignmentId;
import care.anling.core.common.CommunityId;
import care.anling.core.common.IdSource;
import care.anling.core.common.IncidentId;
import care.anling.core.common.OfferId;
import care.anling.core.common.ResidentId;
import care.anling.core.community.Community;
import care.anling.core.community.CommunityLevel;
import care.anling.core.community.Place;
import care.anling.core.dispatch.Role;
import care.anling.core.incident.Disposition;
import care.anling.core.incident.Incident;
import care.anling.core.incident.IncidentCommand;
import care.anling.core.incident.Subject;
import care.anling.core.incident.SubjectKind;
import care.anling.core.triage.Assessment;
import care.anling.core.triage.Need;
import care.anling.core.triage.Priority;
import care.anling.core.triage.Triage;
import care.anling.verticles.access.Caller;
import care.anling.verticles.access.Refusal;
import care.anling.verticles.access.TreeCache;
import care.anling.verticles.store.IncidentStore;
import care.anling.verticles.store.LendingStore;
import care.anling.verticles.store.LendingStore.Lending;
import care.anling.verticles.store.ResidentStore;
import care.anling.verticles.store.ResponderStore;
import care.anling.verticles.triage.CallIntake;
import care.anling.verticles.view.Visibility;
import care.anling.verticles.wire.IncidentView;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The coordinator's acts. Nobody else's role ever has them. */
final class DeskRoutes {

    private static final int MAX_NOTE_CHARS = 2_000;
    private static final int MAX_SLOT = 20;

    private final IncidentActs acts;
    private final ResponderStore responders;
    private final ResidentStore residents;
    private final CallIntake calls;
    private final IncidentStore incidents;
    private final LendingStore lendings;
    private final TreeCache trees;
    private final Nearby nearby;
    private final IdSource ids;

    DeskRoutes(ApiPorts ports, IncidentActs acts) {
        this.acts = acts;
        this.responders = ports.stores().responders();
        this.residents = ports.stores().residents();
        this.calls = ports.calls();
        this.incidents = ports.stores().incidents();
        this.lendings = ports.stores().lendings();
        this.trees = ports.access().trees();
        this.nearby = new Nearby(ports);
        this.ids = ports.ids();
    }

    void mount(Operations operations, Operations.Again shown) {
        operations.on("takeCall", this::takeCall, shown);
        operations.on("acknowledge", this::acknowledge, shown);
        operations.on("assign", this::assign);
        operations.on("escalate", this::escalate, shown);
        operations.on("addNote", this::addNote, shown);
        operations.on("standDown", this::standDown, shown);
    }

    private Future<Answer> acknowledge(Call call) {
        Caller caller = call.desk();
        call.refuseFields();
        return act(call, caller, new IncidentCommand.Acknowledge(caller.person()));
    }

    private Future<Answer> escalate(Call call) {
        Caller caller = call.desk();
        call.refuseFields();
        return act(call, caller, new IncidentCommand.Escalate(caller.person()));
    }

    record Note(@Nullable String text) {}

    /** By the desk, or by whoever stands in it now; of whom has left it the incident is no more than what became of it. */
    private Future<Answer> addNote(Call call) {
        Caller caller = call.caller();
        String text = Bodies.text(call.body(Note.class).text(), "text", MAX_NOTE_CHARS);
        IncidentCommand command = new IncidentCommand.AddNote(human(caller), text);
        if (caller.account().role().isDesk()) {
            return noteOfDesk(new IncidentId(call.id()), caller, command);
        }
        return acts.actOwn(
                        new IncidentId(call.id()),
                        incident -> incident.findHolding(caller.person()).isPresent(),
                        command)
                .map(incident -> Visibility.of(IncidentView.toJson(incident), caller.viewer())
                        .orElseThrow(Refusal::notFound))
                .map(Answer::ok);
    }

    /** Also by the desk of a community that came into it, as long as it is open: what they see, others must read. */
    private Future<Answer> noteOfDesk(IncidentId id, Caller caller, IncidentCommand note) {
        return lendings.list(id)
                .compose(lent -> acts.actOwn(
                        id,
                        incident -> LendingRoutes.isShown(incident, lent, caller.viewer())
                                || Visibility.of(IncidentView.toJson(incident), caller.viewer())
                                        .isPresent(),
                        note))
                .map(incident -> Answer.ok(IncidentView.toJson(incident)));
    }

    record StandDown(
            @Nullable Disposition disposition,
            @Nullable String note,
            @Nullable String followUp) {}

    private Future<Answer> standDown(Call call) {
        Caller caller = call.desk();
        StandDown body = call.body(StandDown.class);
        Disposition disposition = Bodies.needed(body.disposition(), "disposition");
        String note = Bodies.textOrEmpty(body.note(), "note", MAX_NOTE_CHARS);
        String followUp = Bodies.textOrEmpty(body.followUp(), "followUp", MAX_NOTE_CHARS);
        return act(call, caller, new IncidentCommand.StandDown(caller.person(), disposition, note, followUp));
    }

    private Future<Answer> act(Call call, Caller caller, IncidentCommand command) {
        return acts.act(new IncidentId(call.id()), caller.viewer(), command)
                .map(incident -> Answer.ok(IncidentView.toJson(incident)));
    }

    record Assign(
            @Nullable String responder,
            @Nullable Role role,
            @Nullable Integer slot,
            @Nullable Boolean instead) {}

    private Future<Answer> assign(Call call) {
        Caller caller = call.desk();
        Assign body = call.body(Assign.class);
        UUID who = Call.uuid(Bodies.text(body.responder(), "responder", 36), "responder");
        Role role = Bodies.needed(body.role(), "role");
        int slot = body.slot() == null ? 1 : body.slot();
        if (slot < 1 || slot > MAX_SLOT) {
            throw Refusal.badRequest("bad_slot", "“slot” counts from 1 to " + MAX_SLOT + ".");
        }
        IncidentId id = new IncidentId(call.id());
        return visible(id, caller)
                .compose(seen -> lendings.list(id))
                .map(lent -> lent.stream().map(Lending::community).collect(Collectors.toSet()))
                .compose(lent -> responders.findNow(who).map(found -> nearby.require(found, caller, role, lent)))
                .compose(named -> acts.act(
                                id,
                                caller.viewer(),
                                new IncidentCommand.AssignByName(
                                        caller.person(),
                                        named.person(),
                                        role,
                                        slot,
                                        Boolean.TRUE.equals(body.instead()),
                                        nearby.findFresh(named.position()),
                                        new OfferId(ids.next()),
                                        new AssignmentId(ids.next())))
                        .onSuccess(incident -> acts.callOutOfDrills(incident, named.person())))
                .map(incident -> Answer.ok(held(incident, role, slot)));
    }

    /** Before anything else is said: who may not know of the incident hears only that it is not there. */
    private Future<JsonObject> visible(IncidentId id, Caller caller) {
        return incidents
                .find(id)
                .map(found -> found.flatMap(incident -> Visibility.of(IncidentView.toJson(incident), caller.viewer()))
                        .orElseThrow(Refusal::notFound));
    }

    private static JsonObject held(Incident incident, Role role, int slot) {
        return IncidentView.assignment(incident, incident.findHolder(role, slot).orElseThrow(Refusal::notFound));
    }

    record CallTaken(
            @Nullable String resident,
            @Nullable String place,
            @Nullable String note,
            @Nullable Boolean drill,
            @Nullable Need need,
            @Nullable Priority priority) {}

    private Future<Answer> takeCall(Call call) {
        Caller caller = call.desk();
        CallTaken body = call.body(CallTaken.class);
        String note = Bodies.textOrEmpty(body.note(), "note", MAX_NOTE_CHARS);
        boolean drill = Boolean.TRUE.equals(body.drill());
        UUID id = callId(call, caller);
        Assessment judged = Triage.assessCall(Optional.ofNullable(body.need()), Optional.ofNullable(body.priority()));
        return subject(body)
                .map(subject -> visible(subject, caller))
                .compose(
                        subject -> calls.callTaken(new CallIntake.CallTaken(id, human(caller), subject, drill, judged)))
                .compose(incident -> noted(incident, caller, note))
                .map(incident ->
                        Answer.created(IncidentView.toJson(incident), Operations.BASE + "/incidents/" + incident.id()));
    }

    /** The same Idempotency-Key names the same call, so that a repeat after a crash in the middle opens nothing twice. */
    private UUID callId(Call call, Caller caller) {
        String key = call.context().request().getHeader("Idempotency-Key");
        return key == null
                ? ids.next()
                : UUID.nameUUIDFromBytes((caller.account().id() + " " + key).getBytes(StandardCharsets.UTF_8));
    }

    private Future<Subject> subject(CallTaken body) {
        if ((body.resident() == null) == (body.place() == null)) {
            throw Refusal.badRequest("bad_subject", "Name either a “resident” or a “place” (a node of the tree).");
        }
        if (body.resident() != null) {
            return residents
                    .findSubject(new ResidentId(Call.uuid(body.resident(), "resident")))
                    .map(found -> found.orElseThrow(DeskRoutes::unknownSubject));
        }
        CommunityId place = new CommunityId(Call.uuid(String.valueOf(body.place()), "place"));
        return Future.succeededFuture(
                trees.tree().find(place).map(DeskRoutes::placeSubject).orElseThrow(DeskRoutes::unknownSubject));
    }

    private static Subject placeSubject(Community node) {
        boolean building = node.level() == CommunityLevel.BUILDING;
        CommunityId feedNode = building ? node.parent().orElse(node.id()) : node.id();
        Place place = new Place(building ? Optional.of(node.id()) : Optional.empty(), node.name(), node.at());
        return new Subject(SubjectKind.PLACE, node.id().value(), feedNode, node.name(), Optional.of(place));
    }

    private static Subject visible(Subject subject, Caller caller) {
        boolean building = caller.viewer()
                .building()
                .map(own -> subject.place()
                        .flatMap(Place::building)
                        .filter(own::equals)
                        .isPresent())
                .orElse(true);
        if (!caller.viewer().nodes().contains(subject.community()) || !building) {
            throw unknownSubject();
        }
        return subject;
    }

    private static Refusal unknownSubject() {
        return new Refusal(422, "subject_unknown", "There is no such resident or place here.");
    }

    private Future<Incident> noted(IncidentId incident, Caller caller, String note) {
        return note.isBlank()
                ? incidents.find(incident).map(found -> found.orElseThrow(Refusal::notFound))
                : acts.act(incident, caller.viewer(), new IncidentCommand.AddNote(human(caller), note));
    }

    private static Actor.Human human(Caller caller) {
        return new Actor.Human(caller.person(), caller.account().role().name());
    }
}
