package care.anling.verticles.api;

import static org.assertj.core.api.Assertions.assertThat;

import care.anling.core.common.Person;
import care.anling.core.escalation.PlanDraft;
import care.anling.core.escalation.ResponsePlans;
import care.anling.core.triage.Need;
import care.anling.core.triage.Priority;
import care.anling.verticles.store.Account;
import care.anling.verticles.store.AccountRole;
import care.anling.verticles.store.PlanStore;
import care.anling.verticles.store.StoredPlan;
import care.anling.verticles.wire.PlanJson;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpRequest;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Response plans over HTTP; every answer is held against the contract. */
class PlanRoutesTest {

    private static final String PLANS = "/api/v1/response-plans";

    private final ApiHouse house = new ApiHouse();
    private final Account admin = house.account("admin", AccountRole.ADMIN, house.street);
    private final String adminSays = house.token(admin);
    private final String deskSays = house.token(house.account("desk", AccountRole.COORDINATOR, house.east));
    private final String westSays = house.token(house.account("west", AccountRole.COORDINATOR, house.west));

    @AfterEach
    void close() {
        house.close();
    }

    @Test
    void everyNeedAndPriorityHasAPlanFromTheBeginning() {
        JsonArray items = house.get(deskSays, PLANS).json().getJsonArray("items");

        assertThat(items).hasSize(Need.values().length * Priority.values().length);
        JsonObject sos = items.stream()
                .map(JsonObject.class::cast)
                .filter(plan -> plan.getString("need").equals("MEDICAL")
                        && plan.getString("priority").equals("P1"))
                .findFirst()
                .orElseThrow();
        assertThat(sos.getString("id")).isNull();
        assertThat(sos.getString("name")).isEqualTo("emergency");
        assertThat(sos.getJsonArray("steps")).hasSize(3);
    }

    @Test
    void aPlanIsWrittenReadEditedAndRemembered() {
        ApiHouse.Reply added = add(fresh("夜间"));
        assertThat(added.status()).isEqualTo(201);
        assertThat(etag(added)).isEqualTo("\"1\"");
        String path = PLANS + "/" + added.json().getString("id");

        assertThat(house.get(deskSays, path).json()).isEqualTo(added.json());
        ApiHouse.Reply edited = patch(adminSays, path, "\"1\"", new JsonObject().put("repeatEverySeconds", 30));
        assertThat(edited.status()).isEqualTo(200);
        assertThat(etag(edited)).isEqualTo("\"2\"");
        assertThat(edited.json().getInteger("repeatEverySeconds")).isEqualTo(30);
        assertThat(edited.json().getJsonArray("steps")).isEqualTo(added.json().getJsonArray("steps"));
        assertThat(edited.json().getJsonObject("editedBy").getString("name")).isEqualTo(admin.name());

        JsonArray versions = house.get(deskSays, path + "/versions").json().getJsonArray("items");
        assertThat(versions.stream().map(v -> ((JsonObject) v).getInteger("version")))
                .containsExactly(2, 1);
        assertThat(holding(deskSays).getString("name")).isEqualTo("夜间");
        assertThat(holding(deskSays).getInteger("version")).isEqualTo(2);
    }

    @Test
    void anEditNamesTheVersionItEdits() {
        String path = PLANS + "/" + add(fresh("一")).json().getString("id");
        JsonObject edit = new JsonObject().put("name", "二");

        assertThat(patch(adminSays, path, null, edit).status()).isEqualTo(428);
        assertThat(patch(adminSays, path, "\"7\"", edit).status()).isEqualTo(412);
        assertThat(patch(adminSays, path, "1", edit).status()).isEqualTo(400);
        assertThat(patch(adminSays, path, "\"1\"", edit).status()).isEqualTo(200);
        ApiHouse.Reply late = patch(adminSays, path, "\"1\"", new JsonObject().put("name", "三"));
        assertThat(late.status()).isEqualTo(412);
        assertThat(late.code()).isEqualTo("changed_meanwhile");
        assertThat(patch(adminSays, path, "*", new JsonObject().put("name", "四"))
                        .status())
                .as("whatever it is now")
                .isEqualTo(200);
    }

    @Test
    void theSameEditAgainIsAnsweredAsDone() {
        String path = PLANS + "/" + add(fresh("一")).json().getString("id");
        JsonObject edit = new JsonObject().put("name", "二");
        JsonObject first = patch(adminSays, path, "\"1\"", edit).json();

        ApiHouse.Reply again = patch(adminSays, path, "\"1\"", edit);

        assertThat(again.status()).isEqualTo(200);
        assertThat(again.json()).isEqualTo(first);
        assertThat(house.get(adminSays, path + "/versions").json().getJsonArray("items"))
                .hasSize(2);
    }

    @Test
    void theSameKeyAddsOnePlan() {
        JsonObject body = fresh("一");
        ApiHouse.Reply first = house.post(adminSays, PLANS, body.encode(), "Idempotency-Key", "k1");
        ApiHouse.Reply again = house.post(adminSays, PLANS, body.encode(), "Idempotency-Key", "k1");

        assertThat(again.json()).isEqualTo(first.json());
        ApiHouse.Reply other = add(body);
        assertThat(other.status()).isEqualTo(409);
        assertThat(other.code()).isEqualTo("plan_exists");
    }

    @Test
    void everyFaultIsNamedWithItsPlace() {
        JsonObject body = fresh("一");
        JsonArray steps = body.getJsonArray("steps");
        steps.getJsonObject(1).put("afterSeconds", 0);
        JsonArray targets = steps.getJsonObject(0).getJsonArray("targets");
        targets.getJsonObject(0).put("role", "NURSE");
        targets.getJsonObject(1).put("radiusMeters", "near");
        targets.add(new JsonObject().put("to", "EVERYBODY"));
        steps.getJsonObject(2).put("extra", 1);

        ApiHouse.Reply refused = add(body);
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.code()).isEqualTo("plan_invalid");
        assertThat(places(refused))
                .containsExactlyInAnyOrder(
                        "steps[0].targets[0].role unknown_word",
                        "steps[0].targets[1].radiusMeters malformed",
                        "steps[0].targets[7].to unknown_word",
                        "steps[2].extra unknown_word");

        JsonObject against = fresh("一").put("repeatEverySeconds", 600);
        against.getJsonArray("steps").getJsonObject(1).put("afterSeconds", 0);
        against.getJsonArray("steps").getJsonObject(2).put("targets", new JsonArray());
        assertThat(places(add(against)))
                .contains(
                        "repeatEverySeconds too_slow",
                        "steps[1].afterSeconds delays_not_rising",
                        "steps[2].targets empty_step",
                        "steps[2].targets top_forgets",
                        "steps[2].targets top_reaches_nobody");
        assertThat(house.get(deskSays, PLANS).json().getJsonArray("items"))
                .as("nothing was stored")
                .allMatch(plan -> ((JsonObject) plan).getString("id") == null);
    }

    @Test
    void onlyAdministratorsWrite() {
        String path = PLANS + "/" + add(fresh("一")).json().getString("id");

        assertThat(house.post(deskSays, PLANS, fresh("二").encode()).status()).isEqualTo(403);
        assertThat(patch(deskSays, path, "\"1\"", new JsonObject().put("name", "二"))
                        .status())
                .isEqualTo(403);
        for (AccountRole role : List.of(AccountRole.DOCTOR, AccountRole.VOLUNTEER, AccountRole.FAMILY)) {
            String says = house.token(house.account("x" + role, role, house.east));
            assertThat(house.get(says, PLANS).status()).isEqualTo(403);
        }
        assertThat(house.get("", PLANS).status()).isEqualTo(401);
    }

    @Test
    void anotherCommunitysPlanIsNotThere() {
        String path = PLANS + "/" + add(fresh("一")).json().getString("id");
        String eastAdmin = house.token(house.account("east", AccountRole.ADMIN, house.east));
        String westAdmin = house.token(house.account("westAdmin", AccountRole.ADMIN, house.west));

        assertThat(house.get(westSays, path).status()).isEqualTo(404);
        assertThat(house.get(westSays, path + "/versions").status()).isEqualTo(404);
        assertThat(house.get(westSays, PLANS + "?community=" + house.east).status())
                .isEqualTo(404);
        assertThat(patch(westAdmin, path, "\"1\"", new JsonObject().put("name", "二"))
                        .status())
                .isEqualTo(404);
        assertThat(house.post(westAdmin, PLANS, fresh("二").encode()).code()).isEqualTo("place_unknown");
        assertThat(patch(eastAdmin, path, "\"1\"", new JsonObject().put("name", "二"))
                        .status())
                .isEqualTo(200);
    }

    /** A street's plan holds below, is seen below, and is edited above alone. */
    @Test
    void aStreetsPlanHoldsBelow() {
        ApiHouse.Reply added = add(fresh("全街道").put("community", house.street.toString()));
        String path = PLANS + "/" + added.json().getString("id");
        String eastAdmin = house.token(house.account("east", AccountRole.ADMIN, house.east));

        assertThat(holding(deskSays).getString("name")).isEqualTo("全街道");
        assertThat(holding(westSays).getString("community")).isEqualTo(house.street.toString());
        assertThat(house.get(westSays, path).status()).isEqualTo(200);
        assertThat(patch(eastAdmin, path, "\"1\"", new JsonObject().put("name", "二"))
                        .status())
                .isEqualTo(404);
    }

    /** What the database holds may be anything: the shipped plan stands in for it, and it is seen that it does. */
    @Test
    void aBrokenPlanIsShownWithWhatStandsInForIt() {
        ApiHouse.await(house.plans.add(new PlanStore.Fresh(
                new UUID(1, 1),
                house.east,
                Need.MEDICAL,
                Priority.P1,
                new StoredPlan.Text("坏的", true, "{\"steps\":7}"),
                new Person(admin.id(), admin.name()))));

        JsonObject broken = holding(deskSays);
        assertThat(broken.getString("name")).isEqualTo("坏的");
        assertThat(broken.getJsonArray("faults")).isNotEmpty();
        assertThat(broken.getJsonArray("steps")).as("of the shipped one").hasSize(3);
    }

    @Test
    void switchedOffThePlanAboveHoldsAgain() {
        String path = PLANS + "/" + add(fresh("一")).json().getString("id");
        assertThat(patch(adminSays, path, "\"1\"", new JsonObject().put("active", false))
                        .status())
                .isEqualTo(200);

        assertThat(holding(deskSays).getString("id")).isNull();
        assertThat(house.get(deskSays, PLANS).json().getJsonArray("items"))
                .as("and can be found to switch it on again")
                .anyMatch(plan -> "一".equals(((JsonObject) plan).getString("name")));
    }

    private JsonObject holding(String token) {
        return house.get(token, PLANS).json().getJsonArray("items").stream()
                .map(JsonObject.class::cast)
                .filter(plan -> plan.getString("need").equals("MEDICAL")
                        && plan.getString("priority").equals("P1"))
                .findFirst()
                .orElseThrow();
    }

    private ApiHouse.Reply add(JsonObject body) {
        return house.post(adminSays, PLANS, body.encode());
    }

    private ApiHouse.Reply patch(String token, String path, String ifMatch, JsonObject body) {
        HttpRequest.Builder request = house.request(token, path)
                .method("PATCH", HttpRequest.BodyPublishers.ofString(body.encode()))
                .header("Content-Type", "application/json");
        return house.send(ifMatch == null ? request : request.header("If-Match", ifMatch));
    }

    private static List<String> places(ApiHouse.Reply refused) {
        return refused.json().getJsonArray("faults").stream()
                .map(JsonObject.class::cast)
                .map(fault -> fault.getString("at") + " " + fault.getString("code"))
                .toList();
    }

    private static String etag(ApiHouse.Reply reply) {
        return reply.raw().headers().firstValue("ETag").orElse("");
    }

    private JsonObject fresh(String name) {
        return PlanJson.encode(PlanDraft.of(ResponsePlans.shipped(Need.MEDICAL, Priority.P1)))
                .put("community", house.east.toString())
                .put("need", "MEDICAL")
                .put("priority", "P1")
                .put("name", name);
    }
}
