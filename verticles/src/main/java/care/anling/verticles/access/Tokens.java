package care.anling.verticles.access;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.auth.JWTOptions;
import io.vertx.ext.auth.authentication.TokenCredentials;
import io.vertx.ext.auth.jwt.JWTAuth;
import io.vertx.ext.auth.jwt.JWTAuthOptions;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.UUID;

/**
 * Makes and checks access tokens (JWT, ES256). The library under it fails open when it has no usable key and trusts
 * claims' types, so the algorithm, the key's name and the type of every claim are checked here, and {@link #selfTest}
 * must have refused forged tokens before the server starts.
 */
public final class Tokens {

    public static final Duration LIFETIME = Duration.ofMinutes(10);

    /** Ours are about 500 characters; longer ones cost work before they are refused. */
    static final int MAX_TOKEN_CHARS = 4_096;

    /** Two numbers of 32 bytes. The library reads what it needs of a longer one. */
    private static final int SIGNATURE_CHARS = 86;

    private static final String ISSUER = "anling";
    private static final String AUDIENCE = "anling.api";

    private final JWTAuth jwt;
    /** The same key under a wrong name: only the self-test signs with it. */
    private final JWTAuth misnamed;

    private final SigningKey key;
    private final Clock clock;

    private Tokens(JWTAuth jwt, JWTAuth misnamed, SigningKey key, Clock clock) {
        this.jwt = jwt;
        this.misnamed = misnamed;
        this.key = key;
        this.clock = clock;
    }

    public static Tokens of(Vertx vertx, SigningKey key, Clock clock) {
        return new Tokens(
                jwt(vertx, key.privateJwk()), jwt(vertx, key.privateJwk().put("kid", "another")), key, clock);
    }

    private static JWTAuth jwt(Vertx vertx, JsonObject jwk) {
        JWTOptions options =
                new JWTOptions().setAlgorithm("ES256").setIssuer(ISSUER).setAudience(List.of(AUDIENCE));
        return JWTAuth.create(vertx, new JWTAuthOptions().setJwks(List.of(jwk)).setJWTOptions(options));
    }

    /** Whose token it is, of which session, and until when it is good. */
    public record Claims(UUID account, UUID session, Instant expiresAt) {}

    public String issue(UUID account, UUID session, UUID tokenId) {
        Instant now = clock.instant();
        JsonObject claims = new JsonObject()
                .put("sub", account.toString())
                .put("sid", session.toString())
                .put("jti", tokenId.toString())
                .put("iat", now.getEpochSecond())
                .put("exp", now.plus(LIFETIME).getEpochSecond());
        return sign(claims);
    }

    private String sign(JsonObject claims) {
        return sign(jwt, claims);
    }

    /** Claims that do not say who made them and for whom say: we, for our API. */
    private String sign(JWTAuth signer, JsonObject claims) {
        JsonObject whole = new JsonObject()
                .put("iss", ISSUER)
                .put("aud", new JsonArray().add(AUDIENCE))
                .mergeIn(claims);
        return signer.generateToken(
                whole, new JWTOptions().setAlgorithm("ES256").setNoTimestamp(true));
    }

    /** Fails with {@link Refusal} 401 for anything but a token of ours that is still good. */
    public Future<Claims> verify(String token) {
        if (token.length() > MAX_TOKEN_CHARS || !isHeaderOurs(token)) {
            return Future.failedFuture(Refusal.notSignedIn());
        }
        try {
            return jwt.authenticate(new TokenCredentials(token))
                    .map(user -> claims(token))
                    .recover(failure -> Future.failedFuture(Refusal.notSignedIn()));
        } catch (RuntimeException malformed) {
            // A claim of the wrong type throws inside the library.
            return Future.failedFuture(Refusal.notSignedIn());
        }
    }

    private boolean isHeaderOurs(String token) {
        String[] parts = token.split("\\.", -1);
        if (parts.length != 3 || parts[2].length() != SIGNATURE_CHARS || !isCanonical(parts)) {
            return false;
        }
        try {
            JsonObject header = decode(parts[0]);
            return "ES256".equals(header.getValue("alg"))
                    && key.kid().equals(header.getValue("kid"))
                    && !header.containsKey("crit");
        } catch (RuntimeException notJson) {
            return false;
        }
    }

    /** A decoder drops bits and characters that stand for nothing: one token would have many spellings. */
    private static boolean isCanonical(String[] parts) {
        try {
            for (String part : parts) {
                String spelled = Base64.getUrlEncoder()
                        .withoutPadding()
                        .encodeToString(Base64.getUrlDecoder().decode(part));
                if (!spelled.equals(part)) {
                    return false;
                }
            }
            return true;
        } catch (IllegalArgumentException notBase64) {
            return false;
        }
    }

    private Claims claims(String token) {
        JsonObject claims = decode(token.split("\\.", -1)[1]);
        boolean typed = ISSUER.equals(claims.getValue("iss"))
                && isOurAudience(claims.getValue("aud"))
                && claims.getValue("exp") instanceof Number
                && claims.getValue("sub") instanceof String
                && claims.getValue("sid") instanceof String
                && claims.getValue("jti") instanceof String;
        if (!typed) {
            throw Refusal.notSignedIn();
        }
        Instant expiresAt = Instant.ofEpochSecond(claims.getLong("exp"));
        Instant now = clock.instant();
        if (!expiresAt.isAfter(now) || expiresAt.isAfter(now.plus(LIFETIME).plusSeconds(60))) {
            throw Refusal.notSignedIn();
        }
        return new Claims(
                UUID.fromString(claims.getString("sub")), UUID.fromString(claims.getString("sid")), expiresAt);
    }

    private static boolean isOurAudience(Object audience) {
        return AUDIENCE.equals(audience) || (audience instanceof JsonArray list && list.contains(AUDIENCE));
    }

    private static JsonObject decode(String part) {
        return new JsonObject(new String(Base64.getUrlDecoder().decode(part), StandardCharsets.UTF_8));
    }

    public JsonObject jwks() {
        return new JsonObject().put("keys", new JsonArray().add(key.publicJwk()));
    }

    /**
     * Refuses to start a server that would let strangers in: one good token must pass, and tokens with {@code alg:none},
     * with a symmetric signature made from our public key, without an end, for somebody else, or altered must not.
     */
    public Future<Void> selfTest() {
        UUID somebody = new UUID(0, 1);
        String good = issue(somebody, somebody, somebody);
        List<String> forged = Forgery.all(good, key, this::sign, clock.instant());
        forged.add(sign(misnamed, Forgery.claims(good)));
        Future<Void> all = verify(good).mapEmpty();
        for (String token : forged) {
            all = all.compose(ok -> mustRefuse(token));
        }
        return all;
    }

    private Future<Void> mustRefuse(String token) {
        return verify(token)
                .transform(done -> done.succeeded()
                        ? Future.failedFuture(
                                new IllegalStateException("a forged token was accepted: refusing to start"))
                        : Future.succeededFuture());
    }
}
