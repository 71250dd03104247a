package care.anling.verticles.api;

import care.anling.core.common.IdSource;
import care.anling.verticles.access.Refusal;
import care.anling.verticles.access.SecondStep;
import care.anling.verticles.access.Tokens;
import care.anling.verticles.store.Account;
import care.anling.verticles.store.AccountStore;
import care.anling.verticles.store.AccountStore.Credentials;
import care.anling.verticles.store.AccountStore.Rotation;
import care.anling.verticles.store.AccountStore.Shown;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Signing in, staying signed in, signing out. Whatever is wrong with a sign-in, the answer is the same. */
final class AuthRoutes {

    private static final Logger LOG = LoggerFactory.getLogger(AuthRoutes.class);
    private static final Duration REFRESH_LIFETIME = Duration.ofHours(24);
    private static final int REFRESH_BYTES = 32;
    private static final int MAX_USERNAME = 64;
    private static final int MAX_PASSWORD = 256;
    private static final int MAX_REFRESH = 128;
    private static final int MAX_CODE = 32;

    private final ApiPorts.Access access;
    private final AccountStore accounts;
    private final IdSource ids;
    private final SecureRandom random = new SecureRandom();

    AuthRoutes(ApiPorts ports) {
        this.access = ports.access();
        this.accounts = ports.stores().accounts();
        this.ids = ports.ids();
    }

    void mount(Operations operations) {
        operations.on("signIn", this::signIn);
        operations.on("signInSecondStep", this::secondStep);
        operations.on("refresh", this::refresh);
        operations.on("signOut", this::signOut);
    }

    record SignIn(@Nullable String username, @Nullable String password) {}

    record RefreshToken(@Nullable String refresh_token) {}

    private Future<Answer> signIn(Call call) {
        SignIn body = call.body(SignIn.class);
        String username = Bodies.text(body.username(), "username", MAX_USERNAME);
        String password = Bodies.text(body.password(), "password", MAX_PASSWORD);
        return access.throttle()
                .slowly(
                        call.remoteAddress(),
                        username,
                        () -> accounts.findByUsername(username).compose(found -> checked(found, password)))
                .compose(known -> admit(call, known));
    }

    /** Who they are is clear; what they have may still have to be shown. */
    Future<Answer> admit(Call call, Credentials came) {
        if (!came.account().totp()) {
            return openSession(call, came.shown());
        }
        return access.secondStep().challenge(came.shown()).map(challenge -> {
            access.throttle().expect(call.remoteAddress(), hash(challenge));
            throw new Refusal(
                    401,
                    "totp_required",
                    "Now the code of your authenticator: POST /api/v1/auth/token/totp.",
                    new JsonObject()
                            .put("challenge", challenge)
                            .put("expires_in", SecondStep.CHALLENGE_LIFETIME.toSeconds()));
        });
    }

    record Second(@Nullable String challenge, @Nullable String code) {}

    private Future<Answer> secondStep(Call call) {
        Second body = call.body(Second.class);
        String challenge = Bodies.text(body.challenge(), "challenge", MAX_REFRESH);
        String code = Bodies.text(body.code(), "code", MAX_CODE);
        return access.throttle()
                .slowly(
                        call.remoteAddress(),
                        hash(challenge),
                        () -> access.secondStep().takeUp(challenge))
                .compose(shown -> accounts.find(shown.account())
                        .map(found -> found.filter(Account::enabled).orElseThrow(Refusal::notSignedIn))
                        .compose(account -> access.throttle()
                                .slowly(
                                        call.remoteAddress(),
                                        account.username(),
                                        () -> access.secondStep().complete(challenge, account.id(), code)))
                        .compose(completed -> openSession(call, shown)));
    }

    private Future<Credentials> checked(Optional<Credentials> found, String password) {
        Future<Boolean> matches = found.isPresent()
                ? access.passwords().matches(password, found.get().passwordHash())
                : access.passwords().matchesNobody(password);
        return matches.map(right -> {
            if (!right || found.isEmpty() || !found.get().account().enabled()) {
                throw badCredentials();
            }
            return found.get();
        });
    }

    private static Refusal badCredentials() {
        return new Refusal(401, "bad_credentials", "The user name or the password is wrong.");
    }

    /** Unless what was shown has been changed since: then it is as wrong as any other. */
    Future<Answer> openSession(Call call, Shown shown) {
        UUID session = ids.next();
        String refresh = freshToken();
        return accounts.openSession(session, shown, hash(refresh), REFRESH_LIFETIME)
                .map(opened -> {
                    if (!opened) {
                        throw badCredentials();
                    }
                    return tokens(call, shown.account(), session, refresh);
                });
    }

    private Future<Answer> refresh(Call call) {
        byte[] presented = presented(call.body(RefreshToken.class).refresh_token());
        String fresh = freshToken();
        return trade(call, presented, fresh, REFRESH_LIFETIME).map(rotation -> {
            if (rotation instanceof Rotation.Rotated rotated) {
                return tokens(call, rotated.account().id(), rotated.session(), fresh);
            }
            throw badRefreshToken();
        });
    }

    /** Fails with {@link Refusal} 401 {@code bad_refresh_token} for one that nobody was given. */
    private Future<Rotation> trade(Call call, byte[] presented, String fresh, Duration lifetime) {
        String address = call.remoteAddress();
        return access.throttle()
                .slowly(
                        address,
                        presented,
                        () -> accounts.rotate(presented, hash(fresh), lifetime).map(rotation -> {
                            if (rotation instanceof Rotation.Refused) {
                                throw badRefreshToken();
                            }
                            return rotation;
                        }))
                .onSuccess(rotation -> {
                    access.throttle().forget(address, presented);
                    if (rotation instanceof Rotation.Reused reused) {
                        // One of two who hold it stole it: both are out.
                        LOG.warn("refresh.reused session={}", reused.session());
                        access.sessions().forget(reused.session());
                    }
                });
    }

    private static byte[] presented(@Nullable String refresh) {
        return hash(Bodies.text(refresh, "refresh_token", MAX_REFRESH));
    }

    private static Refusal badRefreshToken() {
        return new Refusal(401, "bad_refresh_token", "The refresh token is not, or no longer, good. Sign in again.");
    }

    /** By access token or refresh token, whichever the client still has. Signing out twice is no error. */
    private Future<Answer> signOut(Call call) {
        @Nullable String refresh = call.body(RefreshToken.class).refresh_token();
        Future<Void> byRefresh = refresh == null ? Future.succeededFuture() : endByRefresh(call, presented(refresh));
        return byRefresh
                .compose(
                        done -> endByBearer(call),
                        // One of the two is better than none; why the other could not be ended is said.
                        failure -> endByBearer(call).compose(done -> Future.failedFuture(failure)))
                .map(done -> Answer.nothing());
    }

    private Future<Void> endByRefresh(Call call, byte[] presented) {
        return trade(call, presented, freshToken(), Duration.ofSeconds(1))
                .compose(rotation -> rotation instanceof Rotation.Rotated rotated
                        ? access.sessions().end(rotated.session())
                        : Future.succeededFuture())
                .recover(failure -> failure instanceof Refusal refusal && refusal.status() == 401
                        ? Future.succeededFuture()
                        : Future.failedFuture(failure));
    }

    private Future<Void> endByBearer(Call call) {
        String header = call.context().request().getHeader("Authorization");
        if (header == null || !header.startsWith("Bearer ")) {
            return Future.succeededFuture();
        }
        return access.tokens()
                .verify(header.substring(7).strip())
                .map(Tokens.Claims::session)
                .compose(access.sessions()::end);
    }

    private Answer tokens(Call call, UUID account, UUID session, String refresh) {
        access.throttle().expect(call.remoteAddress(), hash(refresh));
        return Answer.ok(new JsonObject()
                .put("access_token", access.tokens().issue(account, session, ids.next()))
                .put("token_type", "Bearer")
                .put("expires_in", Tokens.LIFETIME.toSeconds())
                .put("refresh_token", refresh));
    }

    private String freshToken() {
        byte[] bytes = new byte[REFRESH_BYTES];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    static byte[] hash(String token) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
