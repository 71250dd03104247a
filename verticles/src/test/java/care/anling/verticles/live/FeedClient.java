package care.anling.verticles.live;

import care.anling.core.common.CommunityId;
import care.anling.verticles.contract.AsyncApi;
import io.vertx.core.Vertx;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** A screen as the contract wants it: keeps every frame, and complains about a broken chain. */
public final class FeedClient implements AutoCloseable {

    private final List<JsonObject> kept = new ArrayList<>();
    public final List<String> broken = new CopyOnWriteArrayList<>();
    /** Per type: a flood of thousands says no more. */
    private static final int HELD_AGAINST_THE_CONTRACT = 100;

    private final WebSocketClient client;
    private final WebSocket ws;
    private final Map<String, Long> last = new LinkedHashMap<>();
    private volatile int largestFrameChars;

    private FeedClient(WebSocketClient client, WebSocket ws) {
        this.client = client;
        this.ws = ws;
        ws.textMessageHandler(this::onText);
        ws.exceptionHandler(failure -> broken.add("exception " + failure));
    }

    public static FeedClient connect(Vertx vertx, int port) {
        WebSocketClient client = vertx.createWebSocketClient(
                new WebSocketClientOptions().setMaxFrameSize(1 << 20).setMaxMessageSize(1 << 24));
        WebSocketConnectOptions options = new WebSocketConnectOptions()
                .setHost("127.0.0.1")
                .setPort(port)
                .setURI("/api/v1/feed")
                .addSubProtocol("anling.feed.v1");
        try {
            // Handlers must be set before the first frame is read, on the socket's own context.
            return client.connect(options)
                    .map(ws -> new FeedClient(client, ws))
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(10, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    public FeedClient auth(String token) {
        return say(new JsonObject().put("type", "auth").put("token", token));
    }

    public FeedClient auth(String token, CommunityId node, long seq) {
        return say(new JsonObject()
                .put("type", "auth")
                .put("token", token)
                .put("resume", new JsonObject().put(node.toString(), seq)));
    }

    public FeedClient say(JsonObject frame) {
        return say(frame.encode());
    }

    public FeedClient say(String frame) {
        ws.writeTextMessage(frame);
        return this;
    }

    private void onText(String text) {
        largestFrameChars = Math.max(largestFrameChars, text.getBytes(java.nio.charset.StandardCharsets.UTF_8).length);
        JsonObject frame = new JsonObject(text);
        String community = frame.getString("community");
        switch (frame.getString("type")) {
            case "snapshot" -> last.put(community, frame.getLong("seq"));
            case "event" -> {
                Long expected = last.get(community);
                if (expected != null && !expected.equals(frame.getLong("prev"))) {
                    broken.add("expected prev " + expected + " but " + frame.getLong("prev") + " at "
                            + frame.getLong("seq"));
                }
                last.put(community, frame.getLong("seq"));
            }
            default -> {}
        }
        synchronized (kept) {
            kept.add(frame);
        }
    }

    public List<JsonObject> frames() {
        synchronized (kept) {
            return List.copyOf(kept);
        }
    }

    public List<JsonObject> of(String type) {
        return frames().stream().filter(f -> type.equals(f.getString("type"))).toList();
    }

    public List<Long> seqs(CommunityId node) {
        return of("event").stream()
                .filter(f -> node.toString().equals(f.getString("community")))
                .map(f -> f.getLong("seq"))
                .toList();
    }

    public Optional<JsonObject> snapshot(CommunityId node) {
        List<JsonObject> parts = of("snapshot").stream()
                .filter(f -> node.toString().equals(f.getString("community")))
                .toList();
        if (parts.isEmpty() || !parts.get(parts.size() - 1).getBoolean("complete")) {
            return Optional.empty();
        }
        JsonArray incidents = new JsonArray();
        parts.forEach(part -> incidents.addAll(part.getJsonArray("incidents")));
        return Optional.of(parts.get(parts.size() - 1).copy().put("incidents", incidents));
    }

    public int largestFrameBytes() {
        return largestFrameChars;
    }

    public WebSocket ws() {
        return ws;
    }

    public boolean isClosed() {
        return ws.isClosed();
    }

    public int closeCode() {
        return ws.closeStatusCode() == null ? -1 : ws.closeStatusCode();
    }

    @Override
    public void close() {
        client.close();
        List<String> misfits = new ArrayList<>();
        frames().stream()
                .collect(Collectors.groupingBy(frame -> frame.getString("type")))
                .forEach((type, frames) -> frames.stream()
                        .limit(HELD_AGAINST_THE_CONTRACT)
                        .forEach(frame -> AsyncApi.published()
                                .misfit(type, frame)
                                .ifPresent(misfit -> misfits.add(misfit + " in " + frame))));
        if (!misfits.isEmpty()) {
            throw new AssertionError("the feed breaks its contract: " + misfits);
        }
    }
}
