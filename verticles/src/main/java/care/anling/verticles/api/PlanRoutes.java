package care.anling.verticles.api;

import care.anling.core.common.CommunityId;
import care.anling.core.common.IdSource;
import care.anling.core.community.Community;
import care.anling.core.community.CommunityLevel;
import care.anling.core.escalation.PlanDraft;
import care.anling.core.escalation.PlanFault;
import care.anling.core.triage.Need;
import care.anling.core.triage.Priority;
import care.anling.verticles.access.Caller;
import care.anling.verticles.access.Refusal;
import care.anling.verticles.access.TreeCache;
import care.anling.verticles.store.PlanStore;
import care.anling.verticles.store.StoredPlan;
import care.anling.verticles.wire.PlanBook;
import care.anling.verticles.wire.PlanJson;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Response plans: administrators write them, the desk reads them. What is wrong with one is said all at once, and a plan
 * that holds is never half of one: an edit names the version it edits.
 */
final class PlanRoutes {

    private static final int MAX_VERSIONS = 100;

    private final PlanStore plans;
    private final TreeCache trees;
    private final IdSource ids;

    PlanRoutes(ApiPorts ports) {
        this.plans = ports.stores().plans();
        this.trees = ports.access().trees();
        this.ids = ports.ids();
    }

    void mount(Operations operations) {
        operations.on("listResponsePlans", this::list);
        operations.on("addResponsePlan", this::add);
        operations.on("getResponsePlan", this::one);
        operations.on("editResponsePlan", this::edit);
        operations.on("listResponsePlanVersions", this::versions);
    }

    /** One plan for each need and priority, as it holds in the community; then its own that are switched off. */
    private Future<Answer> list(Call call) {
        CommunityId community = call.query("community")
                .map(CommunityId::of)
                .map(named -> ofCaller(named, call.caller()))
                .orElseGet(() -> feedNode(call.caller().account().community()));
        return plans.listInForce(community)
                .compose(inForce -> plans.list(Set.of(community))
                        .map(own -> Answer.list(all(community, inForce, own), Optional.empty())));
    }

    private static List<JsonObject> all(CommunityId community, List<StoredPlan> inForce, List<StoredPlan> own) {
        PlanBook book =
                new PlanBook(community, inForce.stream().map(StoredPlan::toPage).toList());
        List<JsonObject> items = new ArrayList<>();
        for (Need need : Need.values()) {
            for (Priority priority : Priority.values()) {
                PlanBook.Entry entry = book.look(need, priority);
                Optional<StoredPlan> stored = inForce.stream()
                        .filter(plan -> entry.page().equals(Optional.of(plan.toPage())))
                        .findFirst();
                items.add(stored.map(plan -> PlanView.toJson(plan, entry))
                        .orElseGet(() -> PlanView.shipped(need, priority, entry.plan())));
            }
        }
        own.stream().filter(plan -> !plan.text().active()).map(PlanView::toJson).forEach(items::add);
        return items;
    }

    private Future<Answer> one(Call call) {
        return find(call).map(plan -> tagged(Answer.ok(PlanView.toJson(plan)), plan));
    }

    private Future<Answer> versions(Call call) {
        return find(call)
                .compose(plan -> plans.listVersions(plan.id(), MAX_VERSIONS))
                .map(all -> Answer.list(all.stream().map(PlanView::toJson).toList(), Optional.empty()));
    }

    private Future<Answer> add(Call call) {
        Caller caller = call.caller();
        JsonObject body = call.json();
        CommunityId community = CommunityId.of(body.getString("community"));
        if (!isWholly(community, caller)) {
            throw new Refusal(422, "place_unknown", "There is no such community here.");
        }
        Need need = Need.valueOf(body.getString("need"));
        Priority priority = Priority.valueOf(body.getString("priority"));
        StoredPlan.Text text = judged(
                body.getString("name"), body.getBoolean("active", true), planIn(body, new JsonObject()), priority);
        return plans.add(new PlanStore.Fresh(ids.next(), community, need, priority, text, caller.person()))
                .map(added -> {
                    StoredPlan plan = added.orElseThrow(() -> new Refusal(
                            409, "plan_exists", "This node has a plan for this need and priority: edit that one."));
                    return tagged(
                            Answer.created(PlanView.toJson(plan), Operations.BASE + "/response-plans/" + plan.id()),
                            plan);
                });
    }

    private Future<Answer> edit(Call call) {
        Caller caller = call.caller();
        JsonObject body = call.json();
        return find(call)
                .compose(plan -> {
                    var unused = ofCaller(plan.community(), caller);
                    int expected = expected(call, plan);
                    StoredPlan.Text text = judged(
                            body.getString("name", plan.text().name()),
                            body.getBoolean("active", plan.text().active()),
                            planIn(body, known(plan)),
                            plan.priority());
                    // RFC 9110 §13.1.1: what has been done already may be answered as done.
                    boolean done = plan.version() == expected + 1
                            && plan.editedBy().id().equals(caller.account().id())
                            && isSame(plan.text(), text);
                    return done
                            ? Future.succeededFuture(Optional.of(plan))
                            : plans.edit(plan.id(), expected, text, caller.person());
                })
                .map(edited -> {
                    StoredPlan plan = edited.orElseThrow(PlanRoutes::moved);
                    return tagged(Answer.ok(PlanView.toJson(plan)), plan);
                });
    }

    /** @return the version the edit was made on; the present one for "whatever it is now" */
    private static int expected(Call call, StoredPlan plan) {
        String tag = call.query("If-Match").orElse("*");
        if (tag.equals("*")) {
            return plan.version();
        }
        long named = Long.parseLong(tag.substring(1, tag.length() - 1));
        if (named > plan.version()) {
            throw moved();
        }
        return (int) named;
    }

    private static Refusal moved() {
        return new Refusal(412, "changed_meanwhile", "Somebody has edited the plan since: read it again.");
    }

    private static boolean isSame(StoredPlan.Text one, StoredPlan.Text other) {
        return one.name().equals(other.name())
                && one.active() == other.active()
                && new JsonObject(one.body()).equals(new JsonObject(other.body()));
    }

    /** What an edit leaves out stays; of a broken plan nothing can stay. */
    private static JsonObject known(StoredPlan plan) {
        return PlanJson.decode(plan.text().name(), plan.text().body(), plan.priority())
                .plan()
                .map(draft -> new JsonObject(PlanJson.encode(draft).encode()))
                .orElseGet(JsonObject::new);
    }

    private static JsonObject planIn(JsonObject body, JsonObject known) {
        JsonObject plan = known.copy();
        for (String field : List.of("steps", "repeatEverySeconds", "hours")) {
            if (body.containsKey(field)) {
                plan.put(field, body.getValue(field));
            }
        }
        return plan;
    }

    private static StoredPlan.Text judged(String name, boolean active, JsonObject plan, Priority priority) {
        PlanJson.Reading reading = PlanJson.decode(name, plan, priority);
        PlanDraft draft = reading.plan().orElseThrow(() -> invalid(reading.faults()));
        return new StoredPlan.Text(
                draft.name().strip(), active, PlanJson.encode(draft).encode());
    }

    private static Refusal invalid(List<PlanFault> faults) {
        JsonArray all = new JsonArray();
        faults.forEach(fault -> all.add(PlanJson.encode(fault)));
        return new Refusal(
                422,
                "plan_invalid",
                "The plan cannot be climbed: " + faults.size() + " fault" + (faults.size() == 1 ? "." : "s."),
                new JsonObject().put("faults", all));
    }

    /** One's own part of the tree, and the street's plans that hold in it. */
    private Future<StoredPlan> find(Call call) {
        Caller caller = call.caller();
        return plans.find(call.id())
                .map(found -> found.filter(plan -> isSeen(plan, caller)).orElseThrow(Refusal::notFound));
    }

    private boolean isSeen(StoredPlan plan, Caller caller) {
        Optional<CommunityId> above =
                trees.tree().find(feedNode(caller.account().community())).flatMap(Community::parent);
        return caller.viewer().nodes().contains(plan.community())
                || above.filter(plan.community()::equals).isPresent();
    }

    /** @throws Refusal 404 unless the whole node is the caller's */
    private static CommunityId ofCaller(CommunityId node, Caller caller) {
        if (!isWholly(node, caller)) {
            throw Refusal.notFound();
        }
        return node;
    }

    private static boolean isWholly(CommunityId node, Caller caller) {
        return caller.viewer().nodes().contains(node)
                && caller.viewer().building().isEmpty();
    }

    private CommunityId feedNode(CommunityId own) {
        return trees.tree()
                .find(own)
                .filter(node -> node.level() == CommunityLevel.BUILDING)
                .flatMap(Community::parent)
                .orElse(own);
    }

    private static Answer tagged(Answer answer, StoredPlan plan) {
        return answer.with("ETag", "\"" + plan.version() + "\"");
    }
}
