package care.anling.app;

import care.anling.app.config.Key;
import care.anling.app.config.Settings;
import care.anling.verticles.vault.DataKey;
import care.anling.verticles.vault.DataKeySource;
import care.anling.verticles.vault.DataKeys;
import care.anling.verticles.vault.Vault;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The data keys as the operator gave them: a file, or a text of the environment. Never both, never a default. */
final class DataKeySettings {

    private DataKeySettings() {}

    static Optional<DataKeySource> source(Settings settings) {
        return settings.find(Key.SECURITY_DATA_KEY_FILE)
                .map(path -> DataKeySource.at(Path.of(path)))
                .or(() -> settings.find(Key.SECURITY_DATA_KEYS).map(DataKeySource::of));
    }

    static Vault vault(DataKeySource source) {
        try {
            return new Vault(source.read(Instant.now()));
        } catch (IOException | IllegalArgumentException e) {
            throw new StartFailure("the data keys cannot be read: " + e.getMessage());
        }
    }

    /** Absent with a problem told when there are none, or none that can be used. */
    static Optional<DataKeySource> check(Settings settings, List<String> problems) {
        String which = settings.find(Key.SECURITY_DATA_KEY_FILE).isPresent()
                ? Key.SECURITY_DATA_KEY_FILE.path()
                : Key.SECURITY_DATA_KEYS.path();
        Optional<DataKeySource> source = source(settings);
        if (source.isEmpty()) {
            problems.add(Key.SECURITY_DATA_KEY_FILE.path() + " is missing (or " + Key.SECURITY_DATA_KEYS.variable()
                    + "): " + Key.SECURITY_DATA_KEY_FILE.meaning()
                    + " (try: echo \"k1 $(openssl rand -base64 32)\")");
            return source;
        }
        try {
            DataKeys keys = source.get().read(Instant.now());
            keys.all().stream()
                    .filter(DataKey::isGuessable)
                    .forEach(key -> problems.add(
                            which + ": the key “" + key.id() + "” is not random (try: openssl rand -base64 32)"));
            return source;
        } catch (NoSuchFileException e) {
            problems.add(which + ": there is no " + e.getFile());
        } catch (IOException | IllegalArgumentException e) {
            problems.add(which + ": " + e.getMessage());
        }
        return Optional.empty();
    }
}
