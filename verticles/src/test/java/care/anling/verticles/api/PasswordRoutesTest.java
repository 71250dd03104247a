package care.anling.verticles.api;

import static org.assertj.core.api.Assertions.assertThat;

import care.anling.verticles.api.ApiHouse.Reply;
import care.anling.verticles.store.Account;
import care.anling.verticles.store.AccountRole;
import care.anling.verticles.store.DatabaseWire;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.json.JsonObject;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Changing one's password, because one wants to or because one has to. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PasswordRoutesTest {

    private static final String PATH = "/api/v1/me/password";
    private static final String FRESH = "安宁-8-quite-another";

    private ApiHouse house;

    @BeforeAll
    void open() {
        house = new ApiHouse();
    }

    @AfterAll
    void close() {
        house.close();
    }

    private Reply change(String token, String current, String fresh) {
        JsonObject body = new JsonObject().put("currentPassword", current).put("newPassword", fresh);
        return house.post(token, PATH, body.encode());
    }

    private Reply signIn(Account account, String password) {
        JsonObject body = new JsonObject().put("username", account.username()).put("password", password);
        return house.post("", "/api/v1/auth/token", body.encode());
    }

    @Test
    void aNewPasswordReplacesTheOldOneAndEndsEveryOtherSession() {
        Account account = house.account("changes", AccountRole.VOLUNTEER, house.east);
        String here = house.token(account);
        String elsewhere = house.token(account);
        assertThat(change(here, ApiHouse.PASSWORD, FRESH).status()).isEqualTo(204);
        assertThat(house.get(elsewhere, "/api/v1/me").status()).isEqualTo(401);
        assertThat(house.get(here, "/api/v1/me").status()).isEqualTo(200);
        assertThat(signIn(account, ApiHouse.PASSWORD).status()).isEqualTo(401);
        assertThat(signIn(account, FRESH).status()).isEqualTo(200);
    }

    @Test
    void theSameKeyChangesItOnce() {
        Account account = house.account("repeats", AccountRole.VOLUNTEER, house.east);
        String token = house.token(account);
        String body = new JsonObject()
                .put("currentPassword", ApiHouse.PASSWORD)
                .put("newPassword", FRESH)
                .encode();
        assertThat(house.post(token, PATH, body, "Idempotency-Key", "p1").status())
                .isEqualTo(204);
        Reply again = house.post(token, PATH, body, "Idempotency-Key", "p1");
        assertThat(again.status()).as("done again it would be a wrong password").isEqualTo(204);
        assertThat(again.raw().headers().firstValue("Idempotency-Replayed")).contains("true");
        assertRefused(
                house.post(token, PATH, body.replace(FRESH, FRESH + "!"), "Idempotency-Key", "p1"),
                422,
                "idempotency_key_reused");
        assertThat(signIn(account, FRESH).status()).isEqualTo(200);
    }

    @Test
    void whatIsWeakUnchangedOrNotTheirsIsRefusedByName() {
        Account account = house.account("refused-one", AccountRole.COORDINATOR, house.east);
        String token = house.token(account);
        assertRefused(change(token, ApiHouse.PASSWORD, "short"), 422, "password_too_short");
        assertRefused(change(token, ApiHouse.PASSWORD, "password1234"), 422, "password_common");
        assertRefused(change(token, ApiHouse.PASSWORD, "I am refused-one!"), 422, "password_common");
        assertRefused(change(token, ApiHouse.PASSWORD, ApiHouse.PASSWORD), 422, "password_unchanged");
        for (int i = 0; i < 10; i++) {
            assertRefused(change(token, "guess " + i, FRESH), 403, "wrong_password");
        }
        Reply tooMany = change(token, "guess", FRESH);
        assertRefused(tooMany, 429, "too_many_tries");
        assertThat(tooMany.raw().headers().firstValue("Retry-After")).isPresent();
        assertThat(house.post("", PATH, "{}").status()).isEqualTo(401);
    }

    private static void assertRefused(Reply reply, int status, String code) {
        assertThat(reply.status()).as(reply.body()).isEqualTo(status);
        assertThat(reply.code()).isEqualTo(code);
    }

    @Test
    void whoHasToChangeTheirPasswordCanDoNothingElse() {
        Account account = house.account("forced", AccountRole.COORDINATOR, house.east);
        house.accounts.replace(new Account(
                account.id(),
                account.username(),
                account.name(),
                account.role(),
                account.community(),
                Optional.empty(),
                true,
                true,
                false));
        String token = signIn(account, ApiHouse.PASSWORD).json().getString("access_token");
        assertRefused(house.get(token, "/api/v1/incidents"), 403, "password_change_required");
        assertRefused(house.post(token, "/api/v1/incidents", "{}"), 403, "password_change_required");
        Reply me = house.get(token, "/api/v1/me");
        assertThat(me.json().getBoolean("mustChangePassword")).isTrue();
        assertThat(change(token, ApiHouse.PASSWORD, FRESH).status()).isEqualTo(204);
        assertThat(house.get(token, "/api/v1/incidents").status()).isEqualTo(200);
        assertThat(house.get(token, "/api/v1/me").json().getBoolean("mustChangePassword"))
                .isFalse();
    }

    /** The password was right when it was looked at; by the time the session is written it is another one. */
    @Test
    void aSignInUnderWayDoesNotOutliveTheChangeOfThePassword() {
        Account account = house.account("overtaken", AccountRole.VOLUNTEER, house.east);
        String here = house.token(account);
        Promise<Void> written = Promise.promise();
        Promise<Void> reached = Promise.promise();
        house.database.wire = new DatabaseWire() {
            @Override
            public Future<Void> reach(Trip trip) {
                if (trip.call().equals("accounts.openSession")) {
                    reached.tryComplete();
                    return written.future();
                }
                return Future.succeededFuture();
            }
        };
        try {
            CompletableFuture<Reply> late = CompletableFuture.supplyAsync(() -> signIn(account, ApiHouse.PASSWORD));
            ApiHouse.await(reached.future());
            assertThat(change(here, ApiHouse.PASSWORD, FRESH).status()).isEqualTo(204);
            written.complete();
            assertRefused(late.join(), 401, "bad_credentials");
        } finally {
            house.database.wire = DatabaseWire.PERFECT;
        }
        assertThat(signIn(account, FRESH).status()).isEqualTo(200);
    }
}
