package care.anling.verticles.notify;

import care.anling.core.notice.Outcome;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import java.time.Duration;

/** HTTP to the outside: bounded in time and connections, no redirects, and nothing read of what comes back but its status. */
final class Outbound {

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(2);
    /** Less than the notifier's own patience, so that the reason is known. */
    private static final Duration ANSWER_TIMEOUT = Duration.ofMillis(4_500);

    private static final int MAX_CONNECTIONS_PER_HOST = 64;

    private Outbound() {}

    /** What waits for a connection waits for at most the answer's time; the notifier bounds how many do. */
    static HttpClient client(Vertx vertx) {
        HttpClientOptions options = new HttpClientOptions()
                .setConnectTimeout((int) CONNECT_TIMEOUT.toMillis())
                .setDecompressionSupported(false);
        return vertx.createHttpClient(options, new PoolOptions().setHttp1MaxSize(MAX_CONNECTIONS_PER_HOST));
    }

    /** @return the status */
    static Future<Integer> post(HttpClient client, RequestOptions request, Buffer body) {
        return client.request(request.setFollowRedirects(false)
                        .setTimeout(ANSWER_TIMEOUT.toMillis())
                        .setIdleTimeout(ANSWER_TIMEOUT.toMillis()))
                .compose(open -> open.send(body))
                .compose(Outbound::status);
    }

    /** A body that never ends must not keep us. */
    private static Future<Integer> status(HttpClientResponse response) {
        int status = response.statusCode();
        String length = response.getHeader("Content-Length");
        if (length == null || !length.matches("[0-9]{1,5}")) {
            response.request().reset();
            return Future.succeededFuture(status);
        }
        return response.end().map(status).otherwise(status);
    }

    static Outcome outcome(int status) {
        if (status >= 200 && status < 300) {
            return Outcome.TAKEN;
        }
        boolean later = status == 408 || status == 425 || status == 429 || status >= 500;
        return later ? Outcome.FAILED : Outcome.REFUSED;
    }

    /** For an operator: what kind of failure, without addresses. */
    static String reason(Throwable failure) {
        return failure.getClass().getSimpleName();
    }
}
