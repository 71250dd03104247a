package care.anling.verticles.api;

import static org.assertj.core.api.Assertions.assertThat;

import care.anling.core.common.CommunityId;
import care.anling.verticles.store.Account;
import care.anling.verticles.store.AccountRole;
import care.anling.verticles.store.PgFixture;
import care.anling.verticles.store.Samples;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What people write about somebody who lies on the floor: read by those who may, and by nobody who has the disk. */
class TimelineWordsTest {

    @RegisterExtension
    static final PgFixture POSTGRES = new PgFixture();

    private static final String[] WRITTEN = {"跌倒在厨房", "收缩压一百九", "已送上床", "明天复诊"};

    @Test
    void theDatabaseHoldsNoneOfItAndTheTimelineAndTheExportAllOfIt() {
        CommunityId street = new CommunityId(Samples.id());
        POSTGRES.tell("INSERT INTO communities (id, level, name) VALUES ('" + street + "', 'STREET', '街')");
        UUID resident = Samples.id();
        POSTGRES.tell(
                "INSERT INTO residents (id, community, name) VALUES ('" + resident + "', '" + street + "', '李秀英')");
        try (PgHouse house = new PgHouse(POSTGRES)) {
            String admin = house.token(house.account("admin", AccountRole.ADMIN, street, null));
            String desk = house.token(house.account("desk", AccountRole.COORDINATOR, street, null));
            JsonObject taken =
                    good(house.send(desk, "POST", "/api/v1/incidents", "{\"resident\":\"" + resident + "\"}"));
            String path = "/api/v1/incidents/" + taken.getString("id");
            good(house.send(desk, "POST", path + "/notes", "{\"text\":\"" + WRITTEN[0] + "\"}"));
            good(house.send(
                    desk, "POST", path + "/priority", "{\"priority\":\"P1\",\"reason\":\"" + WRITTEN[1] + "\"}"));
            good(house.send(
                    desk,
                    "POST",
                    path + "/stand-down",
                    "{\"disposition\":\"HELPED\",\"note\":\"" + WRITTEN[2] + "\",\"followUp\":\"" + WRITTEN[3]
                            + "\"}"));
            assertThat(String.join("\n", POSTGRES.ask("SELECT e::text FROM incident_events e")))
                    .contains("s1.test.", "HELPED")
                    .doesNotContain(WRITTEN);
            assertThat(house.send(desk, "GET", path + "/timeline", "").body())
                    .contains(WRITTEN)
                    .doesNotContain("s1.test.");
            assertThat(house.send(admin, "GET", "/api/v1/residents/" + resident + "/export", "")
                            .body())
                    .contains(WRITTEN)
                    .doesNotContain("s1.test.");
        }
    }

    @Test
    void whoWalksToTheDoorReadsTheirOwnWordsAlone_andWhoReadsOthersIsOnRecord() {
        CommunityId street = new CommunityId(Samples.id());
        POSTGRES.tell("INSERT INTO communities (id, level, name) VALUES ('" + street + "', 'STREET', '街')");
        UUID resident = Samples.id();
        POSTGRES.tell(
                "INSERT INTO residents (id, community, name) VALUES ('" + resident + "', '" + street + "', '李秀英')");
        try (PgHouse house = new PgHouse(POSTGRES)) {
            Account coordinator = house.account("desk-" + street, AccountRole.COORDINATOR, street, null);
            Account doctor = house.account("doctor-" + street, AccountRole.DOCTOR, street, null);
            Account helper = house.account("helper-" + street, AccountRole.VOLUNTEER, street, null);
            String family = house.token(house.account("kin-" + street, AccountRole.FAMILY, street, resident));
            String desk = house.token(coordinator);
            JsonObject taken =
                    good(house.send(desk, "POST", "/api/v1/incidents", "{\"resident\":\"" + resident + "\"}"));
            String path = "/api/v1/incidents/" + taken.getString("id");
            good(house.send(desk, "GET", path + "/timeline", ""));
            assertThat(looks(coordinator)).as("nobody has written anything yet").isEmpty();
            assign(house, desk, path, doctor, "DOCTOR");
            assign(house, desk, path, helper, "FIRST_HAND");
            good(house.send(desk, "POST", path + "/notes", "{\"text\":\"" + WRITTEN[0] + "\"}"));
            good(house.send(house.token(helper), "POST", path + "/notes", "{\"text\":\"门开着\"}"));
            good(house.send(
                    desk, "POST", path + "/priority", "{\"priority\":\"P1\",\"reason\":\"" + WRITTEN[1] + "\"}"));
            assertThat(good(house.send(house.token(helper), "GET", path + "/timeline", ""))
                            .encode())
                    .contains("门开着", "incident.note_added", coordinator.name())
                    .doesNotContain(WRITTEN);
            assertThat(good(house.send(family, "GET", path + "/timeline", "")).encode())
                    .doesNotContain(WRITTEN)
                    .doesNotContain("门开着");
            assertThat(looks(helper)).as("read nothing of anybody's").isEmpty();
            for (Account reader : List.of(doctor, coordinator)) {
                assertThat(good(house.send(house.token(reader), "GET", path + "/timeline", ""))
                                .encode())
                        .contains(WRITTEN[0], WRITTEN[1], "门开着");
                assertThat(looks(reader)).containsExactly("[\"timeline\"] " + resident);
            }
            POSTGRES.tell("UPDATE incidents SET drill = true WHERE id = '" + taken.getString("id") + "'");
            assertThat(good(house.send(house.token(doctor), "GET", path + "/timeline", ""))
                            .encode())
                    .as("practice is no reason to read")
                    .doesNotContain(WRITTEN);
        }
    }

    private static void assign(PgHouse house, String desk, String path, Account who, String role) {
        good(house.send(
                desk, "POST", path + "/assign", "{\"responder\":\"" + who.id() + "\",\"role\":\"" + role + "\"}"));
    }

    private static List<String> looks(Account account) {
        return POSTGRES.ask("SELECT (detail -> 'fields')::text || ' ' || resident FROM access_log WHERE account = '"
                + account.id() + "' AND action = 'DOSSIER'");
    }

    private static JsonObject good(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isBetween(200, 299);
        return answer.body().isEmpty() ? new JsonObject() : new JsonObject(answer.body());
    }
}
