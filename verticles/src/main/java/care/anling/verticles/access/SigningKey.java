package care.anling.verticles.access;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPrivateKeySpec;
import java.security.spec.ECPublicKeySpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import org.bouncycastle.jce.ECNamedCurveTable;
import org.bouncycastle.math.ec.ECPoint;

/**
 * The P-256 key that signs access tokens, with its public point. Its {@code kid} is its RFC 7638 thumbprint, so that the
 * same key has the same name on every node. {@code toString} never shows the private part.
 */
public final class SigningKey {

    private static final int COORDINATE_BYTES = 32;
    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

    private final BigInteger secret;
    private final String x;
    private final String y;
    private final String kid;

    private SigningKey(BigInteger secret) {
        this.secret = secret;
        ECPoint point = ECNamedCurveTable.getParameterSpec("P-256")
                .getG()
                .multiply(secret)
                .normalize();
        this.x = BASE64.encodeToString(fixed(point.getAffineXCoord().toBigInteger()));
        this.y = BASE64.encodeToString(fixed(point.getAffineYCoord().toBigInteger()));
        this.kid = thumbprint(x, y);
    }

    public static SigningKey generate() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            KeyPair pair = generator.generateKeyPair();
            return new SigningKey(((ECPrivateKey) pair.getPrivate()).getS());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no P-256", e);
        }
    }

    /**
     * Reads a PKCS#8 PEM or a private JWK.
     *
     * @throws IOException when it cannot be read
     * @throws IllegalArgumentException when it holds no P-256 private key; the message names the file, never its content
     */
    public static SigningKey read(Path file) throws IOException {
        String text = Files.readString(file, StandardCharsets.UTF_8).strip();
        try {
            return text.startsWith("{") ? fromJwk(new JsonObject(text)) : fromPem(text);
        } catch (RuntimeException | GeneralSecurityException e) {
            throw new IllegalArgumentException(file + " holds no P-256 private key (PKCS#8 PEM or JWK)");
        }
    }

    /** For the demo: the key of this home, made the first time, readable by its owner alone. */
    public static SigningKey readOrCreate(Path file) throws IOException {
        if (Files.exists(file)) {
            return read(file);
        }
        SigningKey key = generate();
        Path parent = file.toAbsolutePath().getParent();
        if (parent != null) {
            Files.createDirectories(parent);
        }
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(file, key.privateJwk().encodePrettily());
        return key;
    }

    private static SigningKey fromJwk(JsonObject jwk) {
        if (!"EC".equals(jwk.getString("kty")) || !"P-256".equals(jwk.getString("crv"))) {
            throw new IllegalArgumentException("not P-256");
        }
        return new SigningKey(new BigInteger(1, Base64.getUrlDecoder().decode(jwk.getString("d"))));
    }

    private static SigningKey fromPem(String pem) throws GeneralSecurityException {
        String body = pem.replaceAll("-----(BEGIN|END) PRIVATE KEY-----", "").replaceAll("\\s", "");
        PKCS8EncodedKeySpec spec = new PKCS8EncodedKeySpec(Base64.getDecoder().decode(body));
        ECPrivateKey key = (ECPrivateKey) KeyFactory.getInstance("EC").generatePrivate(spec);
        if (key.getParams().getCurve().getField().getFieldSize() != COORDINATE_BYTES * 8) {
            throw new IllegalArgumentException("not P-256");
        }
        return new SigningKey(key.getS());
    }

    /** For libraries that sign themselves. */
    public ECPrivateKey privateKey() {
        try {
            return (ECPrivateKey) KeyFactory.getInstance("EC").generatePrivate(new ECPrivateKeySpec(secret, curve()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no P-256", e);
        }
    }

    public ECPublicKey publicKey() {
        java.security.spec.ECPoint point = new java.security.spec.ECPoint(
                new BigInteger(1, Base64.getUrlDecoder().decode(x)),
                new BigInteger(1, Base64.getUrlDecoder().decode(y)));
        try {
            return (ECPublicKey) KeyFactory.getInstance("EC").generatePublic(new ECPublicKeySpec(point, curve()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no P-256", e);
        }
    }

    private static ECParameterSpec curve() throws GeneralSecurityException {
        AlgorithmParameters parameters = AlgorithmParameters.getInstance("EC");
        parameters.init(new ECGenParameterSpec("secp256r1"));
        return parameters.getParameterSpec(ECParameterSpec.class);
    }

    public String kid() {
        return kid;
    }

    private static String thumbprint(String x, String y) {
        String canonical = "{\"crv\":\"P-256\",\"kty\":\"EC\",\"x\":\"" + x + "\",\"y\":\"" + y + "\"}";
        return BASE64.encodeToString(sha256(canonical.getBytes(StandardCharsets.UTF_8)));
    }

    /** What {@code /.well-known/jwks.json} shows. */
    public JsonObject publicJwk() {
        return new JsonObject()
                .put("kty", "EC")
                .put("crv", "P-256")
                .put("x", x)
                .put("y", y)
                .put("alg", "ES256")
                .put("use", "sig")
                .put("kid", kid());
    }

    JsonObject privateJwk() {
        return publicJwk().put("d", BASE64.encodeToString(fixed(secret)));
    }

    static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private static byte[] fixed(BigInteger value) {
        byte[] bytes = value.toByteArray();
        byte[] out = new byte[COORDINATE_BYTES];
        int length = Math.min(bytes.length, COORDINATE_BYTES);
        System.arraycopy(bytes, bytes.length - length, out, COORDINATE_BYTES - length, length);
        return out;
    }

    /** The same key, wherever it was read. */
    @Override
    public boolean equals(Object other) {
        return other instanceof SigningKey that && kid.equals(that.kid);
    }

    @Override
    public int hashCode() {
        return kid.hashCode();
    }

    @Override
    public String toString() {
        return "SigningKey[" + kid() + "]";
    }
}
