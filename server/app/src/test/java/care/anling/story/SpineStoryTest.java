package care.anling.story;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * From the press of a button to the end of the response: it reaches a human's screen with all that is known of who
 * pressed, a doctor and a volunteer come, and the watch hears of each.
 */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class SpineStoryTest {

    @RegisterExtension
    static final SharedTown SHARED = new SharedTown();

    private static final int BATTERY_AT_THE_PRESS = 71;
    private static final int BATTERY_AT_THE_SECOND_PRESS = 68;

    private final DemoTown town = SHARED.town();

    /** Everybody in this story. */
    private record Scene(Desk desk, Screen screen, Wearer wearer, String incident) {}

    @Test
    void aPressIsAnsweredToTheEnd() throws IOException, InterruptedException {
        JsonNode watch = town.wornWatches().get(0);
        Desk desk = town.signIn("desk.street");
        desk.standDownAll();
        try (Wearer wearer = town.connect(watch).listen();
                Screen screen = Screen.withMap().signIn(town.http(), town.account("desk.street"))) {
            Scene scene = new Scene(desk, screen, wearer, pressed(screen, wearer, watch));
            assertThatThePopTellsEverything(scene);
            screen.photograph("spine-pressed");
            aSecondPressRingsAgain(scene, watch);
            oneOfTwoDoctorsIsTheDoctor(scene);
            String assignment = aVolunteerGoes(scene);
            theCoordinatorAcknowledges(scene);
            theVolunteerIsThereAndDone(scene, assignment);
            theCoordinatorStandsDown(scene);
            assertThat(screen.errors()).isEmpty();
        }
    }

    private static String pressed(Screen screen, Wearer wearer, JsonNode watch) {
        screen.see("map", "ready", "true");
        screen.see("map-webgl");
        long pressedAt = System.nanoTime();
        wearer.press(press(watch, BATTERY_AT_THE_PRESS));
        long acknowledged = System.nanoTime();
        String incident =
                String.valueOf(screen.see("queue-item", "priority", "P1").getAttribute("data-incident"));
        // Told, never asserted: figures belong to the bench.
        System.out.printf(
                "story: press to PUBACK %d ms, press to queue item %d ms%n",
                millis(pressedAt, acknowledged), millis(pressedAt, System.nanoTime()));
        assertThat(screen.top()).isEqualTo(incident);
        screen.see("incident-pin", "incident", incident);
        screen.see("screen-pop", "incident", incident);
        screen.see("screen-pop", "state", "ready");
        return incident;
    }

    private static void assertThatThePopTellsEverything(Scene scene) throws IOException, InterruptedException {
        Screen screen = scene.screen();
        Desk.Answer answer = scene.desk().get("/incidents/" + scene.incident() + "/dossier");
        assertThat(answer.status()).isEqualTo(200);
        JsonNode dossier = answer.body();
        screen.read("pop-name", dossier.at("/resident/name").asText());
        screen.read("pop-facts", dossier.at("/resident/age").asText());
        screen.read("pop-address", dossier.at("/address/building/name").asText());
        screen.read("pop-address", dossier.at("/address/unit").asText());
        screen.read("pop-address", dossier.at("/address/room").asText());
        screen.read("pop-living", dossier.at("/resident/livingSituation").asText());
        dossier.at("/clinical/allergies").forEach(told -> screen.read("pop-allergies", told.asText()));
        assertThat(dossier.at("/clinical/conditions")).isNotEmpty();
        dossier.at("/clinical/conditions").forEach(told -> screen.read("pop-conditions", told.asText()));
        dossier.at("/clinical/medications").forEach(told -> screen.read("pop-medications", told.asText()));
        assertThat(dossier.get("contacts")).isNotEmpty();
        dossier.get("contacts")
                .forEach(contact ->
                        screen.read("pop-contacts", contact.get("name").asText()));
        // It came with the press itself.
        screen.read("pop-battery", BATTERY_AT_THE_PRESS + "%");
        screen.see("pop-where", "basis", "DEVICE");
    }

    /** The dossier is not read again for it: each reading is a recorded look. What is new comes by the feed. */
    private static void aSecondPressRingsAgain(Scene scene, JsonNode watch) {
        scene.wearer().press(press(watch, BATTERY_AT_THE_SECOND_PRESS));
        scene.screen().see("pop-count");
        scene.screen().see("queue-count");
        scene.screen().read("pop-battery", BATTERY_AT_THE_SECOND_PRESS + "%");
    }

    private static String press(JsonNode watch, int battery) {
        return "{\"lat\":%s,\"lon\":%s,\"acc\":12,\"battery\":%d}"
                .formatted(watch.get("lat").asText(), watch.get("lon").asText(), battery);
    }

    /** Nobody answers at first, so that a second one rings too. */
    private void oneOfTwoDoctorsIsTheDoctor(Scene scene) throws IOException, InterruptedException {
        Patience.until("two doctors who ring", () -> ringing(scene, "DOCTOR").size() >= 2);
        List<JsonNode> offers = ringing(scene, "DOCTOR");
        Desk.Answer accepted = answer(offers.get(0), "accept");
        assertThat(accepted.status()).as(accepted.toString()).isEqualTo(200);
        String winner = offers.get(0).at("/responder/name").asText();

        Desk.Answer lost = answer(offers.get(1), "accept");
        assertThat(lost.status()).isEqualTo(409);
        assertThat(lost.body().get("code").asText()).isEqualTo("offer_taken");
        assertThat(lost.body().at("/winner/name").asText()).isEqualTo(winner);

        scene.screen().see("responder", Map.of("role", "DOCTOR", "state", "ACCEPTED"));
        scene.screen().read("responders", winner);
        awaitWord(scene, "accepted", "DOCTOR", winner);
    }

    /** @return their assignment */
    private String aVolunteerGoes(Scene scene) throws IOException, InterruptedException {
        Patience.until(
                "a volunteer who rings", () -> !ringing(scene, "FIRST_HAND").isEmpty());
        JsonNode offer = ringing(scene, "FIRST_HAND").get(0);
        Desk volunteer = signedIn(offer);
        assertThat(volunteer
                        .post("/offers/" + doctorsOffer(scene) + "/accept", Map.of())
                        .status())
                .as("the doctor's offer is not the volunteer's to take")
                .isEqualTo(404);
        Desk.Answer accepted = answer(offer, "accept");
        assertThat(accepted.status()).as(accepted.toString()).isEqualTo(200);
        assertThat(accepted.body().get("role").asText()).isEqualTo("FIRST_HAND");
        String assignment = accepted.body().get("id").asText();
        move(volunteer, assignment, "en-route");
        scene.screen().see("responder", Map.of("role", "FIRST_HAND", "state", "EN_ROUTE"));
        scene.screen().photograph("spine-answered");
        awaitWord(scene, "accepted", "FIRST_HAND", offer.at("/responder/name").asText());
        return assignment;
    }

    private void theCoordinatorAcknowledges(Scene scene) throws IOException, InterruptedException {
        scene.screen().key("a");
        scene.screen().read("action-acknowledge", "✓");
        JsonNode acknowledged = scene.desk().incident(scene.incident()).get("acknowledged");
        assertThat(acknowledged.at("/by/id"))
                .isEqualTo(town.account("desk.street").get("id"));
    }

    private void theVolunteerIsThereAndDone(Scene scene, String assignment) throws IOException, InterruptedException {
        JsonNode offer =
                scene.desk().offers(scene.incident(), "FIRST_HAND", "ACCEPTED").get(0);
        Desk volunteer = signedIn(offer);
        move(volunteer, assignment, "on-scene");
        scene.screen().see("responder", Map.of("role", "FIRST_HAND", "state", "ON_SCENE"));
        awaitWord(scene, "on_scene", "FIRST_HAND", offer.at("/responder/name").asText());
        move(volunteer, assignment, "clear");
        scene.screen().see("responder", Map.of("role", "FIRST_HAND", "state", "CLEARED"));
    }

    private static void theCoordinatorStandsDown(Scene scene) throws IOException, InterruptedException {
        Screen screen = scene.screen();
        screen.key("s");
        screen.see("stand-down-form");
        screen.choose("disposition-HELPED");
        screen.photograph("spine-stand-down");
        screen.see("stand-down-submit").click();
        screen.see("queue-empty");
        screen.read("queue-open-count", "0");
        screen.photograph("spine-closed");
        JsonNode incident = scene.desk().incident(scene.incident());
        assertThat(incident.get("state").asText()).isEqualTo("STOOD_DOWN");
        assertThat(incident.get("disposition").asText()).isEqualTo("HELPED");
        Patience.until(
                "the watch hears that it is over",
                () -> scene.wearer().heard().stream()
                        .anyMatch(word -> word.contains(scene.incident()) && word.contains("\"closed\"")));
    }

    private static List<JsonNode> ringing(Scene scene, String role) throws IOException, InterruptedException {
        return scene.desk().offers(scene.incident(), role, "PENDING");
    }

    private static String doctorsOffer(Scene scene) throws IOException, InterruptedException {
        return scene.desk()
                .offers(scene.incident(), "DOCTOR", "ACCEPTED")
                .get(0)
                .get("id")
                .asText();
    }

    /** As the one it was made to. */
    private Desk.Answer answer(JsonNode offer, String how) throws IOException, InterruptedException {
        return signedIn(offer).post("/offers/" + offer.get("id").asText() + "/" + how, Map.of());
    }

    private Desk signedIn(JsonNode offer) throws IOException, InterruptedException {
        String responder = offer.at("/responder/id").asText();
        return town.signIn(town.accountOf(responder).get("username").asText());
    }

    private static void move(Desk volunteer, String assignment, String to) throws IOException, InterruptedException {
        Desk.Answer moved = volunteer.post("/assignments/" + assignment + "/" + to, Map.of());
        assertThat(moved.status()).as(moved.toString()).isEqualTo(200);
    }

    /** The watch speaks: help is coming. */
    private static void awaitWord(Scene scene, String state, String role, String by) {
        Patience.until(
                "the watch hears %s of the %s".formatted(state, role),
                () -> scene.wearer().heard().stream()
                        .anyMatch(word -> List.of(scene.incident(), "\"" + state + "\"", role, by).stream()
                                .allMatch(word::contains)));
    }

    private static long millis(long from, long to) {
        return TimeUnit.NANOSECONDS.toMillis(to - from);
    }
}
