package care.anling.verticles.vault;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * One data key: 256 random bits with a name. It is never used itself; what seals and what hashes are derived from it
 * (HKDF, RFC 5869), so that neither tells anything about the other. Immutable, any thread.
 */
public final class DataKey {

    private static final int BYTES = 32;
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]{1,32}");
    private static final String HMAC = "HmacSHA256";
    private static final DateTimeFormatter NAME =
            DateTimeFormatter.ofPattern("yyyyMMdd", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final String id;
    private final byte[] secret;
    private final SecretKeySpec sealing;
    private final SecretKeySpec hashing;

    private DataKey(String id, byte[] secret) {
        this.id = id;
        this.secret = secret;
        byte[] extracted = hmac(new SecretKeySpec("anling data key".getBytes(StandardCharsets.US_ASCII), HMAC), secret);
        this.sealing = new SecretKeySpec(expand(extracted, "seal"), "AES");
        this.hashing = new SecretKeySpec(expand(extracted, "find"), HMAC);
    }

    /** Named by the day, so that a list of keys reads like a diary. */
    static DataKey fresh(SecureRandom random, Instant now) {
        byte[] secret = new byte[BYTES];
        random.nextBytes(secret);
        byte[] suffix = new byte[3];
        random.nextBytes(suffix);
        return new DataKey("k" + NAME.format(now) + "-" + HexFormat.of().formatHex(suffix), secret);
    }

    /** Whether no dice made it: 32 random bytes have about 30 different ones. */
    public boolean isGuessable() {
        return IntStream.range(0, BYTES).map(at -> secret[at]).distinct().count() < BYTES / 2;
    }

    /** A line of a key file: a name, and 32 bytes in base64. Absent when it is not that. */
    static Optional<DataKey> parse(String line) {
        String[] parts = line.strip().split("\\s+", -1);
        if (parts.length != 2 || !ID.matcher(parts[0]).matches()) {
            return Optional.empty();
        }
        try {
            byte[] secret = Base64.getDecoder().decode(parts[1]);
            return secret.length == BYTES ? Optional.of(new DataKey(parts[0], secret)) : Optional.empty();
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
    }

    String line() {
        return id + " " + Base64.getEncoder().encodeToString(secret);
    }

    public String id() {
        return id;
    }

    SecretKeySpec sealing() {
        return sealing;
    }

    byte[] hash(String text) {
        return hmac(hashing, text.getBytes(StandardCharsets.UTF_8));
    }

    /** One block of HKDF's expansion is all 256 bits need. */
    private static byte[] expand(byte[] extracted, String use) {
        return hmac(new SecretKeySpec(extracted, HMAC), (use + "\u0001").getBytes(StandardCharsets.US_ASCII));
    }

    private static byte[] hmac(SecretKeySpec key, byte[] text) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(key);
            return mac.doFinal(text);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every JDK has " + HMAC, impossible);
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof DataKey that && id.equals(that.id) && MessageDigest.isEqual(secret, that.secret);
    }

    @Override
    public int hashCode() {
        return id.hashCode();
    }

    @Override
    public String toString() {
        return "DataKey[" + id + " ***]";
    }
}
