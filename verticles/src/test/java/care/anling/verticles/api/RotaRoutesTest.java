package care.anling.verticles.api;

import static org.assertj.core.api.Assertions.assertThat;

import care.anling.core.common.CommunityId;
import care.anling.verticles.store.Account;
import care.anling.verticles.store.AccountRole;
import care.anling.verticles.store.PgFixture;
import care.anling.verticles.store.Samples;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The rota over REST on a real PostgreSQL. Who may not see it is {@link CrossScopeTest}'s matter. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RotaRoutesTest {

    @RegisterExtension
    static final PgFixture POSTGRES = new PgFixture();

    private static final String ROTA = "/api/v1/rota";

    private final CommunityId east = new CommunityId(Samples.id());
    private final CommunityId building = new CommunityId(Samples.id());
    private PgHouse house;
    private Account porter;
    private Account doctor;
    private String desk;
    private String porterSays;

    @BeforeAll
    void open() {
        CommunityId street = new CommunityId(Samples.id());
        POSTGRES.tell("INSERT INTO communities (id, level, name, parent) VALUES ('" + street
                + "', 'STREET', '安宁街道', NULL), ('" + east + "', 'COMMUNITY', '东里', '" + street + "'), ('" + building
                + "', 'BUILDING', '3号楼', '" + east + "')");
        house = new PgHouse(POSTGRES);
        desk = house.token(house.account("desk", AccountRole.COORDINATOR, east, null));
        porter = house.account("porter", AccountRole.STAFF, building, null);
        porterSays = house.token(porter);
        doctor = house.account("doctor", AccountRole.DOCTOR, east, null);
    }

    @AfterAll
    void close() {
        house.close();
    }

    @BeforeEach
    void empty() {
        POSTGRES.tell("TRUNCATE shifts");
    }

    private static JsonObject draft(Account who, int day, int from, int to) {
        String date = "2031-05-0" + day + "T";
        return new JsonObject()
                .put("responder", who.id().toString())
                .put("startsAt", date + "%02d:00:00Z".formatted(from))
                .put("endsAt", date + "%02d:00:00Z".formatted(to));
    }

    private HttpResponse<String> plan(JsonObject draft) {
        return house.send(desk, "POST", ROTA, draft.encode());
    }

    private JsonObject planned(JsonObject draft) {
        HttpResponse<String> answer = plan(draft);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
        return new JsonObject(answer.body());
    }

    private static void assertRefused(HttpResponse<String> answer, int status, String code) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(new JsonObject(answer.body()).getString("code")).isEqualTo(code);
    }

    private static String of(JsonObject shift) {
        return ROTA + "/" + shift.getString("id");
    }

    @Test
    void whatIsPlannedIsReadByTheDeskAndByWhomItIsAbout() {
        HttpResponse<String> made = plan(draft(porter, 1, 8, 20));
        assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
        JsonObject shift = new JsonObject(made.body());
        assertThat(made.headers().firstValue("Location")).contains(of(shift));
        assertThat(made.headers().firstValue("ETag")).contains("\"1\"");
        planned(draft(doctor, 1, 8, 20));

        assertThat(shift.getJsonObject("responder").getString("name")).isEqualTo("名-porter");
        assertThat(shift.getString("role")).isEqualTo("STAFF");
        assertThat(shift.getString("community")).as("whose incidents they get").isEqualTo(east.toString());
        assertThat(new JsonObject(house.send(porterSays, "GET", of(shift), "").body()))
                .isEqualTo(shift);
        assertThat(ids(desk, "")).hasSize(2);
        assertThat(ids(desk, "?responder=" + porter.id())).containsExactly(shift.getString("id"));
        assertThat(ids(porterSays, "")).as("their own alone").containsExactly(shift.getString("id"));
        assertThat(POSTGRES.ask("SELECT DISTINCT edited_name FROM shifts")).containsExactly("名-desk");
    }

    private List<String> ids(String token, String query) {
        HttpResponse<String> answer = house.send(token, "GET", ROTA + query, "");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return new JsonObject(answer.body())
                .getJsonArray("items").stream()
                        .map(each -> ((JsonObject) each).getString("id"))
                        .toList();
    }

    @Test
    void aListIsReadPageByPageWithinItsTimes() {
        List<String> all = new ArrayList<>();
        for (int day = 1; day <= 5; day++) {
            all.add(planned(draft(porter, day, 8, 20)).getString("id"));
        }
        List<String> read = new ArrayList<>();
        String cursor = "";
        do {
            JsonObject page = new JsonObject(
                    house.send(desk, "GET", ROTA + "?limit=2" + cursor, "").body());
            page.getJsonArray("items").forEach(each -> read.add(((JsonObject) each).getString("id")));
            cursor = page.getString("next") == null ? "" : "&cursor=" + page.getString("next");
        } while (!cursor.isEmpty());
        assertThat(read).isEqualTo(all);
        assertThat(ids(desk, "?from=2031-05-02T20:00:00Z&to=2031-05-04T08:00:00Z"))
                .as("ends later than from, starts before to")
                .containsExactly(all.get(2));
        assertRefused(house.send(desk, "GET", ROTA + "?cursor=eHg", ""), 400, "bad_cursor");
    }

    @Test
    void anEditNamesTheVersionItEdits() {
        JsonObject shift = planned(draft(porter, 1, 8, 20));
        String change = "{\"endsAt\":\"2031-05-01T18:00:00Z\"}";
        HttpResponse<String> changed = house.exactly(desk, "PATCH", of(shift), change, "If-Match", "\"1\"");
        assertThat(changed.statusCode()).as(changed.body()).isEqualTo(200);
        assertThat(changed.headers().firstValue("ETag")).contains("\"2\"");
        assertThat(new JsonObject(changed.body()).getString("startsAt")).isEqualTo(shift.getString("startsAt"));

        assertThat(house.exactly(desk, "PATCH", of(shift), change, "If-Match", "\"1\"")
                        .statusCode())
                .as("the same edit again is done already")
                .isEqualTo(200);
        String other = "{\"endsAt\":\"2031-05-01T19:00:00Z\"}";
        assertRefused(house.exactly(desk, "PATCH", of(shift), other, "If-Match", "\"1\""), 412, "changed_meanwhile");
        assertRefused(house.exactly(desk, "DELETE", of(shift), "", "If-Match", "\"1\""), 412, "changed_meanwhile");
        assertThat(house.exactly(desk, "PATCH", of(shift), other).statusCode()).isEqualTo(428);

        assertThat(house.exactly(desk, "DELETE", of(shift), "", "If-Match", "\"2\"")
                        .statusCode())
                .isEqualTo(204);
        assertRefused(house.send(desk, "GET", of(shift), ""), 404, "not_found");
    }

    @Test
    void nobodyIsPlannedTwiceAtOnceOrForLongerThanADay() {
        planned(draft(porter, 1, 8, 16));
        JsonObject next = planned(draft(porter, 1, 16, 20));
        assertRefused(plan(draft(porter, 1, 15, 17)), 409, "shift_overlaps");
        assertRefused(
                house.send(desk, "PATCH", of(next), "{\"startsAt\":\"2031-05-01T15:00:00Z\"}"), 409, "shift_overlaps");
        assertRefused(plan(draft(porter, 2, 16, 16)), 422, "shift_invalid");
        assertRefused(plan(draft(porter, 2, 8, 9).put("endsAt", "2031-05-03T08:00:01Z")), 422, "shift_invalid");
        assertRefused(plan(draft(porter, 2, 8, 9).put("endsAt", "2031-02-30T08:00:00Z")), 400, "bad_body");
        assertRefused(
                plan(draft(house.account("kin", AccountRole.COORDINATOR, east, null), 2, 8, 9)),
                422,
                "responder_unknown");
        assertThat(house.send(porterSays, "POST", ROTA, draft(porter, 3, 8, 9).encode())
                        .statusCode())
                .isEqualTo(403);
    }

    @Test
    void aPlannedShiftAgainIsTheSame() {
        String body = draft(porter, 1, 8, 20).encode();
        String first =
                house.exactly(desk, "POST", ROTA, body, "Idempotency-Key", "k1").body();
        assertThat(house.exactly(desk, "POST", ROTA, body, "Idempotency-Key", "k1")
                        .body())
                .isEqualTo(first);
        assertThat(ids(desk, "")).hasSize(1);
    }

    @Test
    void aBuildingsDeskPlansItsOwnPeople() {
        String gate = house.token(house.account("gate", AccountRole.COORDINATOR, building, null));
        JsonObject doctors = planned(draft(doctor, 1, 8, 20));
        assertThat(house.send(gate, "POST", ROTA, draft(porter, 1, 8, 20).encode())
                        .statusCode())
                .isEqualTo(201);
        assertRefused(house.send(gate, "POST", ROTA, draft(doctor, 2, 8, 20).encode()), 422, "responder_unknown");
        assertThat(ids(gate, "")).hasSize(1);
        assertThat(house.send(gate, "DELETE", of(doctors), "").statusCode()).isEqualTo(404);
    }
}
