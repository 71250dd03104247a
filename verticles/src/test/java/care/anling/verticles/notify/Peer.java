package care.anling.verticles.notify;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A push service or a gateway: a real HTTP server on a free port that keeps what it is sent and answers as it is told. */
final class Peer {

    record Received(String path, Map<String, String> headers, Buffer body) {
        String header(String name) {
            return headers.getOrDefault(name, "");
        }
    }

    final List<Received> received = new CopyOnWriteArrayList<>();
    volatile int status = 201;
    volatile boolean silent;
    private final HttpServer server;

    private Peer(Vertx vertx) {
        server = vertx.createHttpServer();
    }

    static Peer start(Vertx vertx) {
        Peer peer = new Peer(vertx);
        peer.server.requestHandler(peer::answer);
        try {
            var unused = peer.server.listen(0, "127.0.0.1").await(20, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new IllegalStateException(e);
        }
        return peer;
    }

    private void answer(HttpServerRequest request) {
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        request.headers().forEach(header -> headers.put(header.getKey(), header.getValue()));
        request.bodyHandler(body -> {
            received.add(new Received(request.path(), headers, body));
            if (!silent) {
                request.response()
                        .setStatusCode(status)
                        .putHeader("Location", "http://127.0.0.1:1/elsewhere")
                        .end();
            }
        });
    }

    URI uri(String path) {
        return URI.create("http://127.0.0.1:" + server.actualPort() + path);
    }
}
