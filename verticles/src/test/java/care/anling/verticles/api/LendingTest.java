package care.anling.verticles.api;

import static org.assertj.core.api.Assertions.assertThat;

import care.anling.core.common.CommunityId;
import care.anling.verticles.live.FeedClient;
import care.anling.verticles.store.Account;
import care.anling.verticles.store.AccountRole;
import care.anling.verticles.store.PgFixture;
import care.anling.verticles.store.Samples;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Another community comes into one incident: its desk sees it, its people may be named, and it ends. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LendingTest {

    @RegisterExtension
    static final PgFixture POSTGRES = new PgFixture();

    private final Vertx vertx = Vertx.vertx();
    private CommunityId street;
    private CommunityId east;
    private CommunityId west;
    private CommunityId elsewhere;
    private CommunityId building;
    private PgHouse house;
    private String desk;
    private String above;
    private String beside;
    private UUID resident;
    private String path;

    @BeforeAll
    void open() {
        street = node("STREET", null);
        east = node("COMMUNITY", street);
        west = node("COMMUNITY", street);
        building = node("BUILDING", east);
        elsewhere = node("COMMUNITY", node("STREET", null));
        house = new PgHouse(POSTGRES).numbering();
        desk = house.token(person(AccountRole.COORDINATOR, east));
        above = house.token(person(AccountRole.COORDINATOR, street));
        beside = house.token(person(AccountRole.COORDINATOR, west));
    }

    @AfterAll
    void close() {
        house.close();
        ApiHouse.await(vertx.close());
    }

    @BeforeEach
    void press() {
        resident = Samples.id();
        POSTGRES.tell("INSERT INTO residents (id, community, building, name) VALUES ('" + resident + "', '" + east
                + "', '" + building + "', '李秀英')");
        HttpResponse<String> taken = send(desk, "POST", "/api/v1/incidents", "{\"resident\":\"" + resident + "\"}");
        path = "/api/v1/incidents/" + new JsonObject(taken.body()).getString("id");
    }

    @AfterEach
    void end() {
        send(desk, "POST", path + "/stand-down", "{\"disposition\":\"HELPED\"}");
    }

    private static CommunityId node(String level, CommunityId parent) {
        CommunityId id = new CommunityId(Samples.id());
        POSTGRES.tell("INSERT INTO communities (id, level, name, parent) VALUES ('" + id + "', '" + level + "', '"
                + level + "', " + (parent == null ? "NULL" : "'" + parent + "'") + ")");
        return id;
    }

    private Account person(AccountRole role, CommunityId of) {
        return house.account(role + "-" + Samples.id(), role, of, resident);
    }

    private HttpResponse<String> send(String token, String method, String at, String body) {
        return house.send(token, method, at, body);
    }

    private int lend(String token, CommunityId to) {
        return send(token, "POST", path + "/lendings", "{\"community\":\"" + to + "\"}")
                .statusCode();
    }

    private int assign(Account who) {
        return send(desk, "POST", path + "/assign", "{\"responder\":\"" + who.id() + "\",\"role\":\"FIRST_HAND\"}")
                .statusCode();
    }

    private FeedClient screen(String token) {
        FeedClient screen = FeedClient.connect(vertx, house.port()).auth(token);
        eventually("a heartbeat", () -> !screen.of("heartbeat").isEmpty());
        return screen;
    }

    private static void eventually(String what, BooleanSupplier condition) {
        long end = System.nanoTime() + 20_000_000_000L;
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("waited too long for " + what).isLessThan(end);
            LockSupport.parkNanos(5_000_000L);
        }
    }

    private List<String> heard(FeedClient screen, CommunityId on) {
        return screen.of("event").stream()
                .filter(frame -> frame.getString("community").equals(on.toString()))
                .filter(frame -> path.endsWith(frame.getJsonObject("incident").getString("id")))
                .map(frame -> frame.getString("event"))
                .toList();
    }

    @Test
    void bothDesksSeeItAndItsPeopleMayBeNamed() {
        Account volunteer = person(AccountRole.VOLUNTEER, west);
        assertThat(assign(volunteer)).as("of the next community").isEqualTo(422);
        for (String unknown : List.of(path, path + "/lendings")) {
            assertThat(send(beside, "GET", unknown, "").statusCode()).isEqualTo(404);
        }
        JsonArray callable =
                new JsonObject(send(desk, "GET", path + "/lendings", "").body()).getJsonArray("beside");
        assertThat(callable.stream().map(each -> ((JsonObject) each).getString("id")))
                .containsExactly(west.toString());
        try (FeedClient here = screen(desk);
                FeedClient there = screen(beside);
                FeedClient street = screen(above);
                FeedClient phone = screen(house.token(volunteer))) {
            HttpResponse<String> lent = send(desk, "POST", path + "/lendings", "{\"community\":\"" + west + "\"}");
            assertThat(lent.statusCode()).as(lent.body()).isEqualTo(200);
            JsonArray items = new JsonObject(lent.body()).getJsonArray("items");
            assertThat(items).hasSize(1);
            JsonArray theirs = items.getJsonObject(0).getJsonArray("responders");
            assertThat(theirs.stream().map(each -> ((JsonObject) each).getString("id")))
                    .contains(volunteer.id().toString());
            assertThat(theirs.encode()).doesNotContain("COORDINATOR");
            eventually(
                    "both desks",
                    () -> heard(here, east).contains("incident.lent")
                            && heard(there, west).contains("incident.lent"));
            assertThat(there.of("event").get(0).getJsonObject("incident").getString("community"))
                    .isEqualTo(east.toString());

            assertThat(send(beside, "GET", path, "").body()).contains("李秀英");
            assertThat(send(beside, "GET", path + "/candidates", "").statusCode())
                    .isEqualTo(200);
            HttpResponse<String> timeline = send(beside, "GET", path + "/timeline", "");
            assertThat(timeline.body()).containsOnlyOnce("incident.lent");
            assertThat(send(beside, "GET", path + "/dossier", "").statusCode()).isEqualTo(404);
            JsonObject asked =
                    new JsonObject(send(beside, "GET", path + "/lendings", "").body());
            assertThat(asked.getJsonObject("community").getString("id")).isEqualTo(east.toString());
            assertThat(asked.getJsonArray("items")).hasSize(1);
            assertThat(asked.getJsonArray("beside"))
                    .as("it lends nobody further")
                    .isEmpty();
            assertThat(send(beside, "POST", path + "/acknowledge", "").statusCode())
                    .isEqualTo(404);
            assertThat(send(beside, "GET", "/api/v1/residents/" + resident, "").statusCode())
                    .isEqualTo(404);

            assertThat(assign(volunteer)).isEqualTo(200);
            eventually("whoever was named", () -> heard(phone, east).contains("incident.assigned"));
            assertThat(send(house.token(volunteer), "GET", path, "").body()).contains("李秀英");
            eventually("both again", () -> heard(there, west).contains("incident.assigned"));

            // A screen that comes now finds it in the picture it begins with.
            try (FeedClient late = screen(beside)) {
                assertThat(late.snapshot(west).orElseThrow().encode()).contains(resident.toString());
            }
            assertThat(send(desk, "POST", path + "/stand-down", "{\"disposition\":\"HELPED\"}")
                            .statusCode())
                    .isEqualTo(200);
            eventually("the end", () -> heard(there, west).contains("incident.stood_down"));
            assertThat(send(beside, "GET", path, "").statusCode()).isEqualTo(404);
            assertThat(lend(desk, west)).isEqualTo(409);
            for (FeedClient screen : List.of(here, there, street, phone)) {
                assertThat(screen.broken).isEmpty();
            }
        }
    }

    @Test
    void whatWasTakenBackIsGoneFromTheOtherDesk() {
        Account volunteer = person(AccountRole.VOLUNTEER, west);
        Account another = person(AccountRole.VOLUNTEER, west);
        assertThat(lend(above, west)).as("the street lends, too").isEqualTo(200);
        assertThat(lend(desk, west)).as("twice is no error").isEqualTo(200);
        assertThat(assign(volunteer)).isEqualTo(200);
        try (FeedClient there = screen(beside)) {
            assertThat(send(beside, "DELETE", path + "/lendings/" + west, "").statusCode())
                    .isEqualTo(404);
            assertThat(send(above, "DELETE", path + "/lendings/" + west, "").statusCode())
                    .isEqualTo(204);
            assertThat(send(above, "DELETE", path + "/lendings/" + west, "").statusCode())
                    .isEqualTo(204);
            eventually("the word", () -> heard(there, west).contains("incident.taken_back"));
            assertThat(send(beside, "GET", path, "").statusCode()).isEqualTo(404);
            assertThat(assign(another)).isEqualTo(422);
            // Whoever stands at the door does not lose the door.
            assertThat(send(house.token(volunteer), "GET", path, "").statusCode())
                    .isEqualTo(200);
            assertThat(send(desk, "POST", path + "/notes", "{\"text\":\"a\"}").statusCode())
                    .isEqualTo(200);
            assertThat(POSTGRES.ask("SELECT string_agg(type, ' ' ORDER BY id) FROM incident_events WHERE community = '"
                            + west + "' AND incident = '" + path.substring(path.lastIndexOf('/') + 1) + "'"))
                    .containsExactly("incident.lent incident.assigned incident.taken_back");
        }
    }

    @Test
    void onlyWhoseIncidentItIsLendsAndOnlyToTheNext() {
        assertThat(lend(beside, west)).isEqualTo(404);
        assertThat(lend(house.token(person(AccountRole.COORDINATOR, building)), west))
                .isEqualTo(404);
        assertThat(lend(house.token(person(AccountRole.VOLUNTEER, east)), west)).isEqualTo(403);
        for (CommunityId none : List.of(east, street, building, elsewhere, new CommunityId(Samples.id()))) {
            assertThat(lend(desk, none)).isEqualTo(422);
        }
        assertThat(send(desk, "POST", path + "/lendings", "{}").statusCode()).isEqualTo(400);
        assertThat(send(desk, "POST", path + "/lendings", "{\"community\":\"west\"}")
                        .statusCode())
                .isEqualTo(400);
        assertThat(POSTGRES.ask("SELECT count(*) FROM lendings WHERE incident = '"
                        + path.substring(path.lastIndexOf('/') + 1) + "'"))
                .containsExactly("0");
    }

    private List<String> listed(String token, String query) {
        HttpResponse<String> answer = send(token, "GET", "/api/v1/incidents" + query, "");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return new JsonObject(answer.body())
                .getJsonArray("items").stream()
                        .map(each -> "/api/v1/incidents/" + ((JsonObject) each).getString("id"))
                        .toList();
    }

    private int note(String token) {
        return send(token, "POST", path + "/notes", "{\"text\":\"我们的人带轮椅来\"}").statusCode();
    }

    @Test
    void theOtherDeskListsItAndWritesIntoItUntilItEnds() {
        String oneHouse = house.token(person(AccountRole.COORDINATOR, node("BUILDING", west)));
        String third = house.token(person(AccountRole.COORDINATOR, node("COMMUNITY", street)));
        assertThat(listed(beside, "?state=open")).doesNotContain(path);
        assertThat(note(beside)).isEqualTo(404);
        assertThat(lend(desk, west)).isEqualTo(200);

        assertThat(listed(beside, "?state=open")).contains(path);
        assertThat(listed(beside, "?state=open&limit=1")).containsExactly(path);
        assertThat(listed(beside, "?state=stood_down"))
                .as("what is not open is whose it was")
                .doesNotContain(path);
        assertThat(listed(above, "?state=open")).as("once").containsOnlyOnce(path);
        assertThat(listed(desk, "?state=open")).containsOnlyOnce(path);
        assertThat(note(beside)).isEqualTo(200);
        assertThat(send(desk, "GET", path + "/timeline", "").body()).contains("我们的人带轮椅来");
        for (String none : List.of(oneHouse, third)) {
            assertThat(listed(none, "?state=open")).doesNotContain(path);
            assertThat(note(none)).isEqualTo(404);
            assertThat(send(none, "GET", path, "").statusCode()).isEqualTo(404);
        }
        for (String act : List.of("/acknowledge", "/escalate")) {
            assertThat(send(beside, "POST", path + act, "").statusCode()).isEqualTo(404);
        }
        assertThat(send(beside, "POST", path + "/stand-down", "{\"disposition\":\"HELPED\"}")
                        .statusCode())
                .isEqualTo(404);

        assertThat(send(desk, "DELETE", path + "/lendings/" + west, "").statusCode())
                .isEqualTo(204);
        assertThat(listed(beside, "?state=open")).doesNotContain(path);
        assertThat(note(beside)).isEqualTo(404);
        assertThat(lend(desk, west)).isEqualTo(200);
        assertThat(note(beside)).isEqualTo(200);
        assertThat(send(desk, "POST", path + "/stand-down", "{\"disposition\":\"HELPED\"}")
                        .statusCode())
                .isEqualTo(200);
        assertThat(listed(beside, "?state=open")).doesNotContain(path);
        assertThat(listed(beside, "?state=stood_down")).doesNotContain(path);
        assertThat(note(beside)).isEqualTo(404);
        assertThat(send(beside, "GET", path, "").statusCode()).isEqualTo(404);
        assertThat(note(desk)).as("whose it is hears why").isEqualTo(409);
    }
}
