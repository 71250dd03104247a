package care.anling.fleet;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One socket of the feed that stays open: it signs in with its first frame, resumes where it was, tells the socket each
 * new token, and comes back after a loss. Frames arrive in order on one event loop.
 */
public final class FeedClient {

    private static final Logger LOG = LoggerFactory.getLogger(FeedClient.class);
    private static final String PATH = ApiClient.BASE + "/feed";
    private static final String PROTOCOL = "anling.feed.v1";
    private static final int RECEIPT_DELAY_MILLIS = 200;
    private static final int MAX_RECEIPTS = 100;

    private final Vertx vertx;
    private final WebSocketClient sockets;
    private final ApiClient api;
    private final Consumer<JsonObject> listener;
    private final Backoff backoff;
    private final JsonObject resume = new JsonObject();
    private final List<String> unconfirmed = new ArrayList<>();
    private @Nullable WebSocket socket;
    private boolean closing;

    /** @param api signed in already; it gives the token */
    public FeedClient(Vertx vertx, WebSocketClient sockets, ApiClient api, Consumer<JsonObject> listener) {
        this.vertx = vertx;
        this.sockets = sockets;
        this.api = api;
        this.listener = listener;
        this.backoff = new Backoff(new Random(System.identityHashCode(this)));
    }

    /** Completes when the first socket is open; later losses are mended silently. */
    public Future<Void> open() {
        api.onRenewed(this::tellToken);
        return connect();
    }

    public Future<Void> close() {
        closing = true;
        WebSocket open = socket;
        return open == null ? Future.succeededFuture() : open.close();
    }

    private Future<Void> connect() {
        URI server = api.server();
        boolean tls = "https".equals(server.getScheme());
        int port = server.getPort() > 0 ? server.getPort() : tls ? 443 : 80;
        WebSocketConnectOptions options = new WebSocketConnectOptions()
                .setHost(server.getHost())
                .setPort(port)
                .setSsl(tls)
                .setURI(PATH)
                .addSubProtocol(PROTOCOL);
        return sockets.connect(options).compose(this::greet);
    }

    private Future<Void> greet(WebSocket fresh) {
        socket = fresh;
        fresh.textMessageHandler(this::onFrame);
        fresh.closeHandler(ignored -> onClose(fresh));
        fresh.exceptionHandler(failure -> LOG.debug("fleet.feed_failed {}", failure.getMessage()));
        JsonObject auth = auth();
        if (!resume.isEmpty()) {
            auth.put("resume", resume.copy());
        }
        return fresh.writeTextMessage(auth.encode());
    }

    private JsonObject auth() {
        return new JsonObject().put("type", "auth").put("token", api.token());
    }

    private void tellToken() {
        WebSocket open = socket;
        if (open != null && !open.isClosed()) {
            open.writeTextMessage(auth().encode())
                    .onFailure(failure -> LOG.debug("fleet.reauth_failed {}", failure.getMessage()));
        }
    }

    private void onFrame(String text) {
        backoff.reset();
        JsonObject frame = new JsonObject(text);
        String type = frame.getString("type", "");
        boolean whole = type.equals("event") || (type.equals("snapshot") && frame.getBoolean("complete", false));
        if (whole && frame.containsKey("seq") && frame.containsKey("community")) {
            resume.put(frame.getString("community"), frame.getLong("seq"));
        }
        if (type.equals("notice")) {
            confirm(frame.getString("id"));
        }
        listener.accept(frame);
    }

    /** As an app does: without it the server would try the phone. A burst's receipts go together. */
    private void confirm(String notice) {
        if (unconfirmed.isEmpty()) {
            vertx.setTimer(RECEIPT_DELAY_MILLIS, ignored -> confirmAll());
        }
        unconfirmed.add(notice);
    }

    private void confirmAll() {
        List<String> now = List.copyOf(unconfirmed);
        unconfirmed.clear();
        WebSocket open = socket;
        if (open == null || open.isClosed()) {
            return;
        }
        for (int from = 0; from < now.size(); from += MAX_RECEIPTS) {
            List<String> some = now.subList(from, Math.min(now.size(), from + MAX_RECEIPTS));
            open.writeTextMessage(new JsonObject()
                            .put("type", "receipt")
                            .put("notices", new JsonArray(some))
                            .encode())
                    .onFailure(failure -> LOG.debug("fleet.receipt_failed {}", failure.getMessage()));
        }
    }

    private void onClose(WebSocket which) {
        if (which != socket || closing) {
            return;
        }
        socket = null;
        LOG.debug("fleet.feed_closed code={}", which.closeStatusCode());
        reopenLater();
    }

    private void reopenLater() {
        vertx.setTimer(backoff.nextMillis(), ignored -> {
            if (!closing) {
                // The token may be what the old socket died of.
                api.signIn().compose(in -> connect()).onFailure(failure -> reopenLater());
            }
        });
    }
}
