package care.anling.verticles.access;

import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An authenticator app: knows what it scanned, and the time. */
public final class Authenticator {

    private static final Pattern SECRET = Pattern.compile("^otpauth://totp/[^?]+\\?secret=([A-Z2-7]+)&issuer=Anling$");

    private final byte[] secret;

    private Authenticator(byte[] secret) {
        this.secret = secret;
    }

    public static Authenticator scanned(String uri) {
        Matcher matcher = SECRET.matcher(uri);
        if (!matcher.matches()) {
            throw new AssertionError("no app understands " + uri);
        }
        return new Authenticator(decoded(matcher.group(1)));
    }

    public String codeAt(Instant at) {
        return Totp.code(secret, at.getEpochSecond() / 30, 6);
    }

    public String secretHex() {
        return HexFormat.of().formatHex(secret);
    }

    private static byte[] decoded(String base32) {
        byte[] bytes = new byte[base32.length() * 5 / 8];
        int buffer = 0;
        int bits = 0;
        int length = 0;
        for (char one : base32.toCharArray()) {
            buffer = (buffer << 5) | "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(one);
            bits += 5;
            if (bits >= 8) {
                bits -= 8;
                bytes[length++] = (byte) (buffer >> bits);
            }
        }
        return Arrays.copyOf(bytes, length);
    }
}
