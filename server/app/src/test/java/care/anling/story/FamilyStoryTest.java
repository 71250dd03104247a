package care.anling.story;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.microsoft.playwright.Locator;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * A daughter's phone: whom she can call, who looked at her mother's health data, what her mother lets her see; and both
 * phone pages as apps on a home screen.
 */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class FamilyStoryTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    private static final Pattern COMING = Pattern.compile("(\\S+)约 ([0-9]+) 分钟到");

    /** Of the browser a story has, which forgets everything when it is closed; a person's does not. */
    private static final String FORGETFUL = "in-incognito";

    @RegisterExtension
    static final SharedTown SHARED = new SharedTown();

    private final DemoTown town = SHARED.town();

    @Test
    void theFamilySeesWhoLookedAndTakesAConsentBack() throws IOException, InterruptedException {
        Desk desk = town.signIn("desk.street");
        desk.standDownAll();
        JsonNode family = town.account("family1");
        String consents = "/residents/" + family.get("resident").asText() + "/consents";
        assertThat(desk.put(consents + "/FAMILY_READINGS", Map.of("granted", true, "note", "当面"))
                        .status())
                .isEqualTo(200);
        try (Screen console = Screen.withoutWebGl().signIn(town.http(), town.account("desk.street"));
                Screen phone = Screen.phoneAt(34.7, 113.7).signIn(town.http().resolve("/family"), family)) {
            assertThat(phone.see("family-call").getAttribute("href")).matches("tel:\\+?[0-9]+");
            phone.see("tab-privacy").click();
            phone.page()
                    .locator("[data-testid=family-look], [data-testid=family-no-looks]")
                    .first()
                    .waitFor();
            int before = phone.page().getByTestId("family-look").count();
            String incident = desk.post(
                            "/incidents",
                            Map.of("resident", family.get("resident").asText()))
                    .body()
                    .get("id")
                    .asText();
            console.see("queue-item", "incident", incident).click();
            console.see("screen-pop", "state", "ready");
            phone.see("tab-now").click();
            phone.see("tab-privacy").click();
            phone.see("family-look", "action", "DOSSIER");
            phone.read("family-look", desk.get("/me").body().get("name").asText());
            assertThat(phone.page().getByTestId("family-look").count()).isGreaterThan(before);
            phone.see("family-consent", granted("true"));
            phone.photograph("family-looks");
            phone.see("family-give-back").click();
            phone.see("give-back-sure");
            phone.photograph("family-give-back");
            phone.see("give-back-sure").click();
            phone.see("family-consent", granted("false"));
            assertThat(phone.errors()).isEmpty();
        }
        JsonNode now = StreamSupport.stream(
                        desk.get(consents).body().get("items").spliterator(), false)
                .filter(each -> DemoTown.is(each, "kind", "FAMILY_READINGS"))
                .findFirst()
                .orElseThrow();
        assertThat(now.get("granted").asBoolean()).as(now.toString()).isFalse();
        desk.standDownAll();
    }

    /** What stands on her phone while her mother presses, until help has been there. */
    @Test
    void theFamilySeesWhoIsComingAndWhenAndWhatBecameOfIt() throws Exception {
        Desk desk = town.signIn("desk.street");
        desk.standDownAll();
        JsonNode family = town.account("family1");
        JsonNode watch = town.wornWatches().stream()
                .filter(each -> each.get("resident").equals(family.get("resident")))
                .findFirst()
                .orElseThrow();
        JsonNode hand = town.account("volunteer05");
        List<Object> others = town.sendOthersHome(hand);
        town.backOnDuty(List.of(UUID.fromString(hand.get("id").asText())));
        try (Wearer wearer = town.connect(watch)) {
            wearer.say(MqttQos.AT_LEAST_ONCE, "v1/" + wearer.id() + "/up/status", "{\"battery\":12,\"worn\":true}");
            Desk daughter = town.signIn("family1");
            Patience.until(
                    "the status is told",
                    () -> daughter.get("/me/resident")
                                    .body()
                                    .at("/devices/0/battery")
                                    .asInt()
                            == 12);
            try (Screen phone = Screen.phoneAt(34.7, 113.7).signIn(town.http().resolve("/family"), family)) {
                phone.see("family-sign", "sign", "WORN");
                phone.read("family-device", "12%");
                phone.read("family-device", "电量低");
                phone.see("tab-past").click();
                phone.see("family-history");
                int before = phone.page().getByTestId("family-past").count();
                phone.see("tab-now").click();
                String incident = helpIsOnItsWay(desk, wearer, hand, phone);
                Desk.Answer over = desk.post("/incidents/" + incident + "/stand-down", Map.of("disposition", "HELPED"));
                assertThat(over.status()).as(over.toString()).isEqualTo(200);
                phone.see("family-hero", "mood", "well");
                phone.see("tab-past").click();
                phone.page().getByTestId("family-past").nth(before).waitFor();
                assertThat(phone.see("family-past").innerText()).contains("医疗", "已帮助");
                phone.photograph("family-past");
                assertThat(phone.errors()).isEmpty();
            }
        } finally {
            town.backOnDuty(others);
            desk.standDownAll();
        }
    }

    private String helpIsOnItsWay(Desk desk, Wearer wearer, JsonNode hand, Screen phone)
            throws IOException, InterruptedException {
        Desk volunteer = town.signIn(hand.get("username").asText()).standAt(hand);
        wearer.press("{}");
        phone.see("family-hero", "mood", "helping");
        phone.see("family-searching");
        String incident = desk.incidentOf(
                        town.account("family1").get("resident").asText())
                .get("id")
                .asText();
        Patience.until("they are asked", () -> offerTo(hand, desk, incident).isPresent());
        JsonNode offer = Patience.asking(() -> offerTo(hand, desk, incident).orElseThrow());
        Desk.Answer yes = volunteer.post("/offers/" + offer.get("id").asText() + "/accept", Map.of());
        assertThat(yes.status()).as(yes.toString()).isEqualTo(200);
        phone.seeGone("family-searching");
        Locator coming = phone.see("family-helper", Map.of("role", "FIRST_HAND", "state", "ACCEPTED"));
        String name = hand.get("name").asText();
        long most = (offer.get("etaSeconds").asLong() + 59) / 60;
        Matcher told = COMING.matcher(coming.innerText());
        assertThat(told.find()).as(coming.innerText()).isTrue();
        assertThat(told.group(1)).isEqualTo(name);
        assertThat(Long.parseLong(told.group(2))).as("offered as %s", offer).isBetween(1L, Math.max(1, most));
        phone.photograph("family-coming");
        JsonNode held = desk.incident(incident).get("assignments").get(0);
        Desk.Answer there = volunteer.post("/assignments/" + held.get("id").asText() + "/on-scene", Map.of());
        assertThat(there.status()).as(there.toString()).isEqualTo(200);
        phone.see("family-helper", "state", "ON_SCENE");
        phone.read("family-helper", name + "已经到了");
        return incident;
    }

    private static Optional<JsonNode> offerTo(JsonNode hand, Desk desk, String incident)
            throws IOException, InterruptedException {
        return desk.offers(incident, "FIRST_HAND", "PENDING").stream()
                .filter(offer -> offer.at("/responder/id").equals(hand.get("id")))
                .findFirst();
    }

    /** What is typed here is never wiped away by what the desk writes, nor by its own saving. */
    @Test
    void theFamilySaysHowItIsReachedWhileTheDeskWritesToo() throws IOException, InterruptedException {
        Desk desk = town.signIn("desk.street");
        JsonNode family = town.account("family1");
        String contacts = "/residents/" + family.get("resident").asText() + "/contacts";
        JsonNode own = contactOf(desk, contacts, family);
        try (Screen phone = Screen.phoneAt(34.7, 113.7).signIn(town.http().resolve("/family"), family)) {
            phone.see("tab-privacy").click();
            phone.see("family-phone").fill("13912345678");
            Map<String, Object> theirs = new HashMap<>();
            for (String field : List.of("name", "relation", "account")) {
                theirs.put(field, own.get(field).asText());
            }
            theirs.put("phone", "13800000009");
            theirs.put("minutesAway", 25);
            Desk.Answer written = desk.put(contacts + "/" + own.get("id").asText(), theirs);
            assertThat(written.status()).as(written.toString()).isEqualTo(200);
            phone.see("family-save").click();
            phone.read("family-refused", "您填的还在");
            phone.read("family-contact", "社区刚改成：13800000009");
            assertThat(typed(phone)).as("what was typed, and what was not").containsExactly("13912345678", "25");
            phone.photograph("family-contact-meanwhile");
            Screen.Held saving = phone.hold("**/api/v1/me/contact");
            phone.see("family-save").click();
            saving.caught();
            phone.see("family-minutes").fill("40");
            saving.letGo();
            phone.seeGone("family-refused");
            phone.seeEnabled("family-save");
            assertThat(typed(phone)).as("typed while it was being saved").containsExactly("13912345678", "40");
            phone.see("family-save").click();
            phone.read("family-save", "已保存");
            assertThat(phone.errors()).isEmpty();
        }
        JsonNode now = contactOf(desk, contacts, family);
        assertThat(List.of(now.get("phone").asText(), now.get("minutesAway").asText()))
                .containsExactly("13912345678", "40");
    }

    private static JsonNode contactOf(Desk desk, String contacts, JsonNode family)
            throws IOException, InterruptedException {
        return StreamSupport.stream(desk.get(contacts).body().get("items").spliterator(), false)
                .filter(each -> each.path("account").equals(family.get("id")))
                .findFirst()
                .orElseThrow();
    }

    private static List<String> typed(Screen phone) {
        return List.of(
                phone.see("family-phone").inputValue(),
                phone.see("family-minutes").inputValue());
    }

    private static Map<String, String> granted(String how) {
        return Map.of("kind", "FAMILY_READINGS", "granted", how);
    }

    @Test
    void bothPhonePagesCanBeInstalled() throws IOException {
        for (Map.Entry<String, String> page :
                Map.of("/responder", "volunteer07", "/family", "family1").entrySet()) {
            try (Screen phone = Screen.phoneAt(34.7, 113.7)
                    .signIn(town.http().resolve(page.getKey()), town.account(page.getValue()))) {
                phone.awaitShell();
                Screen.Installable app = phone.installable();
                assertThat(app.faults()).isEmpty();
                assertThat(app.obstacles()).isSubsetOf(FORGETFUL);
                isAnApp(phone, page.getKey(), JSON.readTree(app.manifest()));
            }
        }
    }

    private static void isAnApp(Screen phone, String page, JsonNode manifest) {
        assertThat(manifest.get("name").asText()).startsWith("安铃");
        assertThat(manifest.get("short_name").asText()).hasSizeBetween(2, 6);
        assertThat(manifest.get("display").asText()).isEqualTo("standalone");
        assertThat(manifest.get("start_url").asText()).isEqualTo(page);
        assertThat(manifest.get("scope").asText()).isEqualTo(page);
        List<String> sizes = new ArrayList<>();
        for (JsonNode icon : manifest.get("icons")) {
            String claimed = icon.get("sizes").asText();
            assertThat(phone.sizeOf(icon.get("src").asText()))
                    .as(icon.toString())
                    .isEqualTo(claimed);
            sizes.add(icon.get("purpose").asText() + " " + claimed);
        }
        assertThat(sizes).contains("any 192x192", "any 512x512", "maskable 512x512");
    }
}
