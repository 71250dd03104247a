package care.anling.verticles.api;

import static org.assertj.core.api.Assertions.assertThat;

import care.anling.core.common.CommunityId;
import care.anling.verticles.access.Authenticator;
import care.anling.verticles.access.Passwords;
import care.anling.verticles.access.SecondStep;
import care.anling.verticles.access.SigningKey;
import care.anling.verticles.oidc.OidcConfig;
import care.anling.verticles.oidc.OidcSignIn;
import care.anling.verticles.oidc.SmallProvider;
import care.anling.verticles.store.Account;
import care.anling.verticles.store.AccountRole;
import care.anling.verticles.store.PgFixture;
import care.anling.verticles.store.Samples;
import care.anling.verticles.vault.TestVault;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Signing in through a provider that speaks real HTTP, over REST on a real PostgreSQL. */
class OidcSignInTest {

    @RegisterExtension
    static final PgFixture POSTGRES = new PgFixture();

    private static final String PASSWORD = "安宁-7-correct";

    private final AtomicReference<Instant> now = new AtomicReference<>();
    private SmallProvider provider;
    private PgHouse house;
    private Account coordinator;

    @BeforeEach
    void open() throws IOException {
        CommunityId street = new CommunityId(Samples.id());
        POSTGRES.tell("INSERT INTO communities (id, level, name) VALUES ('" + street + "', 'STREET', '街')");
        provider = new SmallProvider();
        house = house();
        coordinator = house.account("wang." + Samples.id(), AccountRole.COORDINATOR, street, null);
        POSTGRES.tell("UPDATE accounts SET password_hash = '" + Passwords.hash(PASSWORD) + "' WHERE id = '"
                + coordinator.id() + "'");
        provider.claims = claims -> claims.put("preferred_username", coordinator.username());
    }

    @AfterEach
    void close() {
        house.close();
        provider.close();
    }

    private PgHouse house() {
        OidcConfig config = new OidcConfig(
                new OidcConfig.Client(provider.issuer(), SmallProvider.CLIENT, Optional.of(SmallProvider.SECRET)),
                "区统一登录",
                "preferred_username",
                "https://anling.example/sign-in",
                "openid profile",
                Set.of("mfa", "urn:two"));
        return new PgHouse(
                POSTGRES,
                SigningKey.generate(),
                SecondStep.Policy.OPTIONAL,
                Clock.systemUTC(),
                vertx -> Optional.of(new OidcSignIn(vertx, config, TestVault.open(), new Hand(now))));
    }

    private record Attempt(String location, String attempt) {}

    private Attempt begin() {
        JsonObject begun = good(house.send("", "POST", "/api/v1/auth/oidc", ""));
        return new Attempt(begun.getString("location"), begun.getString("attempt"));
    }

    private HttpResponse<String> finish(Map<String, String> answer, String attempt) {
        JsonObject body = new JsonObject().put("attempt", attempt);
        answer.forEach(body::put);
        return house.send("", "POST", "/api/v1/auth/token/oidc", body.encode());
    }

    private HttpResponse<String> signIn() {
        Attempt attempt = begin();
        return finish(provider.visit(attempt.location()), attempt.attempt());
    }

    private static JsonObject good(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return new JsonObject(answer.body());
    }

    private static void refused(HttpResponse<String> answer, int status, String code) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(new JsonObject(answer.body()).getString("code")).isEqualTo(code);
    }

    private static void refused(HttpResponse<String> answer) {
        refused(answer, 401, "wrong_oidc_answer");
    }

    @Test
    void whoTheProviderKnowsGetsTokensOfOurs() {
        JsonObject methods = good(house.send("", "GET", "/api/v1/auth/methods", ""));
        assertThat(methods.getJsonObject("oidc").getString("name")).isEqualTo("区统一登录");
        JsonObject tokens = good(signIn());
        JsonObject me = good(house.send(tokens.getString("access_token"), "GET", "/api/v1/me", ""));
        assertThat(me.getString("username")).isEqualTo(coordinator.username());
        good(house.send(
                "",
                "POST",
                "/api/v1/auth/refresh",
                new JsonObject()
                        .put("refresh_token", tokens.getString("refresh_token"))
                        .encode()));
    }

    @Test
    void keysOfBothKindsAreBelievedAndNewOnesFoundWithoutARestart() {
        good(signIn());
        provider.useRsaKey("second");
        now.set(Instant.now().plus(Duration.ofMinutes(1)));
        good(signIn());
        assertThat(provider.askedForKeys).hasValue(2);
    }

    @Test
    void tokensOfUnknownKeysDoNotMakeUsAskWithoutEnd() {
        provider.token =
                token -> SmallProvider.part(new JsonObject().put("alg", "ES256").put("kid", "made up"))
                        + token.substring(token.indexOf('.'));
        refused(signIn());
        refused(signIn());
        refused(signIn());
        assertThat(provider.askedForKeys).hasValue(1);
    }

    static Stream<Arguments> lies() {
        long soon = Instant.now().plusSeconds(600).getEpochSecond();
        return Stream.of(
                lie("another nonce", claims -> claims.put("nonce", "another")),
                lie("no nonce", claims -> without(claims, "nonce")),
                lie("for somebody else", claims -> claims.put("aud", "another client")),
                lie("for nobody", claims -> without(claims, "aud")),
                lie("for two, made for neither", claims -> claims.put("aud", JsonArray.of(SmallProvider.CLIENT, "b"))),
                lie("made for another party", claims -> claims.put("azp", "b")),
                lie("by somebody else", claims -> claims.put("iss", "https://accounts.example")),
                lie(
                        "expired",
                        claims ->
                                claims.put("exp", Instant.now().minusSeconds(61).getEpochSecond())),
                lie("without end", claims -> without(claims, "exp")),
                lie("with an end in words", claims -> claims.put("exp", String.valueOf(soon))),
                lie("of tomorrow", claims -> claims.put("iat", soon)),
                lie("without a date", claims -> without(claims, "iat")),
                lie("not good yet", claims -> claims.put("nbf", soon)),
                lie("about nobody", claims -> without(claims, "preferred_username")),
                lie("about a list of names", claims -> claims.put("preferred_username", JsonArray.of("a"))));
    }

    private static Arguments lie(String what, UnaryOperator<JsonObject> change) {
        return Arguments.of(what, change);
    }

    private static JsonObject without(JsonObject claims, String name) {
        claims.remove(name);
        return claims;
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("lies")
    void whatIsNotForUsHereAndNowIsRefused(String what, UnaryOperator<JsonObject> change) {
        provider.claims = claims -> change.apply(claims.put("preferred_username", coordinator.username()));
        refused(signIn());
        assertThat(sessions()).as(what).isZero();
    }

    @Test
    void forgedSignaturesAreRefused() {
        List<UnaryOperator<String>> forgeries = List.of(
                token -> token.substring(0, token.length() - 4) + (token.endsWith("AAAA") ? "BBBB" : "AAAA"),
                token -> token.substring(0, token.lastIndexOf('.') + 1),
                token -> token.substring(0, token.lastIndexOf('.')),
                token -> none(token) + token.substring(token.lastIndexOf('.')),
                token -> none(token) + ".",
                this::symmetric,
                token -> "",
                token -> "a.b.c",
                token -> "x".repeat(20_000));
        for (UnaryOperator<String> forgery : forgeries) {
            provider.token = forgery;
            refused(signIn());
        }
        assertThat(sessions()).isZero();
    }

    private static String none(String token) {
        return SmallProvider.part(new JsonObject().put("alg", "none").put("kid", "first")) + "."
                + token.split("\\.")[1];
    }

    /** HS256 with what everybody knows: the public key. */
    private String symmetric(String token) {
        String text = SmallProvider.part(new JsonObject().put("alg", "HS256").put("kid", "first")) + "."
                + token.split("\\.")[1];
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(provider.publicKey(), "HmacSHA256"));
            return text + "."
                    + Base64.getUrlEncoder()
                            .withoutPadding()
                            .encodeToString(mac.doFinal(text.getBytes(StandardCharsets.US_ASCII)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private long sessions() {
        return Long.parseLong(
                POSTGRES.ask("SELECT count(*) FROM refresh_tokens WHERE account = '" + coordinator.id() + "'")
                        .get(0));
    }

    @Test
    void anAnswerIsGoodOnceEvenWhereTheProviderTakesItsCodeAgain() {
        Attempt attempt = begin();
        Map<String, String> answer = provider.visit(attempt.location());
        good(finish(answer, attempt.attempt()));
        refused(finish(answer, attempt.attempt()));
        provider.careless = true;
        Attempt again = begin();
        Map<String, String> twice = provider.visit(again.location());
        good(finish(twice, again.attempt()));
        refused(finish(twice, again.attempt()));
        assertThat(sessions()).isEqualTo(2);
    }

    @Test
    void anAnswerBelongsToTheBrowserThatBegan() {
        Attempt mine = begin();
        Attempt theirs = begin();
        refused(finish(provider.visit(theirs.location()), mine.attempt()));
        refused(finish(provider.visit(mine.location()), "s1.k1.AAAA"));
        // With one's own state, but somebody else's code: the proof of the code is another's.
        Map<String, String> stolen = Map.of(
                "code", provider.visit(theirs.location()).get("code"),
                "state", provider.visit(mine.location()).get("state"));
        refused(finish(stolen, mine.attempt()));
        int asked = provider.askedForTokens.get();
        refused(finish(Map.of("code", "c", "state", "made up"), theirs.attempt()));
        assertThat(provider.askedForTokens).as("strangers do not make us ask").hasValue(asked);
        assertThat(sessions()).isZero();
    }

    @Test
    void nonsenseKeepsNoColleagueBehindTheSameAddressOut() {
        Attempt mine = begin();
        for (int i = 0; i < 20; i++) {
            refused(finish(Map.of("code", "c", "state", "made up " + i), "s1.k1.AAAA"));
        }
        good(finish(provider.visit(mine.location()), mine.attempt()));
    }

    @Test
    void theCodesOfOneAttemptAreNotGuessed() {
        Attempt attempt = begin();
        String state = provider.visit(attempt.location()).get("state");
        for (int i = 0; i < 10; i++) {
            refused(finish(Map.of("code", "guess " + i, "state", state), attempt.attempt()));
        }
        int asked = provider.askedForTokens.get();
        refused(finish(Map.of("code", "guess", "state", state), attempt.attempt()), 429, "too_many_tries");
        assertThat(provider.askedForTokens).hasValue(asked);
    }

    @Test
    void anAnswerNamingAnotherProviderIsRefused() {
        Attempt attempt = begin();
        Map<String, String> answer = provider.visit(attempt.location());
        refused(finish(
                Map.of("code", answer.get("code"), "state", answer.get("state"), "iss", "https://evil.example"),
                attempt.attempt()));
        good(finish(
                Map.of("code", answer.get("code"), "state", answer.get("state"), "iss", provider.issuer()),
                attempt.attempt()));
    }

    @Test
    void anAttemptPassesAway() {
        Attempt attempt = begin();
        now.set(Instant.now().plus(OidcSignIn.LIFETIME));
        refused(finish(provider.visit(attempt.location()), attempt.attempt()));
    }

    @Test
    void whoHasNoAccountOrADisabledOneIsToldTheSameAndNoneIsMade() {
        String before = POSTGRES.ask("SELECT count(*) FROM accounts").get(0);
        provider.claims = claims -> claims.put("preferred_username", "nobody-here");
        HttpResponse<String> unknown = signIn();
        refused(unknown, 403, "oidc_no_account");
        provider.claims = claims -> claims.put("preferred_username", coordinator.username());
        POSTGRES.tell("UPDATE accounts SET disabled = true WHERE id = '" + coordinator.id() + "'");
        HttpResponse<String> disabled = signIn();
        refused(disabled, 403, "oidc_no_account");
        assertThat(new JsonObject(disabled.body()).getString("detail"))
                .isEqualTo(new JsonObject(unknown.body()).getString("detail"));
        assertThat(POSTGRES.ask("SELECT count(*) FROM accounts")).containsExactly(before);
        assertThat(sessions()).isZero();
    }

    @Test
    void aProviderThatIsDownKeepsNobodyWithAPasswordOutAndIsFoundWhenItIsBack() throws IOException {
        Attempt attempt = begin();
        Map<String, String> answer = provider.visit(attempt.location());
        provider.close();
        refused(finish(answer, attempt.attempt()), 503, "oidc_unreachable");
        good(house.send(
                "",
                "POST",
                "/api/v1/auth/token",
                new JsonObject()
                        .put("username", coordinator.username())
                        .put("password", PASSWORD)
                        .encode()));
        // A server that starts while it is down starts.
        house.close();
        house = house();
        refused(house.send("", "POST", "/api/v1/auth/oidc", ""), 503, "oidc_unreachable");
        provider = new SmallProvider(provider.port());
        provider.claims = claims -> claims.put("preferred_username", coordinator.username());
        good(signIn());
    }

    @Test
    void discoveryOfAnotherIssuerOrAnUnsafeEndpointIsNotFollowed() {
        provider.metadata = json -> json.put("issuer", "https://another.example");
        refused(house.send("", "POST", "/api/v1/auth/oidc", ""), 503, "oidc_unreachable");
        provider.metadata = json -> json.put("token_endpoint", "http://10.0.0.1/token");
        refused(house.send("", "POST", "/api/v1/auth/oidc", ""), 503, "oidc_unreachable");
        provider.metadata =
                json -> json.put("token_endpoint_auth_methods_supported", JsonArray.of("client_secret_post"));
        good(signIn());
    }

    @Test
    void ourSecondStepIsAskedUnlessOneWasShownThere() {
        Authenticator app = enrol();
        HttpResponse<String> first = signIn();
        refused(first, 401, "totp_required");
        good(house.send(
                "",
                "POST",
                "/api/v1/auth/token/totp",
                new JsonObject()
                        .put("challenge", new JsonObject(first.body()).getString("challenge"))
                        .put("code", app.codeAt(Instant.now().plusSeconds(30)))
                        .encode()));
        UnaryOperator<JsonObject> known = provider.claims;
        provider.claims = claims -> known.apply(claims).put("amr", JsonArray.of("pwd"));
        refused(signIn(), 401, "totp_required");
        provider.claims = claims -> known.apply(claims).put("acr", "urn:one");
        refused(signIn(), 401, "totp_required");
        provider.claims = claims -> known.apply(claims).put("amr", JsonArray.of("pwd", "mfa"));
        good(signIn());
        provider.claims = claims -> known.apply(claims).put("acr", "urn:two");
        good(signIn());
    }

    private Authenticator enrol() {
        String token = house.token(coordinator);
        Authenticator app = Authenticator.scanned(good(house.send(
                        token,
                        "POST",
                        "/api/v1/me/totp",
                        new JsonObject().put("password", PASSWORD).encode()))
                .getString("uri"));
        good(house.send(
                token,
                "POST",
                "/api/v1/me/totp/confirm",
                new JsonObject().put("code", app.codeAt(Instant.now())).encode()));
        return app;
    }

    @Test
    void wrongAnswersAreSlowedDownPerNetwork() {
        HttpResponse<String> answer;
        int tried = 0;
        do {
            answer = finish(Map.of("code", "c", "state", "s"), "s1.k1.AAAA");
            tried++;
        } while (answer.statusCode() == 401 && tried < 30);
        refused(answer, 429, "too_many_tries");
        assertThat(tried).isGreaterThan(5);
    }

    @Test
    void whereNoneIsConfiguredThereIsNoSuchWay() {
        try (PgHouse plain = new PgHouse(POSTGRES)) {
            assertThat(good(plain.send("", "GET", "/api/v1/auth/methods", "")).containsKey("oidc"))
                    .isFalse();
            refused(plain.send("", "POST", "/api/v1/auth/oidc", ""), 404, "no_oidc");
        }
    }

    /** The real time until the test says another. */
    private static final class Hand extends Clock {

        private final AtomicReference<Instant> set;

        Hand(AtomicReference<Instant> set) {
            this.set = set;
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
            return Optional.ofNullable(set.get()).orElseGet(Instant::now);
        }
    }
}
