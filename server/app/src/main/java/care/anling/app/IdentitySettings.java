package care.anling.app;

import care.anling.app.config.Key;
import care.anling.app.config.Settings;
import care.anling.verticles.access.SecondStep;
import care.anling.verticles.oidc.OidcConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** What the settings say about who signs in, and how. */
final class IdentitySettings {

    /** What means nothing without a provider. */
    private static final List<Key> THE_PROVIDERS = List.of(
            Key.IDENTITY_OIDC_NAME,
            Key.IDENTITY_OIDC_CLIENT_ID,
            Key.IDENTITY_OIDC_CLIENT_SECRET,
            Key.IDENTITY_OIDC_REDIRECT_URI,
            Key.IDENTITY_OIDC_CLAIM);

    private IdentitySettings() {}

    static void check(Settings settings, List<String> problems) {
        var unusedPolicy = totp(settings, problems);
        var unusedProvider = oidc(settings, problems);
    }

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

    /**
     * @param problems told what keeps it from being used, all at once
     * @return the provider, unless none is configured or something is wrong with it
     */
    static Optional<OidcConfig> oidc(Settings settings, List<String> problems) {
        Optional<String> issuer = settings.find(Key.IDENTITY_OIDC_ISSUER).map(String::strip);
        List<String> wrong = new ArrayList<>();
        if (issuer.isEmpty()) {
            THE_PROVIDERS.stream()
                    .filter(key -> settings.find(key).isPresent())
                    .forEach(key -> problems.add(key.path() + " needs " + Key.IDENTITY_OIDC_ISSUER.path()));
            return Optional.empty();
        }
        if (!OidcConfig.isSafe(issuer.get()) || issuer.get().indexOf('?') >= 0) {
            wrong.add(Key.IDENTITY_OIDC_ISSUER.path() + " must be an https address without a query");
        }
        String redirect = settings.text(Key.IDENTITY_OIDC_REDIRECT_URI).strip();
        if (!OidcConfig.isSafe(redirect) || !redirect.endsWith("/sign-in")) {
            wrong.add(Key.IDENTITY_OIDC_REDIRECT_URI.path() + " must be " + Key.IDENTITY_OIDC_REDIRECT_URI.meaning());
        }
        for (Key key : List.of(Key.IDENTITY_OIDC_NAME, Key.IDENTITY_OIDC_CLIENT_ID, Key.IDENTITY_OIDC_CLAIM)) {
            if (settings.find(key).isEmpty()) {
                wrong.add(key.path() + " is missing (or " + key.variable() + "): " + key.meaning());
            }
        }
        if (!List.of(settings.text(Key.IDENTITY_OIDC_SCOPE).strip().split("\\s+"))
                .contains("openid")) {
            wrong.add(Key.IDENTITY_OIDC_SCOPE.path() + " must hold openid");
        }
        problems.addAll(wrong);
        return wrong.isEmpty() ? issuer.map(address -> oidc(settings, address, redirect)) : Optional.empty();
    }

    private static OidcConfig oidc(Settings settings, String issuer, String redirect) {
        return new OidcConfig(
                new OidcConfig.Client(
                        issuer,
                        settings.text(Key.IDENTITY_OIDC_CLIENT_ID).strip(),
                        settings.find(Key.IDENTITY_OIDC_CLIENT_SECRET)),
                settings.text(Key.IDENTITY_OIDC_NAME).strip(),
                settings.text(Key.IDENTITY_OIDC_CLAIM).strip(),
                redirect,
                settings.text(Key.IDENTITY_OIDC_SCOPE).strip(),
                Set.copyOf(settings.list(Key.IDENTITY_OIDC_SECOND_STEP)));
    }
}
