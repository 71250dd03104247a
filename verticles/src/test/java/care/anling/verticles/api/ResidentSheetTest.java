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

    private HttpResponse<String> exported(String token, String query) {
        return house.exactly(token, "GET", "/api/v1/residents/export" + query, "");
    }

    private String admin(CommunityId of) {
        return house.token(house.account("admin-" + Samples.id(), AccountRole.ADMIN, of, null));
    }

    @Test
    void whatIsWrittenOutReadsBackAsItWas() {
        String sheet = "externalId,name,sex,birthDate,phone,livingSituation,livesAlone,building,unit,floor,room,keyBox,"
                + "conditions,allergies,bloodType,notes,lat,lon,frailty,oxygenTherapy,spo2Scale2,"
                + "contact1Name,contact1Relation,contact1Phone,contact1HasKey,contact2Name,contact2Relation,contact2Phone\n"
                + "A1,王秀英,女,1940-02-29,+8613900000001,独居,是,3号楼,2单元,5,502,\"盒 4471, 右\",高血压;糖尿病,青霉素,A,"
                + "\"怕狗\n敲门要响\",34.76,113.75,5,是,是,王丽,女儿,13911112222,是,王强,儿子,13911113333\n"
                + "A2,李建国,,,,,,,,,,,,,,,,,,,,,,,,,,\n";
        assertThat(told(sent(200, "?dryRun=false", sheet))).isEmpty();
        // Never on a list, and called like something a spreadsheet would run.
        assertThat(house.send(
                                desk,
                                "POST",
                                "/api/v1/residents",
                                "{\"community\":\"" + east + "\",\"name\":\"=HYPERLINK(1)\",\"unit\":\"-1\"}")
                        .statusCode())
                .isEqualTo(201);
        POSTGRES.forgetLooks();
        String admin = admin(east);
        HttpResponse<String> first = exported(admin, "");
        assertThat(first.statusCode()).as(first.body()).isEqualTo(200);
        assertThat(first.headers().firstValue("Content-Type").orElse("")).startsWith("text/csv");
        assertThat(first.body())
                .startsWith("\uFEFF编号,姓名,")
                .contains("'=HYPERLINK(1)")
                .contains("'+8613900000001")
                .contains(",'-1,")
                .contains("高血压；糖尿病")
                .doesNotContain(",=HYPERLINK");
        assertThat(POSTGRES.ask("SELECT action || ' ' || (detail ->> 'purpose') || ' ' || count(*) FROM access_log"
                        + " GROUP BY action, detail ->> 'purpose'"))
                .containsExactly("EXPORT sheet 3");

        JsonObject again = sent(200, "?dryRun=false", first.body());
        assertThat(told(again)).isEmpty();
        assertThat(again.getInteger("added")).isZero();
        assertThat(again.getInteger("changed")).isEqualTo(3);
        assertThat(exported(admin, "").body()).isEqualTo(first.body());
        assertThat(POSTGRES.ask("SELECT count(*)::text FROM contacts")).containsExactly("2");
        assertThat(POSTGRES.ask(
                        "SELECT frailty || ' ' || oxygen_therapy || ' ' || spo2_scale2 || ' ' || lat || ' ' || lon"
                                + " FROM residents WHERE external_id = 'A1'"))
                .containsExactly("5 true true 34.76 113.75");
        assertThat(POSTGRES.ask("SELECT name FROM residents WHERE external_id IS NULL"))
                .containsExactly("=HYPERLINK(1)");
        // In English, too.
        assertThat(told(sent(
                        200, "?dryRun=false", exported(admin, "?language=en").body())))
                .isEmpty();
    }

    @Test
    void onlyWhoAdministersThePartWritesItOut() {
        assertThat(sent(200, "?dryRun=false", GOOD).getInteger("added")).isEqualTo(2);
        assertThat(exported(desk, "").statusCode()).isEqualTo(403);
        assertThat(exported("", "").statusCode()).isEqualTo(401);
        assertThat(exported(admin(street), "").statusCode())
                .as("which of them?")
                .isEqualTo(422);
        assertThat(exported(admin(street), "?community=" + east).body()).contains("王秀英");
        assertThat(exported(admin(east), "?community=" + street).statusCode()).isEqualTo(422);
        assertThat(exported(admin(east), "?community=x").statusCode()).isEqualTo(400);
        CommunityId other = new CommunityId(Samples.id());
        POSTGRES.tell("INSERT INTO communities (id, level, name, parent) VALUES ('" + other + "', 'BUILDING', '4号楼', '"
                + east + "')");
        assertThat(exported(admin(building), "").body()).contains("王秀英").doesNotContain("李建国");
        assertThat(exported(admin(other), "?building=" + building).body()).doesNotContain("王秀英");
    }

    @Test
    void pointsAndGradesAreHeldAgainstWhatTheyAre() {
        String sheet = "externalId,name,lat,lon,frailty,oxygenTherapy\nB1,甲,91,10,,\nB2,乙,34.7,,,\n"
                + "B3,丙,,,10,\nB4,丁,,,3,maybe\nB5,戊,NaN,1e3,0,no\n";
        assertThat(told(sent(200, "?language=en", sheet)))
                .containsExactlyInAnyOrder(
                        "2 lat Degrees (WGS-84), both cells or none",
                        "3 lat Degrees (WGS-84), both cells or none",
                        "4 frailty Clinical Frailty Scale, 1 to 9; 0 when not assessed",
                        "5 oxygenTherapy Say yes or no",
                        "6 lat Degrees (WGS-84), both cells or none",
                        "6 lon Degrees (WGS-84), both cells or none");
    }

    @Test
    void theOfficesNumberIsReadWrittenAndNobodyElses() {
        assertThat(sent(200, "?dryRun=false", GOOD).getInteger("added")).isEqualTo(2);
        String taken = POSTGRES.ask("SELECT external_id FROM residents ORDER BY external_id")
                .get(0);
        String body = "{\"community\":\"" + east + "\",\"name\":\"新\",\"externalId\":\"";
        assertThat(house.send(desk, "POST", "/api/v1/residents", body + taken + "\"}")
                        .statusCode())
                .isEqualTo(409);
        HttpResponse<String> made = house.send(desk, "POST", "/api/v1/residents", body + "N-7\"}");
        assertThat(made.statusCode()).isEqualTo(201);
        String path = "/api/v1/residents/" + new JsonObject(made.body()).getString("id");
        assertThat(new JsonObject(house.send(desk, "GET", path, "").body()).getString("externalId"))
                .isEqualTo("N-7");
        assertThat(house.send(desk, "GET", "/api/v1/residents?q=n-7", "").body())
                .contains("新")
                .contains("N-7");
        HttpResponse<String> clash = house.send(desk, "PATCH", path, "{\"externalId\":\"" + taken + "\"}");
        assertThat(clash.statusCode()).isEqualTo(409);
        assertThat(clash.body()).contains("external_id_taken");
        assertThat(house.send(desk, "PATCH", path, "{\"externalId\":null}").body())
                .contains("\"externalId\":null");
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
        assertThat(exported(admin(east), "").body().lines()).hasSize(251);
    }
}
