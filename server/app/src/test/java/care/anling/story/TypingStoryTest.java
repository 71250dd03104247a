package care.anling.story;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.microsoft.playwright.Locator;
import java.io.IOException;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What somebody has typed at {@code /admin} is theirs: no slip drops it, and nobody who writes at the same time either. */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class TypingStoryTest {

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

    private String made(String path, Map<String, ?> body) throws IOException, InterruptedException {
        Desk.Answer answer = admin().post(path, body);
        assertThat(answer.status()).as("%s", answer.body()).isEqualTo(201);
        return answer.body().path("id").asText();
    }

    private String newCommunity(String name) throws IOException, InterruptedException {
        return made(
                "/communities",
                Map.of(
                        "name",
                        name,
                        "parent",
                        town.account("admin").get("community").asText()));
    }

    @Test
    void nothingTypedIsLostByASlip() throws IOException, InterruptedException {
        String community = newCommunity("填写社区");
        made("/residents", Map.of("community", community, "name", "阮文秀"));
        try (Office office = enter("devices")) {
            office.go("residents");
            office.see("resident-community").selectOption(community);
            office.see("resident-new").click();
            office.key("Escape");
            office.seeGone("side-panel");
            office.see("resident-new").click();
            office.type("name", "只填了一半");
            office.key("Escape");
            office.read("ask-first", "还没保存");
            assertThat(office.focused()).as("the careful answer").isEqualTo("ask-no");
            office.photograph("office-typed-asked");
            office.key("Escape");
            office.seeGone("ask-first");
            assertThat(List.of(office.typed("name"), office.focused())).containsExactly("只填了一半", "field-name");
            for (String slip : List.of("panel-close", "list-row", "admin-nav-devices", "sign-out")) {
                office.see(slip).click();
                office.see("ask-no").click();
                office.seeGone("ask-first");
                assertThat(office.typed("name")).as("after %s", slip).isEqualTo("只填了一半");
            }
            office.screen().page().evaluate("() => history.back()");
            office.see("ask-no").click();
            office.see("list-row").click();
            office.see("ask-yes").click();
            office.see("contact-new").click();
            office.type("relation", "邻居");
            office.see("contact-leave").click();
            office.see("ask-yes").click();
            office.see("contact-new");
            office.type("phone", "13800004444");
            office.submit();
            office.see("record-saved");
            office.key("Escape");
            office.seeGone("side-panel");
            office.go("plans");
            Locator after = office.see("step-after");
            after.fill("7");
            office.screen().see("plan-item", "plan", "FIRE_OR_GAS P1").click();
            office.see("ask-no").click();
            assertThat(after.inputValue()).isEqualTo("7");
            office.go("rota");
            office.see("ask-yes").click();
            office.see("rota-cell").dispatchEvent("click");
            office.type("to", "11:00");
            office.see("panel-close").click();
            office.see("ask-yes").click();
            office.seeGone("side-panel");
        }
    }

    /** A slow line gives time to go on typing: what was typed by then is saved, and what came after stays. */
    @Test
    void whatIsTypedWhileItIsBeingSavedStays() throws IOException, InterruptedException {
        String community = newCommunity("边存边填社区");
        String resident = made("/residents", Map.of("community", community, "name", "尤素珍"));
        try (Office office = enter("residents")) {
            office.see("resident-community").selectOption(community);
            office.row(resident).click();
            office.type("name", "尤素真");
            Screen.Held saving = office.screen().hold("**/api/v1/residents/" + resident);
            office.submit();
            saving.caught();
            office.type("name", "尤素贞");
            saving.letGo();
            office.read("side-panel", "尤素真");
            assertThat(office.typed("name")).as("typed after it was sent").isEqualTo("尤素贞");
            assertThat(office.screen().page().getByTestId("record-saved").count())
                    .as("not all of it is saved")
                    .isZero();
            office.key("Escape");
            office.see("ask-no").click();
            office.submit();
            office.see("record-saved");
            assertThat(admin().get("/residents/" + resident).body().get("name").asText())
                    .isEqualTo("尤素贞");

            office.go("accounts");
            office.see("account-new").click();
            office.choose("role", "坐席");
            office.choose("community", "边存边填社区");
            office.type("username", "desk.you");
            office.type("name", "尤坐席");
            Screen.Held making = office.screen().hold("**/api/v1/users");
            office.submit();
            making.caught();
            office.type("name", "尤坐席甲");
            making.letGo();
            office.see("secret-done").click();
            assertThat(office.typed("name")).isEqualTo("尤坐席甲");

            office.go("plans");
            office.see("ask-yes").click();
            office.see("plan-community").selectOption(community);
            office.screen().see("plan-item", "plan", "MEDICAL P1").click();
            office.see("plan-name").fill("先叫医生");
            Screen.Held planning = office.screen().hold("**/api/v1/response-plans");
            office.see("plan-save").click();
            planning.caught();
            office.see("plan-name").fill("先叫邻居");
            planning.letGo();
            office.see("plan-saved");
            office.read("plan-editor", "本社区 · 第 1 版");
            assertThat(office.see("plan-name").inputValue()).isEqualTo("先叫邻居");
            office.screen().see("plan-item", "plan", "FIRE_OR_GAS P1").click();
            office.see("ask-no").click();
            assertThat(office.see("plan-name").inputValue()).isEqualTo("先叫邻居");
        }
    }

    /** What is made by then is what was sent; the rest stands in what was made, and is not called saved. */
    @Test
    void whatIsTypedWhileSomethingIsBeingMadeStays() throws IOException, InterruptedException {
        newCommunity("边建边填社区");
        try (Office office = enter("communities")) {
            office.see("community-new").click();
            office.type("name", "边建里");
            whileItIsMade(office, "communities", () -> office.type("name", "边建东里"));
            office.read("side-panel", "边建里");
            assertThat(office.typed("name")).isEqualTo("边建东里");

            office.go("residents");
            office.see("ask-yes").click();
            office.see("resident-new").click();
            office.choose("community", "边建边填社区");
            office.type("name", "边素珍");
            whileItIsMade(office, "residents", () -> office.type("name", "边素贞"));
            office.read("side-panel", "边素珍");
            assertThat(office.typed("name")).isEqualTo("边素贞");
            office.submit();
            office.see("record-saved");

            office.see("contact-new").click();
            Locator contact = office.see("contact-leave").locator("xpath=ancestor::form");
            contact.getByTestId("field-name").fill("边小军");
            contact.getByTestId("field-relation").fill("儿子");
            contact.getByTestId("field-phone").fill("13900000011");
            Screen.Held adding = office.screen().hold("**/api/v1/residents/*/contacts");
            contact.getByTestId("record-submit").click();
            adding.caught();
            contact.getByTestId("field-phone").fill("13900000012");
            adding.letGo();
            office.read("contact", "13900000011");
            assertThat(contact.getByTestId("field-phone").inputValue()).isEqualTo("13900000012");
            contact.getByTestId("record-submit").click();
            office.read("contact", "13900000012");

            office.go("devices");
            office.see("device-new").click();
            office.choose("kind", "吊坠");
            office.choose("community", "边建边填社区");
            whileItIsMade(office, "devices", () -> office.type("note", "边建边写"));
            office.see("secret-done").click();
            office.see("device-rotate");
            assertThat(office.typed("note")).isEqualTo("边建边写");
        }
    }

    private static void whileItIsMade(Office office, String what, Runnable goOn) {
        Screen.Held making = office.screen().hold("**/api/v1/" + what);
        office.submit();
        making.caught();
        goOn.run();
        making.letGo();
    }

    /** What the other wrote stands beside what one typed, and one of the two is kept. */
    @Test
    void twoWhoWriteAtOnceBothSeeIt() throws IOException, InterruptedException {
        String community = newCommunity("同改社区");
        String resident = made("/residents", Map.of("community", community, "name", "庄素云"));
        String contacts = "/residents/" + resident + "/contacts";
        String contact = made(contacts, Map.of("name", "庄小军", "relation", "儿子", "phone", "13900000001"));
        String staff = made(
                "/users", Map.of("username", "staff.zhuang", "name", "庄值班", "role", "STAFF", "community", community));
        LocalDate today = LocalDate.now(DESK);
        String shift =
                made("/rota", Map.of("responder", staff, "startsAt", at(today, "08:00"), "endsAt", at(today, "20:00")));
        try (Office office = enter("residents")) {
            office.see("resident-community").selectOption(community);
            office.row(resident).click();
            office.see("contact-edit").click();
            office.type("phone", "13900000002");
            Map<String, String> theirs = Map.of("name", "庄小军", "relation", "大儿子", "phone", "13900000003");
            assertThat(admin().put(contacts + "/" + contact, theirs).status()).isEqualTo(200);
            submitAndCompare(office);
            office.read("theirs-phone", "13900000003");
            assertThat(List.of(office.typed("phone"), office.typed("relation"))).containsExactly("13900000002", "大儿子");
            office.photograph("office-contact-theirs");
            office.see("keep-phone").click();
            office.seeGone("theirs-phone");
            office.submit();
            office.read("contact", "13900000002");
            office.read("contact", "大儿子");

            office.go("rota");
            office.all("rota-row", "庄值班").getByTestId("rota-shift").first().click();
            office.type("to", "16:00");
            assertThat(admin().patch("/rota/" + shift, Map.of("endsAt", at(today, "18:00")))
                            .status())
                    .isEqualTo(200);
            submitAndCompare(office);
            office.read("theirs-to", "18:00");
            assertThat(office.typed("to")).isEqualTo("16:00");
            office.photograph("office-shift-theirs");
            office.see("take-to").click();
            assertThat(office.typed("to")).isEqualTo("18:00");
            office.submit();
            office.seeGone("side-panel");
            // The panel goes before the week has been read anew.
            office.all("rota-row", "庄值班")
                    .getByTestId("rota-shift")
                    .filter(new Locator.FilterOptions().setHasText("8–18"))
                    .waitFor();
        }
    }

    @Test
    void twoWhoChangeAPlanBothSeeIt() throws IOException, InterruptedException {
        String community = newCommunity("同改预案社区");
        try (Office office = enter("plans")) {
            office.see("plan-community").selectOption(community);
            office.screen().see("plan-item", "plan", "MEDICAL P1").click();
            Locator after = office.see("step-after");
            int seconds = Integer.parseInt(after.inputValue());
            after.fill(Integer.toString(seconds - 1));
            // Meanwhile somebody else has made it the community's own.
            JsonNode shipped = plan(community);
            made(
                    "/response-plans",
                    Map.of(
                            "community",
                            community,
                            "need",
                            "MEDICAL",
                            "priority",
                            "P1",
                            "name",
                            "夜里先叫医生",
                            "steps",
                            shipped.get("steps"),
                            "repeatEverySeconds",
                            45));
            office.see("plan-save").click();
            office.read("plan-failure", "已经有这一种");
            office.see("plan-renew").click();
            office.read("plan-editor", "本社区 · 第 1 版");
            assertThat(List.of(
                            after.inputValue(),
                            office.see("plan-name").inputValue(),
                            office.see("plan-repeat").inputValue()))
                    .containsExactly(Integer.toString(seconds - 1), "夜里先叫医生", "45");

            String id = plan(community).get("id").asText();
            JsonNode other = plan(community).get("steps").deepCopy();
            ((ObjectNode) other.get(1)).put("afterSeconds", seconds - 2);
            assertThat(admin().patch("/response-plans/" + id, Map.of("steps", other))
                            .status())
                    .isEqualTo(200);
            office.see("plan-save").click();
            office.read("plan-failure", "刚才有人改过");
            office.see("plan-renew").click();
            office.read("theirs-steps", "步骤改成了这样");
            assertThat(after.inputValue()).as("what was typed").isEqualTo(Integer.toString(seconds - 1));
            office.photograph("office-plan-theirs");
            office.see("take-steps").click();
            assertThat(after.inputValue()).isEqualTo(Integer.toString(seconds - 2));
            after.fill(Integer.toString(seconds - 1));
            office.see("plan-save").click();
            office.see("plan-saved");
            assertThat(plan(community).at("/steps/1/afterSeconds").asInt()).isEqualTo(seconds - 1);
        }
    }

    private static void submitAndCompare(Office office) {
        office.submit();
        office.read("record-failure", "刚才有人改过");
        office.see("record-renew").click();
    }

    /** As it stands for this community. */
    private JsonNode plan(String community) throws IOException, InterruptedException {
        return StreamSupport.stream(
                        admin().get("/response-plans?community=" + community)
                                .body()
                                .path("items")
                                .spliterator(),
                        false)
                .filter(plan -> DemoTown.is(plan, "need", "MEDICAL") && DemoTown.is(plan, "priority", "P1"))
                .findFirst()
                .orElseThrow();
    }

    private static String at(LocalDate day, String time) {
        return day.atTime(LocalTime.parse(time)).atZone(DESK).toInstant().toString();
    }
}
