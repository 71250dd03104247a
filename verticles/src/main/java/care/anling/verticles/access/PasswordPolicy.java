package care.anling.verticles.access;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a new password must be: long, and not among those tried first. NIST SP 800-63B §5.1.1.2: length and a list of known
 * ones, no rules about which characters, no expiry.
 */
public final class PasswordPolicy {

    public static final int LEAST_CHARACTERS = 12;
    public static final int MOST_CHARACTERS = 256;

    /** Parts shorter than this are found in many a good password too. */
    private static final int LEAST_NAME = 4;

    private static final String LIST = "common-passwords.txt";

    private PasswordPolicy() {}

    /** @throws Refusal 422 {@code password_too_short}, {@code password_too_long} or {@code password_common} */
    public static void refuseWeak(String password, String username) {
        int length = password.codePointCount(0, password.length());
        if (length < LEAST_CHARACTERS) {
            throw new Refusal(
                    422, "password_too_short", "A password has at least " + LEAST_CHARACTERS + " characters.");
        }
        if (password.length() > MOST_CHARACTERS) {
            throw new Refusal(422, "password_too_long", "A password has at most " + MOST_CHARACTERS + " characters.");
        }
        String plain = password.toLowerCase(Locale.ROOT);
        String name = username.toLowerCase(Locale.ROOT);
        boolean holdsName = name.length() >= LEAST_NAME && plain.contains(name);
        if (holdsName || Known.ALL.contains(plain) || isRepeated(plain) || isCounted(plain)) {
            throw new Refusal(422, "password_common", "This password is among the first that are guessed.");
        }
    }

    /** {@code aaaaaaaaaaaa}, {@code 123123123123}: at most four characters again and again. */
    private static boolean isRepeated(String text) {
        for (int period = 1; period <= 4; period++) {
            if (text.substring(period).equals(text.substring(0, text.length() - period))) {
                return true;
            }
        }
        return false;
    }

    /** {@code 123456789012}, {@code lkjihgfedcba}: every character the next one, or the one before. */
    private static boolean isCounted(String text) {
        int up = 0;
        int down = 0;
        for (int i = 1; i < text.length(); i++) {
            int step = text.charAt(i) - text.charAt(i - 1);
            up += step == 1 || step == -9 ? 1 : 0;
            down += step == -1 || step == 9 ? 1 : 0;
        }
        return Math.max(up, down) == text.length() - 1;
    }

    /** Read on first use. */
    private static final class Known {

        private static final Set<String> ALL = read();

        private static Set<String> read() {
            try (InputStream in = PasswordPolicy.class.getResourceAsStream(LIST)) {
                if (in == null) {
                    throw new IllegalStateException(LIST + " is missing from the build");
                }
                return Arrays.stream(new String(in.readAllBytes(), StandardCharsets.UTF_8).split("\n"))
                        .map(String::strip)
                        .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                        .collect(Collectors.toSet());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
