package care.anling.story;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
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
