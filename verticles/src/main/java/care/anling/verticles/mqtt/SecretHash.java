package care.anling.verticles.mqtt;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * How device secrets are kept: HMAC-SHA-256 under the installation's pepper. Device secrets are 256 random bits, so a
 * slow password hash would add nothing but a queue at the door. Immutable, any thread.
 */
public final class SecretHash {

    private static final String ALGORITHM = "HmacSHA256";
    private static final int PEPPER_BYTES_LEAST = 16;

    private final SecretKeySpec pepper;

    public SecretHash(byte[] pepper) {
        if (pepper.length < PEPPER_BYTES_LEAST) {
            throw new IllegalArgumentException("the pepper needs at least " + PEPPER_BYTES_LEAST + " bytes");
        }
        this.pepper = new SecretKeySpec(pepper, ALGORITHM);
    }

    /** What the registry stores for a secret. */
    public byte[] of(String secret) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(pepper);
            return mac.doFinal(secret.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every JDK has " + ALGORITHM, impossible);
        }
    }

    /** Whether a secret's hash is one of those stored; compares all of them in constant time. */
    static boolean isAmong(byte[] told, List<byte[]> stored) {
        boolean found = false;
        for (byte[] one : stored) {
            found |= MessageDigest.isEqual(told, one);
        }
        return found;
    }

    @Override
    public String toString() {
        return "SecretHash[***]";
    }
}
