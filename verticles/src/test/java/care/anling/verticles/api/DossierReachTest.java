package care.anling.verticles.api;

import static org.assertj.core.api.Assertions.assertThat;

import care.anling.core.common.CommunityId;
import care.anling.verticles.store.Account;
import care.anling.verticles.store.AccountRole;
import care.anling.verticles.store.PgFixture;
import care.anling.verticles.store.Samples;
import care.anling.verticles.vault.SealedTable;
import care.anling.verticles.vault.TestVault;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;

/** How long a doctor sees somebody's record: from their yes to the end, wherever they come from. On a real PostgreSQL. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DossierReachTest {

    @RegisterExtension
    static final PgFixture POSTGRES = new PgFixture();

    private CommunityId east;
    private CommunityId west;
    private PgHouse house;
    private String desk;
    private UUID resident;
    private Account doctor;
    private String token;

    @BeforeAll
    void open() {
        CommunityId street = node("STREET", null);
        east = node("COMMUNITY", street);
        west = node("COMMUNITY", street);
        house = new PgHouse(POSTGRES);
        desk = house.token(house.account("desk", AccountRole.COORDINATOR, east, null));
    }

    @AfterAll
    void close() {
        house.close();
    }

    @BeforeEach
    void move() {
        resident = resident("李秀英");
        doctor = house.account("doctor-" + Samples.id(), AccountRole.DOCTOR, east, null);
        token = house.token(doctor);
    }

    private static CommunityId node(String level, CommunityId parent) {
        CommunityId id = new CommunityId(Samples.id());
        POSTGRES.tell("INSERT INTO communities (id, level, name, parent) VALUES ('" + id + "', '" + level + "', '"
                + level + "', " + (parent == null ? "NULL" : "'" + parent + "'") + ")");
        return id;
    }

    private UUID resident(String name) {
        UUID id = Samples.id();
        POSTGRES.tell("INSERT INTO residents (id, community, name, conditions) VALUES ('" + id + "', '" + east + "', '"
                + name + "', '" + TestVault.sealed(SealedTable.RESIDENTS, "conditions", id, "[\"高血压\"]") + "')");
        return id;
    }

    private JsonObject done(String who, String method, String path, JsonObject body) {
        HttpResponse<String> answer = house.send(who, method, path, body.encode());
        assertThat(answer.statusCode()).as(answer.body()).isBetween(200, 299);
        return answer.body().isEmpty() ? new JsonObject() : new JsonObject(answer.body());
    }

    private String press(UUID whose, boolean drill) {
        JsonObject call = new JsonObject().put("resident", whose.toString()).put("drill", drill);
        return "/api/v1/incidents/"
                + done(desk, "POST", "/api/v1/incidents", call).getString("id");
    }

    private JsonObject assign(String incident, Account who) {
        JsonObject body = new JsonObject().put("responder", who.id().toString()).put("role", "DOCTOR");
        return done(desk, "POST", incident + "/assign", body);
    }

    private HttpResponse<String> look(String who, String incident) {
        return house.send(who, "GET", incident + "/dossier", "");
    }

    private void gone(String who, String incident) {
        assertThat(look(who, incident).statusCode()).isEqualTo(404);
        assertThat(house.send(who, "GET", incident, "").body())
                .doesNotContain("李秀英")
                .doesNotContain("高血压");
    }

    private static JsonObject helped() {
        return new JsonObject().put("disposition", "HELPED");
    }

    @Test
    void fromTheirYesToTheEnd() {
        String incident = press(resident, false);
        assertThat(look(token, incident).statusCode()).isEqualTo(404);
        assign(incident, doctor);
        assertThat(look(token, incident).body()).contains("李秀英").contains("高血压");
        Account beside = house.account("doctor-" + Samples.id(), AccountRole.DOCTOR, east, null);
        assertThat(look(house.token(beside), incident).statusCode()).isEqualTo(404);
        done(desk, "POST", incident + "/stand-down", helped());
        gone(token, incident);
    }

    @Test
    void whoGivesItBackSeesNoMore() {
        String incident = press(resident, false);
        JsonObject view = assign(incident, doctor);
        String assignment = view.containsKey("assignments")
                ? view.getJsonArray("assignments").getJsonObject(0).getString("id")
                : view.getString("id");
        assertThat(look(token, incident).statusCode()).isEqualTo(200);
        done(token, "POST", "/api/v1/assignments/" + assignment + "/release", new JsonObject());
        gone(token, incident);
    }

    @Test
    void whatWasMergedIsSeenInTheOneThatGoesOnAlone() {
        String kept = press(resident, false);
        JsonObject call = new JsonObject().put("place", east.toString());
        String merged = "/api/v1/incidents/"
                + done(desk, "POST", "/api/v1/incidents", call).getString("id");
        assign(merged, doctor);
        assertThat(look(token, merged).body()).doesNotContain("李秀英");
        assertThat(look(token, kept).statusCode()).isEqualTo(404);
        done(desk, "POST", merged + "/merge", new JsonObject().put("into", kept.substring(kept.lastIndexOf('/') + 1)));
        gone(token, merged);
        assertThat(look(token, kept).body()).contains("李秀英").contains("高血压");
        done(desk, "POST", kept + "/stand-down", helped());
        gone(token, kept);
    }

    @Test
    void aLentDoctorSeesItAsLongAsTheyHoldARole() {
        Account lent = house.account("doctor-" + Samples.id(), AccountRole.DOCTOR, west, null);
        String theirs = house.token(lent);
        String incident = press(resident, false);
        done(desk, "POST", incident + "/lendings", new JsonObject().put("community", west.toString()));
        assertThat(look(theirs, incident).statusCode()).as("lent is not asked").isEqualTo(404);
        assign(incident, lent);
        assertThat(look(theirs, incident).body()).contains("高血压");
        assertThat(house.send(theirs, "GET", "/api/v1/residents/" + resident, "")
                        .statusCode())
                .isIn(403, 404);
        done(desk, "POST", incident + "/stand-down", helped());
        gone(theirs, incident);
    }

    @Test
    void practiceOpensNobodysRecord() {
        String drill = press(resident, true);
        assign(drill, doctor);
        HttpResponse<String> seen = look(token, drill);
        assertThat(seen.statusCode()).isEqualTo(200);
        assertThat(seen.body()).contains("李秀英").doesNotContain("高血压").doesNotContain("clinical");
        assertThat(new JsonObject(look(desk, drill).body()).getJsonObject("clinical"))
                .as("the desk keeps the register")
                .isNotNull();
        assertThat(POSTGRES.ask(
                        "SELECT (detail -> 'fields')::text FROM access_log WHERE account = '" + doctor.id() + "'"))
                .singleElement()
                .asString()
                .doesNotContain("clinical");
    }
}
