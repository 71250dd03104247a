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
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes and checks access tokens (JWT, ES256). The library under it fails open when it has no usable key and trusts
 * claims' types, so the algorithm, the key's name and the type of every claim are checked here, and {@link #selfTest}
 * must have refused forged tokens before the server starts.
 */
public final class Tokens {

    private static final Logger LOG = LoggerFactory.getLogger(Tokens.class);

    public static final Duration LIFETIME = Duration.ofMinutes(10);

    /** Ours are about 500 characters; longer ones cost work before they are refused. */
    static final int MAX_TOKEN_CHARS = 4_096;

    /** Two numbers of 32 bytes. The library reads what it needs of a longer one. */
    private static final int SIGNATURE_CHARS = 86;

    private static final String ISSUER = "anling";
    private static final String AUDIENCE = "anling.api";

    private final Vertx vertx;
    private final Clock clock;
    private volatile Ring ring;

    /** The keys, each behind a verifier of its own: the library would pick one of several by itself. */
    private record Ring(SigningKeys keys, Map<String, JWTAuth> byKid) {}

    private Tokens(Vertx vertx, SigningKeys keys, Clock clock) {
        this.vertx = vertx;
        this.clock = clock;
        this.ring = ring(vertx, keys);
    }

    public static Tokens of(Vertx vertx, SigningKey key, Clock clock) {
        return of(vertx, SigningKeys.of(key), clock);
    }

    public static Tokens of(Vertx vertx, SigningKeys keys, Clock clock) {
        return new Tokens(vertx, keys, clock);
    }

    private static Ring ring(Vertx vertx, SigningKeys keys) {
        return new Ring(
                keys,
                keys.all().stream()
                        .collect(Collectors.toMap(SigningKey::kid, key -> verifier(vertx, key), (a, b) -> a)));
    }

    private static JWTAuth verifier(Vertx vertx, SigningKey key) {
        return jwt(vertx, key.privateJwk());
    }

    private static JWTAuth jwt(Vertx vertx, JsonObject jwk) {
        JWTOptions options =
                new JWTOptions().setAlgorithm("ES256").setIssuer(ISSUER).setAudience(List.of(AUDIENCE));
        return JWTAuth.create(vertx, new JWTAuthOptions().setJwks(List.of(jwk)).setJWTOptions(options));
    }

    /**
     * Other keys from now on, if they refuse forgeries as the old ones did. Tokens of a key that is gone are good no more;
     * of one that only signs no longer, they are.
     */
    public Future<Void> use(SigningKeys keys) {
        if (keys.equals(ring.keys())) {
            return Future.succeededFuture();
        }
        Tokens candidate = new Tokens(vertx, keys, clock);
        return candidate.selfTest().onSuccess(safe -> {
            ring = candidate.ring;
            LOG.info(
                    "signing_keys.changed signing={} verifying={}",
                    keys.signing().kid(),
                    keys.all().size());
        });
    }

    /** Whose token it is, of which session, and until when it is good. */
    public record Claims(UUID account, UUID session, Instant expiresAt) {}

    public String issue(UUID account, UUID session, UUID tokenId) {
        return sign(claims(account, session, tokenId), ring.keys().signing());
    }

    private JsonObject claims(UUID account, UUID session, UUID tokenId) {
        Instant now = clock.instant();
        return new JsonObject()
                .put("sub", account.toString())
                .put("sid", session.toString())
                .put("jti", tokenId.toString())
                .put("iat", now.getEpochSecond())
                .put("exp", now.plus(LIFETIME).getEpochSecond());
    }

    private String sign(JsonObject claims, SigningKey key) {
        return sign(Optional.ofNullable(ring.byKid().get(key.kid())).orElseGet(() -> verifier(vertx, key)), claims);
    }

    /** Claims that do not say who made them and for whom say: we, for our API. */
    private static String sign(JWTAuth signer, JsonObject claims) {
        JsonObject whole = new JsonObject()
                .put("iss", ISSUER)
                .put("aud", new JsonArray().add(AUDIENCE))
                .mergeIn(claims);
        return signer.generateToken(
                whole, new JWTOptions().setAlgorithm("ES256").setNoTimestamp(true));
    }

    /** Fails with {@link Refusal} 401 for anything but a token of ours that is still good. */
    public Future<Claims> verify(String token) {
        Optional<JWTAuth> jwt = token.length() > MAX_TOKEN_CHARS ? Optional.empty() : findVerifier(token);
        if (jwt.isEmpty()) {
            return Future.failedFuture(Refusal.notSignedIn());
        }
        try {
            return jwt.get()
                    .authenticate(new TokenCredentials(token))
                    .map(user -> claims(token))
                    .recover(failure -> Future.failedFuture(Refusal.notSignedIn()));
        } catch (RuntimeException malformed) {
            // A claim of the wrong type throws inside the library.
            return Future.failedFuture(Refusal.notSignedIn());
        }
    }

    /** Of the key the header names, if it is one of ours and the header is as we write it. */
    private Optional<JWTAuth> findVerifier(String token) {
        String[] parts = token.split("\\.", -1);
        if (parts.length != 3 || parts[2].length() != SIGNATURE_CHARS || !isCanonical(parts)) {
            return Optional.empty();
        }
        try {
            JsonObject header = decode(parts[0]);
            boolean ours = "ES256".equals(header.getValue("alg"))
                    && header.getValue("kid") instanceof String
                    && !header.containsKey("crit");
            return ours ? Optional.ofNullable(ring.byKid().get(header.getString("kid"))) : Optional.empty();
        } catch (RuntimeException notJson) {
            return Optional.empty();
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
        return ring.keys().jwks();
    }

    /**
     * Refuses to start a server that would let strangers in: for every key in force one good token must pass, and tokens
     * with {@code alg:none}, with a symmetric signature made from our public key, without an end, for somebody else,
     * altered, or signed by a stranger under our key's name must not.
     */
    public Future<Void> selfTest() {
        Future<Void> all = Future.succeededFuture();
        for (SigningKey key : ring.keys().all()) {
            all = all.compose(before -> selfTest(key));
        }
        return all;
    }

    private Future<Void> selfTest(SigningKey key) {
        UUID somebody = new UUID(0, 1);
        JsonObject claims = claims(somebody, somebody, somebody);
        String good = sign(claims, key);
        List<String> forged = new ArrayList<>(Forgery.all(good, key, wrong -> sign(wrong, key), clock.instant()));
        forged.add(sign(jwt(vertx, key.privateJwk().put("kid", "another")), claims));
        forged.add(sign(jwt(vertx, SigningKey.generate().privateJwk().put("kid", key.kid())), claims));
        forged.add(sign(claims, SigningKey.generate()));
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
