package care.anling.verticles.oidc;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * What the provider says about somebody (OpenID Connect Core §3.1.3.7). Read first, believed only after {@link #believe}:
 * signed by a key of the provider's, by it, for us alone, for this attempt, and now. Pure.
 */
final class IdToken {

    private static final int MAX_CHARS = 16 * 1024;
    /** Clocks of two houses differ. */
    private static final Duration LEEWAY = Duration.ofSeconds(60);

    private final JsonObject header;
    private final JsonObject claims;
    private final byte[] signed;
    private final byte[] signature;

    private IdToken(JsonObject header, JsonObject claims, byte[] signed, byte[] signature) {
        this.header = header;
        this.claims = claims;
        this.signed = signed;
        this.signature = signature;
    }

    /** For whom, and as the answer to what. */
    record Expected(String issuer, String clientId, String nonce) {}

    static IdToken read(String token) {
        String[] parts = token.split("\\.", -1);
        if (token.length() > MAX_CHARS || parts.length != 3) {
            throw new Distrust("the ID token is no signed token");
        }
        try {
            return new IdToken(
                    json(parts[0]),
                    json(parts[1]),
                    (parts[0] + "." + parts[1]).getBytes(StandardCharsets.US_ASCII),
                    Base64.getUrlDecoder().decode(parts[2]));
        } catch (RuntimeException broken) {
            throw new Distrust("the ID token cannot be read");
        }
    }

    private static JsonObject json(String part) {
        return new JsonObject(new String(Base64.getUrlDecoder().decode(part), StandardCharsets.UTF_8));
    }

    /** The one it names; without a name, the only one of its kind. */
    Optional<ProviderKey> findKey(List<ProviderKey> keys) {
        Object kid = header.getValue("kid");
        List<ProviderKey> fitting = keys.stream()
                .filter(key -> key.algorithm().name().equals(header.getValue("alg")))
                .filter(key -> kid == null || key.kid().filter(kid::equals).isPresent())
                .toList();
        return fitting.size() == 1 ? Optional.of(fitting.get(0)) : Optional.empty();
    }

    /** @throws Distrust unless everything about it is right */
    JsonObject believe(ProviderKey key, Expected expected, Instant now) {
        require(!header.containsKey("crit"), "the ID token asks for what we do not know");
        require(key.algorithm().name().equals(header.getValue("alg")), "the ID token is signed by another algorithm");
        require(key.verifies(signed, signature), "the signature of the ID token is wrong");
        require(expected.issuer().equals(claims.getValue("iss")), "the ID token is by another issuer");
        require(isFor(expected.clientId()), "the ID token is for another audience");
        require(expected.nonce().equals(claims.getValue("nonce")), "the ID token answers another attempt");
        require(seconds("exp").plus(LEEWAY).isAfter(now), "the ID token has expired");
        require(!seconds("iat").minus(LEEWAY).isAfter(now), "the ID token is of tomorrow");
        require(
                !claims.containsKey("nbf") || !seconds("nbf").minus(LEEWAY).isAfter(now),
                "the ID token is not good yet");
        return claims;
    }

    /** Alone, or among others with us as the party it was made for. */
    private boolean isFor(String clientId) {
        Object audience = claims.getValue("aud");
        Object party = claims.getValue("azp");
        JsonArray all = audience instanceof JsonArray many ? many : JsonArray.of(audience);
        boolean alone = all.size() == 1 && party == null;
        return all.contains(clientId) && (alone || clientId.equals(party));
    }

    private Instant seconds(String claim) {
        Object value = claims.getValue(claim);
        if (!(value instanceof Number number)
                || number.longValue() < 0
                || number.longValue() > Integer.MAX_VALUE * 4L) {
            throw new Distrust("the ID token's " + claim + " is no time");
        }
        return Instant.ofEpochSecond(number.longValue());
    }

    private static void require(boolean right, String reason) {
        if (!right) {
            throw new Distrust(reason);
        }
    }
}
