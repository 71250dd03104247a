package care.anling.app;

import care.anling.app.config.Key;
import care.anling.app.config.Settings;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Secrets that are none: what stands in every example, and what a keyboard offers by itself. Never repeats one. */
final class WeakSecrets {

    private static final int LEAST_PASSWORD_CHARACTERS = 8;

    /** 32 random bytes have about 30 different ones; fewer than half of that is nobody's dice. */
    private static final int LEAST_DIFFERENT_BYTES = 16;

    private static final Set<String> DEFAULTS = Set.of(
            "changeme",
            "change-me",
            "change_me",
            "changeit",
            "password",
            "passw0rd",
            "postgres",
            "postgresql",
            "secret",
            "supersecret",
            "example",
            "default",
            "anling",
            "admin123",
            "administrator",
            "12345678",
            "123456789",
            "1234567890",
            "qwertyuiop");

    private WeakSecrets() {}

    static boolean isWeak(byte[] key) {
        boolean[] seen = new boolean[256];
        int different = 0;
        for (byte one : key) {
            different += seen[one & 0xff] ? 0 : 1;
            seen[one & 0xff] = true;
        }
        return different < LEAST_DIFFERENT_BYTES;
    }

    /** @param login whose it is */
    static boolean isWeak(String password, String login) {
        String plain = password.toLowerCase(Locale.ROOT);
        return plain.length() < LEAST_PASSWORD_CHARACTERS
                || DEFAULTS.contains(plain)
                || login.contains(plain)
                || plain.chars().distinct().count() < 4;
    }

    /** Of the login roles, as they are written down. */
    static void check(Settings settings, List<String> problems) {
        for (Key key : List.of(
                Key.DATABASE_INTAKE_PASSWORD,
                Key.DATABASE_ENGINE_PASSWORD,
                Key.DATABASE_FEED_PASSWORD,
                Key.DATABASE_API_PASSWORD)) {
            String login = "anling_" + key.path().replace("database.", "").replace("_password", "");
            settings.find(key)
                    .filter(password -> isWeak(password, login))
                    .ifPresent(password -> problems.add(
                            key.path() + " is a default or too weak a password; give the role a random one of at least "
                                    + LEAST_PASSWORD_CHARACTERS + " characters"));
        }
    }

    /** Of the owner, who may do everything. */
    static void checkOwner(DatabaseUrl url, List<String> problems) {
        if (DEFAULTS.contains(url.owner().password().toLowerCase(Locale.ROOT))) {
            problems.add("database.url holds a default password; give the owner a random one");
        }
    }
}
