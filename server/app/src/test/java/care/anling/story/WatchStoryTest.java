package care.anling.story;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.StreamSupport;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A node that watches itself: its canary walks unseen; when no doctor is left, the street is alarmed and the heart is silent. */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class WatchStoryTest {

    private static final String DOCTORS =
            "WHERE account IN (SELECT id FROM accounts WHERE role = 'DOCTOR'" + " AND username <> 'anling.canary')";

    @Test
    void theStreetHearsWhatIsWrongWithAnlingAndTheOutsideHearsNothing()
            throws IOException, InterruptedException, SQLException {
        AtomicInteger beats = new AtomicInteger();
        HttpServer outside = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        outside.createContext("/", exchange -> {
            beats.incrementAndGet();
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        outside.start();
        try (AnlingProcess server = AnlingProcess.prepare("watch")
                .with("ANLING_WATCH_ENABLED", "true")
                .with("ANLING_WATCH_CANARY_SECONDS", "1")
                .with("ANLING_WATCH_HEARTBEAT_SECONDS", "1")
                .with(
                        "ANLING_WATCH_HEARTBEAT_URL",
                        "http://127.0.0.1:" + outside.getAddress().getPort() + "/secret-path")
                .start()) {
            DemoTown town = new DemoTown(server);
            Desk street = town.signIn("desk.street");
            Patience.until("a first heartbeat", () -> beats.get() > 0);
            assertThat(Desk.status(town.management().resolve("/health/watch"))).isEqualTo(200);
            Patience.until("canaries that came through", () -> walked(town) >= 2);
            assertThat(street.openIncidents()).as("nobody sees a canary").isEmpty();

            tell(
                    town,
                    "UPDATE responders SET on_duty = false, duty_changed_at = now() - interval '2 minutes' " + DOCTORS);

            Patience.until("an alarm at the street", () -> alarms(street).size() == 1);
            assertThat(alarms(street).get(0).path("reasons").toString()).contains("NO_DOCTOR_ON_DUTY");
            Patience.until(
                    "a watch that is ill", () -> Desk.status(town.management().resolve("/health/watch")) == 503);
            // One that was on its way when the trouble began may still come in.
            Awaitility.await("silence").atMost(Patience.LIMIT).until(() -> {
                int before = beats.get();
                Thread.sleep(Duration.ofSeconds(3).toMillis());
                return beats.get() == before;
            });

            int silentAt = beats.get();
            tell(town, "UPDATE responders SET on_duty = true " + DOCTORS);
            Patience.until("the heart beats again", () -> beats.get() > silentAt);
            String alarm = alarms(street).get(0).path("id").asText();
            Patience.until(
                    "a word that it is over",
                    () -> street.get("/incidents/" + alarm + "/timeline")
                            .body()
                            .toString()
                            .contains("已恢复：医生值班"));
            assertThat(alarms(street)).hasSize(1);
            assertThat(server.said()).doesNotContain("secret-path");
        } finally {
            outside.stop(0);
        }
    }

    private static List<JsonNode> alarms(Desk street) throws IOException, InterruptedException {
        return street.openIncidents().stream()
                .filter(incident -> DemoTown.is(incident, "need", "TECHNICAL"))
                .filter(incident -> StreamSupport.stream(
                                incident.path("reasons").spliterator(), false)
                        .anyMatch(reason -> reason.asText().equals("SYSTEM_FAULT")))
                .toList();
    }

    private static int walked(DemoTown town) throws IOException, SQLException {
        try (Connection connection = town.database();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT count(*) FROM incidents i JOIN communities c"
                        + " ON c.id = i.community WHERE c.name = '自检' AND i.disposition = 'TEST' AND i.drill")) {
            rows.next();
            return rows.getInt(1);
        }
    }

    private static void tell(DemoTown town, String sql) throws IOException, SQLException {
        try (Connection connection = town.database();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
