package care.anling.story;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.microsoft.playwright.Locator;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** An office's computer may be set to any day: what it tells of ages is the server's. */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class ClockStoryTest {

    private static final String JUST_NOW = "刚刚|[秒分]前";

    @RegisterExtension
    static final SharedTown SHARED = new SharedTown();

    private final DemoTown town = SHARED.town();

    @Test
    void aDeviceThatJustSpokeDidSoJustNow() throws Exception {
        JsonNode watch = town.wornWatches().get(0);
        try (Wearer wearer = town.connect(watch)) {
            wearer.say(MqttQos.AT_LEAST_ONCE, "v1/" + wearer.id() + "/up/status", "{\"battery\":81,\"worn\":true}");
        }
        try (Office office = Office.enter(town.http(), town.account("admin"), "devices")) {
            office.screen().clockIsAhead(Duration.ofDays(3));
            office.see("device-search").fill(watch.get("id").asText());
            Locator line = office.row(watch.get("id").asText());
            assertThat(line.innerText()).containsPattern(JUST_NOW).doesNotContain("天前");
            line.click();
            office.see("device-rotate");
            assertThat(office.text("side-panel")).containsPattern(JUST_NOW).doesNotContain("天前");
        }
    }
}
