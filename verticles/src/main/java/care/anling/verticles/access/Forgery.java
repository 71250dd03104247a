package care.anling.verticles.access;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Tokens as an attacker would make them, for the start-up self-test and the tests. */
final class Forgery {

    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

    private Forgery() {}

    /** @param sign signs any claims with our real key, which is how a token with a missing claim is made */
    static List<String> all(String good, SigningKey key, Function<JsonObject, String> sign, Instant now) {
        String[] parts = good.split("\\.");
        JsonObject claims = claims(good);
        List<String> forged = new ArrayList<>();
        String none = encode(new JsonObject().put("alg", "none").put("kid", key.kid()));
        forged.add(none + "." + parts[1] + ".");
        forged.add(none + "." + parts[1] + "." + parts[2]);
        forged.add(parts[0] + "." + parts[1] + ".");
        forged.add(symmetric(parts[1], key, key.publicJwk().encode()));
        forged.add(symmetric(parts[1], key, ""));
        forged.add(parts[0] + "." + encode(claims.copy().put("sub", "00000000-0000-0000-0000-000000000002")) + "."
                + parts[2]);
        forged.add(changed(claims, sign, c -> c.put("exp", now.minusSeconds(1).getEpochSecond())));
        forged.add(changed(claims, sign, c -> remove(c, "exp")));
        forged.add(changed(claims, sign, c -> c.put("exp", "9999999999")));
        forged.add(
                changed(claims, sign, c -> c.put("exp", now.plusSeconds(86_400).getEpochSecond())));
        forged.add(changed(claims, sign, c -> remove(c, "sid")));
        forged.add(changed(claims, sign, c -> c.put("sub", 7)));
        forged.add(changed(claims, sign, c -> c.put("iss", "somebody")));
        forged.add(changed(claims, sign, c -> c.put("aud", "another.api")));
        forged.add(changed(claims, sign, c -> c.put("aud", new JsonArray().add("another.api"))));
        forged.add(good + "A");
        forged.add(good + "=");
        forged.add(none + "." + parts[1]);
        forged.add(otherSpelling(good));
        return forged;
    }

    static JsonObject claims(String token) {
        byte[] decoded = Base64.getUrlDecoder().decode(token.split("\\.")[1]);
        return new JsonObject(new String(decoded, StandardCharsets.UTF_8));
    }

    private static String changed(
            JsonObject claims, Function<JsonObject, String> sign, UnaryOperator<JsonObject> change) {
        return sign.apply(change.apply(claims.copy()));
    }

    /** Four bits of a signature's last character stand for nothing (64 bytes are 86 characters). */
    private static String otherSpelling(String good) {
        String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
        int last = alphabet.indexOf(good.charAt(good.length() - 1));
        return good.substring(0, good.length() - 1) + alphabet.charAt(last ^ 1);
    }

    private static JsonObject remove(JsonObject claims, String name) {
        claims.remove(name);
        return claims;
    }

    private static String symmetric(String payload, SigningKey key, String secret) {
        String signed = encode(new JsonObject().put("alg", "HS256").put("kid", key.kid())) + "." + payload;
        try {
            byte[] bytes = secret.isEmpty() ? new byte[1] : secret.getBytes(StandardCharsets.UTF_8);
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(bytes, "HmacSHA256"));
            return signed + "." + BASE64.encodeToString(mac.doFinal(signed.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has HmacSHA256", e);
        }
    }

    private static String encode(JsonObject json) {
        return BASE64.encodeToString(json.encode().getBytes(StandardCharsets.UTF_8));
    }
}
