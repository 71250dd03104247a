package care.anling.verticles.api;

import care.anling.verticles.tls.TlsPaths;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * How the HTTP server listens and what it puts up with.
 *
 * @param port 0 for any free one
 * @param allowedOrigins origins besides our own whose pages may talk to us, e.g. {@code https://desk.example.org}
 * @param proxies whose word about the caller's address counts
 * @param tls a second listener, with certificates
 * @param maxBodyBytes of any request body
 * @param maxHeaderBytes of all headers of a request
 * @param idleTimeout a connection that says nothing this long is closed; a live feed always says something
 * @param requestWithin a whole request, head and body, must have arrived by then
 * @param maxFeedSockets at most this many screens; more are told to try elsewhere
 */
public record HttpConfig(
        String host,
        int port,
        Set<String> allowedOrigins,
        TrustedProxies proxies,
        Optional<Tls> tls,
        int maxBodyBytes,
        int maxHeaderBytes,
        Duration idleTimeout,
        Duration requestWithin,
        int maxFeedSockets) {

    public static HttpConfig defaults() {
        return new HttpConfig(
                "0.0.0.0",
                8080,
                Set.of(),
                TrustedProxies.NONE,
                Optional.empty(),
                16 * 1024,
                16 * 1024,
                Duration.ofSeconds(30),
                Duration.ofSeconds(40),
                5_000);
    }

    public HttpConfig withHost(String newHost) {
        return new HttpConfig(
                newHost,
                port,
                allowedOrigins,
                proxies,
                tls,
                maxBodyBytes,
                maxHeaderBytes,
                idleTimeout,
                requestWithin,
                maxFeedSockets);
    }

    public HttpConfig withPort(int newPort) {
        return new HttpConfig(
                host,
                newPort,
                allowedOrigins,
                proxies,
                tls,
                maxBodyBytes,
                maxHeaderBytes,
                idleTimeout,
                requestWithin,
                maxFeedSockets);
    }

    /** @param alone whether no plain listener stands beside it */
    public record Tls(int port, TlsPaths files, boolean alone) {}

    public HttpConfig withTls(Tls newTls) {
        return new HttpConfig(
                host,
                port,
                allowedOrigins,
                proxies,
                Optional.of(newTls),
                maxBodyBytes,
                maxHeaderBytes,
                idleTimeout,
                requestWithin,
                maxFeedSockets);
    }

    public HttpConfig withProxies(TrustedProxies newProxies) {
        return new HttpConfig(
                host,
                port,
                allowedOrigins,
                newProxies,
                tls,
                maxBodyBytes,
                maxHeaderBytes,
                idleTimeout,
                requestWithin,
                maxFeedSockets);
    }
}
