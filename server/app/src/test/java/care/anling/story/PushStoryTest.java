package care.anling.story;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * A phone in a pocket, no page of ours open on it: somebody presses, the push service gets what only this phone can read,
 * the phone shows it, its owner presses it and stands before the offer. Of the browser's own only the subscribing is
 * replaced, which needs a push service of its maker's.
 */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class PushStoryTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @RegisterExtension
    static final SharedTown SHARED = new SharedTown();

    private final DemoTown town = SHARED.town();
    private final URI page = town.http().resolve("/responder");

    @Test
    void aPressWakesAPhoneInAPocket() throws Exception {
        Desk desk = town.signIn("desk.street");
        desk.standDownAll();
        JsonNode hand = town.account("volunteer04");
        JsonNode watch = town.wornWatches().stream()
                .filter(each -> each.get("community").equals(hand.get("community")))
                .findFirst()
                .orElseThrow();
        List<Object> others = town.sendOthersHome(hand);
        town.backOnDuty(List.of(UUID.fromString(hand.get("id").asText())));
        Desk volunteer = town.signIn("volunteer04").standAt(watch);
        try (PushService service = PushService.open();
                Wearer wearer = town.connect(watch);
                Screen phone = Screen.phoneAt(
                        watch.get("lat").asDouble(), watch.get("lon").asDouble())) {
            String key = theirOwnerLetsItBeWoken(phone, service, hand);
            // A phone that takes an hour's error for the truth must not call a fresh offer stale.
            Sleeper sleeper = new Sleeper(phone, page).clockIsAhead(Duration.ofHours(1));

            wearer.press("{}");
            String incident =
                    desk.incidentOf(watch.get("resident").asText()).get("id").asText();
            PushService.Posted push = service.next();
            itIsSignedForThisService(push, service, key);
            JsonNode letter = JSON.readTree(service.open(push));
            assertThat(letter.get("kind").asText()).isEqualTo("OFFER");
            assertThat(letter.get("incident").asText()).isEqualTo(incident);
            assertThat(letter.toString())
                    .as("before the yes neither name nor door")
                    .doesNotContain(desk.incident(incident).at("/resident/name").asText())
                    .doesNotContain("单元");

            sleeper.deliver(letter.toString());
            assertThat(sleeper.read())
                    .isEqualTo(new Sleeper.Shown(
                            letter.get("title").asText(),
                            letter.get("body").asText(),
                            incident,
                            List.of("open", "decline"),
                            true));
            String opened = sleeper.press();
            phone.page().navigate(page.resolve(opened).toString());
            phone.see(
                    "ask",
                    Map.of("incident", incident, "offer", letter.get("offer").asText()));
            phone.photograph("push-opened");
            Patience.until("whoever pressed it has it", () -> state(letter).equals("RECEIVED"));
            phone.see("ask-accept").click();
            phone.see("mission", "incident", incident);
            assertThat(desk.incident(incident).get("assignments"))
                    .anyMatch(each -> each.at("/responder/id").equals(hand.get("id")));
            assertThat(phone.errors()).isEmpty();
            volunteer.post("/me/push-subscriptions/withdraw", Map.of("endpoint", service.endpoint()));
        } finally {
            town.backOnDuty(others);
            desk.standDownAll();
        }
    }

    /** And puts it away. @return the key it subscribed for */
    private String theirOwnerLetsItBeWoken(Screen phone, PushService service, JsonNode hand) {
        service.serve(phone);
        phone.signIn(page, hand);
        phone.see("waking", "state", "off");
        phone.see("waking-enable").click();
        phone.see("waking", "state", "on");
        phone.awaitShell();
        phone.photograph("push-on");
        Object key = phone.page().evaluate("() => window.subscribedWith.applicationServerKey");
        assertThat(phone.page().evaluate("() => window.subscribedWith.userVisibleOnly"))
                .isEqualTo(true);
        phone.page().navigate("about:blank");
        return String.valueOf(key);
    }

    /** RFC 8030 and 8292: what a real push service would look at before it takes anything. */
    private static void itIsSignedForThisService(PushService.Posted push, PushService service, String key)
            throws Exception {
        assertThat(push.header("Content-Encoding")).isEqualTo("aes128gcm");
        assertThat(push.header("Urgency")).isEqualTo("high");
        assertThat(Integer.parseInt(push.header("TTL"))).isPositive();
        PushService.Sender sender = PushService.sender(push);
        assertThat(sender.key()).isEqualTo(key);
        assertThat(sender.claims().get("aud").asText()).isEqualTo(service.origin());
        assertThat(Instant.ofEpochSecond(sender.claims().get("exp").asLong())).isAfter(Instant.now());
    }

    private String state(JsonNode letter) throws Exception {
        try (Connection owner = town.database();
                PreparedStatement notice = owner.prepareStatement("SELECT state FROM outbox WHERE id = ?::uuid")) {
            notice.setString(1, letter.get("id").asText());
            try (ResultSet row = notice.executeQuery()) {
                return row.next() ? row.getString(1) : "";
            }
        }
    }
}
