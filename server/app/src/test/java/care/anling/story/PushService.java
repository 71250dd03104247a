package care.anling.story;

import care.anling.verticles.notify.Browser;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * The push service of one browser, and that browser's keys: no Chromium without one of Google's can subscribe. Takes what
 * is posted over real HTTP, and opens it as the browser would.
 */
final class PushService implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String PATH = "/push/one-browser";

    private final HttpServer server;
    private final Browser browser;
    private final BlockingQueue<Posted> posted = new LinkedBlockingQueue<>();

    /** What somebody asks to be delivered. */
    record Posted(Map<String, List<String>> headers, byte[] sealed) {

        String header(String name) {
            return headers.entrySet().stream()
                    .filter(header -> header.getKey().equalsIgnoreCase(name))
                    .map(header -> header.getValue().get(0))
                    .findFirst()
                    .orElse("");
        }
    }

    /** Who says to send it: the claims of its VAPID token, whose signature holds for the key beside them. */
    record Sender(String key, JsonNode claims) {}

    private PushService(HttpServer server, Browser browser) {
        this.server = server;
        this.browser = browser;
    }

    static PushService open() throws IOException, GeneralSecurityException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        PushService service = new PushService(server, Browser.subscribe());
        server.createContext(PATH, service::take);
        server.start();
        return service;
    }

    private void take(HttpExchange exchange) throws IOException {
        posted.add(new Posted(
                Map.copyOf(exchange.getRequestHeaders()),
                exchange.getRequestBody().readAllBytes()));
        exchange.sendResponseHeaders(201, -1);
        exchange.close();
    }

    String origin() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    String endpoint() {
        return origin() + PATH;
    }

    /** Pages opened from now on can subscribe here; nothing else of them is touched. */
    void serve(Screen phone) {
        phone.page().addInitScript("""
                PushManager.prototype.subscribe = function (options) {
                  window.subscribedWith = options;
                  const told = { endpoint: '%s', expirationTime: null, keys: { p256dh: '%s', auth: '%s' } };
                  return Promise.resolve({ endpoint: told.endpoint, options, toJSON: () => told });
                };""".formatted(
                        endpoint(), browser.keys().p256dh(), browser.keys().auth()));
    }

    /** Waits for the next. */
    Posted next() throws InterruptedException {
        Posted next = posted.poll(Patience.LIMIT.toSeconds(), TimeUnit.SECONDS);
        if (next == null) {
            throw new AssertionError("nothing was posted to the push service");
        }
        return next;
    }

    /** RFC 8291: none but this browser can. */
    String open(Posted push) throws GeneralSecurityException {
        return browser.open(push.sealed());
    }

    /** RFC 8292: {@code vapid t=…, k=…}, signed by ES256. */
    static Sender sender(Posted push) throws GeneralSecurityException, IOException {
        String[] parts = push.header("Authorization").split("[ ,]+", -1);
        if (parts.length != 3
                || !parts[0].equals("vapid")
                || !parts[1].startsWith("t=")
                || !parts[2].startsWith("k=")) {
            throw new AssertionError("no VAPID: " + push.header("Authorization"));
        }
        String token = parts[1].substring(2);
        String key = parts[2].substring(2);
        int end = token.lastIndexOf('.');
        Signature signature = Signature.getInstance("SHA256withECDSAinP1363Format");
        signature.initVerify(Browser.publicKey(Browser.decode(key)));
        signature.update(token.substring(0, end).getBytes(StandardCharsets.US_ASCII));
        if (!signature.verify(Browser.decode(token.substring(end + 1)))) {
            throw new AssertionError("not signed by whoever says so: " + token);
        }
        return new Sender(key, JSON.readTree(Browser.decode(token.substring(token.indexOf('.') + 1, end))));
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
