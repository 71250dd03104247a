package care.anling.verticles.access;

import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Locale;
import java.util.OptionalLong;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * One-time codes by time (RFC 6238) as every authenticator app makes them: HMAC-SHA-1, six digits, a new one every thirty
 * seconds. Pure.
 */
public final class Totp {

    /** RFC 4226 §4: at least 128 bits, 160 recommended. */
    public static final int SECRET_BYTES = 20;

    static final int DIGITS = 6;
    private static final int STEP_SECONDS = 30;
    /** RFC 6238 §5.2: one step either way, for clocks that differ and fingers that are slow. */
    private static final int WINDOW_STEPS = 1;

    private static final String BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    private Totp() {}

    static long stepOf(Instant at) {
        return Math.floorDiv(at.getEpochSecond(), STEP_SECONDS);
    }

    /** @return the step whose code this is, if it is one of those good now and newer than {@code lastStep} */
    static OptionalLong findStep(byte[] secret, String code, Instant now, long lastStep) {
        long current = stepOf(now);
        OptionalLong found = OptionalLong.empty();
        for (long step = current - WINDOW_STEPS; step <= current + WINDOW_STEPS; step++) {
            byte[] expected = code(secret, step, DIGITS).getBytes(StandardCharsets.US_ASCII);
            boolean same = MessageDigest.isEqual(expected, code.getBytes(StandardCharsets.UTF_8));
            if (same && step > lastStep) {
                found = OptionalLong.of(step);
            }
        }
        return found;
    }

    /** RFC 4226 §5.3. */
    static String code(byte[] secret, long step, int digits) {
        try {
            Mac mac = Mac.getInstance("HmacSHA1");
            mac.init(new SecretKeySpec(secret, "HmacSHA1"));
            byte[] hash =
                    mac.doFinal(ByteBuffer.allocate(Long.BYTES).putLong(step).array());
            int offset = hash[hash.length - 1] & 0x0f;
            int number = ByteBuffer.wrap(hash).getInt(offset) & 0x7fff_ffff;
            String text = String.format(Locale.ROOT, "%0" + digits + "d", number);
            return text.substring(text.length() - digits);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has HmacSHA1", e);
        }
    }

    /** What an authenticator app scans (Key URI Format). Without the defaults, which some apps trip over. */
    static String uri(String username, byte[] secret) {
        String label = URLEncoder.encode(username, StandardCharsets.UTF_8).replace("+", "%20");
        return "otpauth://totp/Anling:" + label + "?secret=" + base32(secret) + "&issuer=Anling";
    }

    /** RFC 4648 §6, without padding. */
    public static String base32(byte[] bytes) {
        StringBuilder text = new StringBuilder();
        int buffer = 0;
        int bits = 0;
        for (byte one : bytes) {
            buffer = (buffer << 8) | (one & 0xff);
            bits += 8;
            while (bits >= 5) {
                bits -= 5;
                text.append(BASE32.charAt((buffer >> bits) & 31));
            }
        }
        if (bits > 0) {
            text.append(BASE32.charAt((buffer << (5 - bits)) & 31));
        }
        return text.toString();
    }
}
