package care.anling.verticles.api;

import static org.assertj.core.api.Assertions.assertThat;

import care.anling.core.common.CommunityId;
import care.anling.verticles.contract.OpenApi;
import care.anling.verticles.contract.Operation;
import care.anling.verticles.store.Account;
import care.anling.verticles.store.AccountRole;
import care.anling.verticles.store.PgFixture;
import care.anling.verticles.store.Samples;
import io.vertx.core.json.JsonObject;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A maker's machine: the devices of its part of the tree, and nobody they protect. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class IntegratorTest {

    @RegisterExtension
    static final PgFixture POSTGRES = new PgFixture();

    private static final String DEVICES = "/api/v1/devices";

    private final UUID resident = Samples.id();
    private final UUID watch = Samples.id();
    private final UUID beside = Samples.id();
    private CommunityId east;
    private CommunityId building;
    private CommunityId other;
    private PgHouse house;
    private Account machine;
    private String token;
    private String admin;

    @BeforeAll
    void open() {
        CommunityId street = node("STREET", null);
        east = node("COMMUNITY", street);
        building = node("BUILDING", east);
        other = node("BUILDING", east);
        CommunityId west = node("COMMUNITY", street);
        POSTGRES.tell("INSERT INTO residents (id, community, building, unit, room, name) VALUES ('" + resident + "', '"
                + east + "', '" + building + "', '2单元', '南屋', '李秀英')");
        device(watch, east, "'" + resident + "'", "李秀英的女儿会换电池");
        device(beside, west, "NULL", "");
        device(Samples.id(), street, "NULL", "");
        house = new PgHouse(POSTGRES);
        machine = house.account("maker", AccountRole.INTEGRATOR, east, null);
        token = house.token(machine);
        admin = house.token(house.account("admin", AccountRole.ADMIN, east, null));
    }

    @AfterAll
    void close() {
        house.close();
    }

    private static CommunityId node(String level, CommunityId parent) {
        CommunityId id = new CommunityId(Samples.id());
        POSTGRES.tell("INSERT INTO communities (id, level, name, parent) VALUES ('" + id + "', '" + level + "', '"
                + level + "', " + (parent == null ? "NULL" : "'" + parent + "'") + ")");
        return id;
    }

    private static void device(UUID id, CommunityId of, String resident, String note) {
        POSTGRES.tell("INSERT INTO devices (id, kind, dialect, community, resident, note) VALUES ('" + id
                + "', 'WATCH', 'native', '" + of + "', " + resident + ", '" + note + "')");
    }

    private HttpResponse<String> send(String who, String method, String path, String body) {
        return house.send(who, method, path, body);
    }

    private static String fresh(String more) {
        return "{\"kind\":\"PENDANT\",\"dialect\":\"native\"" + more + "}";
    }

    /** Said again here, so that nobody gives it one more act without meaning to. */
    @Test
    void theseAreItsActs() {
        assertThat(OpenApi.read().operations().stream()
                        .filter(operation -> operation.access().roles().contains(AccountRole.INTEGRATOR))
                        .map(Operation::id)
                        .sorted()
                        .toList())
                .containsExactly(
                        "addDevice",
                        "changePassword",
                        "getDevice",
                        "getDeviceFigures",
                        "getMe",
                        "listCommunities",
                        "listDevices");
    }

    @Test
    void itReadsTheDevicesOfItsPartAndNobodyTheyProtect() {
        HttpResponse<String> list = send(token, "GET", DEVICES, "");
        assertThat(list.statusCode()).isEqualTo(200);
        assertThat(list.body())
                .contains(watch.toString())
                .doesNotContain(beside.toString())
                .doesNotContain("李秀英")
                .doesNotContain(resident.toString())
                .doesNotContain("南屋");
        HttpResponse<String> file = send(token, "GET", DEVICES + "/" + watch, "");
        assertThat(file.statusCode()).isEqualTo(200);
        assertThat(file.body()).contains("liveness").doesNotContain("李秀英").doesNotContain("南屋");
        assertThat(send(admin, "GET", DEVICES + "/" + watch, "").body())
                .as("what there is to see")
                .contains("李秀英的女儿")
                .contains("南屋");
        assertThat(send(token, "GET", DEVICES + "/" + beside, "").statusCode()).isEqualTo(404);
        HttpResponse<String> figures = send(token, "GET", "/api/v1/statistics/devices", "");
        assertThat(figures.statusCode()).isEqualTo(200);
        assertThat(new JsonObject(figures.body()).getInteger("devices")).isPositive();
        assertThat(send(token, "GET", "/api/v1/residents/" + resident, "").statusCode())
                .isEqualTo(403);
    }

    @Test
    void itRegistersOnlyWithTheGrantAndNamesNoResident() {
        HttpResponse<String> refused = send(token, "POST", DEVICES, fresh(",\"community\":\"" + east + "\""));
        assertThat(refused.statusCode()).isEqualTo(403);
        assertThat(refused.body()).contains("not_granted");
        assertThat(POSTGRES.ask("SELECT count(*) FROM devices WHERE kind = 'PENDANT'"))
                .containsExactly("0");

        String user = "/api/v1/users/" + machine.id();
        assertThat(send(admin, "GET", user, "").body()).contains("\"registersDevices\":false");
        HttpResponse<String> granted = send(admin, "PATCH", user, "{\"registersDevices\":true}");
        assertThat(granted.body()).contains("\"registersDevices\":true");
        assertThat(send(token, "POST", DEVICES, fresh(",\"resident\":\"" + resident + "\""))
                        .statusCode())
                .isIn(400, 422);
        assertThat(send(
                                token,
                                "POST",
                                DEVICES,
                                fresh(",\"community\":\"" + east + "\",\"resident\":\"" + resident + "\""))
                        .statusCode())
                .isEqualTo(422);
        HttpResponse<String> made = send(token, "POST", DEVICES, fresh(",\"community\":\"" + east + "\""));
        assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
        assertThat(new JsonObject(made.body()).getString("secret")).isNotBlank();
        // Brought, not kept: the rest is the administrator's.
        String id = new JsonObject(made.body()).getString("id");
        assertThat(send(token, "PATCH", DEVICES + "/" + id, "{\"note\":\"a\"}").statusCode())
                .isEqualTo(403);
        assertThat(send(admin, "PATCH", user, "{\"role\":\"STAFF\"}").statusCode())
                .isEqualTo(200);
        assertThat(POSTGRES.ask("SELECT registers_devices FROM accounts WHERE id = '" + machine.id() + "'"))
                .containsExactly("f");
        assertThat(send(admin, "PATCH", user, "{\"registersDevices\":true}").statusCode())
                .isEqualTo(422);
        assertThat(send(admin, "PATCH", user, "{\"role\":\"INTEGRATOR\"}").statusCode())
                .isEqualTo(200);
    }

    @Test
    void ofOneBuildingItKeepsTheDevicesOfThoseWhoLiveThere() {
        UUID neighbour = Samples.id();
        POSTGRES.tell("INSERT INTO residents (id, community, building, name) VALUES ('" + neighbour + "', '" + east
                + "', '" + other + "', '王强')");
        UUID theirs = Samples.id();
        device(theirs, east, "'" + neighbour + "'", "");
        String one = house.token(house.account("maker-" + building, AccountRole.INTEGRATOR, building, null));
        String next = house.token(house.account("maker-" + other, AccountRole.INTEGRATOR, other, null));
        assertThat(send(one, "GET", DEVICES, "").body())
                .contains(watch.toString())
                .doesNotContain(theirs.toString())
                .doesNotContain("李秀英")
                .doesNotContain(resident.toString());
        assertThat(send(next, "GET", DEVICES, "").body())
                .contains(theirs.toString())
                .doesNotContain(watch.toString());
        assertThat(send(one, "GET", DEVICES + "/" + watch, "").statusCode()).isEqualTo(200);
        assertThat(send(next, "GET", DEVICES + "/" + watch, "").statusCode()).isEqualTo(404);
        assertThat(new JsonObject(send(one, "GET", "/api/v1/statistics/devices", "")
                                .body())
                        .getInteger("devices"))
                .isOne();
        assertThat(send(one, "GET", "/api/v1/residents/" + resident, "").statusCode())
                .isEqualTo(403);
    }

    @Test
    void whatItMayNotReadItMayNotSearch() {
        for (String hidden : List.of("李秀英", "女儿", "换电池", "南屋", "lixiuying")) {
            String asked = DEVICES + "?q=" + URLEncoder.encode(hidden, StandardCharsets.UTF_8);
            assertThat(send(token, "GET", asked, "").body()).as(hidden).doesNotContain(watch.toString());
        }
        assertThat(send(admin, "GET", DEVICES + "?q=" + URLEncoder.encode("换电池", StandardCharsets.UTF_8), "")
                        .body())
                .contains(watch.toString());
        assertThat(send(token, "GET", DEVICES + "?q=" + watch, "").body()).contains(watch.toString());
        assertThat(send(token, "GET", DEVICES + "?resident=" + resident, "").body())
                .as("nor ask whose it is")
                .doesNotContain(watch.toString());
    }
}
