package care.anling.story;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** A screen's socket, which keeps every frame and notices a broken chain. */
final class Feed implements AutoCloseable, WebSocket.Listener {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final StringBuilder partial = new StringBuilder();
    private final List<JsonNode> frames = new CopyOnWriteArrayList<>();
    private final List<String> broken = new CopyOnWriteArrayList<>();
    private final Map<String, Long> last = new LinkedHashMap<>();
    private @Nullable WebSocket socket;

    private Feed(Map<String, Long> resume) {
        last.putAll(resume);
    }

    /** @param resume by community, the last number seen; empty to begin with a snapshot */
    static Feed open(Desk desk, Map<String, Long> resume) {
        Feed feed = new Feed(resume);
        URI http = desk.http();
        WebSocket socket = HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .subprotocols("anling.feed.v1")
                .buildAsync(URI.create("ws://" + http.getHost() + ":" + http.getPort() + "/api/v1/feed"), feed)
                .join();
        ObjectNode auth = JSON.createObjectNode().put("type", "auth").put("token", desk.token());
        if (!resume.isEmpty()) {
            resume.forEach(auth.putObject("resume")::put);
        }
        socket.sendText(auth.toString(), true).join();
        feed.socket = socket;
        return feed;
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence data, boolean whole) {
        partial.append(data);
        if (whole) {
            String text = partial.toString();
            partial.setLength(0);
            try {
                take(JSON.readTree(text));
            } catch (JsonProcessingException e) {
                broken.add("not JSON: " + text);
            }
        }
        from.request(1);
        return null;
    }

    private void take(JsonNode frame) {
        String community = frame.path("community").asText();
        String type = frame.path("type").asText();
        if (type.equals("snapshot")) {
            last.put(community, frame.get("seq").asLong());
        } else if (type.equals("event")) {
            Long before = last.put(community, frame.get("seq").asLong());
            if (before == null || before != frame.get("prev").asLong()) {
                broken.add("after " + before + " came " + frame.get("seq") + " with prev " + frame.get("prev"));
            }
        }
        frames.add(frame);
    }

    List<String> broken() {
        return List.copyOf(broken);
    }

    /** Open, with all that was before. */
    static Feed following(Desk desk, String community) {
        Feed feed = open(desk, Map.of());
        Patience.until("a snapshot", () -> feed.snapshot(community).isPresent());
        return feed;
    }

    /** Events of this kind about this resident, device or place. */
    List<JsonNode> events(String event, String subject) {
        return events(event).stream()
                .filter(frame -> frame.at("/incident/subject/id").asText().equals(subject))
                .toList();
    }

    /** Waits for the first. */
    JsonNode incident(String event, String subject) {
        Patience.until(
                event + " of " + subject + " on the feed",
                () -> !events(event, subject).isEmpty());
        return events(event, subject).get(0).get("incident");
    }

    List<JsonNode> events(String event) {
        return frames.stream()
                .filter(frame -> frame.path("event").asText().equals(event))
                .toList();
    }

    List<JsonNode> of(String type) {
        return frames.stream()
                .filter(frame -> frame.path("type").asText().equals(type))
                .toList();
    }

    /** The whole of it has come. */
    Optional<JsonNode> snapshot(String community) {
        return of("snapshot").stream()
                .filter(frame -> frame.path("community").asText().equals(community))
                .filter(frame -> frame.path("complete").asBoolean())
                .findFirst();
    }

    @Override
    public void close() {
        if (socket != null) {
            socket.abort();
        }
    }
}
