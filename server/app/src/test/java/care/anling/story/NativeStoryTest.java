package care.anling.story;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt3.exceptions.Mqtt3ConnAckException;
import java.io.IOException;
import java.sql.SQLException;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Presses as they come, and everything a device can do wrong: each has one clear outcome that is counted, and an
 * authenticated emergency is always an incident.
 */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class NativeStoryTest {

    private static final String WITH_POSITION = "{\"lat\":34.76,\"lon\":113.75,\"acc\":12,\"battery\":71}";
    private static final String BROKEN = "{\"id\":\"a1\",\"lat\":34.7";
    /** Some makers' samples are dated so. */
    private static final String IN_2028 = "2028-03-17T09:46:11Z";
    /** Above the 64 KiB the server takes. */
    private static final int OVERSIZED = 70_000;

    @RegisterExtension
    static final SharedTown SHARED = new SharedTown();

    @SuppressWarnings("NullAway.Init")
    private static Iterator<JsonNode> unused;

    private final DemoTown town = SHARED.town();
    private final Figures figures = town.figures();
    private Desk desk;

    /** Each method has a device of its own. */
    @BeforeAll
    static void gather() {
        unused = SHARED.town().devices("native", "PENDANT").stream()
                .filter(device -> device.has("resident"))
                .iterator();
    }

    @BeforeEach
    void signIn() throws IOException, InterruptedException {
        desk = town.signIn("desk.street");
    }

    @Test
    void everyKindOfPressIsAcknowledgedAndTheFirstOpensTheOthersJoin() throws IOException, InterruptedException {
        JsonNode device = unused.next();
        try (Wearer wearer = town.connect(device)) {
            for (String payload : List.of(WITH_POSITION, "{}", "", BROKEN)) {
                wearer.press(payload);
            }
            wearer.say(MqttQos.AT_MOST_ONCE, "v1/" + wearer.id() + "/up/sos", "{}");
            Patience.until(
                    "five presses", () -> incidentOf(device).get("signals").asInt() == 5);
            assertThat(incidentOf(device).get("reasons").toString()).contains("UNDECODABLE");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", BROKEN})
    void thePoorestPressOpensAnIncidentToo(String payload) {
        JsonNode device = unused.next();
        try (Wearer wearer = town.connect(device)) {
            wearer.press(payload);
            assertThat(incidentOf(device).get("priority").asText()).isEqualTo("P1");
        }
    }

    @Test
    void aPressInTheSegmentOfTheConnectIsNotLost() throws IOException {
        JsonNode device = unused.next();
        try (RawDevice raw = RawDevice.open(town.mqttPort())) {
            raw.write(
                    RawDevice.connect("hasty", id(device), secret(device)),
                    RawDevice.publish(false, 1, "v1/" + id(device) + "/up/sos", ""));
            assertThat(List.of(raw.read(), raw.read())).containsExactly(RawDevice.CONNACK, RawDevice.PUBACK);
        }
        assertThat(incidentOf(device).get("signals").asInt()).isEqualTo(1);
    }

    @Test
    void aPacketSentTwiceIsOnePress() throws IOException, InterruptedException {
        JsonNode device = unused.next();
        String topic = "v1/" + id(device) + "/up/sos";
        try (RawDevice raw = RawDevice.open(town.mqttPort())) {
            raw.write(RawDevice.connect("stutters", id(device), secret(device)));
            assertThat(raw.read()).isEqualTo(RawDevice.CONNACK);
            raw.write(RawDevice.publish(false, 7, topic, "{}"));
            assertThat(raw.read()).isEqualTo(RawDevice.PUBACK);
            raw.write(RawDevice.publish(true, 7, topic, "{}"));
            assertThat(raw.read()).isEqualTo(RawDevice.PUBACK);
        }
        String press = Payloads.press("sent-twice");
        try (Wearer wearer = town.connect(device)) {
            wearer.press(press);
            wearer.press(press);
            wearer.press(Payloads.press("another"));
        }
        assertThat(incidentOf(device).get("signals").asInt())
                .as("the packet, the press that was told twice, and another press")
                .isEqualTo(3);
    }

    @Test
    void aClockIn2028ChangesNothingButWhatIsSaidOfIt() throws IOException, InterruptedException {
        JsonNode device = unused.next();
        try (Wearer wearer = town.connect(device)) {
            figures.assertCounts(
                    () -> wearer.press("{\"id\":\"later\",\"at\":\"%s\"}".formatted(IN_2028)),
                    "anling_mqtt_left_out_total",
                    "dialect=\"native\"",
                    "reason=\"clock_wrong\"");
            JsonNode incident = incidentOf(device);
            assertThat(incident.get("openedAt").asText()).doesNotStartWith("2028");
            assertThat(incident.get("reasons").toString()).contains("DEVICE_CLOCK_WRONG");
        }
    }

    @Test
    void anUnassignedDevicesPressIsAnIncidentOfThatDevice() {
        JsonNode device = town.devices(d -> DemoTown.is(d, "dialect", "native")
                        && DemoTown.is(d, "state", "ACTIVE")
                        && !d.has("resident")
                        && !d.has("building"))
                .get(0);
        try (Wearer wearer = town.connect(device)) {
            wearer.press(WITH_POSITION);
            JsonNode incident = desk.incidentOf(id(device));
            assertThat(incident.at("/subject/kind").asText()).isEqualTo("DEVICE");
            assertThat(incident.get("reasons").toString()).contains("UNASSIGNED_DEVICE");
        }
    }

    @Test
    void aRetiredDevicesPressIsHeardAndItsReadingsAreNot() throws IOException, InterruptedException {
        JsonNode device = town.devices(d -> DemoTown.is(d, "state", "RETIRED")).get(0);
        try (Wearer wearer = town.connect(device)) {
            wearer.press("");
            JsonNode incident = desk.incidentOf(id(device));
            assertThat(incident.get("reasons").toString()).contains("RETIRED_DEVICE");
            figures.assertCounts(
                    () -> wearer.say(MqttQos.AT_LEAST_ONCE, "v1/" + id(device) + "/up/status", "{\"battery\":5}"),
                    "anling_mqtt_left_out_total",
                    "reason=\"retired_device\"");
        }
    }

    @Test
    void wrongCredentialsAreRefusedAndCounted() throws IOException, InterruptedException {
        String device = id(town.wornWatches().get(0));
        figures.assertCounts(
                () -> assertThatThrownBy(() -> Wearer.connect(town.mqttPort(), device, "not-its-secret"))
                        .hasRootCauseInstanceOf(Mqtt3ConnAckException.class),
                "anling_mqtt_connects_total",
                "outcome=\"bad_credentials\"");
    }

    @Test
    void aDialectNobodySpeaksIsLetInAndItsAlarmIsAnIncident() throws IOException, InterruptedException, SQLException {
        JsonNode device =
                Newcomers.settle(town, unusedCommunity(), 1, "semaphore").get(0);
        Patience.until(
                "a word in the log",
                () -> SHARED.said().contains("device " + id(device) + " speaks an unknown dialect: semaphore"));
        try (Wearer wearer = town.connect(device)) {
            figures.assertCounts(
                    () -> wearer.say(MqttQos.AT_LEAST_ONCE, "semaphore/flags/alarm", "\u0001??"),
                    "anling_mqtt_left_out_total",
                    "reason=\"unknown_dialect\"");
            assertThat(incidentOf(device).get("reasons").toString()).contains("UNDECODABLE");
        }
    }

    @Test
    void aForeignTopicEndsTheConnectionButAPressThereIsHeard() throws IOException, InterruptedException {
        JsonNode device = unused.next();
        String foreign = "v1/" + id(town.wornWatches().get(0)) + "/up/";
        try (Wearer wearer = town.connect(device)) {
            wearer.say(MqttQos.AT_LEAST_ONCE, foreign + "sos", "{}");
            assertThat(incidentOf(device).get("signals").asInt()).isEqualTo(1);
            figures.assertCounts(
                    () -> assertThatThrownBy(
                            () -> wearer.say(MqttQos.AT_LEAST_ONCE, foreign + "status", "{\"battery\":1}")),
                    "anling_mqtt_disconnects_total",
                    "cause=\"foreign_topic\"");
        }
    }

    @Test
    void anOversizedPacketEndsTheConnectionAndSomebodyLooksAfterTheDevice() throws IOException, InterruptedException {
        JsonNode device = unused.next();
        try (Wearer wearer = town.connect(device)) {
            figures.assertCounts(
                    () -> assertThatThrownBy(() -> wearer.press("x".repeat(OVERSIZED))),
                    "anling_mqtt_disconnects_total",
                    "cause=\"oversized_packet\"");
        }
        JsonNode incident = incidentOf(device);
        assertThat(incident.get("need").asText()).isEqualTo("TECHNICAL");
        assertThat(incident.get("reasons").toString()).contains("OVERSIZED_PACKET");
    }

    @Test
    void aMalformedPacketEndsTheConnectionAndNothingElse() throws IOException, InterruptedException {
        JsonNode device = unused.next();
        try (RawDevice raw = RawDevice.open(town.mqttPort())) {
            raw.write(RawDevice.connect("babbles", id(device), secret(device)));
            assertThat(raw.read()).isEqualTo(RawDevice.CONNACK);
            figures.assertCounts(
                    () -> {
                        // A PUBLISH at QoS 3, which does not exist.
                        raw.write(new byte[] {0x36, 0x04, 0x00, 0x01, 'a', 0x00});
                        assertThat(raw.read()).isEqualTo(RawDevice.CLOSED);
                    },
                    "anling_mqtt_disconnects_total",
                    "cause=\"malformed_packet\"");
        }
        try (Wearer wearer = town.connect(device)) {
            wearer.press("");
            assertThat(incidentOf(device).get("signals").asInt()).isEqualTo(1);
        }
    }

    private JsonNode incidentOf(JsonNode device) {
        return desk.incidentOf(device.get("resident").asText());
    }

    private String unusedCommunity() {
        return town.account("desk.wangheyuan").get("community").asText();
    }

    private static String id(JsonNode device) {
        return device.get("id").asText();
    }

    private static String secret(JsonNode device) {
        return device.get("secret").asText();
    }
}
