package care.anling.verticles.api;

import static org.assertj.core.api.Assertions.assertThat;

import care.anling.core.common.CommunityId;
import care.anling.verticles.store.AccountRole;
import care.anling.verticles.store.PgFixture;
import care.anling.verticles.store.Samples;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;

/** An office's list of residents, over REST on a real PostgreSQL. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ResidentSheetTest {

    @RegisterExtension
    static final PgFixture POSTGRES = new PgFixture();

    private static final String HEAD = "编号,姓名,性别,出生日期,电话,独居,楼院,房号,病史,联系人1姓名,联系人1关系,联系人1电话,联系人1有钥匙\n";
    private static final String GOOD =
            HEAD + "A1,王秀英,女,1940/2/29,138 0000 0001,是,3号楼,502,高血压；糖尿病,王丽,女儿,13911112222,是\n" + "A2,李建国,男,,,,,,,,,,\n";

    private final CommunityId street = new CommunityId(Samples.id());
    private final CommunityId east = new CommunityId(Samples.id());
    private final CommunityId building = new CommunityId(Samples.id());
    private PgHouse house;
    private String desk;

    @BeforeAll
    void open() {
        POSTGRES.tell("INSERT INTO communities (id, level, name, parent) VALUES ('" + street
                + "', 'STREET', '安宁街道', NULL), ('" + east + "', 'COMMUNITY', '东里', '" + street + "'), ('" + building
                + "', 'BUILDING', '3号楼', '" + east + "')");
        house = new PgHouse(POSTGRES);
        desk = house.token(house.account("desk", AccountRole.COORDINATOR, east, null));
    }

    @AfterAll
    void close() {
        house.close();
    }

    @BeforeEach
    void empty() {
        POSTGRES.forgetLooks();
        POSTGRES.tell("TRUNCATE contacts");
        POSTGRES.tell("DELETE FROM residents");
    }

    private JsonObject sent(int status, String query, String sheet) {
        HttpResponse<String> answer =
                house.exactly(desk, "POST", "/api/v1/residents/import" + query, sheet, "Content-Type", "text/csv");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        return new JsonObject(answer.body());
    }

    private static List<String> told(JsonObject answer) {
        return answer.getJsonArray("troubles").stream()
                .map(JsonObject.class::cast)
                .map(t -> t.getInteger("line") + " " + t.getString("column") + " " + t.getString("why"))
                .toList();
    }

    private List<String> names() {
        return POSTGRES.ask("SELECT name FROM residents ORDER BY external_id");
    }

    @Test
    void aTryWritesNothingAndTheSameForGoodWritesAllOnce() {
        JsonObject tried = sent(200, "", GOOD);
        assertThat(told(tried)).isEmpty();
        assertThat(tried.getInteger("good")).isEqualTo(2);
        assertThat(names()).isEmpty();
        assertThat(sent(200, "?dryRun=false", GOOD).getInteger("added")).isEqualTo(2);
        assertThat(names()).containsExactly("王秀英", "李建国");
        JsonObject again = sent(200, "?dryRun=false", GOOD.replace("502", "503").replace("13911112222", "13911113333"));
        assertThat(again.getInteger("added")).isZero();
        assertThat(again.getInteger("changed")).isEqualTo(2);
        assertThat(names()).containsExactly("王秀英", "李建国");
        assertThat(POSTGRES.ask("SELECT count(*)::text FROM contacts")).containsExactly("1");
        JsonObject found = new JsonObject(house.send(desk, "GET", "/api/v1/residents?q=13911113333", "")
                        .body())
                .getJsonArray("items")
                .getJsonObject(0);
        assertThat(found.getString("name")).isEqualTo("王秀英");
        assertThat(found.getString("pinyin")).isEqualTo("wang xiu ying");
        assertThat(found.getJsonObject("address").getString("text")).isEqualTo("东里 3号楼 503");
        JsonObject whole = new JsonObject(house.send(desk, "GET", "/api/v1/residents/" + found.getString("id"), "")
                .body());
        assertThat(whole.getJsonObject("clinical").getJsonArray("conditions"))
                .isEqualTo(new JsonArray().add("高血压").add("糖尿病"));
        assertThat(POSTGRES.ask("SELECT count(*)::text FROM access_log WHERE detail ->> 'purpose' = 'sheet'"))
                .as("health fields written are recorded")
                .containsExactly("2");
    }

    @Test
    void everyBadLineIsNamedAndNothingIsWrittenUnlessTheGoodOnesAreAskedFor() {
        String bad = HEAD
                + "A1,王秀英,?,1940-02-30,abc,maybe,9号楼,,,王丽,,,\n"
                + "A2,李建国,,,,,,,,,,,\n"
                + "A2,赵西,,,,,,,,,,,\n"
                + ",周东,,,,,,,,,,,\n";
        assertThat(told(sent(200, "?language=en", bad)))
                .containsExactlyInAnyOrder(
                        "2 sex Sex is F or M",
                        "2 birthDate A date in the past like 1940-02-29",
                        "2 phone That is no telephone number",
                        "2 livesAlone Say yes or no",
                        "2 building That community has no such building",
                        "2 contact1Name A contact needs a name, a relation and a telephone number",
                        "2 contact1Phone That is no telephone number",
                        "4 externalId The number stands in the sheet twice",
                        "5 externalId The cell must not be empty");
        JsonObject refused = sent(422, "?dryRun=false", bad);
        assertThat(refused.getString("code")).isEqualTo("sheet_has_troubles");
        assertThat(told(refused)).hasSize(9).contains("5 externalId 不能为空");
        assertThat(names()).isEmpty();
        JsonObject partly = sent(200, "?dryRun=false&partial=true", bad);
        assertThat(partly.getInteger("added")).isOne();
        assertThat(names()).containsExactly("李建国");
    }

    @Test
    void aTownComesInByHundreds() {
        StringBuilder sheet = new StringBuilder("externalId,name,phone\n");
        for (int i = 0; i < 250; i++) {
            sheet.append("N")
                    .append(i)
                    .append(",人")
                    .append(i)
                    .append(",1390000")
                    .append(1000 + i)
                    .append('\n');
        }
        assertThat(sent(200, "?dryRun=false", sheet.toString()).getInteger("added"))
                .isEqualTo(250);
        assertThat(POSTGRES.ask("SELECT count(*)::text FROM residents WHERE phone LIKE 's1.%'"))
                .containsExactly("250");
    }
}
