package care.anling.verticles.api;

import care.anling.core.common.AssignmentId;
import care.anling.core.common.IdSource;
import care.anling.core.common.IncidentId;
import care.anling.core.dispatch.Assignment;
import care.anling.core.dispatch.Equipment;
import care.anling.core.dispatch.Role;
import care.anling.core.incident.Incident;
import care.anling.core.incident.IncidentCommand;
import care.anling.core.triage.Need;
import care.anling.core.triage.Priority;
import care.anling.verticles.access.Caller;
import care.anling.verticles.access.Refusal;
import care.anling.verticles.store.IncidentStore;
import care.anling.verticles.wire.IncidentView;
import io.vertx.core.Future;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The coordinator's word against the plan's: another priority, more hands, a role taken away, two incidents made one. */
final class OverrideRoutes {

    private static final int MAX_REASON_CHARS = 500;
    private static final int MAX_PEOPLE = 5;

    private final IncidentActs acts;
    private final IncidentStore incidents;
    private final IdSource ids;

    OverrideRoutes(ApiPorts ports, IncidentActs acts) {
        this.acts = acts;
        this.incidents = ports.stores().incidents();
        this.ids = ports.ids();
    }

    void mount(Operations operations, Operations.Again shown) {
        operations.on("changePriority", this::changePriority, shown);
        operations.on("callMore", this::callMore, shown);
        operations.on("mergeIncident", this::merge, (call, merged) -> shown.answer(call, into(call)));
        operations.on("takeAway", this::takeAway);
    }

    record NewPriority(
            @Nullable Priority priority,
            @Nullable Need need,
            @Nullable String reason) {}

    private Future<Answer> changePriority(Call call) {
        Caller caller = call.desk();
        NewPriority body = call.body(NewPriority.class);
        Priority priority = Bodies.needed(body.priority(), "priority");
        String reason = Bodies.text(body.reason(), "reason", MAX_REASON_CHARS);
        Optional<Need> need = Optional.ofNullable(body.need());
        return act(call, caller, new IncidentCommand.ChangePriority(caller.person(), priority, need, reason));
    }

    record MoreHands(
            @Nullable Role role,
            @Nullable Integer people,
            @Nullable Equipment brings) {}

    private Future<Answer> callMore(Call call) {
        Caller caller = call.desk();
        MoreHands body = call.body(MoreHands.class);
        Role role = Bodies.needed(body.role(), "role");
        int people = body.people() == null ? 1 : body.people();
        if (people < 1 || people > MAX_PEOPLE) {
            throw Refusal.badRequest("bad_people", "“people” counts from 1 to " + MAX_PEOPLE + ".");
        }
        if (role == Role.FAMILY || (body.brings() != null && role != Role.BRINGER)) {
            throw new Refusal(422, "role_not_callable", "Family is not called in numbers; only a BRINGER brings.");
        }
        return act(
                call,
                caller,
                new IncidentCommand.CallMore(caller.person(), role, people, Optional.ofNullable(body.brings())));
    }

    private Future<Answer> act(Call call, Caller caller, IncidentCommand command) {
        return acts.act(new IncidentId(call.id()), caller.viewer(), command)
                .map(incident -> Answer.ok(IncidentView.toJson(incident)));
    }

    record MergeInto(@Nullable String into) {}

    private Future<Answer> merge(Call call) {
        Caller caller = call.desk();
        return acts.merge(new IncidentId(call.id()), new IncidentId(into(call)), caller, ids)
                .map(kept -> Answer.ok(IncidentView.toJson(kept)));
    }

    private static UUID into(Call call) {
        return Call.uuid(Bodies.text(call.body(MergeInto.class).into(), "into", 36), "into");
    }

    record Reason(@Nullable String reason) {}

    private Future<Answer> takeAway(Call call) {
        Caller caller = call.desk();
        AssignmentId assignment = new AssignmentId(call.id());
        String reason = Bodies.text(call.body(Reason.class).reason(), "reason", MAX_REASON_CHARS);
        return incidents
                .findByAssignment(assignment)
                .compose(found -> acts.act(
                        found.orElseThrow(Refusal::notFound),
                        caller.viewer(),
                        new IncidentCommand.TakeAway(assignment, caller.person(), reason)))
                .map(incident -> Answer.ok(IncidentView.assignment(incident, assignment(incident, assignment))));
    }

    static Assignment assignment(Incident incident, AssignmentId id) {
        return incident.findAssignment(id).orElseThrow(Refusal::notFound);
    }
}
