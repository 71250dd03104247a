package care.anling.verticles.api;

import static org.assertj.core.api.Assertions.assertThat;

import care.anling.core.common.CommunityId;
import care.anling.verticles.store.Account;
import care.anling.verticles.store.AccountRole;
import care.anling.verticles.store.PgFixture;
import care.anling.verticles.store.Samples;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The register over REST on a real PostgreSQL. Who may not see it is {@link CrossScopeTest}'s matter. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RegisterTest {

    @RegisterExtension
    static final PgFixture POSTGRES = new PgFixture();

    private static final String RESIDENTS = "/api/v1/residents";

    private final CommunityId street = new CommunityId(Samples.id());
    private final CommunityId east = new CommunityId(Samples.id());
    private final CommunityId west = new CommunityId(Samples.id());
    private final CommunityId building = new CommunityId(Samples.id());
    private final CommunityId westBuilding = new CommunityId(Samples.id());
    private PgHouse house;
    private String desk;

    @BeforeAll
    void open() {
        POSTGRES.tell("INSERT INTO communities (id, level, name, parent) VALUES ('" + street
                + "', 'STREET', '安宁街道', NULL), ('" + east + "', 'COMMUNITY', '东里', '" + street + "'), ('" + west
                + "', 'COMMUNITY', '西里', '" + street + "'), ('" + building + "', 'BUILDING', '3号楼', '" + east
                + "'), ('" + westBuilding + "', 'BUILDING', '9号楼', '" + west + "')");
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
        POSTGRES.tell("TRUNCATE contacts, observations");
        POSTGRES.tell("DELETE FROM accounts WHERE resident IS NOT NULL");
        POSTGRES.tell("DELETE FROM residents");
    }

    private JsonObject draft(String name) {
        return new JsonObject().put("community", east.toString()).put("name", name);
    }

    private JsonObject added(JsonObject draft) {
        HttpResponse<String> answer = house.send(desk, "POST", RESIDENTS, draft.encode());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
        assertThat(answer.headers().firstValue("Location").orElse(""))
                .isEqualTo(RESIDENTS + "/" + new JsonObject(answer.body()).getString("id"));
        return new JsonObject(answer.body());
    }

    private List<String> names(String query) {
        HttpResponse<String> answer = house.send(desk, "GET", RESIDENTS + query, "");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return new JsonObject(answer.body())
                .getJsonArray("items").stream()
                        .map(each -> ((JsonObject) each).getString("name"))
                        .toList();
    }

    private List<String> looks() {
        return POSTGRES.ask("SELECT action || ' ' || (detail -> 'fields')::text FROM access_log ORDER BY id");
    }

    @Test
    void whatWasWrittenIsReadBackAndLookingIsRecorded() {
        JsonObject clinical = new JsonObject()
                .put("conditions", new JsonArray().add("高血压"))
                .put("allergies", new JsonArray().add("青霉素"))
                .put("frailty", 5)
                .put("oxygenTherapy", true);
        JsonObject made = added(draft("王秀英")
                .put("pinyin", "wang xiuying")
                .put("sex", "F")
                .put("birthDate", "1940-02-29")
                .put("phone", "13800000001")
                .put("building", building.toString())
                .put("unit", "2单元")
                .put("floor", 5)
                .put("room", "502")
                .put("lat", 34.76)
                .put("lon", 113.75)
                .put("clinical", clinical));
        HttpResponse<String> read = house.send(desk, "GET", RESIDENTS + "/" + made.getString("id"), "");
        JsonObject found = new JsonObject(read.body());
        assertThat(found).isEqualTo(made);
        assertThat(found.getJsonObject("address").getString("text")).isEqualTo("东里 3号楼 2单元 502");
        assertThat(found.getJsonObject("clinical").getJsonArray("conditions")).isEqualTo(new JsonArray().add("高血压"));
        assertThat(found.getJsonObject("clinical").getInteger("frailty")).isEqualTo(5);
        assertThat(read.headers().firstValue("ETag")).contains("\"1\"");
        String every =
                "[\"conditions\",\"medications\",\"allergies\",\"bloodType\",\"frailty\",\"oxygenTherapy\",\"spo2Scale2\",\"notes\"]";
        assertThat(looks())
                .containsExactly(
                        "RESIDENT_EDIT [\"conditions\",\"allergies\",\"frailty\",\"oxygenTherapy\"]",
                        "RESIDENT " + every,
                        "RESIDENT " + every);
        assertThat(POSTGRES.ask("SELECT DISTINCT account_name || ' ' || (detail ->> 'from') FROM access_log"))
                .containsExactly("名-desk 127.0.0.1");
    }

    @Test
    void aFamilyReadsItsOwnPageWithoutTheHealthFields() {
        JsonObject made = added(draft("王秀英").put("clinical", new JsonObject().put("bloodType", "A")));
        POSTGRES.forgetLooks();
        Account daughter = house.account("daughter", AccountRole.FAMILY, east, UUID.fromString(made.getString("id")));
        HttpResponse<String> read =
                house.send(house.token(daughter), "GET", RESIDENTS + "/" + made.getString("id"), "");
        assertThat(read.statusCode()).isEqualTo(200);
        assertThat(new JsonObject(read.body()).containsKey("clinical")).isFalse();
        assertThat(looks()).isEmpty();
    }

    @Test
    void peopleAreFoundByWhateverIsKnownOfThem() {
        added(draft("王秀英")
                .put("pinyin", "wang xiuying")
                .put("phone", "138 0000 0001")
                .put("building", building.toString())
                .put("unit", "2单元")
                .put("room", "502")
                .put("livesAlone", true));
        added(draft("李建国")
                .put("pinyin", "li jianguo")
                .put("phone", "13900000002")
                .put("away", true));
        added(draft("百分%号"));
        assertThat(names("")).containsExactly("王秀英", "李建国", "百分%号");
        for (String words :
                List.of("秀英", "xiuying", "wangxiu", "Wang%20Xiu", "0001", "13800000001", "2%E5%8D%95%E5%85%83502")) {
            String query = words.equals("秀英") ? "%E7%A7%80%E8%8B%B1" : words;
            assertThat(names("?q=" + query)).as(words).containsExactly("王秀英");
        }
        assertThat(names("?q=13800000"))
                .as("a part of a number is not looked for")
                .isEmpty();
        assertThat(names("?q=%2B86-138-0000-0001")).as("however it is written").containsExactly("王秀英");
        assertThat(names("?q=%25")).as("not a pattern").containsExactly("百分%号");
        assertThat(names("?q=nobody")).isEmpty();
        assertThat(names("?livesAlone=true")).containsExactly("王秀英");
        assertThat(names("?away=true&livesAlone=false")).containsExactly("李建国");
        assertThat(names("?building=" + building)).containsExactly("王秀英");
        assertThat(names("?community=" + street)).hasSize(3);
        assertThat(names("?community=" + west)).isEmpty();
        assertThat(house.send(desk, "GET", RESIDENTS, "").body())
                .doesNotContain("clinical")
                .doesNotContain("keyBox");
    }

    @Test
    void anAbsenceIsSaidAndEndsByItself() {
        String path = RESIDENTS + "/" + added(draft("赵玉梅")).getString("id");
        String until = Instant.now()
                .plus(Duration.ofDays(3))
                .truncatedTo(ChronoUnit.SECONDS)
                .toString();
        assertThat(house.send(
                                desk,
                                "PUT",
                                path + "/absence",
                                "{\"kind\":\"HOSPITAL\",\"until\":\"" + until + "\",\"note\":\"市医院 心内科\"}")
                        .statusCode())
                .isEqualTo(200);
        JsonObject away = new JsonObject(house.send(desk, "GET", path, "").body());
        assertThat(away.getBoolean("away")).isTrue();
        assertThat(away.getJsonObject("absence"))
                .isEqualTo(new JsonObject().put("kind", "HOSPITAL").put("until", until));
        assertThat(away.getJsonObject("clinical").getString("absenceNote")).isEqualTo("市医院 心内科");
        assertThat(names("?away=true")).contains("赵玉梅");
        POSTGRES.tell("UPDATE residents SET away_until = now() - interval '1 second' WHERE name = '赵玉梅'");
        JsonObject home = new JsonObject(house.send(desk, "GET", path, "").body());
        assertThat(home.getBoolean("away")).isFalse();
        assertThat(home.getValue("absence")).isNull();
        assertThat(home.getJsonObject("clinical").getValue("absenceNote")).isNull();
        assertThat(names("?away=true")).doesNotContain("赵玉梅");
        assertThat(names("?away=false")).contains("赵玉梅");
    }

    @Test
    void aLongListComesInPages() {
        for (int i = 0; i < 7; i++) {
            added(draft("人" + i));
        }
        List<String> all = new ArrayList<>();
        String next = "";
        for (int page = 0; page < 4; page++) {
            HttpResponse<String> answer =
                    house.send(desk, "GET", RESIDENTS + "?limit=3" + (next.isEmpty() ? "" : "&cursor=" + next), "");
            JsonObject body = new JsonObject(answer.body());
            body.getJsonArray("items").forEach(each -> all.add(((JsonObject) each).getString("name")));
            next = body.getString("next");
            if (next == null) {
                break;
            }
            assertThat(answer.headers().firstValue("Link").orElse(""))
                    .contains("cursor=" + next)
                    .contains("limit=3");
        }
        assertThat(all).containsExactly("人0", "人1", "人2", "人3", "人4", "人5", "人6");
    }

    @Test
    void anEditNamesTheVersionItWasMadeOn() {
        String path = RESIDENTS + "/"
                + added(draft("王秀英").put("phone", "13800000001").put("livingSituation", "独居"))
                        .getString("id");
        POSTGRES.forgetLooks();
        assertThat(house.exactly(desk, "PATCH", path, "{\"away\":true}").statusCode())
                .isEqualTo(428);
        HttpResponse<String> edited =
                house.exactly(desk, "PATCH", path, "{\"away\":true,\"phone\":null}", "If-Match", "\"1\"");
        assertThat(edited.statusCode()).as(edited.body()).isEqualTo(200);
        assertThat(edited.headers().firstValue("ETag")).contains("\"2\"");
        JsonObject now = new JsonObject(edited.body());
        assertThat(now.getBoolean("away")).isTrue();
        assertThat(now.getString("phone")).isNull();
        assertThat(now.getString("livingSituation")).isEqualTo("独居");
        HttpResponse<String> late = house.exactly(desk, "PATCH", path, "{\"away\":false}", "If-Match", "\"1\"");
        assertThat(late.statusCode()).isEqualTo(412);
        assertThat(new JsonObject(late.body()).getString("code")).isEqualTo("changed_meanwhile");
        house.exactly(desk, "PATCH", path, "{\"clinical\":{\"notes\":\"跌倒过\"}}", "If-Match", "\"2\"");
        assertThat(looks()).hasSize(3).contains("RESIDENT_EDIT [\"notes\"]");
    }

    @Test
    void whatDoesNotFitTogetherIsRefused() {
        String path = RESIDENTS + "/" + added(draft("王秀英")).getString("id");
        assertThat(house.send(desk, "PATCH", path, "{}").statusCode()).isEqualTo(400);
        assertThat(house.send(desk, "PATCH", path, "{\"lat\":34.7}").statusCode())
                .isEqualTo(400);
        assertThat(house.send(desk, "PATCH", path, "{\"name\":null}").statusCode())
                .isEqualTo(400);
        assertThat(house.send(desk, "PATCH", path, "{\"birthDate\":\"1940-13-01\"}")
                        .statusCode())
                .isEqualTo(400);
        assertThat(house.send(desk, "PATCH", path, "{\"birthDate\":\"1941-02-29\"}")
                        .statusCode())
                .isEqualTo(400);
        assertThat(house.send(desk, "PATCH", path, "{\"building\":\"" + westBuilding + "\"}")
                        .statusCode())
                .isEqualTo(422);
        assertThat(house.send(desk, "PATCH", path, "{\"building\":\"" + east + "\"}")
                        .statusCode())
                .isEqualTo(422);
        assertThat(house.send(
                                desk,
                                "POST",
                                RESIDENTS,
                                draft("x").put("community", west.toString()).encode())
                        .statusCode())
                .isEqualTo(422);
        assertThat(house.send(desk, "GET", RESIDENTS + "/" + Samples.id(), "").statusCode())
                .isEqualTo(404);
        assertThat(house.send(desk, "GET", path + "/observations?from=yesterday", "")
                        .statusCode())
                .isEqualTo(400);
        assertThat(house.send(desk, "GET", path + "/observations?from=2026-02-30T00:00:00Z", "")
                        .statusCode())
                .isEqualTo(400);
        assertThat(house.send(desk, "GET", path + "/observations?cursor=YWJj", "")
                        .statusCode())
                .isEqualTo(400);
    }

    @Test
    void contactsAreKeptInTheOrderTheyAreCalled() {
        String contacts = RESIDENTS + "/" + added(draft("王秀英")).getString("id") + "/contacts";
        JsonObject son =
                new JsonObject().put("name", "王强").put("relation", "儿子").put("phone", "13900000001");
        HttpResponse<String> made =
                house.exactly(desk, "POST", contacts, son.copy().put("order", 2).encode(), "Idempotency-Key", "k1");
        assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
        // A repeat is answered as the first was, with the address of what that made.
        HttpResponse<String> again =
                house.exactly(desk, "POST", contacts, son.copy().put("order", 2).encode(), "Idempotency-Key", "k1");
        assertThat(again.headers().firstValue("Idempotency-Replayed")).contains("true");
        assertThat(again.headers().firstValue("Location"))
                .isEqualTo(made.headers().firstValue("Location"))
                .isPresent();
        house.send(
                desk,
                "POST",
                contacts,
                son.copy().put("name", "王丽").put("hasKey", true).encode());
        assertThat(people(contacts)).containsExactly("王丽", "王强");
        String path = made.headers().firstValue("Location").orElseThrow();
        assertThat(house.exactly(desk, "PUT", path, son.encode(), "If-Match", "\"7\"")
                        .statusCode())
                .isEqualTo(412);
        HttpResponse<String> first = house.exactly(
                desk, "PUT", path, son.copy().put("name", "阿强").put("order", 1).encode(), "If-Match", "\"1\"");
        assertThat(first.statusCode()).as(first.body()).isEqualTo(200);
        assertThat(people(contacts)).containsExactlyInAnyOrder("王丽", "阿强");
        assertThat(house.exactly(desk, "DELETE", path, "", "If-Match", "\"2\"").statusCode())
                .isEqualTo(204);
        assertThat(house.exactly(desk, "DELETE", path, "", "If-Match", "*").statusCode())
                .isEqualTo(404);
        assertThat(people(contacts)).containsExactly("王丽");
    }

    /** By it, family is asked in the order of the contacts. */
    @Test
    void aContactIsLinkedToAnAccountOfItsOwnFamilyAlone() {
        String id = added(draft("王秀英")).getString("id");
        String other = added(draft("赵西")).getString("id");
        String contacts = RESIDENTS + "/" + id + "/contacts";
        UUID daughter = house.account("daughter", AccountRole.FAMILY, east, UUID.fromString(id))
                .id();
        UUID stranger = house.account("stranger", AccountRole.FAMILY, east, UUID.fromString(other))
                .id();
        JsonObject contact =
                new JsonObject().put("name", "王丽").put("relation", "女儿").put("phone", "13900000001");
        HttpResponse<String> refused = house.send(
                desk,
                "POST",
                contacts,
                contact.copy().put("account", stranger.toString()).encode());
        assertThat(refused.statusCode()).as(refused.body()).isEqualTo(422);
        assertThat(refused.body()).contains("account_unknown");
        HttpResponse<String> made = house.send(desk, "POST", contacts, contact.encode());
        assertThat(new JsonObject(made.body()).getString("account")).isNull();
        String path = made.headers().firstValue("Location").orElseThrow();

        HttpResponse<String> linked = house.send(
                desk,
                "PUT",
                path,
                contact.copy().put("account", daughter.toString()).encode());
        assertThat(linked.statusCode()).as(linked.body()).isEqualTo(200);
        assertThat(POSTGRES.ask("SELECT account::text FROM contacts WHERE account IS NOT NULL"))
                .containsExactly(daughter.toString());
        assertThat(house.send(
                                desk,
                                "PUT",
                                path,
                                contact.copy()
                                        .put("account", stranger.toString())
                                        .encode())
                        .statusCode())
                .isEqualTo(422);
        assertThat(house.send(desk, "PUT", path, contact.encode()).statusCode()).isEqualTo(200);
        assertThat(POSTGRES.ask("SELECT count(*)::text FROM contacts WHERE account IS NOT NULL"))
                .as("replaced whole: without an account, there is none")
                .containsExactly("0");
    }

    private List<String> people(String contacts) {
        return new JsonObject(house.send(desk, "GET", contacts, "").body())
                .getJsonArray("items").stream()
                        .map(each -> ((JsonObject) each).getString("name"))
                        .toList();
    }

    @Test
    void readingsComeNewestFirstAsOneRecordedLook() {
        String id = added(draft("王秀英")).getString("id");
        POSTGRES.forgetLooks();
        POSTGRES.tell(
                "INSERT INTO observations (received_at, at, device, resident, community, backfilled, heart_rate, spo2)"
                        + " SELECT now(), now() - make_interval(mins => i), '" + Samples.id() + "', '" + id + "', '"
                        + east
                        + "', false, 60 + i, CASE WHEN i = 2 THEN 95 END FROM generate_series(1, 5) i");
        String path = RESIDENTS + "/" + id + "/observations";
        JsonObject first =
                new JsonObject(house.send(desk, "GET", path + "?limit=3", "").body());
        assertThat(first.getJsonArray("items").stream().map(o -> ((JsonObject) o).getInteger("hr")))
                .containsExactly(61, 62, 63);
        assertThat(first.getJsonArray("items").getJsonObject(0).containsKey("spo2"))
                .isFalse();
        JsonObject rest =
                new JsonObject(house.send(desk, "GET", path + "?limit=3&cursor=" + first.getString("next"), "")
                        .body());
        assertThat(rest.getJsonArray("items").stream().map(o -> ((JsonObject) o).getInteger("hr")))
                .containsExactly(64, 65);
        assertThat(rest.getString("next")).isNull();
        assertThat(looks()).containsExactly("OBSERVATIONS [\"hr\",\"spo2\"]", "OBSERVATIONS [\"hr\"]");
        assertThat(new JsonObject(house.send(desk, "GET", path + "?to=2020-01-01T00:00:00Z", "")
                                .body())
                        .getJsonArray("items"))
                .isEmpty();
    }

    /** Nobody at a desk writes pinyin down, and everybody types it. */
    @Test
    void aNameIsFoundByItsSoundAndANewNameByItsNewOne() {
        JsonObject made = added(draft("单秀英"));
        assertThat(made.getString("pinyin")).isEqualTo("shan xiu ying");
        String path = RESIDENTS + "/" + made.getString("id");
        for (String typed : List.of("shanxiu", "sxy", "Shan%20Xiu%20Ying", "xiuying")) {
            assertThat(names("?q=" + typed)).as(typed).containsExactly("单秀英");
        }
        house.send(desk, "PATCH", path, "{\"name\":\"吕秀英\"}");
        assertThat(names("?q=sxy")).isEmpty();
        assertThat(names("?q=lvxiu")).containsExactly("吕秀英");
        house.send(desk, "PATCH", path, "{\"pinyin\":\"lü xiu ing\"}");
        assertThat(names("?q=xiuing")).containsExactly("吕秀英");
        house.send(desk, "PATCH", path, "{\"name\":\"吕秀英\"}");
        assertThat(names("?q=xiuing")).as("the same name again changes nothing").containsExactly("吕秀英");
    }

    /** Who calls may be the daughter: her number leads to her mother. */
    @Test
    void aContactsNumberFindsTheResident() {
        String id = added(draft("王秀英")).getString("id");
        added(draft("李建国"));
        JsonObject contact =
                new JsonObject().put("name", "王丽").put("relation", "女儿").put("phone", "139 0000 7788");
        assertThat(house.send(desk, "POST", RESIDENTS + "/" + id + "/contacts", contact.encode())
                        .statusCode())
                .isEqualTo(201);
        assertThat(names("?q=13900007788")).containsExactly("王秀英");
        assertThat(names("?q=7788")).containsExactly("王秀英");
        assertThat(names("?q=7789")).isEmpty();
    }

    @Test
    void nothingClinicalAndNoNumberIsReadableInTheDatabase() {
        JsonObject clinical = new JsonObject()
                .put("conditions", new JsonArray().add("高血压"))
                .put("medications", new JsonArray().add("氨氯地平"))
                .put("allergies", new JsonArray().add("青霉素"))
                .put("bloodType", "AB-neg")
                .put("notes", "跌倒过两次");
        HttpResponse<String> made = house.exactly(
                desk,
                "POST",
                RESIDENTS,
                draft("王秀英")
                        .put("phone", "13800000001")
                        .put("keyBox", "密码 4471")
                        .put("clinical", clinical)
                        .encode(),
                "Idempotency-Key",
                "sealed");
        assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
        String id = new JsonObject(made.body()).getString("id");
        house.send(
                desk,
                "POST",
                RESIDENTS + "/" + id + "/contacts",
                new JsonObject()
                        .put("name", "王丽")
                        .put("relation", "女儿")
                        .put("phone", "13911112222")
                        .encode());
        String everything = String.join(
                "\n",
                POSTGRES.ask("SELECT r::text FROM residents r UNION ALL SELECT c::text FROM contacts c"
                        + " UNION ALL SELECT i::text FROM idempotency_keys i"));
        assertThat(everything)
                .as("what is not sealed can be read")
                .contains("王秀英")
                .contains("王丽")
                .as("what is sealed cannot")
                .doesNotContain("高血压", "氨氯地平", "青霉素", "AB-neg", "跌倒", "13800000001", "密码", "13911112222");
        assertThat(house.exactly(
                                desk,
                                "POST",
                                RESIDENTS,
                                draft("王秀英")
                                        .put("phone", "13800000001")
                                        .put("keyBox", "密码 4471")
                                        .put("clinical", clinical)
                                        .encode(),
                                "Idempotency-Key",
                                "sealed")
                        .body())
                .as("and yet a repeat is answered")
                .isEqualTo(made.body());
    }

    @Test
    void aSealedTextOfAnotherRowIsAFaultThatTellsNothing() {
        JsonObject clinical = new JsonObject().put("notes", "跌倒过两次");
        String one = added(draft("王秀英").put("clinical", clinical)).getString("id");
        String other = added(draft("李建国")).getString("id");
        POSTGRES.tell("UPDATE residents r SET clinical_notes = o.clinical_notes FROM residents o WHERE r.id = '" + other
                + "' AND o.id = '" + one + "'");
        HttpResponse<String> read = house.send(desk, "GET", RESIDENTS + "/" + other, "");
        assertThat(read.statusCode()).isEqualTo(500);
        assertThat(read.body()).contains("sealed_text_unreadable").doesNotContain("跌倒");
        assertThat(house.send(desk, "GET", RESIDENTS + "/" + one, "").body()).contains("跌倒过两次");
    }

    /** Follows the Link of each page to its end. @return the ids, page by page */
    private List<List<String>> pages(String token, String first) {
        List<List<String>> pages = new ArrayList<>();
        for (String at = first; !at.isEmpty() && pages.size() < 50; ) {
            HttpResponse<String> answer = house.send(token, "GET", at, "");
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
            JsonObject page = new JsonObject(answer.body());
            pages.add(page.getJsonArray("items").stream()
                    .map(each -> ((JsonObject) each).getString("id"))
                    .toList());
            String link = answer.headers().firstValue("Link").orElse("");
            assertThat(link.isEmpty()).isEqualTo(page.getString("next") == null);
            at = link.isEmpty() ? "" : link.substring(1, link.indexOf('>'));
        }
        return pages;
    }

    private static List<String> all(List<List<String>> pages) {
        return pages.stream().flatMap(List::stream).toList();
    }

    @Test
    void theTreeAndWhoCanActAreReadInPagesAndWholeByThoseWhoDoNotAsk() {
        String above = house.token(house.account("street-desk", AccountRole.COORDINATOR, street, null));
        List<List<String>> nodes = pages(above, "/api/v1/communities?limit=2");
        assertThat(nodes).hasSize(3);
        assertThat(all(nodes)).doesNotHaveDuplicates().hasSize(5).startsWith(street.toString());
        assertThat(pages(above, "/api/v1/communities")).containsExactly(all(nodes));
        List<String> made = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            made.add(house.account("walker-" + i, AccountRole.VOLUNTEER, i % 2 == 0 ? east : street, null)
                    .id()
                    .toString());
        }
        List<List<String>> people = pages(above, "/api/v1/responders?limit=2");
        assertThat(people.get(0)).hasSize(2);
        assertThat(all(people)).doesNotHaveDuplicates().containsAll(made);
        assertThat(pages(above, "/api/v1/responders")).containsExactly(all(people));
        assertThat(all(pages(desk, "/api/v1/responders?above=true&limit=1"))).containsAll(made);
        assertThat(all(pages(desk, "/api/v1/responders?limit=1"))).doesNotContain(made.get(1));
        for (String bad : List.of("limit=0", "limit=2001", "limit=x", "cursor=%25", "cursor=bm9uZQ")) {
            for (String list : List.of("communities", "responders")) {
                assertThat(house.exactly(above, "GET", "/api/v1/" + list + "?" + bad, "")
                                .statusCode())
                        .as(list + bad)
                        .isEqualTo(400);
            }
        }
    }

    @Test
    void aResidentHasTwentyContactsAndNoMore() {
        String contacts = RESIDENTS + "/" + added(draft("王秀英")).getString("id") + "/contacts";
        JsonObject body = new JsonObject().put("relation", "女儿").put("phone", "13900000001");
        for (int i = 0; i < 20; i++) {
            assertThat(house.send(
                                    desk,
                                    "POST",
                                    contacts,
                                    body.put("name", "王" + i).encode())
                            .statusCode())
                    .isEqualTo(201);
        }
        HttpResponse<String> more =
                house.send(desk, "POST", contacts, body.put("name", "一个都不能再多").encode());
        assertThat(more.statusCode()).isEqualTo(409);
        assertThat(more.body()).contains("contacts_full");
        List<String> all = all(pages(desk, contacts));
        assertThat(all).hasSize(20);
        assertThat(house.exactly(desk, "DELETE", contacts + "/" + all.get(0), "", "If-Match", "*")
                        .statusCode())
                .isEqualTo(204);
        assertThat(house.send(desk, "POST", contacts, body.encode()).statusCode())
                .isEqualTo(201);
    }
}
