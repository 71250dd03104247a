package care.anling.story;

import care.anling.verticles.notify.WebhookSignature;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.StreamSupport;

/** What {@code demo.json} says, and the database behind it. */
final class DemoTown {

    private final Path home;
    private final JsonNode told;

    private static final HttpClient EXCHANGE = HttpClient.newHttpClient();

    DemoTown(AnlingProcess server) throws IOException {
        this.home = server.home();
        this.told = server.demo();
    }

    URI http() {
        return URI.create(told.get("http").asText());
    }

    int mqttPort() {
        return URI.create(told.get("mqtt").asText()).getPort();
    }

    URI management() {
        return URI.create(told.get("management").asText());
    }

    JsonNode account(String username) {
        return StreamSupport.stream(told.get("accounts").spliterator(), false)
                .filter(account -> account.get("username").asText().equals(username))
                .findFirst()
                .orElseThrow();
    }

    /** By the id REST and the feed name them with. */
    JsonNode accountOf(String id) {
        return StreamSupport.stream(told.get("accounts").spliterator(), false)
                .filter(account -> account.get("id").asText().equals(id))
                .findFirst()
                .orElseThrow();
    }

    /** The desk of this device's own community, beside the street's. */
    JsonNode deskOf(JsonNode device) {
        return accounts(account -> is(account, "role", "COORDINATOR")
                        && account.path("community").equals(device.get("community")))
                .get(0);
    }

    List<JsonNode> accounts(Predicate<JsonNode> which) {
        return StreamSupport.stream(told.get("accounts").spliterator(), false)
                .filter(which)
                .toList();
    }

    Desk signIn(String username) throws IOException, InterruptedException {
        return Desk.signIn(http(), username, account(username).get("password").asText());
    }

    List<JsonNode> devices(Predicate<JsonNode> which) {
        return StreamSupport.stream(told.get("devices").spliterator(), false)
                .filter(which)
                .toList();
    }

    /** Watches of our own dialect that somebody wears. */
    List<JsonNode> wornWatches() {
        return devices(device -> is(device, "dialect", "native")
                && is(device, "kind", "WATCH")
                && is(device, "state", "ACTIVE")
                && device.has("resident"));
    }

    List<JsonNode> devices(String dialect, String kind) {
        return devices(device -> is(device, "dialect", dialect) && is(device, "kind", kind));
    }

    Path home() {
        return home;
    }

    /** The telephone system's word that somebody rings; signed as it signs. */
    void ring(String from) throws IOException, InterruptedException {
        String body = "{\"from\":\"" + from + "\"}";
        String id = UUID.randomUUID().toString();
        Instant now = Instant.now();
        WebhookSignature key =
                WebhookSignature.of(told.at("/hotline/secret").asText()).orElseThrow();
        HttpRequest request = HttpRequest.newBuilder(http().resolve("/api/v1/calls"))
                .timeout(Duration.ofSeconds(60))
                .header("Content-Type", "application/json")
                .header("webhook-id", id)
                .header("webhook-timestamp", Long.toString(now.getEpochSecond()))
                .header("webhook-signature", key.sign(id, now, body))
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        HttpResponse<String> answer = EXCHANGE.send(request, HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() != 202) {
            throw new IllegalStateException(answer.statusCode() + " " + answer.body());
        }
    }

    Figures figures() {
        return new Figures(management());
    }

    static boolean is(JsonNode node, String field, String value) {
        return node.path(field).asText().equals(value);
    }

    Wearer connect(JsonNode device) {
        return Wearer.connect(
                mqttPort(), device.get("id").asText(), device.get("secret").asText());
    }

    /** As the owner of everything; for what no door tells. */
    Connection database() throws IOException, SQLException {
        Connection connection = DriverManager.getConnection(
                "jdbc:postgresql://127.0.0.1:" + databasePort() + "/anling",
                "anling_owner",
                databasePassword("anling_owner"));
        connection.setSchema("anling");
        return connection;
    }

    /** Of those who go to a door, only this one stays on duty. @return who was, for {@link #backOnDuty} */
    List<Object> sendOthersHome(JsonNode somebody) throws IOException, SQLException {
        String hands = "SELECT r.account FROM responders r JOIN accounts a ON a.id = r.account"
                + " WHERE r.on_duty AND a.role IN ('VOLUNTEER', 'STAFF') AND a.id <> ?::uuid";
        try (Connection owner = database();
                PreparedStatement rows = owner.prepareStatement(
                        "UPDATE responders SET on_duty = false WHERE account IN (" + hands + ") RETURNING account")) {
            rows.setString(1, somebody.get("id").asText());
            List<Object> others = new ArrayList<>();
            try (ResultSet row = rows.executeQuery()) {
                while (row.next()) {
                    others.add(row.getObject(1));
                }
            }
            return others;
        }
    }

    /** And rested: whoever helped in another story would else not be asked for ten minutes. */
    void backOnDuty(List<Object> people) throws IOException, SQLException {
        try (Connection owner = database();
                PreparedStatement duty =
                        owner.prepareStatement("UPDATE responders SET on_duty = true WHERE account = ANY (?)");
                PreparedStatement rest = owner.prepareStatement(
                        "UPDATE assignments SET ended_at = ended_at - interval '1 hour' WHERE responder = ANY (?)")) {
            for (PreparedStatement each : List.of(duty, rest)) {
                each.setArray(1, owner.createArrayOf("uuid", people.toArray()));
                each.executeUpdate();
            }
        }
    }

    int databasePort() throws IOException {
        return Integer.parseInt(Files.readString(home.resolve("postgres.port")).strip());
    }

    /** Of a login role. */
    String databasePassword(String role) throws IOException {
        Properties passwords = new Properties();
        try (InputStream in = Files.newInputStream(home.resolve("secrets/database.properties"))) {
            passwords.load(in);
        }
        return passwords.getProperty(role);
    }
}
