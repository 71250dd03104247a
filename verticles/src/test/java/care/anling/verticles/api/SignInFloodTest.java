package care.anling.verticles.api;

import static org.assertj.core.api.Assertions.assertThat;

import care.anling.core.common.CommunityId;
import care.anling.verticles.access.Passwords;
import care.anling.verticles.store.Account;
import care.anling.verticles.store.AccountRole;
import care.anling.verticles.store.PgFixture;
import care.anling.verticles.store.Samples;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Nonsense at the doors of signing in, over REST on a real PostgreSQL: it ends soon, and keeps nobody out. */
class SignInFloodTest {

    @RegisterExtension
    static final PgFixture POSTGRES = new PgFixture();

    private static final String PASSWORD = "安宁-7-correct";
    private static final String ELSEWHERE = "127.0.0.2";
    private static final String REFRESH = "/api/v1/auth/refresh";
    private static final int MORE_THAN_WAIT = 40;

    private PgHouse house;
    private Account doctor;

    @BeforeEach
    void open() {
        CommunityId street = new CommunityId(Samples.id());
        POSTGRES.tell("INSERT INTO communities (id, level, name) VALUES ('" + street + "', 'STREET', '街')");
        house = new PgHouse(POSTGRES);
        doctor = house.account("doctor-" + Samples.id(), AccountRole.DOCTOR, street, null);
        POSTGRES.tell("UPDATE accounts SET password_hash = '" + Passwords.hash(PASSWORD) + "' WHERE id = '"
                + doctor.id() + "'");
    }

    @AfterEach
    void close() {
        house.close();
    }

    private HttpResponse<String> post(String path, JsonObject body) {
        return house.send("", "POST", path, body.encode());
    }

    private static JsonObject refresh(String token) {
        return new JsonObject().put("refresh_token", token);
    }

    private JsonObject signedIn() {
        HttpResponse<String> answer = post(
                "/api/v1/auth/token",
                new JsonObject().put("username", doctor.username()).put("password", PASSWORD));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return new JsonObject(answer.body());
    }

    private static void tooMany(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(429);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue(Problems.MEDIA_TYPE);
        assertThat(new JsonObject(answer.body()).getString("code")).isEqualTo("too_many_tries");
    }

    private int refreshedFrom(String address, String token) {
        String body = refresh(token).encode();
        return RawHttp.status(RawHttp.untilClosed(
                address,
                house.port(),
                "POST " + REFRESH + " HTTP/1.1\r\nHost: anling\r\nConnection: close\r\n"
                        + "Content-Type: application/json\r\nContent-Length: " + body.length() + "\r\n\r\n" + body));
    }

    @Test
    void madeUpTokensEndInTooManyTriesAndRightOnesGoOn() {
        String before = signedIn().getString("refresh_token");
        token("of another node");
        assertThat(post("/api/v1/auth/logout", refresh("nobody's")).statusCode())
                .as("signing out twice is no error, but one try")
                .isEqualTo(204);
        HttpResponse<String> last = post(REFRESH, refresh("made up"));
        int tries = 1;
        while (last.statusCode() == 401 && tries < 1_000) {
            last = post(REFRESH, refresh("made up " + tries++));
        }
        tooMany(last);
        tooMany(post("/api/v1/auth/logout", refresh("made up, too")));
        tooMany(post(
                "/api/v1/auth/token/totp",
                new JsonObject().put("challenge", "made up").put("code", "123456")));
        assertThat(refreshedFrom(ELSEWHERE, "of another node"))
                .as("from another address")
                .isEqualTo(200);
        HttpResponse<String> colleague = post(REFRESH, refresh(before));
        assertThat(colleague.statusCode())
                .as("given out to here: " + colleague.body())
                .isEqualTo(200);
        String next = new JsonObject(colleague.body()).getString("refresh_token");
        assertThat(post("/api/v1/auth/logout", refresh(next)).statusCode()).isEqualTo(204);
    }

    /** Whoever holds up refreshes holds up no request of those who are signed in. */
    @Test
    @Timeout(60)
    void whoIsSignedInDoesNotWaitBehindTheDoor() throws Exception {
        String signedIn = house.token(doctor);
        ExecutorService crowd = Executors.newFixedThreadPool(MORE_THAN_WAIT);
        List<CompletableFuture<Integer>> refreshes = new ArrayList<>();
        try (Connection turn = POSTGRES.connect();
                Statement statement = turn.createStatement()) {
            statement.execute("SELECT pg_advisory_lock(hashtextextended('" + doctor.id() + "', 0))");
            for (int i = 0; i < MORE_THAN_WAIT; i++) {
                String token = "waits " + i;
                token(token);
                refreshes.add(CompletableFuture.supplyAsync(
                        () -> post(REFRESH, refresh(token)).statusCode(), crowd));
            }
            while (!POSTGRES.ask("SELECT count(*)::text FROM pg_locks WHERE locktype = 'advisory' AND NOT granted")
                    .contains("2")) {
                Thread.onSpinWait();
            }
            assertThat(house.send(signedIn, "GET", "/api/v1/me", "").statusCode())
                    .isEqualTo(200);
        }
        refreshes.forEach(CompletableFuture::join);
        crowd.shutdown();
    }

    /** A refresh token as another node gave it out. */
    private void token(String text) {
        byte[] hash = AuthRoutes.hash(text);
        POSTGRES.tell("INSERT INTO refresh_tokens (token_hash, family, account, expires_at) VALUES (decode('"
                + HexFormat.of().formatHex(hash) + "', 'hex'), gen_random_uuid(), '" + doctor.id()
                + "', now() + interval '1 hour')");
    }
}
