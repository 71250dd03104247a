package care.anling.verticles.api;

import static org.assertj.core.api.Assertions.assertThat;

import care.anling.core.common.CommunityId;
import care.anling.verticles.store.Account;
import care.anling.verticles.store.AccountRole;
import care.anling.verticles.store.PgFixture;
import care.anling.verticles.store.Samples;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a family knows of its elder and says of itself, on a real PostgreSQL. Others' families are {@link CrossScopeTest}'s. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FamilyTest {

    @RegisterExtension
    static final PgFixture POSTGRES = new PgFixture();

    private static final String MINE = "/api/v1/me/resident";
    private static final String REACHABLE = "{\"phone\":\"13900000009\",\"hasKey\":true,\"minutesAway\":15}";

    private final CommunityId east = new CommunityId(Samples.id());
    private final UUID watch = Samples.id();
    private UUID mother = Samples.id();
    private PgHouse house;
    private Account daughter;
    private String family;
    private String desk;

    @BeforeAll
    void open() {
        CommunityId street = new CommunityId(Samples.id());
        POSTGRES.tell("INSERT INTO communities (id, level, name, parent) VALUES ('" + street
                + "', 'STREET', '安宁街道', NULL), ('" + east + "', 'COMMUNITY', '东里', '" + street + "')");
        house = new PgHouse(POSTGRES);
        desk = house.token(house.account("desk", AccountRole.COORDINATOR, east, null));
        HttpResponse<String> made = house.send(
                desk,
                "POST",
                "/api/v1/residents",
                "{\"community\":\"" + east + "\",\"name\":\"王秀英\",\"phone\":\"13800000001\","
                        + "\"clinical\":{\"conditions\":[\"高血压\"]}}");
        assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
        mother = UUID.fromString(new JsonObject(made.body()).getString("id"));
        POSTGRES.tell("INSERT INTO devices (id, kind, dialect, community, resident) VALUES ('" + watch
                + "', 'WATCH', 'native', '" + east + "', '" + mother + "')");
        daughter = house.account("daughter", AccountRole.FAMILY, east, mother);
        family = house.token(daughter);
    }

    @AfterAll
    void close() {
        house.close();
    }

    @BeforeEach
    void empty() {
        POSTGRES.tell("TRUNCATE contacts, consents, observations, device_latest");
        POSTGRES.forgetLooks();
    }

    private JsonObject mine() {
        HttpResponse<String> answer = house.send(family, "GET", MINE, "");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return new JsonObject(answer.body());
    }

    private static void latest(String columns, String values) {
        POSTGRES.tell("INSERT INTO device_latest (device, status_at, last_seen_at, online, " + columns + ") VALUES ("
                + values + ")");
    }

    private void measured(Duration ago) {
        POSTGRES.tell("INSERT INTO observations (received_at, at, device, resident, community, backfilled, heart_rate)"
                + " VALUES (now(), now() - interval '" + ago.toSeconds() + " seconds', '" + watch + "', '" + mother
                + "', '" + east + "', false, 71)");
    }

    private void say(String token, String kind, boolean granted, int expected) {
        HttpResponse<String> answer = house.send(
                token,
                "PUT",
                "/api/v1/residents/" + mother + "/consents/" + kind,
                "{\"granted\":" + granted + ",\"note\":\"当面口头同意\"}");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(expected);
    }

    @Test
    void nothingIsInventedWhenNothingWasHeard() {
        JsonObject found = mine();
        assertThat(found.getString("name")).isEqualTo("王秀英");
        assertThat(found.getString("phone")).isEqualTo("13800000001");
        assertThat(found.getValue("lastSign")).isNull();
        JsonObject device = found.getJsonArray("devices").getJsonObject(0);
        assertThat(device.getString("state")).isEqualTo("NEVER_SEEN");
        assertThat(device.getValue("battery")).isNull();
        assertThat(found.encode())
                .doesNotContain("高血压")
                .doesNotContain("readings")
                .doesNotContain("where");
    }

    @Test
    void whoeverWorksOnADeviceSaysUntilWhen() {
        JsonObject device = mine().getJsonArray("devices").getJsonObject(0);
        assertThat(device.getString("test")).isEqualTo("NEVER_TESTED");
        assertThat(device.containsKey("maintenanceUntil")).isTrue();
        assertThat(device.getValue("maintenanceUntil")).isNull();

        POSTGRES.tell("UPDATE devices SET state = 'MAINTENANCE', maintenance_until = now() + interval '1 hour',"
                + " maintenance_reason = '换电池'");
        JsonObject worked = mine().getJsonArray("devices").getJsonObject(0);
        assertThat(Instant.parse(worked.getString("maintenanceUntil"))).isAfter(Instant.now());
        assertThat(worked.encode()).doesNotContain("换电池");
    }

    /** A device with power in a drawer is no sign of life. */
    @Test
    void theNewestSignIsOneOfThePersonAndNotOfTheDevice() {
        latest("battery_percent, worn", "'" + watch + "', now(), now(), true, 64, false");
        assertThat(mine().getValue("lastSign")).isNull();
        assertThat(mine().getJsonArray("devices").getJsonObject(0).getInteger("battery"))
                .isEqualTo(64);

        measured(Duration.ofMinutes(12));
        assertThat(mine().getJsonObject("lastSign").getString("kind")).isEqualTo("MEASURED");

        POSTGRES.tell("UPDATE device_latest SET worn = true");
        JsonObject sign = mine().getJsonObject("lastSign");
        assertThat(sign.getString("kind")).isEqualTo("WORN");
        assertThat(Instant.parse(sign.getString("at"))).isAfter(Instant.now().minusSeconds(600));
    }

    @Test
    void onlyTheResidentsWordOpensReadingsAndTheFamilyCanOnlyGiveItBack() {
        measured(Duration.ofMinutes(12));
        say(family, "FAMILY_READINGS", true, 403);
        assertThat(mine().containsKey("readings")).isFalse();
        assertThat(POSTGRES.ask("SELECT action FROM access_log")).isEmpty();

        say(desk, "FAMILY_READINGS", true, 200);
        JsonObject reading = mine().getJsonArray("readings").getJsonObject(0);
        assertThat(reading.getString("kind")).isEqualTo("hr");
        assertThat(reading.getDouble("value")).isEqualTo(71);
        assertThat(POSTGRES.ask("SELECT action || ' ' || account_name FROM access_log"))
                .as("reading them is a recorded look")
                .containsExactly("OBSERVATIONS " + daughter.name());

        say(family, "FAMILY_READINGS", false, 200);
        say(family, "FAMILY_READINGS", false, 200);
        assertThat(mine().containsKey("readings")).isFalse();
        assertThat(POSTGRES.ask("SELECT granted || ' ' || by_name FROM consents ORDER BY id"))
                .as("every word is kept, and once")
                .containsExactly("true 名-desk", "false " + daughter.name());
        assertThat(POSTGRES.ask("SELECT note FROM consents WHERE note <> ''"))
                .isNotEmpty()
                .allMatch(note -> note.startsWith("s1.test."));
        HttpResponse<String> listed = house.send(family, "GET", "/api/v1/residents/" + mother + "/consents", "");
        assertThat(new JsonObject(listed.body()).getJsonArray("items"))
                .hasSize(2)
                .noneMatch(each -> ((JsonObject) each).getBoolean("granted"));
        say(family, "SOMETHING_ELSE", false, 404);
    }

    private HttpResponse<String> saidOn(String tag, String kind, boolean granted) {
        return house.exactly(
                desk,
                "PUT",
                "/api/v1/residents/" + mother + "/consents/" + kind,
                "{\"granted\":" + granted + "}",
                "If-Match",
                tag);
    }

    @Test
    void whatWasReadBeforeSomebodyElseWroteOverwritesNothing() {
        String list = "/api/v1/residents/" + mother + "/consents";
        String read =
                house.send(desk, "GET", list, "").headers().firstValue("ETag").orElseThrow();
        HttpResponse<String> first = saidOn(read, "FAMILY_READINGS", true);
        assertThat(first.statusCode()).as(first.body()).isEqualTo(200);
        HttpResponse<String> late = saidOn(read, "FAMILY_WHEREABOUTS", true);
        assertThat(late.statusCode()).isEqualTo(412);
        assertThat(late.body()).contains("changed_meanwhile");
        assertThat(POSTGRES.ask("SELECT kind FROM consents")).containsExactly("FAMILY_READINGS");
        String now = first.headers().firstValue("ETag").orElseThrow();
        // Said already: nothing is written, and nothing is stale.
        assertThat(saidOn(now, "FAMILY_READINGS", true).headers().firstValue("ETag"))
                .contains(now);
        assertThat(saidOn(now, "FAMILY_WHEREABOUTS", true).statusCode()).isEqualTo(200);
        assertThat(saidOn("*", "FAMILY_WHEREABOUTS", false).statusCode()).isEqualTo(200);
    }

    @Test
    void whereTheyAreIsTheirsUnlessTheyNeedHelpAndHaveSaidYes() {
        latest("lat, lon, fix_at", "'" + watch + "', now(), now(), true, 34.76, 113.75, now()");
        say(desk, "FAMILY_WHEREABOUTS", true, 200);
        assertThat(mine().containsKey("where"))
                .as("nobody is followed without need")
                .isFalse();
        HttpResponse<String> taken = house.send(desk, "POST", "/api/v1/incidents", "{\"resident\":\"" + mother + "\"}");
        assertThat(taken.statusCode()).isEqualTo(201);
        assertThat(mine().getJsonObject("where").getDouble("lat")).isEqualTo(34.76);
        String incident = new JsonObject(taken.body()).getString("id");
        house.send(desk, "POST", "/api/v1/incidents/" + incident + "/stand-down", "{\"disposition\":\"FALSE_ALARM\"}");
        JsonObject after = mine();
        assertThat(after.containsKey("where")).isFalse();
        JsonObject past = after.getJsonArray("history").getJsonObject(0);
        assertThat(past.getString("incident")).isEqualTo(incident);
        assertThat(past.getString("disposition")).isEqualTo("FALSE_ALARM");
    }

    @Test
    void theFamilySaysHowItIsReached() {
        assertThat(house.send(family, "PUT", "/api/v1/me/contact", REACHABLE).statusCode())
                .as("the desk has not written them down")
                .isEqualTo(404);
        contact("{\"name\":\"王丽\",\"relation\":\"女儿\",\"phone\":\"13900000001\",\"account\":\"" + daughter.id()
                + "\"}");
        contact("{\"name\":\"王强\",\"relation\":\"儿子\",\"phone\":\"13900000002\"}");
        HttpResponse<String> changed =
                house.exactly(family, "PUT", "/api/v1/me/contact", REACHABLE, "If-Match", "\"1\"");
        assertThat(changed.statusCode()).as(changed.body()).isEqualTo(200);
        JsonObject contact = new JsonObject(changed.body());
        assertThat(contact.getString("phone")).isEqualTo("13900000009");
        assertThat(contact.getString("name")).isEqualTo("王丽");
        assertThat(contact.getInteger("minutesAway")).isEqualTo(15);
        assertThat(changed.headers().firstValue("ETag")).contains("\"2\"");
        assertThat(house.send(desk, "GET", "/api/v1/residents/" + mother + "/contacts", "")
                        .body())
                .as("nobody else's")
                .contains("13900000009")
                .contains("13900000002")
                .doesNotContain("13900000001");

        assertThat(house.exactly(family, "PUT", "/api/v1/me/contact", REACHABLE, "If-Match", "\"1\"")
                        .statusCode())
                .isEqualTo(412);
        assertThat(house.exactly(family, "PUT", "/api/v1/me/contact", REACHABLE).statusCode())
                .isEqualTo(428);
        assertThat(house.send(family, "PUT", "/api/v1/me/contact", "{\"phone\":\"call me\",\"hasKey\":true}")
                        .statusCode())
                .isEqualTo(400);
    }

    private void contact(String body) {
        HttpResponse<String> added = house.send(desk, "POST", "/api/v1/residents/" + mother + "/contacts", body);
        assertThat(added.statusCode()).as(added.body()).isEqualTo(201);
    }
}
