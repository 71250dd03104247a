package care.anling.story;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Buttons and cords behind a gateway that speaks for them, at QoS 0 as zigbee2mqtt does unless it is told otherwise. */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class Zigbee2MqttStoryTest {

    @RegisterExtension
    static final SharedTown SHARED = new SharedTown();

    @SuppressWarnings("NullAway.Init")
    private static JsonNode gateway;

    @SuppressWarnings("NullAway.Init")
    private static Desk desk;

    @SuppressWarnings("NullAway.Init")
    private static Feed feed;

    @SuppressWarnings("NullAway.Init")
    private static Wearer bridge;

    @BeforeAll
    static void logIn() throws IOException, InterruptedException {
        DemoTown town = SHARED.town();
        gateway = town.devices("zigbee2mqtt", "GATEWAY").get(0);
        desk = town.signIn("desk.street");
        feed = Feed.following(desk, gateway.get("community").asText());
        bridge = town.connect(gateway);
    }

    @AfterAll
    static void logOut() {
        bridge.close();
        feed.close();
    }

    @Test
    void aButtonsEmergencyIsAnIncidentAndTheEmptyActionAfterItIsNot() throws IOException, InterruptedException {
        JsonNode button = children("PENDANT").get(0);
        String resident = button.get("resident").asText();
        say(MqttQos.AT_MOST_ONCE, button, "action-emergency.json");
        JsonNode opened = feed.incident("incident.opened", resident);
        assertThat(opened.get("kind").asText()).isEqualTo("SOS");
        assertThat(opened.get("devices").toString()).contains(button.get("id").asText());

        SHARED.town()
                .figures()
                .assertCounts(
                        () -> say(MqttQos.AT_LEAST_ONCE, button, "action-null.json"),
                        "anling_mqtt_left_out_total",
                        "dialect=\"zigbee2mqtt\"",
                        "reason=\"no_press\"");
        assertThat(desk.incidentOf(resident).get("signals").asInt()).isEqualTo(1);
        assertThat(feed.events("incident.opened", resident)).hasSize(1);
        assertThat(feed.broken()).isEmpty();
    }

    @Test
    void aPulledCordIsAnIncident() throws IOException {
        JsonNode cord = children("PULL_CORD").get(0);
        assertThat(cord.get("address").asText())
                .as("a friendly name with a slash")
                .contains("/");
        say(MqttQos.AT_MOST_ONCE, cord, "seb01zb-sos.json");
        JsonNode opened = feed.incident("incident.opened", cord.get("resident").asText());
        assertThat(opened.get("kind").asText()).isEqualTo("SOS");
        // A cord repeats its whole state with every message: still pulled is another ring, not another incident.
        say(MqttQos.AT_MOST_ONCE, cord, "seb01zb-sos.json");
        JsonNode again =
                feed.incident("incident.signal_added", cord.get("resident").asText());
        assertThat(again.get("id")).isEqualTo(opened.get("id"));
    }

    @Test
    void availabilityInBothItsFormsIsSeenOnTheFeed() throws IOException {
        JsonNode button = children("PENDANT").get(1);
        String topic = topic(button) + "/availability";
        bridge.say(MqttQos.AT_MOST_ONCE, topic, Payloads.sample("zigbee2mqtt/availability-offline.json"));
        awaitState(button, "OFFLINE", 1);
        bridge.say(MqttQos.AT_MOST_ONCE, topic, Payloads.sample("zigbee2mqtt/availability-online.json"));
        awaitState(button, "ONLINE", 1);
        bridge.say(MqttQos.AT_MOST_ONCE, topic, Payloads.sample("zigbee2mqtt/availability-legacy-offline.txt"));
        awaitState(button, "OFFLINE", 2);
    }

    @Test
    void aButtonNobodyRegisteredIsCountedAndItsEmergencyIsHeard() throws IOException, InterruptedException {
        String stranger = "zigbee2mqtt/0x00124b00deadbeef";
        SHARED.town()
                .figures()
                .assertCounts(
                        () -> bridge.say(MqttQos.AT_MOST_ONCE, stranger, "{\"battery\":90,\"linkquality\":60}"),
                        "anling_mqtt_left_out_total",
                        "dialect=\"zigbee2mqtt\"",
                        "reason=\"unknown_child\"");
        bridge.say(MqttQos.AT_MOST_ONCE, stranger, Payloads.sample("zigbee2mqtt/action-emergency.json"));
        JsonNode incident = desk.incidentOf(gateway.get("id").asText());
        assertThat(incident.get("reasons").toString()).contains("UNIDENTIFIED");
        assertThat(incident.get("community").asText())
                .as("the street's: no single community has to guess")
                .isEqualTo(SHARED.town().account("desk.street").get("community").asText());
    }

    private static List<JsonNode> children(String kind) {
        return SHARED.town()
                .devices(device ->
                        DemoTown.is(device, "gateway", gateway.get("id").asText())
                                && DemoTown.is(device, "kind", kind));
    }

    private static void say(MqttQos qos, JsonNode child, String sample) throws IOException {
        bridge.say(qos, topic(child), Payloads.sample("zigbee2mqtt/" + sample));
    }

    private static String topic(JsonNode child) {
        return "zigbee2mqtt/" + child.get("address").asText();
    }

    private static void awaitState(JsonNode device, String state, int times) {
        Patience.until(
                "%s told %d times".formatted(state, times),
                () -> feed.of("state").stream()
                                .filter(frame -> DemoTown.is(
                                        frame, "id", device.get("id").asText()))
                                .filter(frame -> DemoTown.is(frame, "state", state))
                                .count()
                        >= times);
    }
}
