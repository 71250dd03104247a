package care.anling.app;

import care.anling.app.config.Key;
import care.anling.app.config.Settings;
import care.anling.verticles.watch.WatchConfig;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** How Anling watches itself, out of the settings. */
final class WatchSettings {

    private WatchSettings() {}

    static WatchConfig read(Settings settings, List<String> problems) {
        Optional<URI> heartbeat = settings.find(Key.WATCH_HEARTBEAT_URL).flatMap(url -> url(url, problems));
        if (!problems.isEmpty()) {
            // A number among them may be none.
            return WatchConfig.OFF;
        }
        Duration canary = Duration.ofSeconds(settings.number(Key.WATCH_CANARY_SECONDS));
        return new WatchConfig(
                settings.flag(Key.WATCH_ENABLED),
                settings.flag(Key.WATCH_CANARY) ? Optional.of(canary) : Optional.empty(),
                heartbeat,
                Duration.ofSeconds(settings.number(Key.WATCH_HEARTBEAT_SECONDS)),
                WatchConfig.Pace.USUAL);
    }

    /** Never repeats what was written: it is a secret. */
    private static Optional<URI> url(String text, List<String> problems) {
        try {
            URI url = new URI(text.strip());
            if (("http".equals(url.getScheme()) || "https".equals(url.getScheme())) && url.getHost() != null) {
                return Optional.of(url);
            }
        } catch (URISyntaxException e) {
            // Told below, in the same words as one without a host.
        }
        problems.add(Key.WATCH_HEARTBEAT_URL.path() + " (" + Key.WATCH_HEARTBEAT_URL.variable()
                + ") must be an http or https address");
        return Optional.empty();
    }
}
