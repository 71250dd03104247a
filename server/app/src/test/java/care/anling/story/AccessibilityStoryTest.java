package care.anling.story;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.microsoft.playwright.Route;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Every page as axe-core sees it, against WCAG 2.2 A and AA: no violation, and a report of what was looked at beside the
 * photographs ({@code accessibility.md}).
 */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class AccessibilityStoryTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** Installed with the screens' other tools. */
    private static final List<Path> AXE = List.of(
            Path.of("../../webroot/node_modules/axe-core/axe.min.js"),
            Path.of("webroot/node_modules/axe-core/axe.min.js"));

    private static final String LOOK = """
            async () => {
              const { passes, violations, incomplete } = await axe.run(document, {
                runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'],
              });
              const brief = (all) => all.map(({ id, help, nodes }) => ({
                id, help,
                places: nodes.slice(0, 5).map((node) => node.target.join(' ') + ' ' + (node.any[0]?.message ?? '')),
              }));
              return JSON.stringify({
                version: axe.version, passes: passes.length, violations: brief(violations), incomplete: brief(incomplete),
              });
            }""";

    private static final String SECOND_STEP =
            "{\"type\":\"about:blank\",\"title\":\"\",\"status\":401,\"detail\":\"\",\"code\":\"totp_required\",\"instance\":\"/\","
                    + "\"challenge\":\"a-challenge-of-this-story\",\"expires_in\":300}";

    @RegisterExtension
    static final SharedTown SHARED = new SharedTown();

    /** Of all stories of the run. */
    private static final List<String> REPORT = new ArrayList<>();

    private static String axe = "";

    private final DemoTown town = SHARED.town();
    private final List<String> violations = new ArrayList<>();

    @BeforeAll
    static void findAxe() throws IOException {
        Optional<Path> file = AXE.stream().filter(Files::exists).findFirst();
        Assumptions.assumeTrue(file.isPresent(), "the screens' tools are not installed: npm ci in webroot/");
        axe = Files.readString(file.orElseThrow());
    }

    @AfterAll
    static void report() throws IOException {
        Files.writeString(AnlingProcess.ARTEFACTS.resolve("accessibility.md"), String.join("\n", REPORT) + "\n");
    }

    @Test
    void theConsoleIsForEverybody() throws IOException, InterruptedException {
        town.signIn("desk.street").standDownAll();
        JsonNode watch = town.wornWatches().get(3);
        try (Wearer wearer = town.connect(watch);
                Screen screen = Screen.withoutWebGl().withoutTelephone()) {
            screen.page().navigate(town.http().toString());
            screen.see("sign-in-username");
            look(screen, "sign-in");
            screen.signIn(town.http(), town.account("desk.street"));
            screen.see("calm");
            look(screen, "console, nothing open");
            wearer.press("{\"battery\":12}");
            screen.see("screen-pop", "state", "ready");
            screen.see("timeline-entry");
            look(screen, "console, an incident");
            screen.see("contact-call").click();
            screen.see("call-bar");
            look(screen, "console, somebody is called");
            screen.key("Escape");
            screen.seeGone("call-bar");
            screen.see("device-more").click();
            screen.see("absence-begin").click();
            look(screen, "console, upkeep");
            screen.see("pop-building").click();
            screen.see("building-resident");
            look(screen, "console, a building");
            screen.key("Escape");
            for (String[] form : new String[][] {
                {"s", "stand-down-form"}, {"n", "note-form"}, {"o", "command-form"}, {"?", "help-dialog"}
            }) {
                screen.key("Escape");
                screen.key(form[0]);
                screen.see(form[1]);
                look(screen, "console, " + form[1]);
            }
            screen.key("Escape");
            screen.seeGone("help-dialog");
            screen.key("d");
            screen.see("candidates");
            look(screen, "console, candidates");
            screen.see("theme").click();
            screen.see("language").click();
            look(screen, "console, by day, in English");
        }
        assertThat(violations).isEmpty();
    }

    @Test
    void whatIsRareAtTheConsoleIsForEverybody() throws IOException, InterruptedException {
        Desk desk = town.signIn("desk.street");
        desk.standDownAll();
        try (Screen screen = Screen.withMap()) {
            Screen.Line line = screen.line();
            screen.signIn(town.http(), town.account("desk.street"));
            screen.see("map", "ready", "true");
            screen.see("map-fit");
            look(screen, "console, the map with its controls");
            town.ring("13799999999");
            screen.see("call", "known", "false");
            look(screen, "console, an unknown number rings");
            screen.see("call-dismiss").click();
            String known = desk.get("/residents/"
                            + town.wornWatches().get(3).get("resident").asText())
                    .body()
                    .get("phone")
                    .asText();
            town.ring(known);
            screen.see("call", "known", "true");
            look(screen, "console, somebody known rings");
            screen.see("call-dismiss").click();
            screen.seeGone("call");
            screen.key("t");
            screen.see("take-call-card");
            look(screen, "console, a call is taken");
            screen.see("take-call-close").click();
            screen.see("shift-open").click();
            screen.see("shift-dialog");
            look(screen, "console, the shift is handed over");
            screen.key("Escape");
            screen.see("totp-open").click();
            screen.see("totp-dialog");
            look(screen, "console, a second step is set up");
            screen.key("Escape");
            storm(desk);
            screen.see("queue-storm");
            look(screen, "console, a storm");
            line.freeze();
            screen.see("banner-stale");
            look(screen, "console, out of sight");
        }
        desk.standDownAll();
        assertThat(violations).isEmpty();
    }

    /** More of one building than are shown one by one. */
    private void storm(Desk desk) throws IOException, InterruptedException {
        String someone = town.wornWatches().get(3).get("resident").asText();
        JsonNode building = desk.get("/residents/" + someone).body().at("/address/building/id");
        List<JsonNode> neighbours = new ArrayList<>();
        desk.get("/residents?limit=100&building=" + building.asText())
                .body()
                .path("items")
                .forEach(neighbours::add);
        assertThat(neighbours).hasSizeGreaterThan(3);
        for (JsonNode resident : neighbours) {
            desk.post("/incidents", Map.of("resident", resident.get("id").asText()));
        }
    }

    @Test
    void whatStandsBeforeTheDeskIsForEverybody() throws IOException, InterruptedException {
        Desk admin = town.signIn("admin");
        String community = town.account("desk.wangheyuan").get("community").asText();
        JsonNode made = admin.post(
                        "/users",
                        Map.of("username", "desk.axe", "name", "艾新来", "role", "COORDINATOR", "community", community))
                .body();
        try (Screen screen = Screen.withoutWebGl()) {
            screen.page().navigate(town.http().resolve("/docs").toString());
            screen.page().locator("h1").first().waitFor();
            look(screen, "docs");
            screen.page().navigate(town.http().toString());
            screen.page()
                    .route(
                            "**/api/v1/auth/token",
                            route -> route.fulfill(new Route.FulfillOptions()
                                    .setStatus(401)
                                    .setContentType("application/problem+json")
                                    .setBody(SECOND_STEP)));
            signIn(screen, "desk.axe", made.get("password").asText());
            screen.see("second-step");
            look(screen, "sign-in, the second step");
            screen.page().unroute("**/api/v1/auth/token");
            screen.reload();
            signIn(screen, "desk.axe", made.get("password").asText());
            screen.see("new-password-fresh");
            look(screen, "sign-in, a password of one's own");
        }
        assertThat(violations).isEmpty();
    }

    private static void signIn(Screen screen, String username, String password) {
        screen.see("sign-in-username").fill(username);
        screen.see("sign-in-password").fill(password);
        screen.see("sign-in-submit").click();
    }

    @Test
    void aDoctorsPhoneIsForEverybody() throws Exception {
        Desk desk = town.signIn("desk.street");
        desk.standDownAll();
        JsonNode doctor =
                town.accounts(account -> DemoTown.is(account, "role", "DOCTOR")).get(0);
        JsonNode watch = town.wornWatches().get(3);
        try (Wearer wearer = town.connect(watch);
                Screen phone = Screen.phoneAt(34.7, 113.7).signIn(town.http().resolve("/responder"), doctor)) {
            phone.see("duty", "state", "on");
            wearer.press("{}");
            String incident =
                    desk.incidentOf(watch.get("resident").asText()).get("id").asText();
            desk.post(
                    "/incidents/" + incident + "/assign",
                    Map.of("responder", doctor.get("id").asText(), "role", "DOCTOR"));
            phone.see("mission", "state", "ACCEPTED");
            phone.see("arrive");
            look(phone, "doctor, on an incident");
            phone.lose("**/api/v1/auth/**");
            phone.reload();
            phone.see("waiting-for-line");
            look(phone, "phone, waiting for a line");
        }
        desk.standDownAll();
        assertThat(violations).isEmpty();
    }

    @Test
    void aRespondersPhoneIsForEverybody() throws Exception {
        town.signIn("desk.street").standDownAll();
        JsonNode volunteer = town.account("volunteer02");
        JsonNode watch = town.wornWatches().stream()
                .filter(each -> each.get("community").equals(volunteer.get("community")))
                .findFirst()
                .orElseThrow();
        List<Object> others = town.sendOthersHome(volunteer);
        try (Wearer wearer = town.connect(watch);
                Screen phone = Screen.phoneAt(
                        watch.get("lat").asDouble(), watch.get("lon").asDouble())) {
            phone.page().navigate(town.http().resolve("/responder").toString());
            phone.see("sign-in-username");
            look(phone, "phone, sign-in");
            phone.signIn(town.http().resolve("/responder"), volunteer);
            phone.see("duty", "state", "on");
            look(phone, "responder, standing by");
            phone.see("share-toggle").click();
            phone.see("share-no");
            look(phone, "responder, asked for their position");
            phone.see("share-no").click();
            phone.see("menu").click();
            phone.see("menu-sheet");
            look(phone, "responder, menu");
            phone.see("sheet-close").click();
            wearer.press("{}");
            phone.see("ask");
            look(phone, "responder, asked");
            phone.see("ask-accept").click();
            phone.see("mission", "state", "ACCEPTED");
            look(phone, "responder, on an incident");
            phone.see("leave-open").click();
            phone.see("release");
            look(phone, "responder, leaving it");
            phone.see("sheet-close").click();
            phone.cutLine(true);
            phone.see("connection-state", "state", "offline");
            phone.see("go").click();
            phone.see("arrive").click();
            phone.see("unsaid", "do", "on-scene");
            look(phone, "responder, without a line");
            phone.cutLine(false);
            phone.see("safety");
            phone.see("finish").click();
            phone.see("report-submit").click();
            look(phone, "responder, report");
            phone.see("sheet-close").click();
            phone.see("menu").click();
            phone.see("theme").click();
            phone.see("language").click();
            phone.see("sheet-close").click();
            look(phone, "responder, by day, in English");
        } finally {
            town.backOnDuty(others);
        }
        assertThat(violations).isEmpty();
    }

    @Test
    void aFamilysPhoneIsForEverybody() throws IOException, InterruptedException {
        Desk desk = town.signIn("desk.street");
        JsonNode family = town.account("family2");
        desk.post("/incidents", Map.of("resident", family.get("resident").asText()));
        desk.standDownAll();
        desk.put(
                "/residents/" + family.get("resident").asText() + "/consents/FAMILY_READINGS",
                Map.of("granted", true, "note", "当面"));
        try (Screen phone = Screen.phoneAt(34.7, 113.7)) {
            Screen.Line line = phone.line();
            phone.signIn(town.http().resolve("/family"), family);
            phone.see("family-hero");
            look(phone, "family, now");
            phone.see("tab-past").click();
            phone.see("family-past");
            look(phone, "family, what happened");
            phone.see("tab-privacy").click();
            phone.see("family-consent");
            look(phone, "family, contact and privacy");
            phone.see("family-give-back").click();
            phone.see("give-back-sure");
            look(phone, "family, a consent is taken back");
            phone.see("sheet-close").click();
            phone.see("tab-now").click();
            desk.post("/incidents", Map.of("resident", family.get("resident").asText()));
            phone.see("family-hero", "mood", "helping");
            look(phone, "family, somebody is helping");
            phone.see("menu").click();
            phone.see("theme").click();
            phone.see("sheet-close").click();
            look(phone, "family, by day");
            line.freeze();
            phone.see("family-frozen");
            look(phone, "family, out of sight");
        }
        desk.standDownAll();
        assertThat(violations).isEmpty();
    }

    /** A page of the administration: what is pressed there, and what shows that it is done. */
    private record Act(String page, String pressed, String seen) {}

    @Test
    void theOfficesAreForEverybody() throws IOException {
        List<Act> acts = List.of(
                new Act("residents", "list-row", "contact-new"),
                new Act("residents", "resident-new", "record-form"),
                new Act("residents", "record-submit", "fault-community"),
                new Act("residents", "resident-import", "import-file"),
                new Act("devices", "list-row", "device-rotate"),
                new Act("devices", "device-retire", "ask-first"),
                new Act("plans", "plan-item", "plan-editor"),
                new Act("rota", "rota-cell", "field-day"),
                new Act("communities", "list-row", "record-form"),
                new Act("accounts", "account-new", "field-username"),
                new Act("statistics", "period", "period"),
                new Act("access", "list-row", "side-panel"));
        try (Office office = Office.enter(town.http(), town.account("admin"), "residents")) {
            for (String time : List.of("by day", "by night, in English")) {
                String page = "";
                for (Act act : acts) {
                    if (!act.page().equals(page)) {
                        page = act.page();
                        office.go(page);
                        office.see(act.pressed());
                        look(office.screen(), "%s, %s".formatted(page, time));
                    }
                    office.see(act.pressed()).click();
                    office.see(act.seen());
                    look(office.screen(), "%s, %s, %s".formatted(page, act.pressed(), time));
                    office.key(act.seen().equals("ask-first") ? "Escape" : "Shift");
                }
                office.see("theme").click();
                office.see("language").click();
            }
        }
        assertThat(violations).isEmpty();
    }

    /** At the end of each story: {@code violations} is empty. */
    private void look(Screen screen, String page) throws IOException {
        screen.page().evaluate(axe);
        JsonNode found = JSON.readTree(String.valueOf(screen.page().evaluate(LOOK)));
        if (REPORT.isEmpty()) {
            REPORT.add(
                    "# Accessibility\n\naxe-core %s, WCAG 2.0–2.2 A and AA, Chromium, desks 1440 × 900, phones 390 × 844\n"
                            .formatted(found.get("version").asText()));
            REPORT.add("| page | rules kept | violations | for a human to judge |\n|---|---|---|---|");
        }
        REPORT.add("| %s | %d | %s | %s |"
                .formatted(
                        page,
                        found.get("passes").asInt(),
                        names(found.get("violations")),
                        names(found.get("incomplete"))));
        found.get("violations")
                .forEach(rule -> violations.add(
                        "%s: %s: %s".formatted(page, rule.get("id").asText(), rule.get("places"))));
    }

    private static String names(JsonNode rules) {
        List<String> names = new ArrayList<>();
        rules.forEach(rule -> names.add(rule.get("id").asText()));
        return names.isEmpty() ? "—" : String.join(", ", names);
    }
}
