package care.anling.app;

import care.anling.app.config.Key;
import care.anling.app.config.Settings;
import care.anling.verticles.access.SecondStep;
import java.util.List;
import java.util.Locale;

/** What the settings say about who signs in, and how. */
final class IdentitySettings {

    private IdentitySettings() {}

    /** @param problems told about a word that is none; then it is required */
    static SecondStep.Policy totp(Settings settings, List<String> problems) {
        return switch (settings.text(Key.IDENTITY_TOTP).strip().toLowerCase(Locale.ROOT)) {
            case "required" -> SecondStep.Policy.REQUIRED;
            case "optional" -> SecondStep.Policy.OPTIONAL;
            default -> {
                problems.add(Key.IDENTITY_TOTP.path() + " must be required or optional");
                yield SecondStep.Policy.REQUIRED;
            }
        };
    }
}
