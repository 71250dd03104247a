package care.anling.story;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Locator;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who rings, who is rung, and what was understood: the desk and its telephone. */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class TelephoneStoryTest extends QuietTown {

    @Test
    void whoeverRingsPopsUpAndAnUnknownNumberIsLookedFor() throws IOException, InterruptedException {
        Desk desk = town.signIn("desk.street");
        String resident = watch.get("resident").asText();
        JsonNode known = desk.get("/residents/" + resident).body();
        try (Screen screen = Screen.withoutWebGl().signIn(town.http(), town.account("desk.street"))) {
            screen.see("calm");
            town.ring(known.get("phone").asText());
            screen.see("call", "known", "true");
            assertThat(screen.see("call-resident", "resident", resident).innerText())
                    .contains(known.get("name").asText(), "本人");
            screen.read("call-number", known.get("phone").asText().substring(0, 3));
            screen.see("call-last");
            screen.photograph("call-known");
            screen.see("call-raise").click();
            screen.see("screen-pop", "state", "ready");
            screen.read("pop-name", known.get("name").asText());
            screen.seeGone("call");
            String incident = desk.incidentOf(resident).get("id").asText();
            screen.read("action-acknowledge", "✓");
            assertThat(desk.incident(incident).path("kind").asText()).isEqualTo("CALL");

            town.ring("13799999999");
            screen.see("call", "known", "false");
            screen.see("caller-search").fill(known.get("name").asText());
            assertThat(screen.see("caller-found", "resident", resident).innerText())
                    .as("what is open about them already")
                    .contains("打开警情");
            screen.photograph("call-unknown");
            screen.see("call-dismiss").click();
            screen.seeGone("call");
            assertThat(screen.errors()).isEmpty();
        }
    }

    /** The last step of the plan reminds the desk of the ambulance; whoever called writes it down with one press. */
    @Test
    void thePlanRemindsOfTheAmbulanceUntilSomebodyHasCalled() {
        try (Wearer wearer = town.connect(watch);
                Screen screen =
                        Screen.withoutWebGl().withoutTelephone().signIn(town.http(), town.account("desk.street"))) {
            wearer.press("{}");
            screen.see("screen-pop", "state", "ready");
            for (String step : List.of("2", "3")) {
                screen.key("e");
                screen.see("action-escalate", "state", "done");
                screen.read("dock-step", step + "/3");
            }
            screen.see("prompt", "prompt", "CALL_120");
            assertThat(screen.see("prompt").locator("a").getAttribute("href")).isEqualTo("tel:120");
            assertThat(screen.see("ambulance-call").getAttribute("href")).isEqualTo("tel:120");
            screen.photograph("prompt-120");
            screen.see("prompt-call").click();
            screen.see("call-unreachable").click();
            screen.read("timeline-entry", "致电 120：占线或打不通");
            screen.see("prompt", "prompt", "CALL_120");
            screen.see("prompt-call").click();
            screen.see("call-answered").click();
            screen.read("timeline-entry", "已拨打 120：接通了");
            screen.seeGone("prompt");
        }
    }

    /** Where nothing dials the number stands to be dialled by hand, and how the call ended is known at every desk. */
    @Test
    void aCallIsWrittenDownUnderWhoWasRungAndNeverUnderTheNumber() throws IOException, InterruptedException {
        Desk desk = town.signIn("desk.street");
        try (Wearer wearer = town.connect(watch);
                Screen local = Screen.withoutWebGl().withoutTelephone().signIn(town.http(), town.deskOf(watch));
                Screen street = Screen.withoutWebGl().signIn(town.http(), town.account("desk.street"))) {
            wearer.press("{}");
            String incident =
                    desk.incidentOf(watch.get("resident").asText()).get("id").asText();
            List.of(local, street)
                    .forEach(screen -> screen.see("screen-pop", Map.of("incident", incident, "state", "ready")));
            Locator contact = local.page()
                    .getByTestId("pop-contacts")
                    .locator("li")
                    .filter(new Locator.FilterOptions().setHas(local.page().getByTestId("contact-call")))
                    .nth(1);
            String name = contact.locator("b").innerText();
            String number = contact.getByTestId("contact-call").getAttribute("href");
            contact.getByTestId("contact-call").click();
            assertThat(local.dialled().toString()).isEqualTo("[" + number + "]");
            local.read("call-bar", "正在呼叫 " + name);
            String digits = number.replace("tel:", "");
            assertThat(local.text("call-bar-number").replace(" ", "")).isEqualTo(digits);
            local.photograph("calling");
            local.key("Escape");
            local.seeGone("call-bar");
            assertThat(timeline(desk, incident))
                    .as("nothing said, nothing written")
                    .doesNotContain("致电");

            contact.getByTestId("contact-call").click();
            local.see("call-bar-said").fill("二十分钟到");
            local.key("Enter");
            local.photograph("calling-said");
            local.see("call-answered").click();
            local.seeGone("call-bar");
            for (Screen screen : List.of(local, street)) {
                screen.read("timeline-entry", "致电 " + name);
                screen.read("timeline-entry", "接通了。二十分钟到");
            }
            local.photograph("called");
            street.photograph("called-at-the-other-desk");

            local.lose("**/notes");
            local.key("c");
            local.see("call-bar");
            local.key("2");
            local.see("action-failed");
            local.loseNoMore("**/notes");
            local.key("2");
            local.seeGone("call-bar");
            local.seeGone("action-failed");
            local.read("timeline-entry", "没人接");
            assertThat(timeline(desk, incident))
                    .as("once, and without a number")
                    .containsOnlyOnce("没人接")
                    .doesNotContain(digits);
            assertThat(local.errors()).isEmpty();
        }
    }

    private static String timeline(Desk desk, String incident) throws IOException, InterruptedException {
        return desk.get("/incidents/" + incident + "/timeline").body().toString();
    }

    /** What whoever listens has understood starts the plan for that. */
    @Test
    void theDeskSaysThatSomethingElseIsNeeded() throws IOException, InterruptedException {
        Desk desk = town.signIn("desk.street");
        try (Wearer wearer = town.connect(watch);
                Screen screen = Screen.withoutWebGl().signIn(town.http(), town.account("desk.street"))) {
            wearer.press("{}");
            screen.see("screen-pop", "state", "ready");
            screen.key("o");
            assertThat(screen.see("command-submit").isDisabled()).isTrue();
            screen.see("command-need").selectOption("FIRE_OR_GAS");
            screen.see("command-reason").fill("电话里说闻到煤气味");
            screen.photograph("command-need");
            screen.see("command-submit").click();
            screen.seeGone("command-form");
            screen.read("timeline-entry", "火情燃气 · 电话里说闻到煤气味");
            JsonNode incident = desk.incidentOf(watch.get("resident").asText());
            assertThat(List.of(
                            incident.get("need").asText(),
                            incident.get("priority").asText()))
                    .containsExactly("FIRE_OR_GAS", "P1");
            assertThat(screen.errors()).isEmpty();
        }
    }
}
