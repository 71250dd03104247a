package care.anling.story;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Locator;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A whole community presses at once, and each twice: as after an earthquake, or a power cut. */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class BurstStoryTest {

    private static final int PEOPLE = 200;
    private static final int PRESSES_EACH = 2;

    @RegisterExtension
    static final SharedTown SHARED = new SharedTown();

    @Test
    void twoHundredPressAtOnceAndEachIsHeardOnce() throws IOException, InterruptedException, SQLException {
        DemoTown town = SHARED.town();
        String community = town.account("desk.wangheyuan").get("community").asText();
        List<JsonNode> watches = Newcomers.settle(town, community, PEOPLE, "native");
        Set<String> residents =
                watches.stream().map(watch -> watch.get("resident").asText()).collect(Collectors.toSet());
        Desk desk = town.signIn("desk.wangheyuan");
        List<Wearer> wearers = new ArrayList<>();
        try (Feed feed = Feed.following(desk, community);
                Screen screen = Screen.withMap().signIn(town.http(), town.account("desk.wangheyuan"))) {
            watches.forEach(watch -> wearers.add(connectOnceKnown(town, watch)));
            List<CompletableFuture<?>> answers = new ArrayList<>();
            for (int i = 1; i <= PRESSES_EACH; i++) {
                String payload = Payloads.press("burst-" + i);
                wearers.forEach(wearer -> answers.add(wearer.pressing(payload)));
            }
            CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new))
                    .orTimeout(Patience.LIMIT.toSeconds(), TimeUnit.SECONDS)
                    .join();

            Patience.until("all presses on the feed", () -> pressesTold(feed, residents) == PEOPLE * PRESSES_EACH);
            Map<String, Long> opened = feed.events("incident.opened").stream()
                    .map(frame -> frame.at("/incident/subject/id").asText())
                    .filter(residents::contains)
                    .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
            assertThat(opened.keySet()).isEqualTo(residents);
            assertThat(opened.values()).containsOnly(1L);
            assertThat(feed.broken()).isEmpty();
            theMapShowsTheHouses(screen, desk, residents);
            theDeskCanStillWork(screen, desk);
            assertThat(storedPresses(town)).containsExactly(PEOPLE * PRESSES_EACH, PEOPLE);
        } finally {
            wearers.forEach(Wearer::close);
            desk.standDownAll();
        }
    }

    /** One pin for each house in trouble, with as many as are in trouble in it; pressed, the house opens, and one of them in it. */
    private static void theMapShowsTheHouses(Screen screen, Desk desk, Set<String> residents)
            throws IOException, InterruptedException {
        Map<String, Set<String>> houses = desk.openIncidents().stream()
                .filter(incident ->
                        residents.contains(incident.at("/subject/id").asText()))
                .collect(Collectors.groupingBy(
                        incident -> incident.at("/place/building").asText(),
                        Collectors.mapping(incident -> incident.get("id").asText(), Collectors.toSet())));
        Set<String> all = houses.values().stream().flatMap(Set::stream).collect(Collectors.toSet());
        assertThat(all).hasSize(PEOPLE);
        screen.see("map", "ready", "true");
        screen.see("map-webgl");
        screen.see("map-fit").click();
        Patience.until(
                "every house has its own on its pin", () -> onPins(screen, all).equals(houses));
        screen.see("map", "state", "idle");
        screen.photograph("burst-map");
        Locator house = screen.page().locator("[data-testid=incident-pin][data-storm]").all().stream()
                .filter(screen::isFree)
                .findFirst()
                .orElseThrow();
        String pressed = String.valueOf(house.getAttribute("data-storm"));
        house.click();
        screen.see("building-card", "building", pressed);
        screen.see("building-incident").click();
        String chosen =
                String.valueOf(screen.see("screen-pop", "state", "ready").getAttribute("data-incident"));
        assertThat(desk.incident(chosen).at("/place/building").asText()).isEqualTo(pressed);
        screen.see("map", "state", "idle");
        screen.photograph("burst-map-house");
        screen.key("Escape");
        screen.seeGone("building-card");
    }

    /** By house, as the pins tell it; {@code which} leaves others' incidents out. */
    private static Map<String, Set<String>> onPins(Screen screen, Set<String> which) {
        Map<String, Set<String>> houses = new HashMap<>();
        for (Locator pin :
                screen.page().locator("[data-testid=incident-pin][data-storm]").all()) {
            Set<String> here =
                    Set.of(String.valueOf(pin.getAttribute("data-incidents")).split(" "));
            if (!pin.innerText().lines().anyMatch(String.valueOf(here.size())::equals)) {
                return Map.of();
            }
            houses.put(
                    String.valueOf(pin.getAttribute("data-storm")),
                    here.stream().filter(which::contains).collect(Collectors.toSet()));
        }
        return houses;
    }

    /** By building, and each of them still a human being one can turn to. */
    private static void theDeskCanStillWork(Screen screen, Desk desk) throws IOException, InterruptedException {
        screen.read("queue-open-count", String.valueOf(desk.openIncidents().size()));
        screen.live();
        screen.see("queue-storm");
        int gathered = screen.page().getByTestId("queue-storm").allInnerTexts().stream()
                .mapToInt(BurstStoryTest::countOf)
                .sum();
        assertThat(gathered).as("in storms, by their headings").isGreaterThanOrEqualTo(PEOPLE);
        screen.photograph("burst-storm");
        screen.page()
                .getByTestId("queue-storm")
                .last()
                .locator("button")
                .first()
                .click();
        screen.page().getByTestId("queue-item").last().click();
        String chosen =
                String.valueOf(screen.see("screen-pop", "state", "ready").getAttribute("data-incident"));
        screen.key("a");
        screen.read("action-acknowledge", "✓");
        assertThat(desk.incident(chosen).at("/acknowledged/by/name").asText()).isNotEmpty();
        screen.photograph("burst-one-of-them");
        assertThat(screen.errors()).isEmpty();
    }

    private static int countOf(String heading) {
        Matcher count = Pattern.compile("· (\\d+) 起").matcher(heading);
        assertThat(count.find()).as(heading).isTrue();
        return Integer.parseInt(count.group(1));
    }

    /** The server looks for new devices by itself, every few seconds. */
    private static Wearer connectOnceKnown(DemoTown town, JsonNode watch) {
        List<Wearer> connected = new ArrayList<>();
        Patience.until("a watch that the server knows", () -> {
            try {
                connected.add(town.connect(watch));
            } catch (RuntimeException notYet) {
                return false;
            }
            return true;
        });
        return connected.get(0);
    }

    /** By the newest state of each person's incident. */
    private static int pressesTold(Feed feed, Set<String> residents) {
        Map<String, Integer> newest = feed.of("event").stream()
                .map(frame -> frame.get("incident"))
                .filter(incident ->
                        residents.contains(incident.at("/subject/id").asText()))
                .collect(Collectors.toMap(
                        incident -> incident.at("/subject/id").asText(),
                        incident -> incident.get("signals").asInt(),
                        Math::max));
        return newest.values().stream().mapToInt(Integer::intValue).sum();
    }

    /** @return presses, incidents */
    private static List<Integer> storedPresses(DemoTown town) throws IOException, SQLException {
        try (Connection database = town.database();
                Statement statement = database.createStatement();
                ResultSet row =
                        statement.executeQuery("SELECT sum(s.presses), count(DISTINCT s.incident) FROM signals s"
                                + " JOIN residents r ON r.id = s.subject WHERE r.name LIKE '新居民%'")) {
            assertThat(row.next()).isTrue();
            return List.of(row.getInt(1), row.getInt(2));
        }
    }
}
