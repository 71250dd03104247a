package care.anling.verticles.api;

import static org.assertj.core.api.Assertions.assertThat;

import care.anling.core.common.CommunityId;
import care.anling.verticles.access.PasswordPolicy;
import care.anling.verticles.store.Account;
import care.anling.verticles.store.AccountRole;
import care.anling.verticles.store.PgFixture;
import care.anling.verticles.store.Samples;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Accounts and the tree over REST on a real PostgreSQL. */
class UsersTest {

    @RegisterExtension
    static final PgFixture POSTGRES = new PgFixture();

    private static final String USERS = "/api/v1/users";
    private static final String NODES = "/api/v1/communities";

    private final CommunityId street = new CommunityId(Samples.id());
    private final CommunityId east = new CommunityId(Samples.id());
    private final CommunityId west = new CommunityId(Samples.id());
    private final UUID wang = Samples.id();
    private PgHouse house;
    private Account streetAdmin;
    private Account eastAdmin;
    private String above;
    private String admin;

    @BeforeEach
    void open() {
        POSTGRES.tell("TRUNCATE accounts, account_log, communities, residents CASCADE");
        POSTGRES.tell("INSERT INTO communities (id, level, name, parent) VALUES ('" + street
                + "', 'STREET', '安宁街道', NULL), ('" + east + "', 'COMMUNITY', '东里', '" + street + "'), ('" + west
                + "', 'COMMUNITY', '西里', '" + street + "')");
        POSTGRES.tell("INSERT INTO residents (id, community, name) VALUES ('" + wang + "', '" + east + "', '王秀英')");
        house = new PgHouse(POSTGRES);
        streetAdmin = house.account("street", AccountRole.ADMIN, street, null);
        eastAdmin = house.account("east", AccountRole.ADMIN, east, null);
        above = house.token(streetAdmin);
        admin = house.token(eastAdmin);
    }

    @AfterEach
    void close() {
        house.close();
    }

    private JsonObject volunteer(String username) {
        return new JsonObject()
                .put("username", username)
                .put("name", "李勇")
                .put("role", "VOLUNTEER")
                .put("community", east.toString());
    }

    private JsonObject added(JsonObject draft) {
        HttpResponse<String> answer = house.send(admin, "POST", USERS, draft.encode());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
        return new JsonObject(answer.body());
    }

    private static JsonObject ok(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return new JsonObject(answer.body());
    }

    private static void refused(HttpResponse<String> answer, int status, String code) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(new JsonObject(answer.body()).getString("code")).isEqualTo(code);
    }

    private static String path(JsonObject user) {
        return USERS + "/" + user.getString("id");
    }

    private static String path(Account account) {
        return USERS + "/" + account.id();
    }

    private HttpResponse<String> signIn(String username, String password) {
        JsonObject body = new JsonObject().put("username", username).put("password", password);
        return house.send("", "POST", "/api/v1/auth/token", body.encode());
    }

    private List<String> names(String token, String query) {
        return ok(house.send(token, "GET", USERS + query, "")).getJsonArray("items").stream()
                .map(each -> ((JsonObject) each).getString("username"))
                .toList();
    }

    @Test
    void aLongListComesInPages() {
        for (String name : List.of("page.a", "page.b", "page.c")) {
            JsonObject unused = added(volunteer(name));
        }
        HttpResponse<String> first = house.send(admin, "GET", USERS + "?q=page.&limit=2", "");
        String next = ok(first).getString("next");
        assertThat(next).isNotNull();
        assertThat(first.headers().firstValue("Link").orElse("")).contains(next).contains("rel=\"next\"");
        assertThat(names(admin, "?q=page.&limit=2")).containsExactly("page.a", "page.b");
        assertThat(names(admin, "?q=page.&limit=2&cursor=" + next)).containsExactly("page.c");
        refused(house.send(admin, "GET", USERS + "?cursor=AAAA", ""), 400, "bad_cursor");
        assertThat(house.send(admin, "GET", USERS + "?limit=-1", "").statusCode())
                .isEqualTo(400);
    }

    @Test
    void whoWasAddedSignsInAndHasToChangeTheirPasswordFirst() {
        JsonObject made = added(volunteer("li.yong").put("skills", new JsonArray().add("FIRST_AID")));
        String password = made.getString("password");
        PasswordPolicy.refuseWeak(password, "li.yong");
        String token = ok(signIn("li.yong", password)).getString("access_token");
        refused(house.send(token, "GET", "/api/v1/me/offers", ""), 403, "password_change_required");
        JsonObject read = ok(house.send(admin, "GET", path(made), ""));
        assertThat(read.containsKey("password")).isFalse();
        assertThat(read.getBoolean("mustChangePassword")).isTrue();
        assertThat(read.getJsonArray("skills")).isEqualTo(new JsonArray().add("FIRST_AID"));
        assertThat(POSTGRES.ask("SELECT roles::text FROM responders WHERE account = '" + made.getString("id") + "'"))
                .containsExactly("{FIRST_HAND,BRINGER}");
        refused(house.send(admin, "POST", USERS, volunteer("li.yong").encode()), 409, "username_taken");
    }

    @Test
    void aRepetitionIsAnsweredWithoutThePassword() {
        String body = volunteer("li.yong").encode();
        JsonObject first = new JsonObject(house.exactly(admin, "POST", USERS, body, "Idempotency-Key", "k1")
                .body());
        JsonObject again = new JsonObject(house.exactly(admin, "POST", USERS, body, "Idempotency-Key", "k1")
                .body());
        assertThat(first.getString("password")).isNotNull();
        assertThat(again).isEqualTo(first.putNull("password"));
    }

    @Test
    void nobodyGivesMoreThanTheyHold() {
        refused(
                house.send(
                        admin,
                        "POST",
                        USERS,
                        volunteer("upper").put("community", street.toString()).encode()),
                422,
                "place_unknown");
        refused(
                house.send(
                        admin,
                        "POST",
                        USERS,
                        volunteer("beside").put("community", west.toString()).encode()),
                422,
                "place_unknown");
        assertThat(house.send(admin, "GET", path(streetAdmin), "").statusCode()).isEqualTo(404);
        assertThat(house.send(admin, "PATCH", path(streetAdmin), "{\"enabled\":false}")
                        .statusCode())
                .isEqualTo(404);
        assertThat(house.send(admin, "POST", path(streetAdmin) + "/reset-password", "")
                        .statusCode())
                .isEqualTo(404);
        refused(
                house.send(
                        admin,
                        "PATCH",
                        path(eastAdmin),
                        new JsonObject().put("community", street.toString()).encode()),
                422,
                "place_unknown");
        assertThat(names(admin, "")).containsExactly("east");
        assertThat(names(above, "")).containsExactly("street", "east");
        assertThat(names(above, "?role=ADMIN&community=" + street + "&q=EAS&enabled=true"))
                .containsExactly("east");
    }

    @Test
    void whoIsPutOutIsOutAtOnceAndComesBackByAnAdministratorAlone() {
        JsonObject made = added(volunteer("li.yong"));
        String password = made.getString("password");
        JsonObject session = ok(signIn("li.yong", password));
        assertThat(house.send(session.getString("access_token"), "GET", "/api/v1/me", "")
                        .statusCode())
                .isEqualTo(200);
        JsonObject out = ok(house.send(admin, "PATCH", path(made), "{\"enabled\":false}"));
        assertThat(out.getBoolean("enabled")).isFalse();
        assertThat(house.send(session.getString("access_token"), "GET", "/api/v1/me", "")
                        .statusCode())
                .isEqualTo(401);
        assertThat(signIn("li.yong", password).statusCode()).isEqualTo(401);
        JsonObject refresh = new JsonObject().put("refresh_token", session.getString("refresh_token"));
        assertThat(house.send("", "POST", "/api/v1/auth/refresh", refresh.encode())
                        .statusCode())
                .isEqualTo(401);
        ok(house.send(admin, "PATCH", path(made), "{\"enabled\":true}"));
        ok(signIn("li.yong", password));
        assertThat(POSTGRES.ask("SELECT act || ' ' || by_name FROM account_log WHERE account = '" + made.getString("id")
                        + "' ORDER BY id"))
                .containsExactly("ADDED 名-east", "CHANGED 名-east", "CHANGED 名-east");
    }

    @Test
    void aResetPasswordIsToldOnceAndEndsTheSessionsOfTheOldOne() {
        JsonObject made = added(volunteer("li.yong"));
        String token = ok(signIn("li.yong", made.getString("password"))).getString("access_token");
        String fresh = ok(house.send(admin, "POST", path(made) + "/reset-password", ""))
                .getString("password");
        assertThat(house.send(token, "GET", "/api/v1/me", "").statusCode()).isEqualTo(401);
        assertThat(signIn("li.yong", made.getString("password")).statusCode()).isEqualTo(401);
        ok(signIn("li.yong", fresh));
    }

    @Test
    void somebodyIsAlwaysLeftWhoAdministers() {
        refused(house.send(above, "PATCH", path(streetAdmin), "{\"enabled\":false}"), 409, "last_admin");
        refused(house.send(above, "PATCH", path(streetAdmin), "{\"role\":\"COORDINATOR\"}"), 409, "last_admin");
        refused(house.send(above, "PATCH", path(streetAdmin), "{\"community\":\"" + east + "\"}"), 409, "last_admin");
        // Of the community there is another: the street's.
        ok(house.send(above, "PATCH", path(eastAdmin), "{\"role\":\"COORDINATOR\"}"));
        house.account("second", AccountRole.ADMIN, street, null);
        ok(house.send(above, "PATCH", path(streetAdmin), "{\"role\":\"ADMIN\",\"name\":\"王\"}"));
    }

    @Test
    void aFamilysAccountIsOfAResidentOfItsNodeAndNobodyElsesIs() {
        JsonObject daughter = volunteer("daughter").put("role", "FAMILY");
        refused(house.send(admin, "POST", USERS, daughter.encode()), 422, "resident_unknown");
        refused(
                house.send(
                        above,
                        "POST",
                        USERS,
                        daughter.copy()
                                .put("resident", wang.toString())
                                .put("community", west.toString())
                                .encode()),
                422,
                "resident_unknown");
        refused(
                house.send(
                        admin,
                        "POST",
                        USERS,
                        volunteer("x.y.z").put("resident", wang.toString()).encode()),
                422,
                "resident_unknown");
        JsonObject made = added(daughter.put("resident", wang.toString()));
        assertThat(made.getJsonObject("resident").getString("name")).isEqualTo("王秀英");
        refused(house.send(admin, "PATCH", path(made), "{\"role\":\"STAFF\"}"), 422, "resident_unknown");
    }

    @Test
    void anEditNamesTheVersionItWasMadeOn() {
        JsonObject made = added(volunteer("li.yong"));
        JsonObject first = ok(house.exactly(
                admin, "PATCH", path(made), "{\"name\":\"李大勇\",\"maxPendingOffers\":1}", "If-Match", "\"1\""));
        assertThat(first.getInteger("maxPendingOffers")).isEqualTo(1);
        refused(
                house.exactly(admin, "PATCH", path(made), "{\"name\":\"b\"}", "If-Match", "\"1\""),
                412,
                "changed_meanwhile");
        assertThat(house.exactly(admin, "PATCH", path(made), "{\"name\":\"b\"}").statusCode())
                .isEqualTo(428);
        assertThat(house.send(admin, "PATCH", path(made), "{}").statusCode()).isEqualTo(400);
    }

    // --- the tree

    @Test
    void aNodeIsAddedBelowOnesOwnAndItsWordsAreKept() {
        JsonObject draft = new JsonObject()
                .put("parent", east.toString())
                .put("name", "5号楼")
                .put("nameEn", "Building 5")
                .put("lat", 34.7)
                .put("lon", 113.7)
                .put("plan", "b5");
        HttpResponse<String> answer = house.send(admin, "POST", NODES, draft.encode());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
        JsonObject made = new JsonObject(answer.body());
        assertThat(made.getString("level")).isEqualTo("BUILDING");
        String path = NODES + "/" + made.getString("id");
        // Until the tree in memory has it, it is nobody's.
        org.awaitility.Awaitility.await()
                .until(() -> house.send(admin, "GET", path, "").statusCode() == 200);
        JsonObject changed = ok(house.exactly(
                admin, "PATCH", path, "{\"nameEn\":null,\"lat\":null,\"lon\":null}", "If-Match", "\"1\""));
        assertThat(changed.getValue("nameEn")).isNull();
        assertThat(changed.getValue("lat")).isNull();
        assertThat(changed.getString("plan")).isEqualTo("b5");
        assertThat(changed.getLong("version")).isEqualTo(2);
        refused(house.exactly(admin, "PATCH", path, "{\"name\":\"x\"}", "If-Match", "\"1\""), 412, "changed_meanwhile");
        refused(house.send(admin, "PATCH", path, "{\"lat\":1}"), 400, "bad_position");
        refused(
                house.send(
                        admin,
                        "POST",
                        NODES,
                        draft.put("parent", made.getString("id")).encode()),
                422,
                "place_unknown");
        refused(
                house.send(
                        admin,
                        "POST",
                        NODES,
                        draft.put("parent", west.toString()).encode()),
                422,
                "place_unknown");
        assertThat(house.send(admin, "PATCH", NODES + "/" + west, "{\"name\":\"x\"}")
                        .statusCode())
                .isEqualTo(404);
    }
}
