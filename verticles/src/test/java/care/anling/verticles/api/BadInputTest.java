package care.anling.verticles.api;

import static org.assertj.core.api.Assertions.assertThat;

import care.anling.core.incident.Incident;
import care.anling.verticles.api.ApiHouse.Reply;
import care.anling.verticles.store.Account;
import care.anling.verticles.store.AccountRole;
import care.anling.verticles.view.IncidentSamples;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever is thrown at the API, it answers with a problem that has a code, and never with an accident. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BadInputTest {

    private static final long SEED = 20260302L;

    private ApiHouse house;
    private String desk;
    private String note;

    @BeforeAll
    void open() {
        house = new ApiHouse();
        Account coordinator = house.account("zuoxi", AccountRole.COORDINATOR, house.east);
        desk = house.token(coordinator);
        Incident incident = IncidentSamples.open(house.east, house.resident, "李秀英");
        house.opened(incident);
        note = "/api/v1/incidents/" + incident.id() + "/notes";
    }

    @AfterAll
    void close() {
        house.close();
    }

    private static void assertProblem(Reply reply, int status) {
        assertThat(reply.status()).as(reply.body()).isEqualTo(status);
        assertThat(reply.raw().headers().firstValue("Content-Type")).contains("application/problem+json");
        assertThat(reply.json().getInteger("status")).isEqualTo(status);
        assertThat(reply.code()).matches("[a-z0-9_]+");
        assertThat(reply.body())
                .doesNotContain("Exception")
                .doesNotContain("care.anling")
                .doesNotContain("jackson");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "[1]",
                "{",
                "7",
                "\"text\"",
                "{} {}",
                "{\"text\":1}",
                "{\"text\":null}",
                "{\"text\":\"\"}",
                "{\"text\":\"a\",\"text\":\"b\"}",
                "{\"text\":\"a\",\"more\":1}",
                "{\"text\":[\"a\"]}",
                "{\"text\":{}}",
                "{\"text\":\"a\\u0000b\"}",
                "{text:'a'}",
                "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]",
            })
    void aBodyThatDoesNotFitIs400(String body) {
        assertProblem(house.post(desk, note, body), 400);
    }

    @Test
    void sizesMediaAndCompressionAreRefusedByName() {
        assertProblem(house.post(desk, note, "{\"text\":\"" + "长".repeat(20_000) + "\"}"), 413);
        assertProblem(house.post(desk, note, "{\"text\":\"" + "x".repeat(2_001) + "\"}"), 400);
        assertProblem(house.post(desk, note, "{}", "Content-Encoding", "gzip"), 415);
        assertProblem(house.post(desk, note, "<a/>", "Content-Type", "text/xml"), 415);
        assertProblem(house.post(desk, note, "{\"text\":\"a\"}", "Idempotency-Key", "k".repeat(256)), 400);
        assertProblem(house.post(desk, note, "{\"text\":\"a\"}", "Idempotency-Key", "a b"), 400);
    }

    @Test
    void aStrangerCannotMakeUsReadABody() {
        assertProblem(house.post("", note, "x".repeat(15_000)), 401);
        assertProblem(house.post("a".repeat(10_000), note, "{}"), 401);
        assertProblem(house.post("", "/api/v1/auth/token", "x".repeat(20_000)), 413);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/v1/incidents?limit=0",
                "/api/v1/incidents?limit=-1",
                "/api/v1/incidents?limit=99999",
                "/api/v1/incidents?limit=x",
                "/api/v1/incidents?limit=1&limit=2",
                "/api/v1/incidents?state=closed",
                "/api/v1/incidents?cursor=%21%21",
                "/api/v1/incidents?cursor=YWJj",
            })
    void aQueryThatDoesNotFitIs400(String path) {
        assertProblem(house.get(desk, path), 400);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/v1/incidents/1-1-1-1-1",
                "/api/v1/incidents/not-a-uuid",
                "/api/v1/incidents/00000000-0000-0000-0000-000000000000",
                "/api/v1/incidents/..%2f..%2fme",
                "/api/v1/nothing",
                "/assets/..%2f..%2fcontract/openapi.yaml",
                "/.well-known/nothing",
            })
    void whatIsNotThereIs404(String path) {
        assertProblem(house.get(desk, path), 404);
    }

    @Test
    void anotherMethodIs405AndActsNeedTheirBody() {
        assertProblem(house.send(house.request(desk, "/api/v1/me").DELETE()), 405);
        String stand = note.replace("/notes", "/stand-down");
        assertProblem(house.post(desk, stand, "{\"disposition\":\"DONE\"}"), 400);
        assertProblem(house.post(desk, stand, "{\"note\":\"a\"}"), 400);
        assertProblem(
                house.post(desk, note.replace("/notes", "/assign"), "{\"responder\":\"x\",\"role\":\"DOCTOR\"}"), 400);
        assertProblem(house.post(desk, "/api/v1/incidents", "{}"), 400);
        assertProblem(house.post(desk, "/api/v1/incidents", "{\"place\":\"" + house.west + "\"}"), 422);
    }

    /** RFC 9110 §15.5.6 */
    @Test
    void anotherMethodHearsWhatWouldDo() {
        assertThat(house.send(house.request(desk, "/api/v1/incidents").DELETE())
                        .raw()
                        .headers()
                        .firstValue("Allow"))
                .contains("GET, HEAD, POST");
        assertThat(house.send(house.request("", "/api/v1/auth/token").GET())
                        .raw()
                        .headers()
                        .firstValue("Allow"))
                .contains("POST");
    }

    @Test
    void aRefusalPointsAtWhatIsWrong() {
        assertPoints(house.post(desk, note, "{}"), "missing_field", "pointer", "#/text");
        assertPoints(house.post(desk, note, "{\"text\":1}"), "bad_body", "pointer", "#/text");
        assertPoints(house.post(desk, note, "{\"text\":\"a\",\"more\":1}"), "unknown_field", "pointer", "#/more");
        assertPoints(house.post(desk, note, "[1]"), "bad_body", "pointer", "#");
        assertPoints(house.post(desk, note, ""), "missing_body", "pointer", "#");
        assertPoints(house.get(desk, "/api/v1/incidents?limit=-1"), "bad_query", "parameter", "limit");
        assertPoints(house.get(desk, "/api/v1/incidents?sort=name"), "bad_query", "parameter", "sort");
        assertPoints(
                house.post(desk, note, "{\"text\":\"a\"}", "Idempotency-Key", "a b"),
                "bad_header",
                "parameter",
                "Idempotency-Key");
    }

    private static void assertPoints(Reply reply, String code, String kind, String at) {
        assertProblem(reply, 400);
        assertThat(reply.code()).isEqualTo(code);
        JsonObject error = reply.json().getJsonArray("errors").getJsonObject(0);
        assertThat(error.getString(kind)).isEqualTo(at);
        assertThat(error.getString("rule")).as("the word of the contract").isNotBlank();
    }

    @Test
    void whatIsNoUtf8OrNoTextIsRefused() {
        for (byte[] bytes : List.of(
                new byte[] {'{', '"', 't', 'e', 'x', 't', '"', ':', '"', (byte) 0xC3, '(', '"', '}'},
                "{\"text\":\"长\"}".getBytes(StandardCharsets.UTF_16BE),
                "{\"text\":\"\\ud800\"}".getBytes(StandardCharsets.US_ASCII))) {
            assertProblem(
                    house.send(house.request(desk, note)
                            .header("Content-Type", "application/json")
                            .POST(HttpRequest.BodyPublishers.ofByteArray(bytes))),
                    400);
        }
    }

    @Test
    void noiseNeverCausesAnAccident() {
        Random random = new Random(SEED);
        List<String> pieces =
                List.of("{", "}", "[", "]", "\"", ":", ",", "text", "null", "1e999", "\\u", "名", "\t", "-");
        for (int i = 0; i < 400; i++) {
            StringBuilder body = new StringBuilder();
            for (int n = random.nextInt(12); n > 0; n--) {
                body.append(pieces.get(random.nextInt(pieces.size())));
            }
            Reply reply = house.post(desk, note, body.toString());
            assertThat(reply.status()).as("seed " + SEED + " body " + body).isEqualTo(400);
        }
    }

    @Test
    void everyAnswerKeepsAPageFromReachingElsewhere() {
        for (String path : List.of("/api/v1/me", "/openapi.yaml", "/map/plan.geojson", "/nothing.txt")) {
            Instant asked = house.clock.instant();
            var headers = house.send(
                            HttpRequest.newBuilder(java.net.URI.create("http://127.0.0.1:" + house.port() + path))
                                    .GET())
                    .raw()
                    .headers();
            assertThat(headers.firstValue("Content-Security-Policy").orElse("")).contains("default-src 'none'");
            assertThat(headers.firstValue("X-Content-Type-Options")).contains("nosniff");
            assertThat(headers.firstValue("Date"))
                    .as("ages are told by it")
                    .hasValueSatisfying(
                            date -> assertThat(ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME)
                                            .toInstant())
                                    .isBetween(asked.truncatedTo(ChronoUnit.SECONDS), house.clock.instant()));
        }
    }

    @Test
    void theContractIsServed() {
        Reply openapi = house.get("", "/openapi.yaml");
        assertThat(openapi.status()).isEqualTo(200);
        assertThat(openapi.body()).startsWith("openapi: 3.1");
        assertThat(house.get("", "/asyncapi.yaml").body()).startsWith("asyncapi: 3.");
        Reply jwks = house.get("", "/.well-known/jwks.json");
        assertThat(jwks.json().getJsonArray("keys").getJsonObject(0).getString("alg"))
                .isEqualTo("ES256");
        assertThat(jwks.body()).doesNotContain("\"d\"");
    }
}
