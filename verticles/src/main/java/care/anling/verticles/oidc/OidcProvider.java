package care.anling.verticles.oidc;

import care.anling.verticles.access.Refusal;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The provider as discovery describes it (OpenID Connect Discovery 1.0): asked when somebody signs in, never at start, so
 * that one that is down stops nobody with a password.
 */
final class OidcProvider {

    private static final Logger LOG = LoggerFactory.getLogger(OidcProvider.class);

    private static final Duration METADATA_BELIEVED = Duration.ofHours(1);
    private static final Duration KEYS_BELIEVED = Duration.ofHours(1);
    /** A token of a key we do not know: it may be new. Tokens made up must not make us ask without end. */
    private static final Duration KEYS_ASKED_AGAIN = Duration.ofSeconds(10);

    /** @param posted whether the secret goes into the form and not into a header */
    record Metadata(String authorize, String token, String keys, boolean posted) {}

    private final OidcConfig config;
    private final ProviderHttp http;
    private final Remembered<Metadata> metadata;
    private final Remembered<List<ProviderKey>> keys;

    OidcProvider(Vertx vertx, OidcConfig config, InstantSource clock) {
        this.config = config;
        this.http = new ProviderHttp(vertx);
        this.metadata = new Remembered<>(this::discover, clock);
        this.keys = new Remembered<>(this::readKeys, clock);
    }

    Future<Metadata> metadata() {
        return metadata.get(METADATA_BELIEVED);
    }

    private Future<Metadata> discover() {
        String issuer = config.client().issuer();
        String base = issuer.endsWith("/") ? issuer.substring(0, issuer.length() - 1) : issuer;
        return http.get(base + "/.well-known/openid-configuration")
                .map(reply -> {
                    must(reply.status() == 200, "discovery answers " + reply.status());
                    return metadata(reply.json());
                })
                .recover(failure -> unreachable("discovery", failure));
    }

    private Metadata metadata(JsonObject json) {
        must(config.client().issuer().equals(json.getValue("issuer")), "discovery is of another issuer");
        for (String endpoint : List.of("authorization_endpoint", "token_endpoint", "jwks_uri")) {
            must(json.getValue(endpoint) instanceof String address && OidcConfig.isSafe(address), "unsafe " + endpoint);
        }
        // RFC 8414 §2: said nothing, it is the header.
        JsonArray ways =
                json.getJsonArray("token_endpoint_auth_methods_supported", JsonArray.of("client_secret_basic"));
        return new Metadata(
                json.getString("authorization_endpoint"),
                json.getString("token_endpoint"),
                json.getString("jwks_uri"),
                !ways.contains("client_secret_basic"));
    }

    /** Fails with {@link Distrust} when it has none that fits. */
    Future<ProviderKey> keyOf(IdToken token) {
        return keys.get(KEYS_BELIEVED)
                .compose(known ->
                        token.findKey(known).isPresent() ? Future.succeededFuture(known) : keys.get(KEYS_ASKED_AGAIN))
                .map(known -> token.findKey(known)
                        .orElseThrow(() -> new Distrust("the ID token is signed by no key of the provider's")));
    }

    private Future<List<ProviderKey>> readKeys() {
        return metadata()
                .compose(known -> http.get(known.keys()))
                .map(reply -> {
                    must(reply.status() == 200, "the key set answers " + reply.status());
                    return ProviderKey.parse(reply.json());
                })
                .recover(failure -> unreachable("keys", failure));
    }

    /** @return the ID token; fails with {@link Distrust} when the provider does not know the code (any more) */
    Future<String> redeem(String code, String verifier) {
        return metadata()
                .compose(known -> http.post(request(known), form(known, code, verifier)))
                .recover(failure -> unreachable("token", failure))
                .map(OidcProvider::idToken);
    }

    private static String idToken(ProviderHttp.Reply reply) {
        if (reply.status() == 200) {
            try {
                return reply.json().getString("id_token", "");
            } catch (RuntimeException noText) {
                throw new Distrust("the provider's answer holds no ID token");
            }
        }
        String error = errorOf(reply);
        if (reply.status() >= 500 || !error.equals("invalid_grant")) {
            // Not the person's fault: our registration there, or the provider itself.
            LOG.warn("oidc.token status={} error={}", reply.status(), error);
            throw unreachable();
        }
        throw new Distrust("the provider does not take the code");
    }

    /** A word of RFC 6749 §5.2, or none: nothing else of theirs goes into our log. */
    private static String errorOf(ProviderHttp.Reply reply) {
        try {
            String error = reply.json().getString("error", "");
            return error.matches("[a-z_]{1,40}") ? error : "";
        } catch (RuntimeException noJson) {
            return "";
        }
    }

    private RequestOptions request(Metadata known) {
        RequestOptions request = new RequestOptions().setAbsoluteURI(known.token());
        config.client().secret().filter(secret -> !known.posted()).ifPresent(secret -> {
            // RFC 6749 §2.3.1: each part encoded as in a form, then both as a header.
            String pair = encoded(config.client().id()) + ":" + encoded(secret);
            request.putHeader(
                    "Authorization",
                    "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8)));
        });
        return request;
    }

    private Buffer form(Metadata known, String code, String verifier) {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("grant_type", "authorization_code");
        fields.put("code", code);
        fields.put("redirect_uri", config.redirectUri());
        fields.put("code_verifier", verifier);
        if (config.client().secret().isEmpty() || known.posted()) {
            fields.put("client_id", config.client().id());
        }
        config.client()
                .secret()
                .filter(secret -> known.posted())
                .ifPresent(secret -> fields.put("client_secret", secret));
        return Buffer.buffer(encoded(fields));
    }

    static String encoded(Map<String, String> fields) {
        return fields.entrySet().stream()
                .map(field -> field.getKey() + "=" + encoded(field.getValue()))
                .collect(Collectors.joining("&"));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static void must(boolean right, String reason) {
        if (!right) {
            throw new Distrust(reason);
        }
    }

    private static <T> Future<T> unreachable(String asked, Throwable failure) {
        if (failure instanceof Refusal) {
            return Future.failedFuture(failure);
        }
        String reason = failure instanceof Distrust
                ? failure.getMessage()
                : failure.getClass().getSimpleName();
        LOG.warn("oidc.unreachable asked={} reason={}", asked, reason);
        return Future.failedFuture(unreachable());
    }

    private static Refusal unreachable() {
        return new Refusal(
                503, "oidc_unreachable", "The sign-in service does not answer. Use your password, or try later.");
    }
}
