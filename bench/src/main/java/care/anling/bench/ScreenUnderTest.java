package care.anling.bench;

import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.WebClient;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** A coordinator's feed: signs in, takes the snapshot, counts the incidents that open. */
final class ScreenUnderTest implements AutoCloseable {

    private static final int MOST_FRAME_BYTES = 256 * 1024;
    private static final int WAIT_SECONDS = 60;

    private final AtomicLong lastSeq = new AtomicLong(-1);
    private final AtomicLong gaps = new AtomicLong();
    private final Promise<Void> snapshot = Promise.promise();
    private final CountDownLatch wanted;
    private final WebSocket socket;
    private volatile long completedAt;

    private ScreenUnderTest(WebSocket socket, int incidents) {
        this.socket = socket;
        this.wanted = new CountDownLatch(incidents);
    }

    /** @param incidents how many it waits for */
    static ScreenUnderTest open(Vertx vertx, ServerUnderTest server, int incidents) throws Exception {
        String[] login = server.coordinator();
        WebClient web = WebClient.create(vertx);
        String token = Scenarios.await(web.post(server.httpPort(), "127.0.0.1", "/api/v1/auth/token")
                        .sendJsonObject(
                                new JsonObject().put("username", login[0]).put("password", login[1])))
                .bodyAsJsonObject()
                .getString("access_token");
        WebSocket socket = Scenarios.await(vertx.createWebSocketClient(new WebSocketClientOptions()
                        .setMaxFrameSize(MOST_FRAME_BYTES)
                        .setMaxMessageSize(MOST_FRAME_BYTES))
                .connect(new WebSocketConnectOptions()
                        .setHost("127.0.0.1")
                        .setPort(server.httpPort())
                        .setURI("/api/v1/feed")
                        .setSubProtocols(List.of("anling.feed.v1"))));
        ScreenUnderTest screen = new ScreenUnderTest(socket, incidents);
        socket.textMessageHandler(screen::onFrame);
        Scenarios.finish(socket.writeTextMessage(
                new JsonObject().put("type", "auth").put("token", token).encode()));
        Scenarios.finish(screen.snapshot.future());
        return screen;
    }

    /** @return nanoseconds from {@code started} until the last of them was on this screen */
    double awaitOpened(long started) throws InterruptedException {
        if (!wanted.await(WAIT_SECONDS, TimeUnit.SECONDS)) {
            throw new IllegalStateException(wanted.getCount() + " incidents did not reach the screen");
        }
        if (gaps.get() > 0) {
            throw new IllegalStateException(gaps.get() + " gaps in the feed");
        }
        return completedAt - started;
    }

    private void onFrame(String text) {
        JsonObject frame = new JsonObject(text);
        switch (frame.getString("type")) {
            case "snapshot" -> {
                if (Boolean.TRUE.equals(frame.getBoolean("complete"))) {
                    lastSeq.set(frame.getLong("seq"));
                    snapshot.tryComplete();
                }
            }
            case "event" -> onEvent(frame);
            default -> {}
        }
    }

    private void onEvent(JsonObject frame) {
        if (frame.getLong("prev") != lastSeq.getAndSet(frame.getLong("seq"))) {
            gaps.incrementAndGet();
        }
        if (frame.getString("event").equals("incident.opened")) {
            completedAt = System.nanoTime();
            wanted.countDown();
        }
    }

    @Override
    public void close() {
        socket.close().onFailure(gone -> System.out.println("the screen was closed before: " + gone.getMessage()));
    }
}
