package care.anling.verticles.api;

import care.anling.core.escalation.PlanDraft;
import care.anling.core.escalation.ResponsePlan;
import care.anling.core.triage.Need;
import care.anling.core.triage.Priority;
import care.anling.verticles.store.StoredPlan;
import care.anling.verticles.wire.IncidentView;
import care.anling.verticles.wire.PlanBook;
import care.anling.verticles.wire.PlanJson;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;

/** A response plan as administrators and coordinators see it: the steps that hold, and why they are not the written ones. */
final class PlanView {

    private PlanView() {}

    static JsonObject toJson(StoredPlan plan) {
        return toJson(plan, new PlanBook(plan.community(), List.of(plan.toPage())).look(plan.need(), plan.priority()));
    }

    static JsonObject toJson(StoredPlan plan, PlanBook.Entry entry) {
        JsonArray faults = new JsonArray();
        entry.faults().forEach(fault -> faults.add(PlanJson.encode(fault)));
        return json(plan.need(), plan.priority(), entry.plan())
                .put("id", plan.id().toString())
                .put("community", plan.community().toString())
                .put("name", plan.text().name())
                .put("version", plan.version())
                .put("active", plan.text().active())
                .put("editedBy", IncidentView.person(plan.editedBy()))
                .put("editedAt", plan.editedAt().toString())
                .put("faults", faults);
    }

    static JsonObject shipped(Need need, Priority priority, ResponsePlan plan) {
        return json(need, priority, plan)
                .put("id", null)
                .put("community", null)
                .put("name", plan.name())
                .put("version", plan.version())
                .put("active", true)
                .put("editedBy", null)
                .put("editedAt", null)
                .put("faults", new JsonArray());
    }

    private static JsonObject json(Need need, Priority priority, ResponsePlan plan) {
        return PlanJson.encode(PlanDraft.of(plan)).put("need", need.name()).put("priority", priority.name());
    }
}
