package care.anling.story;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.StreamSupport;

/** Somebody signed in over REST: a coordinator, a doctor, a volunteer. */
final class Desk {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final URI http;
    private final String token;

    private Desk(URI http, String token) {
        this.http = http;
        this.token = token;
    }

    record Answer(int status, JsonNode body) {}

    static Desk signIn(URI http, String username, String password) throws IOException, InterruptedException {
        Desk stranger = new Desk(http, "");
        Answer answer = stranger.post("/auth/token", Map.of("username", username, "password", password));
        if (answer.status() != 200) {
            throw new IllegalStateException(username + " is not let in: " + answer);
        }
        return new Desk(http, answer.body().get("access_token").asText());
    }

    /** Of a page anybody may read. */
    static int status(URI page) throws IOException, InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(page).timeout(Duration.ofSeconds(60)).build();
        return HTTP.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
    }

    String token() {
        return token;
    }

    URI http() {
        return http;
    }

    Answer get(String path) throws IOException, InterruptedException {
        return send(request(path).GET());
    }

    Answer post(String path, Map<String, ?> body) throws IOException, InterruptedException {
        return send(request(path)
                .header("Idempotency-Key", UUID.randomUUID().toString())
                .POST(HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(body))));
    }

    Answer put(String path, Map<String, ?> body) throws IOException, InterruptedException {
        return send(request(path)
                .header("If-Match", "*")
                .PUT(HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(body))));
    }

    /** As a phone says it; whoever stands nowhere is asked for no way. */
    Desk standAt(JsonNode door) throws IOException, InterruptedException {
        Answer told = put(
                "/me/position",
                Map.of("lat", door.get("lat").asDouble(), "lon", door.get("lon").asDouble(), "acc", 5));
        if (told.status() != 204) {
            throw new IllegalStateException("not told: " + told);
        }
        return this;
    }

    /** Over whatever it is now. */
    Answer patch(String path, Map<String, ?> body) throws IOException, InterruptedException {
        return send(request(path)
                .header("If-Match", "*")
                .method("PATCH", HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(body))));
    }

    List<JsonNode> openIncidents() throws IOException, InterruptedException {
        List<JsonNode> all = new ArrayList<>();
        String cursor = "";
        while (true) {
            JsonNode page = get("/incidents?state=open&limit=100" + cursor).body();
            page.path("items").forEach(all::add);
            if (page.path("next").isNull() || page.path("next").isMissingNode()) {
                return all;
            }
            cursor = "&cursor=" + page.get("next").asText();
        }
    }

    /** The open incident of this resident, device or place. */
    Optional<JsonNode> openIncidentOf(String subject) throws IOException, InterruptedException {
        return openIncidents().stream()
                .filter(incident -> incident.path("subject").path("id").asText().equals(subject)
                        || incident.path("resident").path("id").asText().equals(subject))
                .findFirst();
    }

    /** Waits for it. */
    JsonNode incidentOf(String subject) {
        Patience.until(
                "an open incident of " + subject, () -> openIncidentOf(subject).isPresent());
        return Patience.asking(() -> openIncidentOf(subject).orElseThrow());
    }

    List<JsonNode> offers(String incident, String role, String state) throws IOException, InterruptedException {
        return StreamSupport.stream(incident(incident).path("offers").spliterator(), false)
                .filter(offer -> DemoTown.is(offer, "role", role) && DemoTown.is(offer, "state", state))
                .toList();
    }

    /** Everything that is open, so that a story begins in a quiet town. */
    void standDownAll() throws IOException, InterruptedException {
        for (JsonNode incident : openIncidents()) {
            Answer answer =
                    post("/incidents/" + incident.get("id").asText() + "/stand-down", Map.of("disposition", "TEST"));
            if (answer.status() != 200) {
                throw new IllegalStateException("not stood down: " + answer);
            }
        }
    }

    JsonNode incident(String id) throws IOException, InterruptedException {
        return get("/incidents/" + id).body();
    }

    private HttpRequest.Builder request(String path) {
        HttpRequest.Builder request = HttpRequest.newBuilder(http.resolve("/api/v1" + path))
                .timeout(Duration.ofSeconds(60))
                .header("Content-Type", "application/json");
        return token.isEmpty() ? request : request.header("Authorization", "Bearer " + token);
    }

    private static Answer send(HttpRequest.Builder request) throws IOException, InterruptedException {
        HttpResponse<String> response = HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
        return new Answer(response.statusCode(), JSON.readTree(response.body()));
    }
}
