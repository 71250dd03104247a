package care.anling.story;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Request;
import com.microsoft.playwright.options.WaitForSelectorState;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * What administrators do at {@code /admin}, with the real server behind it. Each story works in a community of its own, so
 * that none disturbs another's people, plans or shifts.
 */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class OfficeStoryTest {

    private static final ZoneId DESK = ZoneId.of("Asia/Shanghai");

    @RegisterExtension
    static final SharedTown SHARED = new SharedTown();

    private final DemoTown town = SHARED.town();

    private Desk admin() throws IOException, InterruptedException {
        return town.signIn("admin");
    }

    private Office enter(String page) {
        return Office.enter(town.http(), town.account("admin"), page);
    }

    private String newCommunity(String name) throws IOException, InterruptedException {
        Map<String, String> node = Map.of(
                "name", name, "parent", town.account("admin").get("community").asText());
        return made(admin().post("/communities", node));
    }

    private static String made(Desk.Answer answer) {
        assertThat(answer.status()).as("%s", answer.body()).isEqualTo(201);
        return answer.body().path("id").asText();
    }

    private String newResident(String community, String name) throws IOException, InterruptedException {
        return made(admin().post("/residents", Map.of("community", community, "name", name)));
    }

    @Test
    void aResidentIsRegisteredAndEditedByTwoAtOnce() throws IOException, InterruptedException {
        String community = newCommunity("登记社区");
        try (Office office = enter("residents")) {
            office.see("resident-new").click();
            office.submit();
            office.see("fault-community");
            office.see("fault-name");
            office.choose("community", "登记社区");
            office.type("name", "苗春桃");
            office.type("phone", "请打她儿子");
            office.submit();
            office.read("fault-phone", "格式不对");
            assertThat(office.typed("name")).isEqualTo("苗春桃");
            office.photograph("office-resident-invalid");
            office.type("phone", "13800001111");
            office.submit();
            office.see("contact-new");

            made(admin().post("/residents", Map.of("community", community, "name", "苗家二姐", "externalId", "M-2")));
            office.type("externalId", "M-2");
            office.submit();
            office.read("fault-externalId", "已经有人用了");
            office.photograph("office-resident-duplicate");
            office.type("externalId", "M-1");
            office.type("phone", "13800002222");
            office.type("language", "只会说河南话");
            String id = found(admin().get("/residents?q=13800001111&community=" + community));
            // Meanwhile, at another desk.
            assertThat(admin().patch("/residents/" + id, Map.of("phone", "13800003333", "room", "302"))
                            .status())
                    .isEqualTo(200);
            office.submit();
            office.read("record-failure", "刚才有人改过");
            assertThat(List.of(office.typed("phone"), office.typed("language")))
                    .containsExactly("13800002222", "只会说河南话");
            office.photograph("office-resident-stale");
            office.see("record-renew").click();
            office.read("theirs-phone", "13800003333");
            assertThat(List.of(office.typed("phone"), office.typed("language"), office.typed("room")))
                    .containsExactly("13800002222", "只会说河南话", "302");
            office.photograph("office-resident-renewed");
            office.submit();
            office.see("record-saved");
            JsonNode now = admin().get("/residents/" + id).body();
            assertThat(List.of(
                            now.at("/phone").asText(), now.at("/address/room").asText()))
                    .containsExactly("13800002222", "302");
        }
    }

    private static String found(Desk.Answer list) {
        return list.body().at("/items/0/id").asText();
    }

    @Test
    void aSheetIsTriedAndItsGoodLinesComeIn() throws IOException, InterruptedException {
        String community = newCommunity("导入社区");
        try (Office office = enter("residents")) {
            office.see("resident-import").click();
            String head = office.download("import-template").strip();
            assertThat(head).startsWith("\uFEFF编号,姓名,");
            office.see("import-community").selectOption(community);
            Screen.Held slow = office.screen().hold("**/residents/import*");
            office.upload("长者.csv", "编号,姓名,出生日期\r\nD-1,段立本,1941-03-02\r\nD-2,,1950-01-01\r\nD-3,段小梅,昨天\r\n");
            slow.caught();
            office.read("import-pending", "3 行");
            office.photograph("office-import-reading");
            slow.letGo();
            office.read("import-good", "1 行");
            assertThat(office.all("import-trouble"))
                    .hasSize(2)
                    .first()
                    .asString()
                    .contains("3", "姓名", "不能为空");
            office.photograph("office-import-troubles");
            assertThat(office.download("import-save-troubles")).contains("4,出生日期,");
            office.see("import-submit").click();
            office.read("import-done", "新登记 1 位");
            assertThat(office.all("import-trouble")).as("what is still to mend").hasSize(2);
            office.photograph("office-import-partial");
            office.see("panel-close").click();

            office.see("resident-import").click();
            office.see("import-community").selectOption(community);
            office.upload("长者.csv", "编号,姓名,出生日期\r\nD-1,段立本,1941-03-02\r\nD-2,段小梅,1950-01-01\r\n");
            office.read("import-good", "2 行");
            office.see("import-submit").click();
            office.read("import-done", "新登记 1 位，更新 1 位");
            office.see("resident-community").selectOption(community);
            assertThat(office.download("resident-export")).contains("D-1,段立本", "D-2,段小梅");
        }
        assertThat(admin().get("/residents?community=" + community).body().path("items"))
                .hasSize(2);
    }

    @Test
    void aDevicesSecretIsShownOnceAndLetsItIn() throws IOException, InterruptedException {
        String community = newCommunity("设备社区");
        newResident(community, "卜连生");
        try (Office office = enter("devices")) {
            office.see("device-new").click();
            office.choose("kind", "吊坠");
            office.choose("community", "设备社区");
            office.see("pick-search").fill("卜连生");
            office.see("pick").click();
            office.type("gateway", "01a20000-0000-7000-8000-000000000000");
            office.submit();
            office.read("fault-gateway", "没有这个在用的网关");
            office.photograph("office-device-unknown-gateway");
            office.type("gateway", "");
            office.submit();
            String id = office.text("secret-username");
            String first = office.text("secret");
            office.photograph("office-device-secret");
            letIn(id, first);
            office.see("secret-done").click();
            office.seeGone("secret");

            office.see("device-search").fill("卜连生");
            office.row(id).click();
            office.see("device-rotate");
            assertThat(office.screen().page().content()).doesNotContain(first);
            office.see("device-rotate").click();
            office.see("ask-yes").click();
            String second = office.text("secret");
            assertThat(second).isNotEqualTo(first);
            letIn(id, second);
            letIn(id, first);
            office.see("device-finish").click();
            office.see("device-finished");
            Patience.until("the old secret is refused", () -> isRefused(id, first));
            letIn(id, second);
            office.see("secret-done").click();

            office.row(id).click();
            office.see("device-retire").focus();
            office.key("Enter");
            office.see("ask-reason");
            assertThat(office.focused()).as("the dialog takes the focus").isEqualTo("ask-reason");
            for (int tab = 0; tab < 6; tab++) {
                office.key("Tab");
                assertThat(office.focused()).as("and keeps it").isIn("ask-reason", "ask-no", "ask-yes", "BODY");
            }
            office.photograph("office-device-retire");
            office.key("Escape");
            office.seeGone("ask-first");
            assertThat(office.focused()).as("and gives it back").isEqualTo("device-retire");
            office.key("Enter");
            office.see("ask-reason").fill("摔坏了");
            office.key("Enter");
            office.seeGone("side-panel");
            office.see("widen").click();
            office.see("device-state").selectOption("RETIRED");
            assertThat(office.row(id).innerText()).contains("已停用");
        }
        assertThat(admin().get("/devices?state=RETIRED&community=" + community)
                        .body()
                        .at("/items/0/state")
                        .asText())
                .isEqualTo("RETIRED");
    }

    private boolean isRefused(String id, String secret) {
        try {
            letIn(id, secret);
            return false;
        } catch (CompletionException refused) {
            return String.valueOf(refused.getMessage()).contains("BAD_USER_NAME_OR_PASSWORD");
        }
    }

    private void letIn(String id, String secret) {
        try (Wearer wearer = Wearer.connect(town.mqttPort(), id, secret)) {
            assertThat(wearer.id()).isEqualTo(id);
        }
    }

    @Test
    void anAccountIsGivenItsPartAndChangesItsFirstPassword() throws IOException, InterruptedException {
        newCommunity("账号社区");
        String secret;
        try (Office office = enter("accounts")) {
            office.see("account-new").click();
            office.type("username", "admin");
            office.type("name", "鲍晓岚");
            office.choose("role", "坐席");
            office.choose("community", "账号社区");
            office.submit();
            office.read("fault-username", "已经有人用了");
            office.photograph("office-account-taken");
            office.type("username", "desk.bao");
            office.submit();
            secret = office.text("secret");
            office.photograph("office-account-made");
            for (String slip : List.of("panel-close", "admin-nav-devices")) {
                office.see(slip).click();
                office.read("ask-first", "只显示这一次");
                office.see("ask-no").click();
                assertThat(office.text("secret"))
                        .as("still there after " + slip)
                        .isEqualTo(secret);
            }
            office.see("panel-close").click();
            office.photograph("office-secret-asks");
            office.see("ask-no").click();
            office.see("secret-done").click();
            office.seeGone("secret");
            office.see("panel-close").click();
            office.seeGone("side-panel");
        }
        try (Screen desk = Screen.withoutWebGl()) {
            desk.page().navigate(town.http().toString());
            desk.see("sign-in-username").fill("desk.bao");
            desk.see("sign-in-password").fill(secret);
            desk.see("sign-in-submit").click();
            desk.see("new-password-fresh").fill("晓岚的新密码一共十二个字呢");
            desk.see("new-password-again").fill("晓岚的新密码一共十二个字呢");
            desk.photograph("office-account-first-password");
            desk.see("new-password-submit").click();
            desk.live();
            // Where there is no room for the name, it is said without being shown.
            assertThat(desk.page().getByTestId("who-am-i").textContent()).contains("鲍晓岚");
        }
    }

    /** A program of a maker reads; whether it registers devices, too, is a switch of its account. */
    @Test
    void aProgramIsAllowedToRegisterDevices() throws IOException, InterruptedException {
        String community = newCommunity("接口社区");
        Map<String, String> pendant = Map.of("kind", "PENDANT", "dialect", "native", "community", community);
        try (Office office = enter("accounts")) {
            office.see("account-new").click();
            office.type("username", "maker.gate");
            office.type("name", "厂家接口");
            office.choose("role", "对接系统");
            office.choose("community", "接口社区");
            assertThat(office.see("field-registersDevices").isChecked()).isFalse();
            office.submit();
            String first = office.text("secret");
            String lasting = "厂家接口的长久密码十二个字";
            Desk.signIn(town.http(), "maker.gate", first)
                    .post("/me/password", Map.of("currentPassword", first, "newPassword", lasting));
            Desk.Answer refused =
                    Desk.signIn(town.http(), "maker.gate", lasting).post("/devices", pendant);
            assertThat(List.of(refused.status(), refused.body().path("code").asText()))
                    .containsExactly(403, "not_granted");
            office.see("secret-done").click();
            office.see("panel-close").click();
            office.see("account-search").fill("maker.gate");
            office.all("list-row", "maker.gate").click();
            office.see("field-registersDevices").check();
            office.photograph("office-account-registers");
            office.submit();
            office.see("record-saved");
            made(Desk.signIn(town.http(), "maker.gate", lasting).post("/devices", pendant));
        }
    }

    /** All of it or nothing, and the page says so before and after. */
    @Test
    void aSheetOfDevicesComesInAsAWhole() throws IOException, InterruptedException {
        String community = newCommunity("整表社区");
        try (Office office = enter("devices")) {
            office.see("device-import").click();
            office.read("side-panel", "一台也不登记");
            String head = "类型,协议,社区\r\n";
            String good = "PENDANT,native," + community + "\r\n";
            office.upload("设备.csv", head + good + "烟斗,native," + community + "\r\n");
            office.read("import-good", "1 行");
            office.read("import-nothing", "一台也没有登记");
            assertThat(office.all("import-trouble")).singleElement().asString().contains("3", "类型");
            assertThat(office.screen().page().getByTestId("import-submit").count())
                    .isZero();
            office.photograph("office-import-devices");
            office.upload("设备.csv", head + good + good);
            office.read("import-good", "2 行");
            office.see("import-submit").click();
            office.read("import-done", "登记了 2 台");
        }
        assertThat(admin().get("/devices?community=" + community).body().path("items"))
                .hasSize(2);
    }

    @Test
    void aCommunityAndItsBuildingAreAdded() throws IOException, InterruptedException {
        try (Office office = enter("communities")) {
            office.see("community-new").click();
            office.submit();
            office.see("fault-name");
            office.type("name", "新柳社区");
            office.submit();
            office.see("place-add").click();
            office.type("name", "七号楼");
            office.type("lat", "34.75");
            office.submit();
            office.read("fault-lat", "一起填");
            office.photograph("office-place-half");
            office.type("lon", "113.65");
            office.submit();
            office.all("list-row", "七号楼");
            assertThat(office.all("list-row", "七号楼").innerText()).contains("34.75000, 113.65000");
            office.photograph("office-place-added");
            office.see("panel-close").click();

            office.go("residents");
            office.see("resident-new").click();
            office.choose("community", "新柳社区");
            office.choose("building", "七号楼");
            office.type("name", "柳如春");
            office.submit();
            office.see("contact-new");
        }
        JsonNode resident = admin().get("/residents?q=" + URLEncoder.encode("柳如春", StandardCharsets.UTF_8))
                .body()
                .at("/items/0/address");
        assertThat(List.of(
                        resident.at("/community/name").asText(),
                        resident.at("/building/name").asText()))
                .containsExactly("新柳社区", "七号楼");
    }

    @Test
    void aPlanShowsWhatItDoesWhileItIsEdited() throws IOException, InterruptedException {
        String community = newCommunity("预案社区");
        try (Office office = enter("plans")) {
            office.see("plan-community").selectOption(community);
            office.screen().see("plan-item", "plan", "MEDICAL P1").click();
            office.read("plan-editor", "安铃自带");
            Locator after = office.see("step-after");
            int seconds = Integer.parseInt(after.inputValue());
            office.read("plan-timeline", seconds + " 秒后");
            String last =
                    office.screen().page().getByTestId("step-after").last().inputValue();
            after.fill(last);
            office.see("plan-save").click();
            office.read("plan-fault", "每一步都要比前一步晚");
            office.photograph("office-plan-fault");
            after.fill(Integer.toString(seconds - 1));
            office.read("plan-timeline", (seconds - 1) + " 秒后");
            office.see("plan-save").click();
            office.see("plan-saved");
            office.read("plan-editor", "本社区 · 第 1 版");
            office.photograph("office-plan-own");
            JsonNode own = StreamSupport.stream(
                            admin().get("/response-plans?community=" + community)
                                    .body()
                                    .path("items")
                                    .spliterator(),
                            false)
                    .filter(plan -> plan.path("community").asText().equals(community))
                    .findFirst()
                    .orElseThrow();
            assertThat(own.at("/steps/1/afterSeconds").asInt()).isEqualTo(seconds - 1);
        }
    }

    @Test
    void aShiftIsPlannedMovedAndTakenBack() throws IOException, InterruptedException {
        String community = newCommunity("排班社区");
        made(admin().post(
                        "/users",
                        Map.of("username", "staff.pan", "name", "潘守业", "role", "STAFF", "community", community)));
        try (Office office = enter("rota")) {
            Locator row = office.all("rota-row", "潘守业");
            row.getByTestId("rota-cell").first().click();
            office.submit();
            row.getByTestId("rota-shift").first().waitFor();
            row.getByTestId("rota-cell").first().dispatchEvent("click");
            office.type("to", "12:00");
            office.submit();
            office.read("record-failure", "已经有班");
            office.photograph("office-rota-overlap");
            office.see("panel-close").click();
            office.see("ask-yes").click();
            row.getByTestId("rota-shift").first().click();
            office.type("to", "16:00");
            office.submit();
            office.read("rota-shift", "8–16");
            office.photograph("office-rota");
            row.getByTestId("rota-shift").first().click();
            office.see("shift-remove").click();
            office.seeGone("side-panel");
            row.getByTestId("rota-shift").waitFor(new Locator.WaitForOptions().setState(WaitForSelectorState.DETACHED));
        }
    }

    @Test
    void aLookPastTheScopeIsAskedAbout() throws IOException, InterruptedException {
        Desk desk = town.signIn("desk.huaiyinli");
        String here = town.account("desk.huaiyinli").get("community").asText();
        JsonNode watch = town.devices(device -> DemoTown.is(device, "community", here)
                        && DemoTown.is(device, "kind", "WATCH")
                        && DemoTown.is(device, "dialect", "native")
                        && device.has("resident"))
                .get(1);
        String stranger = newResident(newCommunity("邻近社区"), "骆远山");
        String incident;
        try (Wearer wearer = town.connect(watch)) {
            wearer.press("{}");
            incident = desk.incidentOf(watch.get("resident").asText()).get("id").asText();
        }
        String reason = "骆远山是她女儿，要马上联系";
        assertThat(desk.post("/residents/" + stranger + "/break-glass", Map.of("incident", incident, "reason", reason))
                        .status())
                .isEqualTo(200);
        LocalDate today = LocalDate.now(DESK);
        try (Office office = enter("access")) {
            office.see("look-which").selectOption("waiting");
            office.see("look-since").fill(today.minusDays(1).toString());
            office.see("look-until").fill(today.plusDays(1).toString());
            office.read("list-row", reason);
            office.see("look-since").fill(today.plusDays(1).toString());
            office.see("list-empty");
            office.see("look-since").fill(today.minusDays(1).toString());
            office.all("list-row", reason).click();
            office.type("note", "问过坐席：住在邻近社区的女儿，确实是紧急联系人。");
            office.photograph("office-look-review");
            office.submit();
            office.see("look-which").selectOption("reviewed");
            office.all("list-row", reason).click();
            office.read("look-review", "确实是紧急联系人");
            office.photograph("office-look-reviewed");
        }
    }

    @Test
    void howLongPeopleWaitedIsDrawnAndSaved() throws IOException, InterruptedException {
        Desk desk = town.signIn("desk.street");
        JsonNode watch = town.wornWatches().get(4);
        try (Wearer wearer = town.connect(watch)) {
            wearer.press("{}");
            String incident =
                    desk.incidentOf(watch.get("resident").asText()).get("id").asText();
            desk.post("/incidents/" + incident + "/acknowledge", Map.of());
            desk.post("/incidents/" + incident + "/stand-down", Map.of("disposition", "HELPED"));
        }
        try (Office office = enter("statistics")) {
            office.see("figure-incidents");
            Request asked = office.screen()
                    .page()
                    .waitForRequest(
                            request -> request.url().contains("/statistics/devices"),
                            () -> office.see("period").selectOption("7"));
            JsonNode week =
                    desk.get(asked.url().replaceAll("^.*/api/v1", "")).body().get("period");
            assertThat(Duration.between(
                            Instant.parse(week.get("from").asText()),
                            Instant.parse(week.get("to").asText())))
                    .isEqualTo(Duration.ofDays(7));
            office.see("device-period");
            assertThat(office.text("device-outages"))
                    .isEqualTo(week.at("/silence/outages").asText());
            assertThat(office.text("device-announced"))
                    .isEqualTo(week.at("/tests/announced").asText());
            office.see("device-silence").scrollIntoViewIfNeeded();
            office.photograph("office-statistics-devices");
            assertThat(office.download("save-device-sheet").lines()).hasSize(2);
            office.see("trend-bar").locator("canvas").waitFor();
            office.see("trend-line").locator("canvas").waitFor();
            assertThat(Integer.parseInt(office.text("figure-incidents"))).isPositive();
            office.photograph("office-statistics");
            String sheet = office.download("save-sheet");
            assertThat(sheet.lines().filter(line -> line.startsWith("PROMISE,")).count())
                    .isEqualTo(office.all("promise").size());
            assertThat(sheet).contains("TOTAL,incidents,,," + office.text("figure-incidents") + ",");
        }
    }

    @Test
    void anEmptyCommunitySaysWhatToDoFirst() throws IOException, InterruptedException {
        String community = newCommunity("空社区");
        Desk.Answer account = admin().post(
                        "/users",
                        Map.of("username", "admin.new", "name", "新管理员", "role", "ADMIN", "community", community));
        made(account);
        String fresh = "新来的管理员的第一个好密码";
        String username = "admin.new";
        Desk.signIn(town.http(), username, account.body().path("password").asText())
                .post(
                        "/me/password",
                        Map.of(
                                "currentPassword",
                                account.body().path("password").asText(),
                                "newPassword",
                                fresh));
        Map<String, String> first = Map.of(
                "residents", "还没有登记长者",
                "devices", "还没有登记设备",
                "rota", "还没有",
                "communities", "添加楼栋",
                "accounts", "给坐席、医生和志愿者建账号",
                "statistics", "没有警情",
                "access", "还没有人看过");
        try (Office office = Office.enter(town.http(), username, fresh, "plans")) {
            office.screen().see("plan-item", "plan", "MEDICAL P1");
            for (Map.Entry<String, String> page : first.entrySet()) {
                office.go(page.getKey());
                office.read("list-empty", page.getValue());
                office.photograph("office-empty-" + page.getKey());
            }
        }
    }

    /** Without a mouse: every act is reached, and one sees where one is. */
    @Test
    void everythingIsReachedByKeyboard() throws IOException, InterruptedException {
        try (Office office = enter("residents")) {
            office.see("list-row").focus();
            office.key("Enter");
            office.see("contact-new");
            assertThat(office.walk())
                    .contains(
                            "resident-search", "list-row", "contact-new", "panel-close", "field-name", "record-submit");
            office.key("Escape");
            office.seeGone("side-panel");
            assertThat(office.focused()).as("back where one was").isEqualTo("list-row");
            Map<String, List<String>> acts = Map.of(
                    "devices", List.of("device-import", "device-new", "device-search", "device-state", "list-row"),
                    "plans", List.of("plan-community", "plan-item", "plan-name", "step-add", "plan-save"),
                    "rota", List.of("rota-role", "rota-cell"),
                    "communities", List.of("community-new", "list-row"),
                    "accounts", List.of("account-new", "account-search", "account-role", "list-row"),
                    "statistics", List.of("figures-community", "period", "save-sheet"),
                    "access", List.of("look-which", "look-since", "look-until"));
            for (Map.Entry<String, List<String>> page : acts.entrySet()) {
                office.go(page.getKey());
                office.see(page.getValue().get(page.getValue().size() - 1));
                assertThat(office.walk()).as(page.getKey()).containsAll(page.getValue());
            }
        }
    }
}
