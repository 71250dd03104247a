package care.anling.verticles.api;

import static org.assertj.core.api.Assertions.assertThat;

import care.anling.core.common.CommunityId;
import care.anling.verticles.store.AccountRole;
import care.anling.verticles.store.PgFixture;
import care.anling.verticles.store.Samples;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
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

    private static JsonObject good(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isBetween(200, 299);
        return answer.body().isEmpty() ? new JsonObject() : new JsonObject(answer.body());
    }
}
