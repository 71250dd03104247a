package care.anling.story;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What somebody new to the desk stumbles over at three in the morning. */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class DeskStoryTest extends QuietTown {

    @Test
    void aReloadComesBackToWhatWasLookedAtAndAnyKeyBringsTheBellBack() throws IOException, InterruptedException {
        Desk desk = town.signIn("desk.street");
        JsonNode other = town.wornWatches().get(3);
        try (Wearer wearer = town.connect(watch);
                Wearer second = town.connect(other);
                Screen screen = Screen.withoutWebGl()) {
            wearer.press("{}");
            second.press("{}");
            List<String> incidents = List.of(
                    desk.incidentOf(watch.get("resident").asText()).get("id").asText(),
                    desk.incidentOf(other.get("resident").asText()).get("id").asText());
            screen.signIn(town.http(), town.account("desk.street"));
            for (String incident : incidents) {
                screen.see("queue-item", "incident", incident).click();
                screen.see("screen-pop", Map.of("incident", incident, "state", "ready"));
                screen.reload();
                screen.live();
                screen.see("screen-pop", Map.of("incident", incident, "state", "ready"));
            }
            assertThat(screen.writtenDown())
                    .as("an id, and nobody's name")
                    .contains(incidents.get(1))
                    .doesNotContain(screen.text("pop-name"));

            screen.withholdSoundUntilAKey();
            screen.reload();
            screen.live();
            screen.read("notice-sound", "按任意键");
            screen.photograph("desk-no-sound");
            screen.key("x");
            screen.seeGone("notice-sound");

            desk.standDownAll();
            screen.reload();
            screen.live();
            screen.see("calm");
            assertThat(screen.errors()).isEmpty();
        }
    }

    @Test
    void aLineThatBreaksIsSaidAtOnceAndNothingMovesForIt() {
        try (Wearer wearer = town.connect(watch);
                Screen screen = Screen.withoutWebGl()) {
            Screen.Line line = screen.line();
            screen.resize(1366, 768).signIn(town.http(), town.account("desk.street"));
            wearer.press("{}");
            screen.see("screen-pop", "state", "ready");
            List<String> hands = List.of("queue-item", "silence", "action-acknowledge", "tab-timeline");
            screen.seeGone("notice-sound");
            screen.catchMoment("[data-testid=connection-state][data-lost=true]", hands);
            line.cut();
            assertThat(screen.caughtText()).containsPattern("连接断开，正在重连\\s*画面停在 \\d\\d:\\d\\d:\\d\\d");
            screen.photograph("desk-line-lost");
            assertThat(screen.caughtPlaces().get(1))
                    .isEqualTo(screen.caughtPlaces().get(0));
            screen.see("banner-stale");
            line.mend();
            screen.live();
            screen.see("connection-state", "lost", "false");
            assertThat(screen.errors()).isEmpty();
        }
    }
}
