package care.anling.verticles.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import care.anling.core.common.CommunityId;
import care.anling.verticles.access.Passwords;
import care.anling.verticles.access.Sessions;
import care.anling.verticles.access.SigningKey;
import care.anling.verticles.live.FeedClient;
import care.anling.verticles.live.FeedLimits;
import care.anling.verticles.store.Account;
import care.anling.verticles.store.AccountRole;
import care.anling.verticles.store.PgFixture;
import care.anling.verticles.store.Samples;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Whoever is signed out, anywhere and in whatever way, is out on every node: two nodes over one PostgreSQL that share
 * nothing else, not even an event bus.
 */
class RevocationOnTwoNodesTest {

    @RegisterExtension
    static final PgFixture POSTGRES = new PgFixture();

    private static final Duration PATIENCE = Duration.ofSeconds(15);
    private static final String PASSWORD = "安宁-7-correct";
    private static final String HASH = Passwords.hash(PASSWORD);

    private final Vertx vertx = Vertx.vertx();
    private final CommunityId street = new CommunityId(Samples.id());
    private final CommunityId east = new CommunityId(Samples.id());
    private PgHouse here;
    private PgHouse there;
    private Account coordinator;

    @BeforeEach
    void open() {
        POSTGRES.tell("INSERT INTO communities (id, level, name) VALUES ('" + street + "', 'STREET', '街')");
        POSTGRES.tell("INSERT INTO communities (id, level, name, parent) VALUES ('" + east + "', 'COMMUNITY', '东', '"
                + street + "')");
        SigningKey shared = SigningKey.generate();
        here = new PgHouse(POSTGRES, shared);
        there = new PgHouse(POSTGRES, shared);
        coordinator = here.account("desk-" + Samples.id(), AccountRole.COORDINATOR, street, null);
        POSTGRES.tell("UPDATE accounts SET password_hash = '" + HASH + "' WHERE id = '" + coordinator.id() + "'");
    }

    @AfterEach
    void close() {
        there.close();
        here.close();
        ApiHouse.await(vertx.close());
    }

    private JsonObject signIn() {
        return json(here.send(
                "",
                "POST",
                "/api/v1/auth/token",
                new JsonObject()
                        .put("username", coordinator.username())
                        .put("password", PASSWORD)
                        .encode()));
    }

    private static JsonObject json(java.net.http.HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return new JsonObject(answer.body());
    }

    /** A screen on each node, both live. */
    private List<FeedClient> screens(String token) {
        List<FeedClient> screens = List.of(
                FeedClient.connect(vertx, here.port()).auth(token),
                FeedClient.connect(vertx, there.port()).auth(token));
        screens.forEach(screen ->
                await().atMost(PATIENCE).until(() -> !screen.of("heartbeat").isEmpty()));
        return screens;
    }

    private static void assertClosed(List<FeedClient> screens, int code) {
        screens.forEach(screen -> {
            await().atMost(PATIENCE).until(screen::isClosed);
            assertThat(screen.closeCode()).isEqualTo(code);
            screen.close();
        });
    }

    private void assertRefusedOnBoth(String token) {
        for (PgHouse node : List.of(here, there)) {
            await().atMost(PATIENCE)
                    .until(() -> node.send(token, "GET", "/api/v1/me", "").statusCode() == 401);
        }
    }

    /** The promise is arithmetic: believed at sign-in, then looked at again. The rest is one indexed query. */
    @Test
    void bothWaitsTogetherAreLessThanFiveSeconds() {
        assertThat(Sessions.BELIEVED_FOR.plus(FeedLimits.defaults().recheckEvery()))
                .isLessThanOrEqualTo(Duration.ofSeconds(4));
    }

    @Test
    void signingOutClosesTheScreensOfBothNodesAndNobodyElses() {
        String token = signIn().getString("access_token");
        String elsewhere = signIn().getString("access_token");
        List<FeedClient> screens = screens(token);
        List<FeedClient> others = screens(elsewhere);
        assertThat(here.send(token, "POST", "/api/v1/auth/logout", "").statusCode())
                .isEqualTo(204);
        assertClosed(screens, 4401);
        assertRefusedOnBoth(token);
        others.forEach(screen -> assertThat(screen.isClosed()).isFalse());
        // One call ends what is left of the account's.
        ApiHouse.await(here.sessions().endAll(coordinator.id()));
        assertThat(here.send(elsewhere, "GET", "/api/v1/me", "").statusCode())
                .as("at once where it was said")
                .isEqualTo(401);
        assertClosed(others, 4401);
        assertRefusedOnBoth(elsewhere);
    }

    @Test
    void aRefreshTokenUsedTwiceClosesTheScreensOfItsFamily() {
        JsonObject signedIn = signIn();
        String stolen = new JsonObject()
                .put("refresh_token", signedIn.getString("refresh_token"))
                .encode();
        JsonObject second = json(here.send("", "POST", "/api/v1/auth/refresh", stolen));
        String next = new JsonObject()
                .put("refresh_token", second.getString("refresh_token"))
                .encode();
        String token = json(here.send("", "POST", "/api/v1/auth/refresh", next)).getString("access_token");
        List<FeedClient> screens = screens(token);
        assertThat(there.send("", "POST", "/api/v1/auth/refresh", stolen).statusCode())
                .isEqualTo(401);
        assertClosed(screens, 4401);
        assertRefusedOnBoth(token);
    }

    @Test
    void anotherPasswordClosesEveryScreenButThatOfWhoChangedIt() {
        String mine = signIn().getString("access_token");
        List<FeedClient> screens = screens(signIn().getString("access_token"));
        List<FeedClient> own = screens(mine);
        assertThat(here.send(
                                mine,
                                "POST",
                                "/api/v1/me/password",
                                new JsonObject()
                                        .put("currentPassword", PASSWORD)
                                        .put("newPassword", "ein ganz anderes 7")
                                        .encode())
                        .statusCode())
                .isEqualTo(204);
        assertClosed(screens, 4401);
        own.forEach(screen -> assertThat(screen.isClosed()).isFalse());
        own.forEach(FeedClient::close);
    }

    @Test
    void aDisabledAccountIsOut() {
        String token = signIn().getString("access_token");
        List<FeedClient> screens = screens(token);
        POSTGRES.tell("UPDATE accounts SET disabled = true WHERE id = '" + coordinator.id() + "'");
        assertClosed(screens, 4401);
        assertRefusedOnBoth(token);
    }

    /** Still signed in, but no longer for the whole street: the screen starts anew with what is left. */
    @Test
    void whoLosesAPartOfTheTreeHearsThatTheirScopeIsLost() {
        String token = signIn().getString("access_token");
        List<FeedClient> screens = screens(token);
        POSTGRES.tell("UPDATE accounts SET community = '" + east + "' WHERE id = '" + coordinator.id() + "'");
        assertClosed(screens, 4403);
        List<FeedClient> again = screens(token);
        again.forEach(screen -> {
            assertThat(screen.snapshot(east)).isPresent();
            assertThat(screen.snapshot(street)).isEmpty();
            screen.close();
        });
    }
}
