package care.anling.fleet;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpRequest;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.ext.web.client.WebClient;
import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One signed-in person at the REST API. The token is renewed before it ends. One event loop.
 *
 * <p>Fails with {@link Refused} when the server says no, with anything else when it says nothing.
 */
public final class ApiClient {

    static final String BASE = "/api/v1";

    private static final Duration TIMEOUT = Duration.ofSeconds(15);
    private static final double RENEW_AT = 0.7;
    private static final int UNAUTHORIZED = 401;

    private final WebClient web;
    private final URI server;
    private final String username;
    private final String password;
    private final ReauthTimer renewal;
    private String token = "";
    private String refreshToken = "";
    private @Nullable Runnable onRenewed;

    public ApiClient(Vertx vertx, WebClient web, URI server, String username, String password) {
        this.web = web;
        this.server = server;
        this.username = username;
        this.password = password;
        this.renewal = new ReauthTimer(vertx);
    }

    /** @param code the stable word of the problem, e.g. {@code offer_taken} */
    public static final class Refused extends RuntimeException {

        private static final long serialVersionUID = 1L;
        private final int status;
        private final String code;

        Refused(int status, String code) {
            super(status + " " + code);
            this.status = status;
            this.code = code;
        }

        public int status() {
            return status;
        }

        public String code() {
            return code;
        }
    }

    /** A timer that can be put off. */
    private static final class ReauthTimer {
        private final Vertx vertx;
        private long id = -1;

        ReauthTimer(Vertx vertx) {
            this.vertx = vertx;
        }

        void in(Duration delay, Runnable step) {
            cancel();
            id = vertx.setTimer(Math.max(1, delay.toMillis()), ignored -> step.run());
        }

        void cancel() {
            vertx.cancelTimer(id);
        }
    }

    public Future<Void> signIn() {
        JsonObject body = new JsonObject().put("username", username).put("password", password);
        return tokens("/auth/token", body);
    }

    public void close() {
        renewal.cancel();
    }

    /** Called after each renewal, so that an open socket can be told. */
    void onRenewed(Runnable listener) {
        this.onRenewed = listener;
    }

    String token() {
        return token;
    }

    URI server() {
        return server;
    }

    public Future<JsonObject> get(String path) {
        return call(HttpMethod.GET, path, null);
    }

    public Future<JsonObject> post(String path, JsonObject body) {
        return call(HttpMethod.POST, path, body);
    }

    public Future<JsonObject> put(String path, JsonObject body) {
        return call(HttpMethod.PUT, path, body);
    }

    private Future<JsonObject> call(HttpMethod method, String path, @Nullable JsonObject body) {
        return send(method, path, body)
                .recover(failure -> isSignedOut(failure)
                        ? signIn().compose(again -> send(method, path, body))
                        : Future.failedFuture(failure));
    }

    private static boolean isSignedOut(Throwable failure) {
        return failure instanceof Refused refused && refused.status() == UNAUTHORIZED;
    }

    private Future<JsonObject> send(HttpMethod method, String path, @Nullable JsonObject body) {
        HttpRequest<Buffer> request = request(method, path).bearerTokenAuthentication(token);
        return (body == null ? request.send() : request.sendJsonObject(body)).map(ApiClient::answer);
    }

    private Future<Void> tokens(String path, JsonObject body) {
        return request(HttpMethod.POST, path)
                .sendJsonObject(body)
                .map(ApiClient::answer)
                .map(this::keep);
    }

    private HttpRequest<Buffer> request(HttpMethod method, String path) {
        return web.requestAbs(method, server + BASE + path).timeout(TIMEOUT.toMillis());
    }

    private @Nullable Void keep(JsonObject answer) {
        token = answer.getString("access_token");
        refreshToken = answer.getString("refresh_token", "");
        Duration lifetime = Duration.ofSeconds(answer.getLong("expires_in", 600L));
        renewal.in(Duration.ofMillis((long) (lifetime.toMillis() * RENEW_AT)), this::renew);
        Runnable listener = onRenewed;
        if (listener != null) {
            listener.run();
        }
        return null;
    }

    /** When it fails, the next call meets 401 and signs in again. */
    private void renew() {
        tokens("/auth/refresh", new JsonObject().put("refresh_token", refreshToken))
                .recover(failure -> signIn())
                .onFailure(failure -> renewal.in(TIMEOUT, this::renew));
    }

    private static JsonObject answer(HttpResponse<Buffer> response) {
        Buffer body = response.body();
        JsonObject json =
                body == null || body.length() == 0 || body.getByte(0) != '{' ? new JsonObject() : new JsonObject(body);
        if (response.statusCode() >= 300) {
            throw new Refused(response.statusCode(), json.getString("code", response.statusMessage()));
        }
        return json;
    }
}
