package care.anling.story;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.LoadState;
import com.microsoft.playwright.options.Media;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the console owes whoever sits before it, on a bad line, on an old computer, and beside a second desk. */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class ConsoleStoryTest extends QuietTown {

    /** Of everything but the map, which comes when the desk can already be worked at. */
    private static final int FIRST_LOAD_BYTES = 600 * 1024;

    @Test
    void twoDesksPressAtOnceAndOneOfThemIsTold() throws IOException, InterruptedException {
        Desk desk = town.signIn("desk.street");
        try (Wearer wearer = town.connect(watch);
                Screen street = Screen.withoutWebGl().signIn(town.http(), town.account("desk.street"));
                Screen local = Screen.withoutWebGl().signIn(town.http(), town.deskOf(watch))) {
            wearer.press("{}");
            String incident =
                    desk.incidentOf(watch.get("resident").asText()).get("id").asText();
            List<Screen> both = List.of(street, local);
            both.forEach(screen -> screen.see("screen-pop", Map.of("incident", incident, "state", "ready")));

            pressAtOnce(both, "**/acknowledge", screen -> screen.key("a"));
            both.forEach(screen -> screen.read("action-acknowledge", "✓"));
            String holder = desk.incident(incident).at("/acknowledged/by/name").asText();
            both.forEach(screen -> screen.read("queue-item", holder));

            both.forEach(screen -> {
                screen.key("d");
                screen.see("candidate-assign");
            });
            // Each names somebody else for the way to the door.
            pressAtOnce(
                    both,
                    "**/assign",
                    screen -> firstHands(screen)
                            .nth(both.indexOf(screen))
                            .getByTestId("candidate-assign")
                            .click());
            List<Screen> toldOff =
                    both.stream().filter(ConsoleStoryTest::isToldOff).toList();
            assertThat(toldOff).as("one of the two").hasSize(1);
            List<String> goers = goers(desk, incident);
            assertThat(goers).as("one person goes").hasSize(1);
            toldOff.get(0).read("action-failed", goers.get(0));
            toldOff.get(0).photograph("race-the-one-who-is-told");
            both.forEach(screen -> screen.see("responder", Map.of("role", "FIRST_HAND", "state", "ACCEPTED")));
            both.forEach(screen -> assertThat(screen.errors()).isEmpty());
        }
    }

    @FunctionalInterface
    private interface Press {
        void on(Screen screen);
    }

    /** Both have pressed before either request leaves. */
    private static void pressAtOnce(List<Screen> screens, String address, Press press) {
        List<Screen.Held> held = screens.stream()
                .map(screen -> {
                    Screen.Held requests = screen.hold(address);
                    press.on(screen);
                    return requests.caught();
                })
                .toList();
        held.forEach(Screen.Held::letGo);
    }

    private static Locator firstHands(Screen screen) {
        return screen.page()
                .getByTestId("candidate")
                .filter(new Locator.FilterOptions().setHasText("上门响应"))
                .filter(new Locator.FilterOptions().setHas(screen.page().getByTestId("candidate-assign")));
    }

    /** Once it has been answered. */
    private static boolean isToldOff(Screen screen) {
        screen.page()
                .locator("[data-testid=candidates]:not([data-assign=idle]):not([data-assign=pending])")
                .waitFor();
        return screen.page().getByTestId("action-failed").count() > 0;
    }

    private static List<String> goers(Desk desk, String incident) throws IOException, InterruptedException {
        return StreamSupport.stream(desk.incident(incident).path("assignments").spliterator(), false)
                .filter(assignment -> DemoTown.is(assignment, "role", "FIRST_HAND"))
                .map(assignment -> assignment.at("/responder/name").asText())
                .toList();
    }

    @Test
    void aCommunitysDeskSeesWhoOfTheStreetCanBeAsked() throws IOException, InterruptedException {
        Desk desk = town.signIn("desk.street");
        List<JsonNode> doctors = doctorsOnDuty(desk);
        try (Screen local = Screen.withoutWebGl().signIn(town.http(), town.deskOf(watch))) {
            local.read("calm-doctors", doctors.size() + " 视频医生");
            local.photograph("calm-local");
            String one = town.accountOf(doctors.get(0).get("id").asText())
                    .get("username")
                    .asText();
            Desk doctor = town.signIn(one);
            doctor.put("/me/duty", Map.of("onDuty", false));
            local.read("calm-doctors", doctors.size() - 1 + " 视频医生");
            doctor.put("/me/duty", Map.of("onDuty", true));
            local.read("calm-doctors", doctors.size() + " 视频医生");
            assertThat(local.errors()).isEmpty();
        }
    }

    private static List<JsonNode> doctorsOnDuty(Desk desk) throws IOException, InterruptedException {
        List<JsonNode> doctors = StreamSupport.stream(
                        desk.get("/responders").body().path("items").spliterator(), false)
                .filter(each -> DemoTown.is(each, "role", "DOCTOR")
                        && each.get("onDuty").asBoolean())
                .toList();
        assertThat(doctors).isNotEmpty();
        return doctors;
    }

    @Test
    void aSlowAnswerAtTheDoorMovesNobodysFingers() {
        try (Screen screen = Screen.withoutWebGl()) {
            Screen.Held held = screen.hold("**/auth/methods");
            screen.page().navigate(town.http().toString());
            assertThat(screen.see("sign-in-username").evaluate("field => field === document.activeElement"))
                    .as("whoever comes can type at once")
                    .isEqualTo(true);
            Locator password = screen.see("sign-in-password");
            password.focus();
            held.caught().letGo();
            screen.page().waitForLoadState(LoadState.NETWORKIDLE);
            assertThat(password.evaluate("field => field === document.activeElement"))
                    .as("nothing of a password lands where it can be read")
                    .isEqualTo(true);
        }
    }

    @Test
    void aDrillIsStartedAtTheDeskAndSaysSoEverywhere() throws IOException, InterruptedException {
        Desk desk = town.signIn("desk.street");
        String resident = watch.get("resident").asText();
        String name = desk.get("/residents/" + resident).body().get("name").asText();
        try (Screen screen = Screen.withoutWebGl().signIn(town.http(), town.account("desk.street"))) {
            screen.see("calm");
            screen.key("t");
            screen.choose("take-call-drill");
            screen.see("call-need").selectOption("PHYSICAL_HELP");
            screen.see("caller-search").fill(name);
            screen.photograph("drill-start");
            screen.see("caller-found", "resident", resident)
                    .getByTestId("caller-raise")
                    .click();
            screen.see("pop-drill");
            screen.read("queue-item", "演练");
            screen.see("incident-pin", "drill", "true");
            screen.seeGone("take-call-card");
            screen.photograph("drill");
            assertThat(desk.incidentOf(resident).get("drill").asBoolean()).isTrue();
            assertThat(desk.incidentOf(resident).get("need").asText())
                    .as("as whoever listens says")
                    .isEqualTo("PHYSICAL_HELP");
            assertThat(screen.errors()).isEmpty();
        }
    }

    @Test
    void onASlowLineTheDeskWorksBeforeTheMapIsThere() {
        try (Wearer wearer = town.connect(watch);
                Screen screen = Screen.withMap()) {
            Screen.Held map = screen.hold("**/assets/livePlan-*.js");
            screen.signIn(town.http(), town.account("desk.street"));
            wearer.press("{\"battery\":12}");
            screen.see("screen-pop", "state", "ready");
            screen.key("a");
            screen.read("action-acknowledge", "✓");
            screen.see("map", "ready", "false");
            screen.photograph("slow-line-without-map");

            Map<String, Integer> assets = screen.compressedAssets();
            assertThat(assets.keySet()).anyMatch(path -> path.startsWith("/assets/ConsoleView"));
            int bytes = assets.values().stream().mapToInt(Integer::intValue).sum();
            System.out.printf("story: first load %d bytes compressed, in %d files%n", bytes, assets.size());
            assertThat(bytes).as(assets.toString()).isLessThanOrEqualTo(FIRST_LOAD_BYTES);

            map.caught().letGo();
            screen.see("map", "ready", "true");
            screen.see("incident-pin");
            assertThat(screen.errors()).isEmpty();
        }
    }

    /** The socket stays open and says nothing: nobody closes anything, and the screen must not look alive. */
    @Test
    void aLineThatFreezesIsShownOverTheWholeScreenAndNothingIsMissingAfterwards()
            throws IOException, InterruptedException {
        Desk desk = town.signIn("desk.street");
        try (Wearer wearer = town.connect(watch);
                Screen screen = Screen.withoutWebGl()) {
            Screen.Line line = screen.line();
            screen.signIn(town.http(), town.account("desk.street"));
            screen.see("queue-empty");
            screen.mark();
            line.freeze();
            wearer.press("{}");
            screen.see("banner-stale");
            screen.see("console", "stale", "true");
            screen.see("connection-state", "state", "stale");
            assertThat(screen.page().getByTestId("queue-item").count())
                    .as("what was said into the frozen line is lost")
                    .isZero();
            assertThat(screen.text("calm")).as("nobody can tell").doesNotContain("没有未结束的警情");
            screen.photograph("frozen-not-live");

            line.thaw();
            String incident =
                    desk.incidentOf(watch.get("resident").asText()).get("id").asText();
            screen.see("queue-item", "incident", incident);
            screen.live();
            screen.seeGone("banner-stale");
            screen.see("screen-pop", "state", "ready");
            assertThat(screen.isMarked()).as("recovered without a reload").isTrue();
            assertThat(screen.errors()).isEmpty();
        }
    }

    @Test
    void whatAnEmergencyNeedsIsSeenWithoutScrollingOnASmallDesk() {
        try (Wearer wearer = town.connect(watch);
                Screen screen = Screen.withoutWebGl().signIn(town.http(), town.account("desk.street"))) {
            wearer.press("{\"battery\":12}");
            screen.see("screen-pop", "state", "ready");
            for (int[] size : new int[][] {{1366, 768}, {1440, 900}}) {
                screen.resize(size[0], size[1]);
                for (String handle : List.of(
                        "pop-name", "pop-address", "contact-call", "pop-vitals", "pop-battery", "action-stand-down")) {
                    assertThat(screen.isInSight(handle))
                            .as("%s at %d×%d", handle, size[0], size[1])
                            .isTrue();
                }
                screen.photograph("pop-%dx%d".formatted(size[0], size[1]));
            }
        }
    }

    @Test
    void theBellRingsUntilAHumanSilencesItAndAtTheNextPressAgain() {
        try (Wearer wearer = town.connect(watch);
                Screen screen = Screen.withoutWebGl()) {
            screen.countBells();
            screen.signIn(town.http(), town.account("desk.street"));
            screen.see("silence", "state", "quiet");
            wearer.press("{}");
            screen.see("silence", "state", "ringing");
            for (int again = 0; again < 3; again++) {
                screen.hearAgain();
            }
            screen.see("silence", "state", "ringing");
            screen.photograph("bell-ringing");
            screen.key("m");
            screen.see("silence", "state", "quiet");
            wearer.press("{}");
            screen.see("silence", "state", "ringing");
            screen.hearAgain();
            assertThat(screen.errors()).isEmpty();
        }
    }

    @Test
    void onAWallOfFourThousandPixelsEverythingHasItsPlace() {
        try (Wearer wearer = town.connect(watch);
                Screen screen = Screen.withoutWebGl().resize(3840, 2160)) {
            screen.signIn(town.http(), town.account("desk.street"));
            wearer.press("{\"battery\":12}");
            screen.see("screen-pop", "state", "ready");
            screen.see("incident-pin");
            for (String handle : List.of(
                    "connection-state",
                    "clock",
                    "queue-item",
                    "map",
                    "dock",
                    "pop-name",
                    "pop-address",
                    "contact-call",
                    "action-acknowledge",
                    "action-stand-down")) {
                assertThat(screen.isInSight(handle)).as(handle).isTrue();
            }
            assertThat(screen.overflowing()).isEmpty();
            screen.photograph("console-4k");
            assertThat(screen.errors()).isEmpty();
        }
    }

    /** A desk is shared, so each tab signs in by itself; whoever meets that is told, also in a copy of a signed-in tab. */
    @Test
    void aSecondTabSaysWhyItAsksForAPassword() {
        try (Screen screen = Screen.withoutWebGl()) {
            screen.page().navigate(town.http().toString());
            screen.see("sign-in-username");
            assertThat(screen.page().getByTestId("sign-in-notice").count()).isZero();
            screen.signIn(town.http(), town.account("desk.street"));
            Page first = screen.page();
            for (String open : List.of("open('/', '_blank', 'noopener')", "void open('/')")) {
                try (Page second = first.context().waitForPage(() -> first.evaluate(open))) {
                    second.setDefaultTimeout(60_000);
                    assertThat(second.getByTestId("sign-in-notice").innerText()).contains("另一个标签页");
                    second.getByLabel("密码", new Page.GetByLabelOptions().setExact(true))
                            .fill("…");
                    assertThat(second.getByTestId("sign-in-password").inputValue())
                            .isEqualTo("…");
                }
            }
            screen.live();
            screen.reload();
            screen.live();
            assertThat(screen.errors()).isEmpty();
        }
    }

    /** Whoever works in another window is told, without a name that somebody passing by could read. */
    @Test
    void aNewIncidentIsToldToWhoeverLooksAway() throws IOException, InterruptedException {
        Desk desk = town.signIn("desk.street");
        try (Wearer wearer = town.connect(watch);
                Screen screen = Screen.whoseNotesAreRead().signIn(town.http(), town.account("desk.street"))) {
            screen.see("calm");
            screen.lookAway();
            wearer.press("{}");
            screen.see("screen-pop", "state", "ready");
            JsonNode incident = desk.incidentOf(watch.get("resident").asText());
            screen.page().waitForCondition(() -> !screen.notes().isEmpty());
            String note = String.valueOf(screen.notes().get(0));
            assertThat(note)
                    .contains("警情", incident.get("id").asText())
                    .doesNotContain(incident.at("/resident/name").asText());
        }
    }

    /** People of the community beside: asked for, seen at both desks, named, and no longer needed. */
    @Test
    void theCommunityBesideLendsItsPeople() throws IOException, InterruptedException {
        Desk desk = town.signIn("desk.street");
        JsonNode beside = town.accounts(account -> DemoTown.is(account, "role", "COORDINATOR")
                        && !account.path("community").equals(watch.get("community"))
                        && !account.path("username").asText().equals("desk.street"))
                .get(0);
        try (Wearer wearer = town.connect(watch);
                Screen own = Screen.withoutWebGl().signIn(town.http(), town.deskOf(watch));
                Screen other = Screen.withoutWebGl().signIn(town.http(), beside)) {
            wearer.press("{}");
            String incident =
                    desk.incidentOf(watch.get("resident").asText()).get("id").asText();
            own.see("screen-pop", Map.of("incident", incident, "state", "ready"));
            own.key("a");
            own.read("action-acknowledge", "✓");
            assertThat(other.page().getByTestId("queue-item").count()).isZero();

            own.key("o");
            own.choose("command-call-more");
            own.see("command-from").selectOption(beside.get("community").asText());
            own.photograph("lend-ask");
            own.see("command-submit").click();
            own.see("lending", "community", beside.get("community").asText());
            own.photograph("lend-asked");

            other.see("queue-lent");
            other.see("screen-pop", "incident", incident);
            other.see("silence", "state", "ringing");
            other.read("pop-lent", "由他们的坐席指挥");
            other.read("lending", "请求支援");
            other.read("lending", "到这一起结束为止");
            other.key("s");
            assertThat(other.page().getByTestId("stand-down-form").count()).isZero();
            other.key("n");
            other.see("note-text").fill("小吴带着轮椅下楼了");
            other.see("note-submit").click();
            own.see("tab-timeline").click();
            own.read("timeline-entry", "带着轮椅");
            own.see("tab-candidates").click();
            other.see("queue-lent");
            other.photograph("lend-theirs");

            Locator candidate = own.page()
                    .getByTestId("candidate")
                    .filter(new Locator.FilterOptions().setHasText("邻近社区借调"))
                    .filter(new Locator.FilterOptions().setHasText("上门响应"))
                    .first();
            String name = candidate.locator("b").innerText();
            candidate.getByTestId("candidate-assign").click();
            own.read("lending", "去的人：" + name);
            other.read("lending", "去的人：" + name);
            other.photograph("lend-going");
            own.see("lending-take-back").click();
            own.seeGone("lending");
            other.seeGone("queue-item");
            other.seeGone("screen-pop");
            own.read("responder", name);
            assertThat(own.errors()).isEmpty();
            assertThat(other.errors()).isEmpty();
        }
    }

    /** What a hand needs at the door stands in the pop as it stands in the file. */
    @Test
    void thePopTellsTheKeyTheReadingsAndWhatWasBefore() throws IOException, InterruptedException {
        Desk desk = town.signIn("desk.street");
        JsonNode behindABox = town.wornWatches().stream()
                .filter(one -> Patience.asking(() -> !keyBox(desk, one).isEmpty()))
                .findFirst()
                .orElseThrow();
        try (Wearer wearer = town.connect(behindABox);
                Screen screen = Screen.withoutWebGl()) {
            wearer.press("{}");
            desk.incidentOf(behindABox.get("resident").asText());
            desk.standDownAll();
            for (int rate : List.of(71, 77, 83)) {
                wearer.say(MqttQos.AT_LEAST_ONCE, "v1/" + wearer.id() + "/up/vitals", "{\"hr\":" + rate + "}");
            }
            wearer.press("{}");
            String incident = desk.incidentOf(behindABox.get("resident").asText())
                    .get("id")
                    .asText();
            screen.signIn(town.http(), town.account("desk.street"));
            screen.see("queue-item", "incident", incident).click();
            screen.see("screen-pop", Map.of("incident", incident, "state", "ready"));
            screen.read("vital-hr", "83");
            assertThat(screen.see("vital-hr").locator("svg path").getAttribute("d"))
                    .as("a line of what was read")
                    .matches("M[^L]+(L[^L]+)+");
            screen.read("pop-history", "测试");
            screen.read("pop-keybox", keyBox(desk, behindABox));
            screen.photograph("pop-file");
            assertThat(screen.errors()).isEmpty();
        }
    }

    private static String keyBox(Desk desk, JsonNode worn) throws IOException, InterruptedException {
        JsonNode resident =
                desk.get("/residents/" + worn.get("resident").asText()).body();
        return resident.findPath("keyBox").asText("").replace("null", "");
    }

    /** A desk knows who else keeps watch, its title calls from behind another window, and what the server lacks is said. */
    @Test
    void whoElseIsHereWhatRingsAndWhatIsMissingAreSaid() throws IOException, InterruptedException {
        try (Wearer wearer = town.connect(watch);
                Screen local = Screen.withoutWebGl();
                Screen street = Screen.withoutWebGl()) {
            Screen.Line line = local.line();
            local.signIn(town.http(), town.deskOf(watch));
            street.signIn(town.http(), town.account("desk.street"));
            String name =
                    town.signIn("desk.street").get("/me").body().get("name").asText();
            assertThat(local.page().getByTestId("also-here").count()).isZero();
            street.key("j");
            local.read("also-here", name);

            local.see("calm");
            assertThat(local.page().title()).doesNotContain("●");
            wearer.press("{}");
            local.page().waitForFunction("() => document.title.startsWith('● 1 ')");
            assertThat(local.page().getByTestId("notice-degraded").count()).isZero();
            line.degrade();
            local.see("notice-degraded");
            local.photograph("degraded");
            assertThat(local.errors()).isEmpty();
        }
    }

    @Test
    void withoutWebGlAPlanAndListsDoTheJob() throws IOException, InterruptedException {
        Desk desk = town.signIn("desk.street");
        try (Wearer wearer = town.connect(watch);
                Screen screen = Screen.withoutWebGl().signIn(town.http(), town.account("desk.street"))) {
            wearer.press("{}");
            String incident =
                    desk.incidentOf(watch.get("resident").asText()).get("id").asText();
            screen.see("map-svg");
            screen.see("incident-pin", "incident", incident);
            screen.see("screen-pop", "state", "ready");
            screen.see("pop-building").click();
            String name = desk.incident(incident).at("/resident/name").asText();
            screen.read("building-resident", name);
            screen.photograph("no-webgl-building");
            screen.key("Escape");
            screen.seeGone("building-card");
            assertThat(screen.errors()).isEmpty();
        }
    }

    @Test
    void theWholeIncidentIsPrinted() throws IOException, InterruptedException {
        try (Wearer wearer = town.connect(watch);
                Screen screen = Screen.withoutWebGl().signIn(town.http(), town.account("desk.street"))) {
            wearer.press("{}");
            screen.see("screen-pop", "state", "ready");
            screen.see("timeline-entry");
            String name = screen.text("pop-name");
            screen.page().evaluate("() => window.dispatchEvent(new Event('beforeprint'))");
            screen.page().emulateMedia(new Page.EmulateMediaOptions().setMedia(Media.PRINT));
            screen.read("print-sheet", name);
            screen.read("print-sheet", "一键呼救");
            assertThat(screen.page().getByTestId("console").isVisible()).isFalse();
            screen.photograph("print-sheet");
        }
    }
}
