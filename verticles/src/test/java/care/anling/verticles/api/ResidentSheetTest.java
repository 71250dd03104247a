package care.anling.verticles.api;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import care.anling.core.common.CommunityId;
import care.anling.verticles.store.AccountRole;
import care.anling.verticles.store.PgFixture;
import care.anling.verticles.store.Samples;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
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

    private static final String NASTY = ";；、,\n\r\t \u3000\u00a0'\"\\=+-@“”|a王𠀀0";

    /** Whatever people type into a form; never only blank, which no form takes. */
    private static String nasty(SplittableRandom random, int most) {
        int[] letters = NASTY.codePoints().toArray();
        int length = 1 + random.nextInt(most);
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            text.appendCodePoint(letters[random.nextInt(letters.length)]);
        }
        return text.toString().isBlank() ? text + "王" : text.toString();
    }

    private static JsonArray nastyList(SplittableRandom random) {
        JsonArray list = new JsonArray();
        for (int i = random.nextInt(5); i > 0; i--) {
            list.add(nasty(random, 12));
        }
        return list;
    }

    private JsonObject nastyResident(SplittableRandom random) {
        return new JsonObject()
                .put("community", east.toString())
                .put("name", nasty(random, 8))
                .put("pinyin", nasty(random, 8))
                .put("livingSituation", nasty(random, 80))
                .put("language", nasty(random, 20))
                .put("unit", nasty(random, 8))
                .put("room", nasty(random, 8))
                .put("keyBox", nasty(random, 60))
                .put("building", building.toString())
                .put("birthDate", "1899-0" + (1 + random.nextInt(9)) + "-01")
                .put("lat", random.nextDouble(-90, 90))
                .put("lon", random.nextDouble() * 1e-6)
                .put(
                        "clinical",
                        new JsonObject()
                                .put("conditions", nastyList(random))
                                .put("medications", nastyList(random))
                                .put("allergies", nastyList(random))
                                .put("bloodType", nasty(random, 5))
                                .put("notes", nasty(random, 200))
                                .put("frailty", random.nextInt(10)));
    }

    private List<String> residentsAndContacts() {
        List<String> all = new ArrayList<>();
        for (Object line : new JsonObject(house.send(desk, "GET", "/api/v1/residents?limit=200", "")
                        .body())
                .getJsonArray("items")) {
            String path = "/api/v1/residents/" + ((JsonObject) line).getString("id");
            JsonObject file = new JsonObject(house.send(desk, "GET", path, "").body());
            all.add(whole(file).encode());
            new JsonObject(house.send(desk, "GET", path + "/contacts", "").body())
                    .getJsonArray("items").stream()
                            .map(JsonObject.class::cast)
                            .forEach(contact -> all.add(whole(contact).encode()));
        }
        return all;
    }

    /** Degrees come back to nine places, contacts numbered anew; how often it was written is no part of what was. */
    private static JsonObject whole(JsonObject file) {
        JsonObject same = file.copy();
        JsonObject address = same.getJsonObject("address", new JsonObject());
        List.of("version", "order").forEach(same::remove);
        List.of("lat", "lon").forEach(address::remove);
        return same;
    }

    @Test
    void whateverPeopleTypedIsWrittenOutReadInAndWrittenOutTheSame() {
        SplittableRandom random = new SplittableRandom(20261122);
        for (int i = 0; i < 40; i++) {
            HttpResponse<String> made = house.send(
                    desk, "POST", "/api/v1/residents", nastyResident(random).encode());
            assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
            String contacts = made.headers().firstValue("Location").orElseThrow() + "/contacts";
            for (int k = i == 0 ? 20 : random.nextInt(5); k > 0; k--) {
                // Some of one name and one place, who are still two.
                JsonObject contact = new JsonObject()
                        .put("name", k % 3 == 0 ? "王丽" : nasty(random, 8))
                        .put("relation", nasty(random, 60))
                        .put("phone", "139 0000-" + (1000 + random.nextInt(9000)))
                        .put("hasKey", random.nextBoolean())
                        .put("order", 21 - k);
                assertThat(house.send(desk, "POST", contacts, contact.encode()).statusCode())
                        .isEqualTo(201);
            }
        }
        List<String> before = residentsAndContacts();
        String admin = admin(east);
        String first = exported(admin, "").body();
        assertThat(first.lines().findFirst().orElse("")).contains("联系人20姓名");
        for (String language : List.of("zh", "en")) {
            JsonObject again = sent(
                    200,
                    "?dryRun=false",
                    exported(admin, "?language=" + language).body());
            assertThat(told(again)).isEmpty();
            assertThat(again.getInteger("changed")).isEqualTo(40);
        }
        assertThat(exported(admin, "").body()).isEqualTo(first);
        assertThat(residentsAndContacts()).isEqualTo(before);
    }

    @Test
    void aTwentyFirstContactOfASheetIsRefused() {
        assertThat(sent(200, "?dryRun=false", GOOD).getInteger("added")).isEqualTo(2);
        StringBuilder head = new StringBuilder("externalId,name");
        StringBuilder line = new StringBuilder("\nA1,王秀英");
        for (int i = 1; i <= 20; i++) {
            head.append(",contact" + i + "Name,contact" + i + "Relation,contact" + i + "Phone");
            line.append(",新人" + i + ",邻居,1390000" + (1000 + i));
        }
        assertThat(sent(409, "?dryRun=false", head.toString() + line).getString("code"))
                .isEqualTo("contacts_full");
        assertThat(POSTGRES.ask("SELECT count(*)::text FROM contacts"))
                .as("all of a hundred lines, or none")
                .containsExactly("1");
        assertThat(sent(200, "?dryRun=false", head.toString() + line.toString().replace("新人7,", "王丽,"))
                        .getInteger("changed"))
                .isOne();
        assertThat(POSTGRES.ask("SELECT count(*)::text FROM contacts")).containsExactly("20");
    }

    @Test
    void whoseSheetFailsHalfwayHearsHowFarItCame() {
        StringBuilder sheet = new StringBuilder("externalId,name");
        for (int i = 1; i <= 20; i++) {
            sheet.append(",contact" + i + "Name,contact" + i + "Relation,contact" + i + "Phone");
        }
        String head = sheet.toString();
        String twenty = IntStream.rangeClosed(1, 20)
                .mapToObj(i -> ",旧人" + i + ",邻居,1390000" + (1000 + i))
                .collect(joining());
        assertThat(sent(200, "?dryRun=false", head + "\nN120,人120" + twenty).getInteger("added"))
                .isOne();
        for (int i = 1; i <= 150; i++) {
            sheet.append("\nN" + i + ",人" + i + (i == 120 ? ",新人,邻居,13900009999" : ""));
        }
        JsonObject refused = sent(409, "?dryRun=false", sheet.toString());
        assertThat(refused.getString("code")).isEqualTo("contacts_full");
        assertThat(refused.getString("detail")).contains("lines 102 to 151");
        assertThat(POSTGRES.ask("SELECT count(*)::text FROM residents WHERE external_id LIKE 'N%'"))
                .as("the first hundred, and whom one had before")
                .containsExactly("101");
        JsonObject again = sent(200, "?dryRun=false", sheet.toString().replace(",新人,", ",旧人9,"));
        assertThat(again.getInteger("added")).isEqualTo(49);
        assertThat(again.getInteger("changed")).isEqualTo(101);
    }
}
