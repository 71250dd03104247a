package care.anling.verticles.oidc;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.math.BigInteger;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/** A public key of the provider's. Its kind says by which one algorithm it is used, never the token. */
record ProviderKey(Optional<String> kid, Algorithm algorithm, PublicKey key) {

    private static final int MAX_KEYS = 32;
    /** NIST SP 800-131A. */
    private static final int LEAST_RSA_BITS = 2048;

    enum Algorithm {
        ES256("SHA256withECDSAinP1363Format"),
        RS256("SHA256withRSA");

        private final String java;

        Algorithm(String java) {
            this.java = java;
        }
    }

    /** Those of a JWK set we can use; others are somebody else's business. */
    static List<ProviderKey> parse(JsonObject jwks) {
        List<ProviderKey> keys = new ArrayList<>();
        if (jwks.getValue("keys") instanceof JsonArray all) {
            for (Object one : all) {
                if (one instanceof JsonObject jwk && keys.size() < MAX_KEYS) {
                    of(jwk).ifPresent(keys::add);
                }
            }
        }
        return keys;
    }

    private static Optional<ProviderKey> of(JsonObject jwk) {
        try {
            boolean forSigning = "sig".equals(jwk.getValue("use", "sig"));
            Optional<ProviderKey> key = !forSigning
                    ? Optional.empty()
                    : switch (String.valueOf(jwk.getValue("kty"))) {
                        case "EC" -> elliptic(jwk);
                        case "RSA" -> rsa(jwk);
                        default -> Optional.empty();
                    };
            return key.filter(k -> k.algorithm.name().equals(jwk.getValue("alg", k.algorithm.name())));
        } catch (GeneralSecurityException | RuntimeException broken) {
            return Optional.empty();
        }
    }

    private static Optional<ProviderKey> elliptic(JsonObject jwk) throws GeneralSecurityException {
        if (!"P-256".equals(jwk.getValue("crv"))) {
            return Optional.empty();
        }
        AlgorithmParameters curve = AlgorithmParameters.getInstance("EC");
        curve.init(new ECGenParameterSpec("secp256r1"));
        ECPoint point = new ECPoint(number(jwk, "x"), number(jwk, "y"));
        ECPublicKeySpec spec = new ECPublicKeySpec(point, curve.getParameterSpec(ECParameterSpec.class));
        return Optional.of(new ProviderKey(
                kid(jwk), Algorithm.ES256, KeyFactory.getInstance("EC").generatePublic(spec)));
    }

    private static Optional<ProviderKey> rsa(JsonObject jwk) throws GeneralSecurityException {
        BigInteger modulus = number(jwk, "n");
        if (modulus.bitLength() < LEAST_RSA_BITS) {
            return Optional.empty();
        }
        RSAPublicKeySpec spec = new RSAPublicKeySpec(modulus, number(jwk, "e"));
        return Optional.of(new ProviderKey(
                kid(jwk), Algorithm.RS256, KeyFactory.getInstance("RSA").generatePublic(spec)));
    }

    private static Optional<String> kid(JsonObject jwk) {
        return Optional.ofNullable(jwk.getString("kid"));
    }

    private static BigInteger number(JsonObject jwk, String name) {
        return new BigInteger(1, Base64.getUrlDecoder().decode(jwk.getString(name)));
    }

    boolean verifies(byte[] signed, byte[] signature) {
        try {
            Signature verifier = Signature.getInstance(algorithm.java);
            verifier.initVerify(key);
            verifier.update(signed);
            return verifier.verify(signature);
        } catch (GeneralSecurityException broken) {
            return false;
        }
    }
}
