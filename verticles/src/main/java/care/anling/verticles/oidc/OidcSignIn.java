package care.anling.verticles.oidc;

import care.anling.verticles.access.Refusal;
import care.anling.verticles.vault.Cell;
import care.anling.verticles.vault.Vault;
import care.anling.verticles.vault.VaultFailure;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Signing in by authorization code with PKCE (RFC 9700 §2.1.1). What an attempt has to be held against later — nonce and
 * verifier — goes to the browser that began, sealed and bound to the state: any node takes the answer, strangers leave
 * nothing behind in the database, and a link with somebody else's code opens nothing in another browser.
 */
public final class OidcSignIn {

    /** For finding the phone and typing a password there. */
    public static final Duration LIFETIME = Duration.ofMinutes(10);

    private static final Logger LOG = LoggerFactory.getLogger(OidcSignIn.class);
    private static final int RANDOM_BYTES = 32;
    private static final String SEALED_AS = "sign_in.attempt";

    private final OidcConfig config;
    private final OidcProvider provider;
    private final Vault vault;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();

    public OidcSignIn(Vertx vertx, OidcConfig config, Vault vault, Clock clock) {
        this.config = config;
        this.provider = new OidcProvider(vertx, config, clock);
        this.vault = vault;
        this.clock = clock;
    }

    /** As people know the provider. */
    public String name() {
        return config.name();
    }

    /** @param location where the browser goes @param attempt what it comes back with, beside the provider's answer */
    public record Begun(String location, String attempt) {}

    /** @param issuer as the answer names it, if it does (RFC 9207) */
    public record Returned(String code, String state, String attempt, Optional<String> issuer) {}

    /** @param account its user name with us @param secondStep whether one was shown there */
    public record Person(String account, boolean secondStep) {}

    public Future<Begun> begin() {
        String state = fresh();
        String nonce = fresh();
        String verifier = fresh();
        JsonObject attempt = new JsonObject()
                .put("nonce", nonce)
                .put("verifier", verifier)
                .put("until", clock.instant().plus(LIFETIME).getEpochSecond());
        return provider.metadata().map(known -> {
            Map<String, String> asked = new LinkedHashMap<>();
            asked.put("response_type", "code");
            asked.put("client_id", config.client().id());
            asked.put("redirect_uri", config.redirectUri());
            asked.put("scope", config.scope());
            asked.put("state", state);
            asked.put("nonce", nonce);
            asked.put("code_challenge", challenge(verifier));
            asked.put("code_challenge_method", "S256");
            String mark = known.authorize().indexOf('?') < 0 ? "?" : "&";
            return new Begun(
                    known.authorize() + mark + OidcProvider.encoded(asked), vault.seal(cell(state), attempt.encode()));
        });
    }

    /** Fails with {@link Refusal} 401 {@code wrong_oidc_answer}, whatever was wrong, or 503 {@code oidc_unreachable}. */
    public Future<Person> complete(Returned returned) {
        return Future.succeededFuture(returned)
                .map(this::attempt)
                .compose(attempt -> provider.redeem(returned.code(), attempt.getString("verifier"))
                        .compose(token -> believed(IdToken.read(token), attempt.getString("nonce"))))
                .map(this::person)
                .recover(failure ->
                        failure instanceof Distrust distrust ? refused(distrust) : Future.failedFuture(failure));
    }

    private JsonObject attempt(Returned returned) {
        returned.issuer()
                .filter(issuer -> !issuer.equals(config.client().issuer()))
                .ifPresent(other -> {
                    throw new Distrust("the answer is by another issuer");
                });
        try {
            JsonObject attempt = new JsonObject(vault.open(cell(returned.state()), returned.attempt()));
            if (!clock.instant().isBefore(Instant.ofEpochSecond(attempt.getLong("until")))) {
                throw new Distrust("the attempt is too old");
            }
            return attempt;
        } catch (VaultFailure foreign) {
            throw new Distrust("the answer belongs to another browser's attempt");
        }
    }

    private Future<JsonObject> believed(IdToken token, String nonce) {
        IdToken.Expected expected =
                new IdToken.Expected(config.client().issuer(), config.client().id(), nonce);
        return provider.keyOf(token).map(key -> token.believe(key, expected, clock.instant()));
    }

    private Person person(JsonObject claims) {
        if (!(claims.getValue(config.claim()) instanceof String name) || name.isBlank()) {
            throw new Distrust("the ID token has no text " + config.claim());
        }
        if (config.claim().equals("email") && !Boolean.TRUE.equals(claims.getValue("email_verified"))) {
            throw new Distrust("the provider has not verified the e-mail address");
        }
        return new Person(name, showedSecondStep(claims));
    }

    private boolean showedSecondStep(JsonObject claims) {
        boolean by = claims.getValue("amr") instanceof JsonArray methods
                && methods.stream().anyMatch(method -> config.secondStep().contains(String.valueOf(method)));
        return by || config.secondStep().contains(String.valueOf(claims.getValue("acr")));
    }

    private static <T> Future<T> refused(Distrust distrust) {
        LOG.info("oidc.refused reason={}", distrust.getMessage());
        return Future.failedFuture(new Refusal(
                401, "wrong_oidc_answer", "Signing in there did not lead back here as it should. Please start again."));
    }

    private static Cell cell(String state) {
        return new Cell(SEALED_AS, state);
    }

    private String fresh() {
        byte[] bytes = new byte[RANDOM_BYTES];
        random.nextBytes(bytes);
        return base64(bytes);
    }

    /** RFC 7636 §4.2. */
    private static String challenge(String verifier) {
        try {
            return base64(MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(StandardCharsets.US_ASCII)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
