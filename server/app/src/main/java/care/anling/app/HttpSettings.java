package care.anling.app;

import care.anling.app.config.Key;
import care.anling.app.config.Settings;
import care.anling.verticles.api.TrustedProxies;
import java.util.List;
import java.util.Optional;

/** What the settings say about the way to the HTTP server. */
final class HttpSettings {

    private HttpSettings() {}

    /** Tells what {@code serve} must not start with. */
    static void check(Settings settings, List<String> problems) {
        var unused = proxies(settings, problems);
    }

    /** @param problems told about everything that cannot be used; then nobody is trusted */
    static TrustedProxies proxies(Settings settings, List<String> problems) {
        Optional<TrustedProxies.Header> header = TrustedProxies.Header.find(settings.text(Key.HTTP_FORWARDED_HEADER));
        if (header.isEmpty()) {
            problems.add(Key.HTTP_FORWARDED_HEADER.path() + " must be X-Forwarded-For or Forwarded");
        }
        try {
            return TrustedProxies.of(
                    settings.list(Key.HTTP_TRUSTED_PROXIES), header.orElse(TrustedProxies.Header.X_FORWARDED_FOR));
        } catch (IllegalArgumentException e) {
            problems.add(Key.HTTP_TRUSTED_PROXIES.path() + ": " + e.getMessage());
            return TrustedProxies.NONE;
        }
    }
}
