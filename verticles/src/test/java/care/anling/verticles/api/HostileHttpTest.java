package care.anling.verticles.api;

import static org.assertj.core.api.Assertions.assertThat;

import care.anling.core.incident.Incident;
import care.anling.verticles.api.ApiHouse.Reply;
import care.anling.verticles.live.FeedClient;
import care.anling.verticles.live.FeedLimits;
import care.anling.verticles.store.AccountRole;
import care.anling.verticles.view.IncidentSamples;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.Set;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What only an attacker sends: requests within requests, half requests, tokens of their own making, pages of somebody else's. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HostileHttpTest {

    private static final String FRIEND = "https://desk.example.org";
    private static final int ELEVEN_MB = 11 * 1024 * 1024;

    private ApiHouse house;
    private String desk;
    private String note;

    @BeforeAll
    void open() {
        HttpConfig defaults = HttpConfig.defaults();
        house = new ApiHouse(
                FeedLimits.defaults(),
                new HttpConfig(
                        "127.0.0.1",
                        0,
                        Set.of(FRIEND),
                        defaults.proxies(),
                        defaults.tls(),
                        defaults.maxBodyBytes(),
                        defaults.maxHeaderBytes(),
                        Duration.ofSeconds(4),
                        Duration.ofSeconds(2),
                        100));
        desk = house.token(house.account("zuoxi", AccountRole.COORDINATOR, house.east));
        Incident incident = IncidentSamples.open(house.east, house.resident, "李秀英");
        house.opened(incident);
        note = "/api/v1/incidents/" + incident.id() + "/notes";
    }

    @AfterAll
    void close() {
        house.close();
    }

    private static String head(String... lines) {
        return "POST /api/v1/auth/token HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                + String.join("\r\n", lines) + "\r\n\r\n";
    }

    /** What a front end that reads the other length would take for the body, and we must never take for a request. */
    private static final String HIDDEN = "GET /.well-known/jwks.json HTTP/1.1\r\nHost: localhost\r\n\r\n";

    static Stream<String> smuggled() {
        String chunk = "2\r\n{}\r\n0\r\n\r\n";
        return Stream.of(
                head("Content-Length: " + (chunk.length() + HIDDEN.length()), "Transfer-Encoding: chunked") + chunk,
                head("Transfer-Encoding: chunked", "Content-Length: 4") + chunk,
                head("Content-Length: 2", "Content-Length: 40") + "{}",
                head("Content-Length: 2, 40") + "{}",
                head("Content-Length: +2") + "{}",
                head("Content-Length: 0x2") + "{}",
                head("Content-Length: -2") + "{}",
                head("Content-Length : 2") + "{}",
                head("Transfer-Encoding: xchunked") + chunk,
                head("Transfer-Encoding: chunked, identity") + chunk,
                head("Transfer-Encoding: identity, chunked") + chunk,
                head("Transfer-Encoding : chunked") + chunk,
                head("Transfer-Encoding: chunked", "Transfer-Encoding: identity") + chunk,
                head("Transfer-Encoding:\u000bchunked") + chunk,
                head("Transfer-Encoding: chunked") + "2;a=\"\r\n\"\r\n{}\r\n0\r\n\r\n",
                head("Transfer-Encoding: chunked") + "2;a\n{}\r\n0\r\n\r\n",
                head("Transfer-Encoding: chunked") + "2\n{}\n0\n\n",
                head("Transfer-Encoding: chunked") + "-2\r\n{}\r\n0\r\n\r\n",
                head("Transfer-Encoding: chunked") + "0x2\r\n{}\r\n0\r\n\r\n",
                head("Transfer-Encoding: chunked") + "2\r\n{}X\r\n0\r\n\r\n",
                "POST /api/v1/auth/token HTTP/1.1\nHost: localhost\nContent-Length: 2\n\n{}",
                "POST /api/v1/auth/token HTTP/1.1\r\nHost: localhost\r\nX: a\nContent-Length: 2\r\n\r\n{}",
                "POST /api/v1/auth/token HTTP/1.1\r\nHost: localhost\r\nX: a\rContent-Length: 2\r\n\r\n{}",
                "POST /api/v1/auth/token HTTP/1.1\r\n Host: localhost\r\nContent-Length: 2\r\n\r\n{}");
    }

    @ParameterizedTest
    @MethodSource("smuggled")
    void aRequestWithinARequestIsNeverAnswered(String request) {
        String said = RawHttp.untilClosed(house.port(), request + HIDDEN);
        assertThat(RawHttp.answers(said)).as(said).isLessThanOrEqualTo(1);
        assertThat(said).doesNotContain("\"keys\"");
        // A body that breaks off in the middle may end the line without a word.
        if (!said.isEmpty()) {
            assertThat(RawHttp.status(said)).as(said).isBetween(400, 499);
            assertThat(said).contains("application/problem+json").contains("nosniff");
        }
    }

    /** RFC 9112 §5.2 lets a server join a folded line with spaces: it then is no header of its own. */
    @Test
    void aFoldedLineIsPartOfTheOneBefore() {
        String said = RawHttp.untilClosed(
                house.port(),
                "GET /.well-known/jwks.json HTTP/1.1\r\nHost: localhost\r\nX: a\r\n Content-Length: 70\r\n"
                        + "Connection: close\r\n\r\n");
        assertThat(RawHttp.answers(said)).isEqualTo(1);
        assertThat(RawHttp.status(said)).isIn(200, 400);
    }

    @Test
    void halfARequestIsNotWaitedForAndDrippingBuysNoTime() throws Exception {
        assertThat(RawHttp.untilClosed(house.port(), "GET /api/v1/me HTTP/1.1\r\nHost: loc"))
                .isEmpty();
        assertThat(RawHttp.untilClosed(house.port(), head("Content-Length: 100") + "{\"user"))
                .doesNotContain("200 OK");
        assertThat(dripUntilClosed()).isLessThan(100);
    }

    private static ApiHouse houseOf(Duration idle, Duration within) {
        HttpConfig defaults = HttpConfig.defaults();
        return new ApiHouse(
                FeedLimits.defaults(),
                new HttpConfig(
                        "127.0.0.1",
                        0,
                        Set.of(),
                        defaults.proxies(),
                        defaults.tls(),
                        defaults.maxBodyBytes(),
                        defaults.maxHeaderBytes(),
                        idle,
                        within,
                        100));
    }

    /** Each limit by itself: where the other is an hour, this one must end it. */
    @Test
    void whoSaysNothingIsHungUpOnByTheIdleTimeOut() {
        try (ApiHouse patient = houseOf(Duration.ofSeconds(1), Duration.ofHours(1))) {
            assertThat(RawHttp.untilClosed(patient.port(), "")).isEmpty();
            assertThat(RawHttp.untilClosed(patient.port(), "GET /api/v1/me HTTP/1.1\r\nHost: loc"))
                    .isEmpty();
            assertThat(RawHttp.untilClosed(patient.port(), HIDDEN))
                    .as("answered, and then silent")
                    .contains("200 OK")
                    .contains("\"keys\"");
        }
    }

    @Test
    void headersThatNeverEndAreHungUpOnByTheTimeARequestHas() {
        try (ApiHouse hurried = houseOf(Duration.ofHours(1), Duration.ofSeconds(1))) {
            assertThat(RawHttp.untilClosed(hurried.port(), "GET /api/v1/me HTTP/1.1\r\nHost: loc"))
                    .isEmpty();
            assertThat(RawHttp.untilClosed(hurried.port(), HIDDEN + "GET /api/v1/me HTTP/1.1\r\nX: a\r\n"))
                    .as("the second of a connection, too")
                    .contains("200 OK");
        }
    }

    /** @return how many bytes the server took before it hung up; each comes well within the idle time-out */
    private int dripUntilClosed() throws Exception {
        try (java.net.Socket socket = new java.net.Socket("127.0.0.1", house.port())) {
            socket.setSoTimeout(100);
            for (int sent = 0; sent < 100; sent++) {
                socket.getOutputStream().write('G');
                try {
                    if (socket.getInputStream().read() < 0) {
                        return sent;
                    }
                } catch (java.net.SocketTimeoutException stillOpen) {
                    continue;
                } catch (java.io.IOException reset) {
                    return sent;
                }
            }
            return 100;
        }
    }

    @Test
    void aLiveFeedOutlivesTheTimeARequestHas() {
        try (FeedClient screen = FeedClient.connect(house.vertx, house.port()).auth(desk)) {
            Awaitility.await()
                    .atMost(Duration.ofSeconds(30))
                    .until(() -> screen.of("heartbeat").size() >= 2);
            assertThat(screen.isClosed()).isFalse();
        }
    }

    @Test
    void elevenMegabytesAreRefusedBeforeTheyAreRead() {
        String start = "POST " + note + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + desk
                + "\r\nContent-Type: application/json\r\nContent-Length: " + ELEVEN_MB + "\r\n\r\n{\"text\":\"";
        String said = RawHttp.untilClosed(house.port(), start + "x".repeat(100_000));
        assertThat(RawHttp.status(said)).isEqualTo(413);
        assertThat(said).contains("application/problem+json");
    }

    @Test
    void anUploadIsRefusedAndLeavesNoFile() {
        String multipart = "--b\r\nContent-Disposition: form-data; name=\"f\"; filename=\"f\"\r\n\r\nx\r\n--b--\r\n";
        for (String token : new String[] {"", desk}) {
            Reply reply = house.send(house.request(token, note)
                    .header("Content-Type", "multipart/form-data; boundary=b")
                    .POST(HttpRequest.BodyPublishers.ofString(multipart)));
            assertThat(reply.status()).isEqualTo(token.isEmpty() ? 401 : 415);
        }
        assertThat(Files.exists(Path.of("file-uploads"))).isFalse();
    }

    @Test
    void longLinesAndHeadersAreRefusedByName() {
        String line = "GET /" + "a".repeat(9_000) + " HTTP/1.1\r\nHost: localhost\r\n\r\n";
        assertThat(RawHttp.status(RawHttp.untilClosed(house.port(), line))).isEqualTo(414);
        String header = "GET /api/v1/me HTTP/1.1\r\nHost: localhost\r\nX: " + "a".repeat(17_000) + "\r\n\r\n";
        assertThat(RawHttp.status(RawHttp.untilClosed(house.port(), header))).isEqualTo(431);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"Bearer", "Bearer ", "Basic YTpi", "bearer x y", "Bearer \u00e4", "Bearer a.b.c, Bearer d.e.f"})
    void whatIsNoTokenIs401(String authorization) {
        String said = RawHttp.untilClosed(
                house.port(),
                "GET /api/v1/me HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nAuthorization: " + authorization
                        + "\r\n\r\n");
        assertThat(RawHttp.status(said)).isEqualTo(401);
        assertThat(said).contains("WWW-Authenticate: Bearer");
    }

    @Test
    void tokensOfAnAttackersMakingAre401() {
        String[] parts = desk.split("\\.");
        String kid = new JsonObject(new String(Base64.getUrlDecoder().decode(parts[0]), StandardCharsets.UTF_8))
                .getString("kid");
        String none = Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(("{\"alg\":\"none\",\"kid\":\"" + kid + "\"}").getBytes(StandardCharsets.UTF_8));
        for (String token : new String[] {
            none + "." + parts[1],
            none + "." + parts[1] + ".",
            none + "." + parts[1] + "." + parts[2],
            desk + "A",
            desk + "=",
            desk.substring(0, desk.length() - 1),
            parts[0] + "." + parts[1],
            "x".repeat(10_000)
        }) {
            Reply reply = house.get(token, "/api/v1/me");
            assertThat(reply.status()).as(token).isEqualTo(401);
            assertThat(reply.code()).isEqualTo("not_signed_in");
        }
        assertThat(house.get(desk, "/api/v1/me").status()).isEqualTo(200);
    }

    @Test
    void onlyNamedPagesMayReadUs() {
        Reply friend = house.send(house.request(desk, "/api/v1/me").header("Origin", FRIEND));
        assertThat(friend.raw().headers().firstValue("Access-Control-Allow-Origin"))
                .contains(FRIEND);
        assertThat(friend.raw().headers().firstValue("Access-Control-Allow-Credentials"))
                .isEmpty();
        for (String other :
                new String[] {"https://evil.example", "null", FRIEND + ".evil.example", "http://desk.example.org"}) {
            Reply reply = house.send(house.request(desk, "/api/v1/me").header("Origin", other));
            assertThat(reply.raw().headers().firstValue("Access-Control-Allow-Origin"))
                    .as(other)
                    .isEmpty();
            assertThat(reply.raw().headers().allValues("Vary")).anyMatch(v -> v.contains("Origin"));
        }
        Reply preflight = house.send(house.request("", note)
                .header("Origin", FRIEND)
                .header("Access-Control-Request-Method", "POST")
                .method("OPTIONS", HttpRequest.BodyPublishers.noBody()));
        assertThat(preflight.status()).isEqualTo(204);
        assertThat(preflight
                        .raw()
                        .headers()
                        .firstValue("Access-Control-Allow-Headers")
                        .orElse(""))
                .contains("Authorization")
                .contains("Idempotency-Key");
        Reply foreign = house.send(house.request("", note)
                .header("Origin", "https://evil.example")
                .header("Access-Control-Request-Method", "POST")
                .method("OPTIONS", HttpRequest.BodyPublishers.noBody()));
        assertThat(foreign.status()).isEqualTo(405);
        assertThat(foreign.raw().headers().firstValue("Access-Control-Allow-Methods"))
                .isEmpty();
    }

    @Test
    void aFrameTooDeepOrTooLargeIs4400() {
        for (int depth : new int[] {5_000, 50_000, 100_000}) {
            FeedClient client = FeedClient.connect(house.vertx, house.port()).say("[".repeat(depth));
            Awaitility.await().atMost(Duration.ofSeconds(20)).until(client::isClosed);
            if (depth < 65_536) {
                // A single frame above the protocol's own bound is cut off by the library, with its own code.
                assertThat(client.closeCode()).isEqualTo(4400);
            }
            client.close();
        }
    }
}
