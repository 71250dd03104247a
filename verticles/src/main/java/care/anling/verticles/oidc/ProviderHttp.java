package care.anling.verticles.oidc;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** HTTP to the provider: bounded in time, size and connections, no redirects. */
final class ProviderHttp {

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(2);
    /** Less than a page waits for us. */
    private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(5);

    private static final int MAX_CONNECTIONS = 8;
    private static final int MAX_WAITING = 64;
    private static final int MAX_ANSWER_BYTES = 256 * 1024;

    private final HttpClient client;

    ProviderHttp(Vertx vertx) {
        HttpClientOptions options = new HttpClientOptions()
                .setConnectTimeout((int) CONNECT_TIMEOUT.toMillis())
                .setDecompressionSupported(false);
        client = vertx.createHttpClient(
                options, new PoolOptions().setHttp1MaxSize(MAX_CONNECTIONS).setMaxWaitQueueSize(MAX_WAITING));
    }

    record Reply(int status, Buffer body) {

        /** @throws RuntimeException unless it is an object */
        JsonObject json() {
            return new JsonObject(body);
        }
    }

    Future<Reply> get(String address) {
        return send(new RequestOptions().setMethod(HttpMethod.GET).setAbsoluteURI(address), Buffer.buffer());
    }

    Future<Reply> post(RequestOptions request, Buffer form) {
        return send(
                request.setMethod(HttpMethod.POST).putHeader("Content-Type", "application/x-www-form-urlencoded"),
                form);
    }

    private Future<Reply> send(RequestOptions request, Buffer body) {
        request.putHeader("Accept", "application/json")
                .setFollowRedirects(false)
                .setTimeout(ANSWER_TIMEOUT.toMillis())
                .setIdleTimeout(ANSWER_TIMEOUT.toMillis());
        return client.request(request)
                .compose(open -> open.send(body))
                .compose(ProviderHttp::whole)
                .timeout(ANSWER_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
    }

    private static Future<Reply> whole(HttpClientResponse response) {
        Promise<Reply> whole = Promise.promise();
        Buffer read = Buffer.buffer();
        response.handler(chunk -> {
            if (read.length() + chunk.length() > MAX_ANSWER_BYTES) {
                whole.tryFail("the answer does not end");
                response.request().reset();
            } else {
                read.appendBuffer(chunk);
            }
        });
        response.exceptionHandler(whole::tryFail);
        response.endHandler(end -> whole.tryComplete(new Reply(response.statusCode(), read)));
        return whole.future();
    }
}
