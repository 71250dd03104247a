package care.anling.verticles.api;

import static org.assertj.core.api.Assertions.assertThat;

import care.anling.core.common.CommunityId;
import care.anling.verticles.store.Account;
import care.anling.verticles.store.AccountRole;
import care.anling.verticles.store.PgFixture;
import care.anling.verticles.store.Samples;
import care.anling.verticles.vault.SealedTable;
import care.anling.verticles.vault.TestVault;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Who looked at whom, and the look past one's scope, on a real PostgreSQL through the real server. */
class LookRoutesTest {

    @RegisterExtension
    static final PgFixture POSTGRES = new PgFixture();

    private static final String LOOKS = "/api/v1/access-log";
    private static final String REASON = "隔壁楼门开着，屋里没人应";

    private final UUID resident = Samples.id();
    private final UUID next = Samples.id();
    private final UUID far = Samples.id();
    private PgHouse house;
    private CommunityId street;
    private CommunityId east;
    private CommunityId west;
    private String desk;
    private String westAdmin;

    @BeforeEach
    void fill() {
        street = node("STREET", null);
        east = node("COMMUNITY", street);
        west = node("COMMUNITY", street);
        CommunityId elsewhere = node("COMMUNITY", node("STREET", null));
        resident(resident, east, "李秀英");
        resident(next, west, "赵西");
        resident(far, elsewhere, "钱远");
        house = new PgHouse(POSTGRES);
        desk = sign(AccountRole.COORDINATOR, east);
        westAdmin = sign(AccountRole.ADMIN, west);
    }

    @AfterEach
    void close() {
        house.close();
    }

    private static CommunityId node(String level, CommunityId parent) {
        CommunityId id = new CommunityId(Samples.id());
        POSTGRES.tell("INSERT INTO communities (id, level, name, parent) VALUES ('" + id + "', '" + level + "', '"
                + level + "', " + (parent == null ? "NULL" : "'" + parent + "'") + ")");
        return id;
    }

    private static void resident(UUID id, CommunityId community, String name) {
        POSTGRES.tell("INSERT INTO residents (id, community, name, conditions) VALUES ('" + id + "', '" + community
                + "', '" + name + "', '" + TestVault.sealed(SealedTable.RESIDENTS, "conditions", id, "[\"高血压\"]")
                + "')");
    }

    private String sign(AccountRole role, CommunityId node) {
        return house.token(account(role, node));
    }

    private Account account(AccountRole role, CommunityId node) {
        return house.account(Samples.id().toString(), role, node, node.equals(west) ? next : resident);
    }

    private String incident() {
        return new JsonObject(house.send(desk, "POST", "/api/v1/incidents", "{\"resident\":\"" + resident + "\"}")
                        .body())
                .getString("id");
    }

    private HttpResponse<String> breakGlass(String token, UUID at, String incident) {
        return house.send(
                token,
                "POST",
                "/api/v1/residents/" + at + "/break-glass",
                new JsonObject().put("incident", incident).put("reason", REASON).encode());
    }

    private JsonArray items(String token, String path) {
        HttpResponse<String> answer = house.send(token, "GET", path, "");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return new JsonObject(answer.body()).getJsonArray("items");
    }

    @Test
    void aLookPastTheScopeIsAnsweredOnceMarkedAndReviewedWhereTheResidentLives() {
        String incident = incident();
        HttpResponse<String> opened = breakGlass(desk, next, incident);
        assertThat(opened.statusCode()).as(opened.body()).isEqualTo(200);
        assertThat(opened.body()).contains("赵西", "高血压");
        // One look, not a right.
        assertThat(house.send(desk, "GET", "/api/v1/residents/" + next, "").statusCode())
                .isEqualTo(404);

        String open = LOOKS + "?breakGlass=true&reviewed=false";
        assertThat(items(sign(AccountRole.ADMIN, east), open)).isEmpty();
        assertThat(items(sign(AccountRole.ADMIN, street), open)).hasSize(1);
        JsonObject look = items(westAdmin, open).getJsonObject(0);
        assertThat(look.getString("reason")).isEqualTo(REASON);
        assertThat(look.getString("incident")).isEqualTo(incident);
        assertThat(look.getJsonArray("fields").contains("clinical")).isTrue();
        assertThat(look.getString("from")).isNotBlank();
        assertThat(look.getValue("review")).isNull();

        String review = LOOKS + "/" + look.getString("id") + "/review";
        assertThat(house.send(sign(AccountRole.ADMIN, east), "POST", review, "{}")
                        .statusCode())
                .isEqualTo(404);
        assertThat(house.send(westAdmin, "POST", review, "{\"note\":\"问过了\"}").statusCode())
                .isEqualTo(204);
        assertThat(house.send(sign(AccountRole.ADMIN, street), "POST", review, "{\"note\":\"又问\"}")
                        .statusCode())
                .isEqualTo(204);
        assertThat(items(westAdmin, open)).isEmpty();
        assertThat(POSTGRES.ask("SELECT note FROM access_reviews"))
                .singleElement()
                .asString()
                .startsWith("s1.test.");
        assertThat(items(westAdmin, LOOKS + "?breakGlass=true&reviewed=true")
                        .getJsonObject(0)
                        .getJsonObject("review")
                        .getString("note"))
                .isEqualTo("问过了");
    }

    /** An answer with somebody's data is no page to copy: a kept one would be read past the record, and past its end. */
    @Test
    void aRepeatIsALookOfItsOwnAndEndsWithTheRight() {
        String incident = incident();
        String body =
                new JsonObject().put("incident", incident).put("reason", REASON).encode();
        String path = "/api/v1/residents/" + next + "/break-glass";
        for (int looks = 1; looks <= 2; looks++) {
            HttpResponse<String> opened = house.exactly(desk, "POST", path, body, "Idempotency-Key", "once");
            assertThat(opened.statusCode()).as(opened.body()).isEqualTo(200);
            assertThat(opened.body()).contains("高血压");
            assertThat(opened.headers().firstValue("Idempotency-Replayed").isPresent())
                    .isEqualTo(looks == 2);
            assertThat(POSTGRES.ask(
                            "SELECT action FROM access_log WHERE break_glass AND incident = '" + incident + "'"))
                    .hasSize(looks);
        }
        String acted = "/api/v1/incidents/" + incident + "/acknowledge";
        assertThat(house.exactly(desk, "POST", acted, "{}", "Idempotency-Key", "once")
                        .body())
                .contains("李秀英");
        String kept = TestVault.sealed(SealedTable.ANSWERS, "answer", "none", "");
        assertThat(POSTGRES.ask(
                        "SELECT answer FROM idempotency_keys WHERE key = 'once' AND length(answer) > " + kept.length()))
                .as("nothing of a person is kept")
                .isEmpty();
        POSTGRES.tell("UPDATE incidents SET community = '" + west + "' WHERE id = '" + incident + "'");
        assertThat(house.exactly(desk, "POST", path, body, "Idempotency-Key", "once")
                        .statusCode())
                .isEqualTo(404);
        HttpResponse<String> after = house.exactly(desk, "POST", acted, "{}", "Idempotency-Key", "once");
        assertThat(after.statusCode()).as(after.body()).isEqualTo(404);
        assertThat(after.body()).doesNotContain("李秀英");
        assertThat(POSTGRES.ask("SELECT action FROM access_log WHERE break_glass AND incident = '" + incident + "'"))
                .hasSize(2);
    }

    @Test
    void withoutAnOpenIncidentOfTheirsInTheStreetNobodyLooksAndNothingIsRecorded() {
        String incident = incident();
        assertThat(breakGlass(desk, far, incident).statusCode()).isEqualTo(404);
        assertThat(breakGlass(sign(AccountRole.COORDINATOR, west), resident, incident)
                        .statusCode())
                .isEqualTo(404);
        assertThat(breakGlass(sign(AccountRole.ADMIN, street), next, incident).statusCode())
                .isEqualTo(403);
        assertThat(house.send(
                                desk,
                                "POST",
                                "/api/v1/residents/" + next + "/break-glass",
                                "{\"incident\":\"" + incident + "\",\"reason\":\"\"}")
                        .statusCode())
                .isIn(400, 422);
        POSTGRES.tell("UPDATE incidents SET drill = true WHERE id = '" + incident + "'");
        assertThat(breakGlass(desk, next, incident).statusCode()).isEqualTo(404);
        POSTGRES.tell("UPDATE incidents SET drill = false WHERE id = '" + incident + "'");
        assertThat(house.send(
                                desk,
                                "POST",
                                "/api/v1/incidents/" + incident + "/stand-down",
                                "{\"disposition\":\"HELPED\"}")
                        .statusCode())
                .isEqualTo(200);
        assertThat(breakGlass(desk, next, incident).statusCode()).isEqualTo(404);
        assertThat(POSTGRES.ask("SELECT 1 FROM access_log WHERE break_glass AND incident = '" + incident + "'"))
                .isEmpty();
    }

    @Test
    void aFamilyReadsWhoLookedAtItsElderAndAtNobodyElse() {
        assertThat(house.send(desk, "GET", "/api/v1/incidents/" + incident() + "/dossier", "")
                        .statusCode())
                .isEqualTo(200);
        assertThat(house.send(desk, "GET", "/api/v1/residents/" + resident, "").statusCode())
                .isEqualTo(200);
        String family = sign(AccountRole.FAMILY, east);
        String path = "/api/v1/residents/" + resident + "/access-log";
        JsonArray seen = items(family, path);
        assertThat(seen.stream().map(look -> ((JsonObject) look).getString("action")))
                .containsExactly("RESIDENT", "DOSSIER");
        HttpResponse<String> first = house.send(family, "GET", path + "?limit=1", "");
        String cursor = new JsonObject(first.body()).getString("next");
        assertThat(items(family, path + "?limit=1&cursor=" + cursor)
                        .getJsonObject(0)
                        .getString("action"))
                .isEqualTo("DOSSIER");
        assertThat(house.send(sign(AccountRole.FAMILY, west), "GET", path, "").statusCode())
                .isEqualTo(404);
        assertThat(house.send(westAdmin, "GET", path, "").statusCode()).isEqualTo(404);
        String admin = sign(AccountRole.ADMIN, east);
        assertThat(items(admin, LOOKS + "?resident=" + resident)).hasSize(2);
        assertThat(items(admin, LOOKS + "?resident=" + next)).isEmpty();
        assertThat(items(admin, LOOKS + "?to=2020-01-01T00:00:00Z")).isEmpty();
    }

    @Test
    void nobodyReviewsTheirOwnLook() {
        Account admin = account(AccountRole.ADMIN, west);
        String id = POSTGRES.ask(
                        "INSERT INTO access_log (account, account_name, role, action, resident, community, break_glass)"
                                + " VALUES ('" + admin.id() + "', '管', 'COORDINATOR', 'BREAK_GLASS', '" + next + "', '"
                                + west
                                + "', true) RETURNING id::text")
                .get(0);
        HttpResponse<String> answer = house.send(house.token(admin), "POST", LOOKS + "/" + id + "/review", "{}");
        assertThat(answer.statusCode()).isEqualTo(409);
        assertThat(answer.body()).contains("own_look");
    }
}
