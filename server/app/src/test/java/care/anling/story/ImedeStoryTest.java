package care.anling.story;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A watch of another maker, with that maker's own samples byte for byte. */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class ImedeStoryTest {

    @RegisterExtension
    static final SharedTown SHARED = new SharedTown();

    private static final String SAMPLES_IMEI = "865067123456789";
    /** A body temperature and an oxygen saturation that nobody may overlook, at a time the watch says. */
    private static final String DREADFUL = "\"heartRate\":150,\"spO2\":70,\"bodyTemperature\":34.2";

    private final DemoTown town = SHARED.town();
    private Desk desk;

    @BeforeEach
    void signIn() throws IOException, InterruptedException {
        desk = town.signIn("desk.street");
    }

    @Test
    void anSosInAnyCaseReachesTheFeedAsOneIncident() throws IOException, InterruptedException, SQLException {
        JsonNode watch = watchOfTheSamples();
        String resident = watch.get("resident").asText();
        try (Feed feed = Feed.following(desk, watch.get("community").asText());
                Wearer wearer = town.connect(watch)) {
            say(wearer, "SOS", "SOS");
            JsonNode opened = feed.incident("incident.opened", resident);
            say(wearer, "sos", "SOS");
            JsonNode joined = feed.incident("incident.signal_added", resident);

            assertThat(opened.get("kind").asText()).isEqualTo("SOS");
            assertThat(joined.get("id")).isEqualTo(opened.get("id"));
            assertThat(joined.get("signals").asInt()).isEqualTo(2);
            assertThat(feed.events("incident.opened", resident)).hasSize(1);
            assertThat(feed.broken()).isEmpty();
            assertThat(stored(watch, "SELECT count(*) FROM signals WHERE device = ? AND payload = ?", "SOS"))
                    .as("kept byte for byte, for a better codec one day")
                    .isEqualTo(2);
        }
    }

    @Test
    void aFallIsAnIncidentOfWhoeverIsLoggedIn() throws IOException, InterruptedException {
        JsonNode watch = town.devices("imede", "WATCH").get(1);
        assertThat(watch.get("address").asText()).isNotEqualTo(SAMPLES_IMEI);
        try (Wearer wearer = town.connect(watch)) {
            town.figures()
                    .assertCounts(
                            () -> say(wearer, "fallDown", "fallDown"),
                            "anling_mqtt_left_out_total",
                            "dialect=\"imede\"",
                            "reason=\"address_differs\"");
            JsonNode incident = desk.incidentOf(watch.get("resident").asText());
            assertThat(incident.get("kind").asText()).isEqualTo("FALL_CONFIRMED");
            assertThat(incident.get("needs").toString()).contains("PHYSICAL_HELP");
        }
    }

    @Test
    void signsOfLifeAndReadingsAreStoredAndRingNobody() throws IOException, InterruptedException, SQLException {
        JsonNode watch = town.devices("imede", "WATCH").get(2);
        String id = watch.get("id").asText();
        try (Feed feed = Feed.following(desk, watch.get("community").asText());
                Wearer wearer = town.connect(watch)) {
            say(wearer, "hb", "hb");
            town.figures()
                    .assertCounts(
                            () -> say(wearer, "VitalSign", "VitalSign"),
                            "anling_mqtt_left_out_total",
                            "dialect=\"imede\"",
                            "reason=\"clock_wrong\"");
            say(wearer, "location", "location");
            say(wearer, "onlineTrigger", "onlineTrigger-offline");
            Patience.until(
                    "battery and liveness on the feed",
                    () -> feed.of("state").stream()
                            .anyMatch(state -> DemoTown.is(state, "id", id)
                                    && state.path("battery").asInt() == 67
                                    && DemoTown.is(state, "state", "OFFLINE")));
        }
        assertThat(stored(
                        watch,
                        "SELECT count(*) FROM observations WHERE device = ? AND heart_rate = 72 AND NOT backfilled"
                                + " AND at > now() - interval '10 minutes'"))
                .as("the reading, at the time it came: the watch's own clock is a year behind")
                .isEqualTo(1);
        assertThat(stored(watch, "SELECT count(*) FROM device_latest WHERE device = ? AND lat = 22.5678"))
                .isEqualTo(1);
        assertThat(desk.openIncidentOf(watch.get("resident").asText())).isEmpty();
    }

    @Test
    void aBackfilledReadingRaisesNoAlarmAndALiveOneDoes() throws IOException, InterruptedException, SQLException {
        JsonNode watch = town.devices("imede", "WATCH").get(3);
        String resident = watch.get("resident").asText();
        long now = Instant.now().getEpochSecond();
        String old = "{\"data\":[{\"timestamp\":%d,%s},{\"timestamp\":%d,%s}]}"
                .formatted(now - 120, DREADFUL, now - 60, DREADFUL);
        try (Wearer wearer = town.connect(watch)) {
            double alarms = town.figures().count("anling_vitals_alarms_total");
            say(wearer, "AP55", "AP55");
            wearer.say(MqttQos.AT_LEAST_ONCE, "iMEDE_watch/AP55", old);
            // Each reading is judged before it is acknowledged: what would ring has rung by now.
            assertThat(town.figures().count("anling_vitals_alarms_total")).isEqualTo(alarms);
            assertThat(stored(watch, "SELECT count(*) FROM observations WHERE device = ? AND backfilled"))
                    .isEqualTo(3);

            String live = "{%s}".formatted(DREADFUL);
            wearer.say(MqttQos.AT_LEAST_ONCE, "iMEDE_watch/VitalSign", live);
            wearer.say(MqttQos.AT_LEAST_ONCE, "iMEDE_watch/VitalSign", live);
            JsonNode incident = desk.incidentOf(resident);
            assertThat(incident.get("kind").asText()).isEqualTo("VITALS");
            assertThat(incident.get("signals").asInt()).isEqualTo(1);
        }
    }

    @Test
    void anSosNobodyCanReadIsStillAnSos() {
        JsonNode watch = town.devices("imede", "WATCH").get(4);
        try (Wearer wearer = town.connect(watch)) {
            wearer.say(MqttQos.AT_LEAST_ONCE, "IMEDE_WATCH/sos", "{\"status\":\"SOS\",\"loc");
            JsonNode incident = desk.incidentOf(watch.get("resident").asText());
            assertThat(incident.get("kind").asText()).isEqualTo("SOS");
            assertThat(incident.get("reasons").toString()).contains("UNDECODABLE");
        }
    }

    private JsonNode watchOfTheSamples() {
        return town.devices(device -> DemoTown.is(device, "address", SAMPLES_IMEI))
                .get(0);
    }

    /** Returns when it has been acknowledged. */
    private static void say(Wearer wearer, String word, String sample) throws IOException {
        wearer.say(MqttQos.AT_LEAST_ONCE, "iMEDE_watch/" + word, Payloads.sample("imede/" + sample + ".json"));
    }

    /** @param sample the payload asked for, if the question has a second parameter */
    private long stored(JsonNode watch, String question, String... sample) throws IOException, SQLException {
        try (Connection database = town.database();
                PreparedStatement query = database.prepareStatement(question)) {
            query.setObject(1, UUID.fromString(watch.get("id").asText()));
            if (sample.length > 0) {
                query.setBytes(
                        2,
                        Payloads.sample("imede/" + sample[0] + ".json")
                                .getBytes(java.nio.charset.StandardCharsets.UTF_8));
            }
            try (ResultSet row = query.executeQuery()) {
                assertThat(row.next()).isTrue();
                return row.getLong(1);
            }
        }
    }
}
