package care.anling.story;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.BoundingBox;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whoever comes is seen to come, and whoever is late is seen to be late. */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class WalkerStoryTest extends QuietTown {

    /** Three hundred meters, on a plan that shows the house. */
    private static final int FAR_PX = 40;

    /** Two incidents apart: whichever is looked at stands in the free part of the map, on any desk. */
    @Test
    void theMapShowsTheIncidentOneLooksAtBesideThePanels() throws IOException, InterruptedException {
        Desk desk = town.signIn("desk.street");
        JsonNode other = town.wornWatches().stream()
                .filter(one -> !one.path("community").equals(watch.path("community")))
                .findFirst()
                .orElseThrow();
        try (Wearer wearer = town.connect(watch);
                Wearer beside = town.connect(other);
                Screen screen = Screen.withMap().signIn(town.http(), town.account("desk.street"))) {
            wearer.press("{}");
            beside.press("{}");
            List<String> incidents = List.of(
                    desk.incidentOf(watch.get("resident").asText()).get("id").asText(),
                    desk.incidentOf(other.get("resident").asText()).get("id").asText());
            screen.see("map", "ready", "true");
            String who = send(desk, incidents.get(0));
            for (int[] size : new int[][] {{1366, 768}, {1920, 1080}, {3840, 2160}}) {
                screen.resize(size[0], size[1]);
                comeFromTheWest(desk, incidents.get(0), who);
                for (String incident : incidents) {
                    screen.see("queue-item", "incident", incident).click();
                    screen.see("screen-pop", Map.of("incident", incident, "state", "ready"));
                    Locator pin = screen.see("incident-pin", "incident", incident);
                    screen.page().waitForCondition(() -> screen.isFree(pin));
                    screen.page().waitForTimeout(1_500);
                    assertThat(screen.isFree(pin))
                            .as("%s at %d×%d", incident, size[0], size[1])
                            .isTrue();
                    screen.photograph("map-%d-%d".formatted(size[0], incidents.indexOf(incident)));
                }
            }
            assertThat(screen.errors()).isEmpty();
        }
    }

    /** @return the nearest to the door, who is sent there */
    private static String send(Desk desk, String incident) throws IOException, InterruptedException {
        JsonNode nearest = StreamSupport.stream(
                        desk.get("/incidents/" + incident + "/candidates")
                                .body()
                                .path("items")
                                .spliterator(),
                        false)
                .filter(each -> DemoTown.is(each, "role", "FIRST_HAND"))
                .min(Comparator.comparingInt(each -> each.path("distanceMeters").asInt(Integer.MAX_VALUE)))
                .orElseThrow();
        String who = nearest.at("/responder/id").asText();
        assertThat(desk.post("/incidents/" + incident + "/assign", Map.of("responder", who, "role", "FIRST_HAND"))
                        .status())
                .isEqualTo(200);
        return who;
    }

    /** Some three hundred meters from the door: whoever comes is on the map with name and line. */
    private void comeFromTheWest(Desk desk, String incident, String who) throws IOException, InterruptedException {
        stepTo(desk, incident, who, 0.0032);
    }

    private void stepTo(Desk desk, String incident, String who, double degreesWest)
            throws IOException, InterruptedException {
        JsonNode door = desk.incident(incident).path("place");
        double lon = door.get("lon").asDouble() - degreesWest;
        town.signIn(town.accountOf(who).get("username").asText())
                .put("/me/position", Map.of("lat", door.get("lat").asDouble(), "lon", lon, "acc", 5));
    }

    /** Ten seconds for a doctor, fifteen minutes to the door: whoever is late is seen to be late. */
    @Test
    void thePromisesTurnRedWhenTheyAreBroken() throws IOException, InterruptedException, SQLException {
        try (Wearer wearer = town.connect(watch);
                Screen screen = Screen.withoutWebGl().signIn(town.http(), town.account("desk.street"))) {
            wearer.press("{}");
            screen.see("screen-pop", "state", "ready");
            Object calm = colour(screen.see("clock-door", "state", "running"));
            Locator doctor = screen.see("clock-doctor", "state", "late");
            assertThat(colour(doctor)).isNotEqualTo(calm);
            String incident = screen.top();
            pressedEarlier(incident, 16);
            screen.reload();
            screen.live();
            screen.see("queue-item", "incident", incident).click();
            assertThat(colour(screen.see("clock-door", "state", "late"))).isEqualTo(colour(doctor));
            screen.photograph("promises-broken");
            assertThat(screen.errors()).isEmpty();
        }
    }

    private static Object colour(Locator clock) {
        return clock.locator(".time").evaluate("time => getComputedStyle(time).color");
    }

    /** As if everything about it had begun so much earlier. */
    private void pressedEarlier(String incident, int minutes) throws IOException, SQLException {
        try (Connection owner = town.database();
                PreparedStatement shift =
                        owner.prepareStatement("UPDATE incidents SET clocks = (SELECT json_object_agg(clock,"
                                + " (SELECT json_object_agg(key, (value::timestamptz - make_interval(mins => ?)))"
                                + " FROM json_each_text(times) WHERE value IS NOT NULL))"
                                + " FROM json_each(clocks) AS each (clock, times)) WHERE id = ?::uuid")) {
            shift.setInt(1, minutes);
            shift.setString(2, incident);
            assertThat(shift.executeUpdate()).isOne();
        }
    }

    @Test
    void whoeverComesIsSeenToComeNearer() throws IOException, InterruptedException {
        Desk desk = town.signIn("desk.street");
        try (Wearer wearer = town.connect(watch);
                Screen screen = Screen.withoutWebGl().signIn(town.http(), town.account("desk.street"))) {
            wearer.press("{}");
            screen.see("screen-pop", "state", "ready");
            String incident =
                    desk.incidentOf(watch.get("resident").asText()).get("id").asText();
            String who = send(desk, incident);
            stepTo(desk, incident, who, 0.0032);
            Locator dot = screen.see("responder-dot", "responder", who);
            Locator pin = screen.see("incident-pin", "incident", incident);
            // Not before the plan has come near: a town is so wide that a walk of minutes is a pixel.
            screen.page().waitForCondition(() -> away(dot, pin) > FAR_PX);
            double far = away(dot, pin);
            stepTo(desk, incident, who, 0);
            screen.page().waitForCondition(() -> away(dot, pin) < far / 2);
            screen.photograph("somebody-walks");
            assertThat(screen.errors()).isEmpty();
        }
    }

    private static double away(Locator dot, Locator pin) {
        BoundingBox one = dot.boundingBox();
        BoundingBox other = pin.boundingBox();
        return Math.abs(one.x + one.width / 2 - other.x - other.width / 2);
    }
}
