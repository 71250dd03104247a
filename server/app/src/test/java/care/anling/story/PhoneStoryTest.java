package care.anling.story;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * A press reaches a phone in somebody's hand: they say yes, the console shows it, the line is cut, the phone dies and comes
 * back, and what was said without a line arrives, in order, once. Then the family, who sees who is coming; those who
 * cannot go, and those who cannot stay.
 */
@Timeout(value = 10, unit = java.util.concurrent.TimeUnit.MINUTES)
class PhoneStoryTest {

    /** North of the door, and farther than the fifty metres that count as being there. */
    private static final double A_FEW_HOUSES_AWAY = 120 / 111_195.0;

    /** One incident, and nothing of it besides. */
    private static final String READING = "**/api/v1/incidents/*";

    @RegisterExtension
    static final SharedTown SHARED = new SharedTown();

    private record Scene(DemoTown town, Desk desk, Screen console, Screen phone, JsonNode watch) {}

    @Test
    void aPressBringsAPhoneToTheDoor() throws Exception {
        try (AnlingProcess server = AnlingProcess.prepare("phone").start()) {
            DemoTown town = new DemoTown(server);
            JsonNode volunteer = town.account("volunteer01");
            JsonNode watch = town.wornWatches().stream()
                    .filter(each -> each.get("community").equals(volunteer.get("community")))
                    .findFirst()
                    .orElseThrow();
            assertThat(town.sendOthersHome(volunteer)).hasSizeGreaterThan(10);
            try (Wearer wearer = town.connect(watch);
                    Screen console = Screen.withoutWebGl().signIn(town.http(), town.account("desk.street"));
                    Screen phone = Screen.phoneAt(
                                    watch.get("lat").asDouble() + A_FEW_HOUSES_AWAY,
                                    watch.get("lon").asDouble())
                            // A worker has the pages that were opened at its own address.
                            .signIn(town.http().resolve("/responder"), volunteer);
                    Screen family = Screen.phoneAt(34.7, 113.7)
                            .signIn(town.http().resolve("/family"), town.account("family1"))) {
                Scene scene = new Scene(town, town.signIn("desk.street"), console, phone, watch);
                theirOwnerLetsThemShareWhereTheyAre(phone);
                phone.awaitShell();
                phone.live();
                String incident = itRings(scene, wearer);
                theySayYes(scene, incident);
                theLineIsCutAndThePhoneDies(scene, incident);
                theLineIsBack(scene, incident);
                theyReport(scene, incident);
                theFamilySees(scene, family.awaitShell());
                theServerIsGone(server, scene, family);
                assertThat(phone.errors()).isEmpty();
                assertThat(family.errors()).isEmpty();
                assertThat(console.errors()).isEmpty();
            }
        }
    }

    @Test
    void whoCannotGoSaysSoAndWhoCannotStayHandsOver() throws Exception {
        DemoTown town = SHARED.town();
        Desk desk = town.signIn("desk.street");
        desk.standDownAll();
        JsonNode hand = town.account("volunteer03");
        JsonNode watch = town.wornWatches().stream()
                .filter(each -> each.get("community").equals(hand.get("community")))
                .findFirst()
                .orElseThrow();
        List<Object> others = town.sendOthersHome(hand);
        // Whoever said no is asked again when nobody else is left.
        JsonNode other = town.account("volunteer05");
        town.backOnDuty(List.of(idOf(hand), idOf(other)));
        try (Wearer wearer = town.connect(watch);
                Screen console = Screen.withoutWebGl().signIn(town.http(), town.account("desk.street"));
                Screen phone = Screen.phoneAt(
                        watch.get("lat").asDouble() + A_FEW_HOUSES_AWAY,
                        watch.get("lon").asDouble())) {
            Scene scene = new Scene(town, desk, console, phone, watch);
            Screen.Line line = phone.line();
            phone.signIn(town.http().resolve("/responder"), hand);
            theirOwnerLetsThemShareWhereTheyAre(phone);
            theySayNo(scene, hand, itRings(scene, wearer));
            desk.standDownAll();
            theyAreInHospital(scene);
            String incident = itRings(scene, wearer);
            console.see("queue-item", "incident", incident).click();
            theySayYesOnAGoodLine(scene, incident, line);
            whoGoesKnowsThatTheyMayBeAway(scene);
            theLineDiesBehindAnAnswer(scene, incident, line);
            theyHandOver(scene, incident, other);
            assertThat(phone.errors()).isEmpty();
            assertThat(console.errors()).isEmpty();
        } finally {
            town.backOnDuty(others);
            desk.standDownAll();
        }
    }

    /** Somebody is at the door already; the desk calls for one who has a wheelchair, and that stands on their screen. */
    @Test
    void whoIsToBringSomethingIsToldWhatBeforeTheySayYes() throws Exception {
        DemoTown town = SHARED.town();
        Desk desk = town.signIn("desk.street");
        desk.standDownAll();
        JsonNode hand = town.account("volunteer03");
        JsonNode first = town.account("volunteer05");
        JsonNode watch = town.wornWatches().stream()
                .filter(each -> each.get("community").equals(hand.get("community")))
                .findFirst()
                .orElseThrow();
        Desk.Answer able = town.signIn("admin").patch("/users/" + idOf(hand), Map.of("skills", List.of("WHEELCHAIR")));
        assertThat(able.status()).as(able.toString()).isEqualTo(200);
        List<Object> others = town.sendOthersHome(first);
        town.backOnDuty(List.of(idOf(first)));
        try (Wearer wearer = town.connect(watch);
                Screen phone = Screen.phoneAt(
                        watch.get("lat").asDouble() + A_FEW_HOUSES_AWAY,
                        watch.get("lon").asDouble())) {
            Desk neighbour = town.signIn(first.get("username").asText()).standAt(first);
            wearer.press("{}");
            String incident =
                    desk.incidentOf(watch.get("resident").asText()).get("id").asText();
            theFirstHandGoes(neighbour, desk, incident);
            town.backOnDuty(List.of(idOf(hand)));
            phone.signIn(town.http().resolve("/responder"), hand);
            theirOwnerLetsThemShareWhereTheyAre(phone);
            Map<String, ?> more = Map.of("role", "BRINGER", "people", 1, "brings", "WHEELCHAIR");
            Desk.Answer called = desk.post("/incidents/" + incident + "/call-more", more);
            assertThat(called.status()).as(called.toString()).isEqualTo(200);
            phone.see("ask", "incident", incident);
            phone.read("ask-bring", "请带上轮椅");
            phone.photograph("phone-ask-bring");
            phone.see("ask-accept").click();
            phone.see("mission", "incident", incident);
            assertThat(desk.incident(incident).get("assignments"))
                    .anyMatch(each -> DemoTown.is(each, "role", "BRINGER")
                            && each.at("/responder/id").equals(hand.get("id")));
            assertThat(phone.errors()).isEmpty();
        } finally {
            town.backOnDuty(others);
            desk.standDownAll();
        }
    }

    private static void theFirstHandGoes(Desk neighbour, Desk desk, String incident)
            throws IOException, InterruptedException {
        Patience.until(
                "they are asked",
                () -> !desk.offers(incident, "FIRST_HAND", "PENDING").isEmpty());
        String offer =
                desk.offers(incident, "FIRST_HAND", "PENDING").get(0).get("id").asText();
        Desk.Answer yes = neighbour.post("/offers/" + offer + "/accept", Map.of());
        assertThat(yes.status()).as(yes.toString()).isEqualTo(200);
    }

    private static void theySayNo(Scene scene, JsonNode hand, String incident)
            throws IOException, InterruptedException {
        String name = nameOf(scene, hand, incident);
        scene.phone().see("ask-decline").click();
        scene.phone().seeGone("ask");
        scene.console().read("timeline-entry", "不能来上门响应 · " + name);
        scene.console().photograph("phone-console-declined");
        scene.phone().see("standby");
        assertThat(scene.phone().page().getByTestId("ask").count()).isZero();
    }

    private static String nameOf(Scene scene, JsonNode hand, String incident) throws IOException, InterruptedException {
        return StreamSupport.stream(
                        scene.desk().incident(incident).get("offers").spliterator(), false)
                .map(offer -> offer.get("responder"))
                .filter(person -> person.get("id").equals(hand.get("id")))
                .findFirst()
                .orElseThrow()
                .get("name")
                .asText();
    }

    private static void theyAreInHospital(Scene scene) throws IOException, InterruptedException {
        Desk.Answer written = scene.desk()
                .put(
                        "/residents/" + scene.watch().get("resident").asText() + "/absence",
                        Map.of(
                                "kind", "HOSPITAL",
                                "until", Instant.now().plus(Duration.ofHours(1)).toString(),
                                "note", "市二院，女儿陪着"));
        assertThat(written.status()).as(written.toString()).isBetween(200, 204);
    }

    /** Only the feed is slow: the answer has come, the picture is being read, and nobody is told of a line that is gone. */
    private static void theySayYesOnAGoodLine(Scene scene, String incident, Screen.Line line)
            throws IOException, InterruptedException {
        line.freeze();
        scene.phone().followStates("ask-sending");
        theySayYes(scene, incident);
        assertThat(scene.phone().statesFollowed()).isEqualTo(List.of("sending"));
        line.thaw();
        scene.phone().live();
    }

    private static void whoGoesKnowsThatTheyMayBeAway(Scene scene) {
        // Not that it is a hospital: that is a matter of health.
        scene.phone().read("mission-absence", "外出");
        scene.phone().photograph("phone-absence");
        scene.console().read("pop-absence-note", "市二院");
        scene.console().see("absence-end").click();
        scene.console().see("absence-begin");
    }

    /** The server has the step, and neither the feed nor a reading tells the phone so: it shows the step all the same. */
    private static void theLineDiesBehindAnAnswer(Scene scene, String incident, Screen.Line line) {
        Screen phone = scene.phone();
        line.freeze();
        phone.lose(READING);
        phone.see("go").click();
        scene.console().see("responder", Map.of("role", "FIRST_HAND", "state", "EN_ROUTE"));
        phone.see("heard", "do", "en-route");
        phone.cutLine(true);
        phone.see("connection-state", "state", "offline");
        assertThat(phone.see("mission", "incident", incident).getAttribute("data-state"))
                .isEqualTo("EN_ROUTE");
        assertThat(phone.page().getByTestId("unsaid").count()).isZero();
        phone.photograph("phone-heard");
        phone.cutLine(false);
        phone.loseNoMore(READING);
        phone.seeGone("heard");
        phone.see("mission", "state", "EN_ROUTE");
        line.thaw();
        phone.live();
    }

    private static void theyHandOver(Scene scene, String incident, JsonNode other) throws Exception {
        Screen phone = scene.phone();
        try (Screen relief = Screen.phoneAt(
                        scene.watch().get("lat").asDouble(),
                        scene.watch().get("lon").asDouble())
                .signIn(scene.town().http().resolve("/responder"), other)) {
            theirOwnerLetsThemShareWhereTheyAre(relief);
            phone.see("leave-open").click();
            phone.see("relief");
            phone.photograph("phone-reliefs");
            phone.see("relief-ask").click();
            relief.see("ask", "incident", incident);
            relief.read("ask", "请您接替");
            relief.photograph("phone-ask-relief");
            assertThat(phone.see("mission").getAttribute("data-state"))
                    .as("until the other says yes it stays theirs")
                    .isEqualTo("EN_ROUTE");
            relief.see("ask-accept").click();
            relief.see("mission", Map.of("incident", incident, "state", "ACCEPTED"));
            phone.see("standby");
            phone.see("ending", "ending", "relieved");
            scene.console().see("responder", Map.of("role", "FIRST_HAND", "state", "ACCEPTED"));
            onlyTheOtherGoes(scene, incident, other);
            scene.desk().standDownAll();
            relief.see("ending", "ending", "called_off");
            relief.photograph("phone-called-off");
            assertThat(relief.errors()).isEmpty();
        }
    }

    private static void onlyTheOtherGoes(Scene scene, String incident, JsonNode other)
            throws IOException, InterruptedException {
        List<JsonNode> holders = StreamSupport.stream(
                        scene.desk().incident(incident).get("assignments").spliterator(), false)
                .filter(each -> DemoTown.is(each, "role", "FIRST_HAND") && DemoTown.is(each, "state", "ACCEPTED"))
                .toList();
        assertThat(holders).hasSize(1);
        assertThat(holders.get(0).at("/responder/id")).isEqualTo(other.get("id"));
    }

    private static UUID idOf(JsonNode account) {
        return UUID.fromString(account.get("id").asText());
    }

    private static void theirOwnerLetsThemShareWhereTheyAre(Screen phone) {
        phone.see("standby");
        phone.see("duty", "state", "on");
        phone.see("share", "state", "off");
        phone.photograph("phone-standby");
        phone.see("share-toggle").click();
        phone.see("share-yes").click();
        phone.see("share", "state", "on");
    }

    private static String itRings(Scene scene, Wearer wearer) throws IOException, InterruptedException {
        wearer.press("{}");
        String incident = String.valueOf(scene.phone().see("ask").getAttribute("data-incident"));
        scene.console().see("queue-item", "incident", incident);
        scene.phone().see("ask-countdown");
        scene.phone().see("ask-far");
        String name = scene.desk().incident(incident).at("/resident/name").asText();
        assertThat(scene.phone().text("ask"))
                .as("before the yes neither name nor door")
                .doesNotContain(name)
                .doesNotContain("单元");
        scene.phone().photograph("phone-ask");
        return incident;
    }

    private static void theySayYes(Scene scene, String incident) throws IOException, InterruptedException {
        scene.phone().see("ask-accept").click();
        scene.phone().see("mission", Map.of("incident", incident, "state", "ACCEPTED"));
        scene.phone().seeGone("ask");
        JsonNode told = scene.desk().incident(incident);
        scene.phone().read("mission-name", told.at("/resident/name").asText());
        scene.phone().see("mission-key");
        scene.phone().read("mission-address", "单元");
        scene.phone().see("way-amap");
        scene.console().see("responder", Map.of("role", "FIRST_HAND", "state", "ACCEPTED"));
        scene.phone().photograph("phone-accepted");
        scene.console().photograph("phone-console-accepted");
    }

    private static void theLineIsCutAndThePhoneDies(Scene scene, String incident)
            throws IOException, InterruptedException {
        Screen phone = scene.phone();
        phone.cutLine(true);
        phone.see("connection-state", "state", "offline");
        phone.see("go").click();
        phone.see("unsaid", "do", "en-route");
        phone.see("arrive").click();
        phone.see("unsaid", "do", "on-scene");
        phone.see("mission", "state", "ON_SCENE");
        phone.photograph("phone-offline");
        assertThat(myState(scene, incident)).as("nobody has heard it").isEqualTo("ACCEPTED");
        phone.reload();
        phone.see("waiting-for-line");
        phone.photograph("phone-offline-restarted");
    }

    private static void theLineIsBack(Scene scene, String incident) throws IOException, InterruptedException {
        scene.phone().cutLine(false);
        scene.phone().live();
        scene.console().see("responder", Map.of("role", "FIRST_HAND", "state", "ON_SCENE"));
        scene.phone().see("safety");
        scene.phone().seeGone("unsaid");
        scene.phone().photograph("phone-on-scene");
        List<String> moves = StreamSupport.stream(timeline(scene, incident).spliterator(), false)
                .filter(line -> DemoTown.is(line, "event", "incident.assignment_changed"))
                .map(line -> line.at("/detail/state").asText())
                .toList();
        assertThat(moves).as("in order, and once").containsExactly("EN_ROUTE", "ON_SCENE");
    }

    private static void theyReport(Scene scene, String incident) throws IOException, InterruptedException {
        Screen phone = scene.phone();
        phone.see("check-in").click();
        phone.see("finish").click();
        phone.choose("outcome-HELPED");
        phone.see("report-note").fill("老人坐在床边，神志清楚，已扶起");
        phone.photograph("phone-report");
        phone.see("report-submit").click();
        phone.see("standby");
        scene.console().see("responder", Map.of("role", "FIRST_HAND", "state", "CLEARED"));
        assertThat(timeline(scene, incident).toString()).contains("神志清楚，已扶起");
    }

    /** Of their own elder, who presses now. */
    private static void theFamilySees(Scene scene, Screen phone) throws IOException, InterruptedException {
        JsonNode family = scene.town().account("family1");
        phone.see("family-hero");
        phone.photograph("phone-family");
        phone.see("tab-privacy").click();
        phone.see("family-consent", Map.of("kind", "FAMILY_READINGS", "granted", "false"));
        phone.see("family-contact");
        phone.photograph("phone-family-privacy");
        phone.see("tab-now").click();
        Desk.Answer taken = scene.desk()
                .post("/incidents", Map.of("resident", family.get("resident").asText()));
        assertThat(taken.status()).as(taken.toString()).isEqualTo(201);
        phone.see("family-hero", "mood", "helping");
        phone.photograph("phone-family-helping");
    }

    /** A picture without its server is old, and says so; and no browser holds one to be shown later. */
    private static void theServerIsGone(AnlingProcess server, Scene scene, Screen family)
            throws IOException, InterruptedException {
        List<String> known = scene.desk().openIncidents().stream()
                .map(incident -> incident.at("/resident/name").asText())
                .toList();
        assertThat(known).as("both are told of somebody").hasSizeGreaterThan(1);
        server.kill();
        for (Screen phone : List.of(scene.phone(), family)) {
            phone.see("connection-state", "state", "frozen");
            assertThat(phone.cached())
                    .as("the pages' own files and nothing else")
                    .isNotEmpty()
                    .allSatisfy(path -> assertThat(String.valueOf(path)).matches("/index.html|/anling.svg|/assets/.+"));
            assertThat(phone.writtenDown()).doesNotContain(known).doesNotContain("神志清楚");
        }
        family.see("family-frozen");
        family.photograph("phone-family-frozen");
        for (Screen phone : List.of(scene.phone(), family)) {
            phone.reload();
            phone.see("waiting-for-line");
            assertThat(phone.page().locator("body").innerText()).doesNotContain(known);
        }
    }

    private static JsonNode timeline(Scene scene, String incident) throws IOException, InterruptedException {
        return scene.desk()
                .get("/incidents/" + incident + "/timeline?limit=500")
                .body()
                .get("items");
    }

    private static String myState(Scene scene, String incident) throws IOException, InterruptedException {
        return StreamSupport.stream(
                        scene.desk().incident(incident).get("assignments").spliterator(), false)
                .filter(each -> DemoTown.is(each, "role", "FIRST_HAND"))
                .map(each -> each.get("state").asText())
                .findFirst()
                .orElse("");
    }
}
