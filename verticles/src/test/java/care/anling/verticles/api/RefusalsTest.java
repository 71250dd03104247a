package care.anling.verticles.api;

import static org.assertj.core.api.Assertions.assertThat;

import care.anling.core.incident.Incident;
import care.anling.verticles.api.ApiHouse.Reply;
import care.anling.verticles.live.FeedLimits;
import care.anling.verticles.store.AccountRole;
import care.anling.verticles.view.IncidentSamples;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;

/**
 * What must be refused, by name, over real HTTP: tokens of an attacker's making, bodies that are none, questions that make no
 * sense, uploads, requests within requests. Each is refused with a problem, without a word of ours about the inside and
 * without a file left behind. More of each kind: {@code TokensTest}, {@code BadInputTest}, {@code HostileHttpTest},
 * {@code CrossScopeTest}; default secrets in {@code serve}: {@code StartStoryTest}, {@code WeakSecretsTest}.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RefusalsTest {

    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();
    private static final int ELEVEN_MB = 11 * 1024 * 1024;

    private ApiHouse house;
    private String desk;
    private String notes;
    private String elsewhere;
    private Set<Path> files;

    @BeforeAll
    void open() throws IOException {
        files = filesOfOurs();
        HttpConfig defaults = HttpConfig.defaults();
        // Whoever sends what is refused is hung up on soon: the tests read until then.
        house = new ApiHouse(
                FeedLimits.defaults(),
                new HttpConfig(
                        "127.0.0.1",
                        0,
                        Set.of(),
                        defaults.proxies(),
                        defaults.tls(),
                        defaults.maxBodyBytes(),
                        defaults.maxHeaderBytes(),
                        Duration.ofSeconds(4),
                        Duration.ofSeconds(2),
                        defaults.maxFeedSockets()));
        desk = house.token(house.account("zuoxi", AccountRole.COORDINATOR, house.east));
        Incident ours = IncidentSamples.open(house.east, house.resident, "李秀英");
        house.opened(ours);
        notes = "/api/v1/incidents/" + ours.id() + "/notes";
        Incident theirs = IncidentSamples.open(house.west, new UUID(0x20, 9), "王芳");
        house.opened(theirs);
        elsewhere = "/api/v1/incidents/" + theirs.id();
    }

    @AfterAll
    void close() throws IOException {
        house.close();
        assertThat(filesOfOurs()).as("nothing is left behind").isEqualTo(files);
    }

    /** Where a server that keeps bodies in files would keep them. */
    private static Set<Path> filesOfOurs() throws IOException {
        Set<Path> found = new TreeSet<>();
        for (Path place : new Path[] {Path.of("file-uploads"), Path.of("uploads")}) {
            if (Files.exists(place)) {
                try (Stream<Path> all = Files.walk(place)) {
                    found.addAll(all.collect(Collectors.toSet()));
                }
            }
        }
        return found;
    }

    private static void refused(Reply reply, int status, String code) {
        assertThat(reply.status()).as(reply.body()).isEqualTo(status);
        assertThat(reply.raw().headers().firstValue("Content-Type").orElse("")).startsWith("application/problem+json");
        assertThat(reply.code()).isEqualTo(code);
        assertThat(reply.body())
                .doesNotContain("Exception")
                .doesNotContain("\\tat ")
                .doesNotContain("care.anling")
                .doesNotContain("io.vertx");
    }

    // --- tokens

    private static String part(JsonObject json) {
        return BASE64.encodeToString(json.encode().getBytes(StandardCharsets.UTF_8));
    }

    private JsonObject header() {
        return new JsonObject().put("typ", "JWT").put("alg", "ES256").put("kid", house.key.kid());
    }

    private JsonObject claims() {
        return new JsonObject(new String(Base64.getUrlDecoder().decode(desk.split("\\.")[1]), StandardCharsets.UTF_8));
    }

    /** With our own key: what only a fault of ours could make. */
    private String signed(JsonObject header, JsonObject claims) {
        String text = part(header) + "." + part(claims);
        try {
            Signature signature = Signature.getInstance("SHA256withECDSAinP1363Format");
            signature.initSign(house.key.privateKey());
            signature.update(text.getBytes(StandardCharsets.US_ASCII));
            return text + "." + BASE64.encodeToString(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private String with(UnaryOperator<JsonObject> change) {
        return signed(header(), change.apply(claims()));
    }

    private String without(String claim) {
        return with(claims -> {
            claims.remove(claim);
            return claims;
        });
    }

    private String symmetric(byte[] secret) {
        String text = part(header().put("alg", "HS256")) + "." + part(claims());
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret, "HmacSHA256"));
            return text + "." + BASE64.encodeToString(mac.doFinal(text.getBytes(StandardCharsets.US_ASCII)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private Map<String, String> tokens() {
        byte[] publicKey = house.key.publicKey().getEncoded();
        String pem = "-----BEGIN PUBLIC KEY-----\n" + Base64.getMimeEncoder().encodeToString(publicKey)
                + "\n-----END PUBLIC KEY-----\n";
        long now = Instant.now().getEpochSecond();
        String none = part(header().put("alg", "none")) + "." + part(claims());
        Map<String, String> tokens = new LinkedHashMap<>();
        tokens.put("alg none, two parts", none);
        tokens.put("alg none, three parts", none + ".");
        tokens.put("alg none, with a signature", none + desk.substring(desk.lastIndexOf('.')));
        tokens.put("HS256 with the public key, DER", symmetric(publicKey));
        tokens.put("HS256 with the public key, PEM", symmetric(pem.getBytes(StandardCharsets.US_ASCII)));
        tokens.put(
                "HS256 with the public key, JWK",
                symmetric(house.key.publicJwk().encode().getBytes(StandardCharsets.UTF_8)));
        tokens.put("no exp", without("exp"));
        tokens.put("expired", with(claims -> claims.put("exp", now - 1)));
        tokens.put("exp as text", with(claims -> claims.put("exp", String.valueOf(now + 300))));
        tokens.put("exp in a year", with(claims -> claims.put("exp", now + 31_536_000)));
        tokens.put("another aud", with(claims -> claims.put("aud", new JsonArray().add("another.api"))));
        tokens.put("no aud", without("aud"));
        tokens.put("another iss", with(claims -> claims.put("iss", "somebody")));
        tokens.put("no iss", without("iss"));
        tokens.put("another kid", signed(header().put("kid", "another"), claims()));
        tokens.put("a kid that is a path", signed(header().put("kid", "../../dev/null"), claims()));
        tokens.put("a kid that is a number", signed(header().put("kid", 7), claims()));
        JsonObject nameless = header();
        nameless.remove("kid");
        tokens.put("no kid", signed(nameless, claims()));
        tokens.put("crit", signed(header().put("crit", new JsonArray().add("exp")), claims()));
        tokens.put(
                "another account",
                with(claims -> claims.put("sub", UUID.randomUUID().toString())));
        tokens.put("10 KB", "x".repeat(10 * 1024));
        tokens.put("10 KB of claims", with(claims -> claims.put("more", "x".repeat(10 * 1024))));
        return tokens;
    }

    @TestFactory
    Stream<DynamicTest> aTokenOfAnAttackersMakingIs401() {
        return tokens().entrySet().stream()
                .map(token -> DynamicTest.dynamicTest(token.getKey(), () -> {
                    refused(house.get(token.getValue(), "/api/v1/incidents"), 401, "not_signed_in");
                    refused(house.post(token.getValue(), notes, "{\"text\":\"a\"}"), 401, "not_signed_in");
                }));
    }

    @Test
    void theSameHandMakesATokenThatIsGood() {
        assertThat(house.get(signed(header(), claims()), "/api/v1/incidents").status())
                .as("else the others were refused for another reason")
                .isEqualTo(200);
    }

    // --- bodies

    private record Body(byte[] bytes, Map<String, String> headers, int status, String code) {

        static Body of(String text, int status, String code) {
            return new Body(text.getBytes(StandardCharsets.UTF_8), Map.of(), status, code);
        }
    }

    /** 11 MB in 11 KB. */
    private static byte[] bomb() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(new byte[ELEVEN_MB]);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return out.toByteArray();
    }

    private static Map<String, Body> bodies() {
        Map<String, Body> bodies = new LinkedHashMap<>();
        bodies.put("null", Body.of("null", 400, "bad_body"));
        bodies.put("[1]", Body.of("[1]", 400, "bad_body"));
        bodies.put("{", Body.of("{", 400, "bad_json"));
        bodies.put("duplicate keys", Body.of("{\"text\":\"a\",\"text\":\"b\"}", 400, "bad_json"));
        bodies.put("a wrong type", Body.of("{\"text\":{\"a\":1}}", 400, "bad_body"));
        bodies.put("11 MB", Body.of("{\"text\":\"" + "x".repeat(ELEVEN_MB) + "\"}", 413, "body_too_large"));
        bodies.put("a gzip bomb", new Body(bomb(), Map.of("Content-Encoding", "gzip"), 415, "unsupported_media_type"));
        bodies.put("a gzip bomb that says nothing", new Body(bomb(), Map.of(), 400, "bad_json"));
        byte[] broken = "{\"text\":\"??\"}".getBytes(StandardCharsets.US_ASCII);
        broken[9] = (byte) 0xC3;
        broken[10] = (byte) 0x28;
        bodies.put("invalid UTF-8", new Body(broken, Map.of(), 400, "bad_json"));
        bodies.put(
                "an upload",
                new Body(
                        "--b\r\nContent-Disposition: form-data; name=\"f\"; filename=\"f\"\r\n\r\nx\r\n--b--\r\n"
                                .getBytes(StandardCharsets.US_ASCII),
                        Map.of("Content-Type", "multipart/form-data; boundary=b"),
                        415,
                        "unsupported_media_type"));
        return bodies;
    }

    private Reply send(String token, String path, Body body) {
        HttpRequest.Builder request = house.request(token, path)
                .setHeader("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(body.bytes()));
        body.headers().forEach(request::setHeader);
        return house.send(request);
    }

    @TestFactory
    Stream<DynamicTest> aBodyThatIsNoneIsRefusedByName() {
        return bodies().entrySet().stream()
                .map(body -> DynamicTest.dynamicTest(body.getKey(), () -> {
                    // What is far too large the server hangs up on, which this client may take for an accident of the
                    // line.
                    if (body.getValue().bytes().length == ELEVEN_MB + "{\"text\":\"\"}".length()) {
                        String head = "POST " + notes + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + desk
                                + "\r\nContent-Type: application/json\r\nContent-Length: "
                                + body.getValue().bytes().length + "\r\n\r\n{\"text\":\"";
                        String said = RawHttp.untilClosed(house.port(), head + "x".repeat(100_000));
                        assertThat(RawHttp.status(said)).as(said).isEqualTo(413);
                        assertThat(said).contains("application/problem+json").doesNotContain("Exception");
                        return;
                    }
                    refused(
                            send(desk, notes, body.getValue()),
                            body.getValue().status(),
                            body.getValue().code());
                }));
    }

    @TestFactory
    Stream<DynamicTest> aStrangersBodyIsNotEvenLookedAt() {
        return bodies().entrySet().stream()
                .filter(body -> body.getValue().bytes().length < 100_000)
                .map(body -> DynamicTest.dynamicTest(body.getKey(), () -> {
                    refused(send("", notes, body.getValue()), 401, "not_signed_in");
                    refused(send("", "/api/v1/residents/import", body.getValue()), 401, "not_signed_in");
                    refused(send("", "/api/v1/devices/import", body.getValue()), 401, "not_signed_in");
                }));
    }

    // --- questions

    @TestFactory
    Stream<DynamicTest> aQuestionThatMakesNoSenseIsRefusedByName() {
        Map<String, Integer> questions = new LinkedHashMap<>();
        questions.put("/api/v1/incidents?limit=-1", 400);
        questions.put("/api/v1/incidents?limit=0", 400);
        questions.put("/api/v1/incidents?limit=1e9", 400);
        questions.put("/api/v1/incidents?sort=name;DROP%20TABLE%20incidents", 400);
        questions.put("/api/v1/residents?sort=phone", 400);
        questions.put("/api/v1/devices?limit=-1", 400);
        questions.put("/api/v1/incidents?cursor=' OR 1=1".replace(" ", "%20").replace("'", "%27"), 400);
        questions.put("/api/v1/incidents/1-1-1-1-1", 404);
        questions.put("/api/v1/incidents/%2e%2e%2f%2e%2e%2fetc%2fpasswd", 404);
        questions.put("/api/v1/incidents/" + new UUID(0, 0), 404);
        questions.put(elsewhere, 404);
        questions.put(elsewhere + "/timeline", 404);
        questions.put(elsewhere + "/dossier", 404);
        return questions.entrySet().stream()
                .map(question -> DynamicTest.dynamicTest(question.getKey(), () -> {
                    Reply reply = house.get(desk, question.getKey());
                    refused(reply, question.getValue(), reply.code());
                }));
    }

    // --- requests within requests

    @TestFactory
    Stream<DynamicTest> aRequestWithinARequestIsNeverAnswered() {
        String head = "POST /api/v1/auth/token HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n";
        String hidden = "GET /.well-known/jwks.json HTTP/1.1\r\nHost: localhost\r\n\r\n";
        Map<String, String> requests = new LinkedHashMap<>();
        requests.put("CL.TE", head + "Content-Length: 60\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + hidden);
        requests.put("TE.CL", head + "Transfer-Encoding: chunked\r\nContent-Length: 4\r\n\r\n0\r\n\r\n" + hidden);
        requests.put("TE.TE", head + "Transfer-Encoding: chunked\r\nTransfer-Encoding: cow\r\n\r\n0\r\n\r\n" + hidden);
        requests.put("CL.CL", head + "Content-Length: 2\r\nContent-Length: 40\r\n\r\n{}" + hidden);
        requests.put("a bare line feed", head + "X: a\nContent-Length: 2\r\n\r\n{}" + hidden);
        requests.put("a blank before the colon", head + "Content-Length : 2\r\n\r\n{}" + hidden);
        return requests.entrySet().stream()
                .map(request -> DynamicTest.dynamicTest(request.getKey(), () -> {
                    String said = RawHttp.untilClosed(house.port(), request.getValue());
                    assertThat(RawHttp.answers(said)).as(said).isLessThanOrEqualTo(1);
                    assertThat(said).doesNotContain("\"keys\"");
                    if (!said.isEmpty()) {
                        assertThat(RawHttp.status(said)).as(said).isBetween(400, 499);
                    }
                }));
    }
}
