package care.anling.story;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Locator;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.StreamSupport;
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

    @Test
    void anotherIsSentBesideWhoeverGoesAndWhomEWouldAskIsSaidBefore() throws IOException, InterruptedException {
        Desk desk = town.signIn("desk.street");
        try (Wearer wearer = town.connect(watch);
                Screen screen = Screen.withoutWebGl().withoutTelephone()) {
            screen.resize(1366, 768).signIn(town.http(), town.account("desk.street"));
            wearer.press("{}");
            screen.see("screen-pop", "state", "ready");
            String incident =
                    desk.incidentOf(watch.get("resident").asText()).get("id").asText();
            screen.see("next-step");
            for (String step : List.of("2", "3")) {
                screen.key("e");
                screen.see("action-escalate", "state", "done");
                screen.read("dock-step", step + "/3");
                screen.read("next-step", step.equals("2") ? "街道坐席、告知街道、告知外部 · 提示拨打 120" : "再叫一遍");
                screen.photograph("desk-next-step-" + step);
            }

            screen.key("d");
            handsToSend(screen).first().getByTestId("candidate-assign").click();
            screen.see("responder", Map.of("role", "FIRST_HAND", "state", "ACCEPTED"));
            screen.read("candidate-assign", "加派");
            screen.photograph("desk-send-another");
            handsToSend(screen).first().getByTestId("candidate-assign").click();
            screen.page().waitForCondition(() -> Patience.asking(() -> hands(desk, incident)) == 2);

            screen.see("send-another").click();
            assertThat(screen.see("command-role").inputValue()).isNotEmpty();
            screen.photograph("desk-send-another-by-the-plan");
            screen.key("Enter");
            screen.seeGone("command-form");
            screen.see("tab-timeline").click();
            screen.read("timeline-entry", "再叫人手");

            screen.key("o");
            screen.see("command-form");
            screen.key("2");
            assertThat(screen.see("command-new-priority").inputValue()).isEqualTo("P2");
            screen.photograph("desk-priority-keys");
            screen.key("Escape");
            screen.seeGone("command-form");
            screen.key("s");
            screen.see("stand-down-form");
            screen.photograph("desk-closing");
            screen.key("1");
            screen.key("Enter");
            screen.seeGone("stand-down-form");
            assertThat(screen.errors()).isEmpty();
        }
    }

    private static Locator handsToSend(Screen screen) {
        return screen.page()
                .getByTestId("candidate")
                .filter(new Locator.FilterOptions().setHasText("上门响应"))
                .filter(new Locator.FilterOptions().setHas(screen.page().getByTestId("candidate-assign")));
    }

    private static long hands(Desk desk, String incident) throws IOException, InterruptedException {
        return StreamSupport.stream(desk.incident(incident).path("assignments").spliterator(), false)
                .filter(assignment ->
                        DemoTown.is(assignment, "role", "FIRST_HAND") && DemoTown.is(assignment, "state", "ACCEPTED"))
                .count();
    }

    @Test
    void theKeyThatRingsGoesOnToTheNextAfterNobodyAnswered() {
        try (Wearer wearer = town.connect(watch);
                Screen screen =
                        Screen.withoutWebGl().withoutTelephone().signIn(town.http(), town.account("desk.street"))) {
            wearer.press("{}");
            screen.see("screen-pop", "state", "ready");
            Locator lines = screen.page().getByTestId("contact-call");
            for (int line = 0; line < 2; line++) {
                lines.nth(line).getByTestId("call-by-key").waitFor();
                screen.key("c");
                String number = lines.nth(line).getAttribute("href").replace("tel:", "");
                assertThat(screen.text("call-bar-number").replace(" ", "")).isEqualTo(number);
                screen.key("2");
                screen.seeGone("call-bar");
            }
            lines.nth(2).getByTestId("call-by-key").waitFor();
            assertThat(screen.dialled())
                    .asString()
                    .isEqualTo("[%s, %s]"
                            .formatted(
                                    lines.nth(0).getAttribute("href"),
                                    lines.nth(1).getAttribute("href")));
            screen.photograph("desk-next-call");
            assertThat(screen.errors()).isEmpty();
        }
    }
}
