package care.anling.verticles.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import care.anling.core.common.CommunityId;
import care.anling.verticles.access.Authenticator;
import care.anling.verticles.access.Passwords;
import care.anling.verticles.access.SecondStep;
import care.anling.verticles.access.SigningKey;
import care.anling.verticles.store.Account;
import care.anling.verticles.store.AccountRole;
import care.anling.verticles.store.PgFixture;
import care.anling.verticles.store.Samples;
import care.anling.verticles.store.TotpStore;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Signing in with a second step, over REST on a real PostgreSQL, with time in the test's hand. */
class SecondStepTest {

    @RegisterExtension
    static final PgFixture POSTGRES = new PgFixture();

    private static final String PASSWORD = "安宁-7-correct";
    private static final String HASH = Passwords.hash(PASSWORD);

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.now());
    private final SigningKey key = SigningKey.generate();
    private PgHouse house;
    private CommunityId street;
    private CommunityId east;
    private Account coordinator;

    @BeforeEach
    void open() {
        street = new CommunityId(Samples.id());
        east = new CommunityId(Samples.id());
        POSTGRES.tell("INSERT INTO communities (id, level, name) VALUES ('" + street + "', 'STREET', '街')");
        POSTGRES.tell("INSERT INTO communities (id, level, name, parent) VALUES ('" + east + "', 'COMMUNITY', '东', '"
                + street + "')");
        house = house(SecondStep.Policy.REQUIRED);
        coordinator = account(AccountRole.COORDINATOR, east);
    }

    private PgHouse house(SecondStep.Policy policy) {
        return new PgHouse(POSTGRES, key, policy, new Hand(now::get));
    }

    private Account account(AccountRole role, CommunityId node) {
        Account account = house.account("who-" + Samples.id(), role, node, null);
        POSTGRES.tell("UPDATE accounts SET password_hash = '" + HASH + "' WHERE id = '" + account.id() + "'");
        return account;
    }

    @AfterEach
    void close() {
        house.close();
    }

    private void pass(Duration time) {
        now.updateAndGet(at -> at.plus(time));
    }

    private HttpResponse<String> password(Account who) {
        return post(
                "",
                "/api/v1/auth/token",
                new JsonObject().put("username", who.username()).put("password", PASSWORD));
    }

    private HttpResponse<String> code(String challenge, String code) {
        return post(
                "",
                "/api/v1/auth/token/totp",
                new JsonObject().put("challenge", challenge).put("code", code));
    }

    private HttpResponse<String> post(String token, String path, JsonObject body) {
        return house.send(token, "POST", path, body.encode());
    }

    private static JsonObject good(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return new JsonObject(answer.body());
    }

    private static void refused(HttpResponse<String> answer, int status, String code) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(new JsonObject(answer.body()).getString("code")).isEqualTo(code);
    }

    private String challenge(Account who) {
        HttpResponse<String> answer = password(who);
        refused(answer, 401, "totp_required");
        return new JsonObject(answer.body()).getString("challenge");
    }

    private int me(String token) {
        return house.send(token, "GET", "/api/v1/incidents", "").statusCode();
    }

    private record Enrolled(Authenticator app, List<String> recovery, String token) {}

    /** Signed in by password alone, then set up; the clock moves on so that the next code is another one. */
    private Enrolled enrol(Account who) {
        String token = good(password(who)).getString("access_token");
        JsonObject secret = good(post(token, "/api/v1/me/totp", new JsonObject().put("password", PASSWORD)));
        Authenticator app = Authenticator.scanned(secret.getString("uri"));
        JsonObject codes =
                good(post(token, "/api/v1/me/totp/confirm", new JsonObject().put("code", app.codeAt(now.get()))));
        pass(Duration.ofSeconds(30));
        return new Enrolled(
                app,
                codes.getJsonArray("recoveryCodes").stream()
                        .map(Object::toString)
                        .toList(),
                token);
    }

    @Test
    void whereItIsRequiredNothingElseComesFirst() {
        String token = good(password(coordinator)).getString("access_token");
        JsonObject me = good(house.send(token, "GET", "/api/v1/me", ""));
        assertThat(me.getString("totp")).isEqualTo("REQUIRED");
        refused(house.send(token, "GET", "/api/v1/incidents", ""), 403, "totp_enrolment_required");
        refused(post(token, "/api/v1/me/totp", new JsonObject().put("password", "another one")), 403, "wrong_password");
        JsonObject secret = good(post(token, "/api/v1/me/totp", new JsonObject().put("password", PASSWORD)));
        refused(post(token, "/api/v1/me/totp/confirm", new JsonObject().put("code", "x")), 403, "wrong_code");
        assertThat(me(token)).as("begun is not done").isEqualTo(403);
        // Scanned again: the first secret is worth nothing.
        Authenticator first = Authenticator.scanned(secret.getString("uri"));
        Authenticator second =
                Authenticator.scanned(good(post(token, "/api/v1/me/totp", new JsonObject().put("password", PASSWORD)))
                        .getString("uri"));
        refused(
                post(token, "/api/v1/me/totp/confirm", new JsonObject().put("code", first.codeAt(now.get()))),
                403,
                "wrong_code");
        JsonObject codes =
                good(post(token, "/api/v1/me/totp/confirm", new JsonObject().put("code", second.codeAt(now.get()))));
        assertThat(codes.getJsonArray("recoveryCodes"))
                .hasSize(SecondStep.RECOVERY_CODES)
                .doesNotHaveDuplicates();
        assertThat(me(token)).isEqualTo(200);
        assertThat(good(house.send(token, "GET", "/api/v1/me", "")).getString("totp"))
                .isEqualTo("ON");
        refused(post(token, "/api/v1/me/totp", new JsonObject().put("password", PASSWORD)), 409, "totp_enrolled");
        refused(
                post(token, "/api/v1/me/totp/confirm", new JsonObject().put("code", second.codeAt(now.get()))),
                409,
                "totp_not_begun");
    }

    private HttpResponse<String> keyed(String token, String path, JsonObject body, String key) {
        return house.exactly(token, "POST", path, body.encode(), "Idempotency-Key", key);
    }

    @Test
    void theSameKeyIsDoneOnceAndWhatWasShownIsNotShownAgain() {
        String token = good(password(coordinator)).getString("access_token");
        JsonObject asked = new JsonObject().put("password", PASSWORD);
        Authenticator app = Authenticator.scanned(
                good(keyed(token, "/api/v1/me/totp", asked, "k1")).getString("uri"));
        HttpResponse<String> again = keyed(token, "/api/v1/me/totp", asked, "k1");
        refused(again, 409, "shown_once");
        assertThat(again.body()).doesNotContain("otpauth");
        refused(
                keyed(token, "/api/v1/me/totp", new JsonObject().put("password", "another"), "k1"),
                422,
                "idempotency_key_reused");
        // The repeat made no second secret: the first one's code is good.
        JsonObject shown = new JsonObject().put("code", app.codeAt(now.get()));
        good(keyed(token, "/api/v1/me/totp/confirm", shown, "k2"));
        refused(keyed(token, "/api/v1/me/totp/confirm", shown, "k2"), 409, "shown_once");
        pass(Duration.ofSeconds(30));
        JsonObject renewal = new JsonObject().put("code", app.codeAt(now.get()));
        JsonObject codes = good(keyed(token, "/api/v1/me/totp/recovery-codes", renewal, "k3"));
        refused(keyed(token, "/api/v1/me/totp/recovery-codes", renewal, "k3"), 409, "shown_once");
        good(code(challenge(coordinator), codes.getJsonArray("recoveryCodes").getString(0)));
        // What is kept to know the repeat by: no secret, and no hash of the body that could be guessed at.
        assertThat(POSTGRES.ask("SELECT k::text FROM idempotency_keys k"))
                .hasSize(3)
                .noneMatch(row -> row.contains(sha256(asked.encode())));
    }

    private static String sha256(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void settingItUpEndsTheSessionsThatCameInWithout() {
        String before = good(password(coordinator)).getString("access_token");
        Enrolled enrolled = enrol(coordinator);
        assertThat(me(enrolled.token())).isEqualTo(200);
        refused(house.send(before, "GET", "/api/v1/incidents", ""), 401, "not_signed_in");
    }

    @Test
    void thePasswordAloneGivesAChallengeAndTheCodeATokenOnce() {
        Enrolled enrolled = enrol(coordinator);
        String challenge = challenge(coordinator);
        String code = enrolled.app().codeAt(now.get());
        JsonObject tokens = good(code(challenge, code));
        assertThat(me(tokens.getString("access_token"))).isEqualTo(200);
        refused(code(challenge, enrolled.app().codeAt(now.get().plusSeconds(30))), 401, "bad_challenge");
        refused(code(challenge(coordinator), code), 403, "wrong_code");
        pass(Duration.ofSeconds(30));
        good(code(challenge(coordinator), enrolled.app().codeAt(now.get())));
    }

    /** Two who saw the same code, on two nodes, at once. */
    @Test
    void aCodeIsGoodOnceWhoeverComesAtTheSameTime() {
        Enrolled enrolled = enrol(coordinator);
        String code = enrolled.app().codeAt(now.get());
        List<String> challenges = List.of(challenge(coordinator), challenge(coordinator), challenge(coordinator));
        List<Integer> answers = challenges.parallelStream()
                .map(challenge -> code(challenge, code).statusCode())
                .sorted()
                .toList();
        assertThat(answers).containsExactly(200, 403, 403);
    }

    @Test
    void aRecoveryCodeStandsInOnceAndNewOnesVoidTheOld() {
        Enrolled enrolled = enrol(coordinator);
        String first = enrolled.recovery().get(0);
        String token = good(code(
                        challenge(coordinator),
                        first.toLowerCase(java.util.Locale.ROOT).replace('-', ' ')))
                .getString("access_token");
        refused(code(challenge(coordinator), first), 403, "wrong_code");
        JsonObject fresh = good(post(
                token,
                "/api/v1/me/totp/recovery-codes",
                new JsonObject().put("code", enrolled.app().codeAt(now.get()))));
        refused(code(challenge(coordinator), enrolled.recovery().get(1)), 403, "wrong_code");
        good(code(challenge(coordinator), fresh.getJsonArray("recoveryCodes").getString(9)));
    }

    @Test
    void aChallengeBearsFiveTriesAndPassesAway() {
        Enrolled enrolled = enrol(coordinator);
        String challenge = challenge(coordinator);
        for (int i = 0; i < TotpStore.MAX_TRIES; i++) {
            refused(code(challenge, "00000" + i), 403, "wrong_code");
        }
        refused(code(challenge, enrolled.app().codeAt(now.get())), 401, "bad_challenge");
        refused(code("made up", enrolled.app().codeAt(now.get())), 401, "bad_challenge");
        String late = challenge(coordinator);
        POSTGRES.tell("UPDATE sign_in_challenges SET expires_at = now()");
        refused(code(late, enrolled.app().codeAt(now.get())), 401, "bad_challenge");
    }

    @Test
    void guessingIsSlowedDownLikePasswords() {
        enrol(coordinator);
        int tried = 0;
        HttpResponse<String> answer;
        do {
            answer = password(coordinator);
            for (int i = 0; i < TotpStore.MAX_TRIES && answer.statusCode() != 429; i++, tried++) {
                answer = code(new JsonObject(password(coordinator).body()).getString("challenge", "none"), "00000" + i);
            }
        } while (answer.statusCode() != 429 && tried < 50);
        assertThat(tried).isLessThan(20);
        refused(answer, 429, "too_many_tries");
    }

    /** NIST SP 800-63B §5.2.2. From however many addresses. */
    @Test
    void afterAHundredWrongCodesOnlyARecoveryCodeHelps() {
        Enrolled enrolled = enrol(coordinator);
        POSTGRES.tell("UPDATE totp SET failures = 100");
        refused(code(challenge(coordinator), enrolled.app().codeAt(now.get())), 403, "totp_locked");
        good(code(challenge(coordinator), enrolled.recovery().get(0)));
        good(code(challenge(coordinator), enrolled.app().codeAt(now.get())));
    }

    @Test
    void theAdministratorOfTheirPartOfTheTreeTakesItAwayAndThatEndsEverything() {
        Enrolled enrolled = enrol(coordinator);
        Account other = account(AccountRole.ADMIN, new CommunityId(sibling()));
        Account admin = account(AccountRole.ADMIN, street);
        String path = "/api/v1/users/" + coordinator.id() + "/totp";
        Account below = account(AccountRole.ADMIN, east);
        house.close();
        house = house(SecondStep.Policy.OPTIONAL);
        refused(house.send(house.token(other), "DELETE", path, ""), 404, "not_found");
        refused(
                house.send(house.token(below), "DELETE", "/api/v1/users/" + admin.id() + "/totp", ""),
                404,
                "not_found");
        assertThat(house.send(house.token(admin), "DELETE", path, "").statusCode())
                .isEqualTo(204);
        assertThat(me(enrolled.token())).isEqualTo(401);
        assertThat(good(house.send(good(password(coordinator)).getString("access_token"), "GET", "/api/v1/me", ""))
                        .getString("totp"))
                .isEqualTo("OFF");
    }

    private java.util.UUID sibling() {
        java.util.UUID id = Samples.id();
        POSTGRES.tell("INSERT INTO communities (id, level, name, parent) VALUES ('" + id + "', 'COMMUNITY', '西', '"
                + street + "')");
        return id;
    }

    @Test
    void whoeverIsAskedHasNone() {
        Account doctor = account(AccountRole.DOCTOR, east);
        String token = good(password(doctor)).getString("access_token");
        assertThat(good(house.send(token, "GET", "/api/v1/me", "")).containsKey("totp"))
                .isFalse();
        refused(post(token, "/api/v1/me/totp", new JsonObject().put("password", PASSWORD)), 403, "forbidden");
    }

    @Test
    void theDatabaseHoldsNoSecretAndNoCodeInTheClear() {
        String token = good(password(coordinator)).getString("access_token");
        JsonObject secret = good(post(token, "/api/v1/me/totp", new JsonObject().put("password", PASSWORD)));
        Authenticator app = Authenticator.scanned(secret.getString("uri"));
        String stored = String.join(" ", POSTGRES.ask("SELECT t::text FROM totp t"));
        assertThat(stored)
                .contains("s1.test.")
                .doesNotContain(app.secretHex())
                .doesNotContain(secret.getString("secret"));
        assertThatThrownBy(() -> POSTGRES.tell("UPDATE totp SET secret = 'readable'"))
                .hasStackTraceContaining("totp_sealed");
        // Copied to somebody else's row it opens nothing.
        Account other = account(AccountRole.COORDINATOR, east);
        POSTGRES.tell("INSERT INTO totp (account, secret) SELECT '" + other.id()
                + "', secret FROM totp WHERE account = '" + coordinator.id() + "'");
        String theirs = good(password(other)).getString("access_token");
        assertThat(post(theirs, "/api/v1/me/totp/confirm", new JsonObject().put("code", app.codeAt(now.get())))
                        .statusCode())
                .isEqualTo(500);
    }

    /** A clock in the test's hand. */
    private static final class Hand extends Clock {

        private final InstantSource source;

        Hand(InstantSource source) {
            this.source = source;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return source.instant();
        }
    }

    @Test
    void aPasswordThatIsChangedBetweenTheStepsOpensNothing() {
        Account who = account(AccountRole.COORDINATOR, east);
        Enrolled enrolled = enrol(who);
        String challenge = challenge(who);
        JsonObject change = new JsonObject().put("currentPassword", PASSWORD).put("newPassword", "安宁-8-quite-another");
        assertThat(post(enrolled.token(), "/api/v1/me/password", change).statusCode())
                .isEqualTo(204);
        refused(code(challenge, enrolled.app().codeAt(now.get())), 401, "bad_challenge");
    }
}
