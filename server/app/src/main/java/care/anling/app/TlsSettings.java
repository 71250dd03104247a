package care.anling.app;

import care.anling.app.config.Key;
import care.anling.app.config.Settings;
import care.anling.verticles.api.HttpConfig;
import care.anling.verticles.mqtt.MqttConfig;
import care.anling.verticles.tls.TlsPaths;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What the settings say about certificates. */
final class TlsSettings {

    private static final ClientKeys CLIENTS =
            new ClientKeys(Key.MQTT_TLS_CLIENT_AUTHORITY_FILE, Key.MQTT_TLS_REVOCATION_LIST_FILE);

    private record ClientKeys(Key authority, Key takenBack) {}

    private TlsSettings() {}

    /** Tells what no server must start with. Reads the files. */
    static void check(Settings settings, List<String> problems) {
        Optional<TlsPaths> http =
                paths(settings, Key.HTTP_TLS_CERTIFICATE_FILE, Key.HTTP_TLS_KEY_FILE, Optional.empty(), problems);
        Optional<TlsPaths> mqtt =
                paths(settings, Key.MQTT_TLS_CERTIFICATE_FILE, Key.MQTT_TLS_KEY_FILE, Optional.of(CLIENTS), problems);
        http.ifPresent(paths -> paths.problems(Instant.now()).forEach(told -> problems.add("http.tls: " + told)));
        mqtt.ifPresent(paths -> paths.problems(Instant.now()).forEach(told -> problems.add("mqtt.tls: " + told)));
        refuseNothing(settings, Key.HTTP_PLAIN, http, problems);
        refuseNothing(settings, Key.MQTT_PLAIN, mqtt, problems);
    }

    static Optional<HttpConfig.Tls> http(Settings settings) {
        return paths(
                        settings,
                        Key.HTTP_TLS_CERTIFICATE_FILE,
                        Key.HTTP_TLS_KEY_FILE,
                        Optional.empty(),
                        new ArrayList<>())
                .map(paths ->
                        new HttpConfig.Tls(settings.number(Key.HTTP_TLS_PORT), paths, !settings.flag(Key.HTTP_PLAIN)));
    }

    static Optional<MqttConfig.Tls> mqtt(Settings settings) {
        return paths(
                        settings,
                        Key.MQTT_TLS_CERTIFICATE_FILE,
                        Key.MQTT_TLS_KEY_FILE,
                        Optional.of(CLIENTS),
                        new ArrayList<>())
                .map(paths ->
                        new MqttConfig.Tls(settings.number(Key.MQTT_TLS_PORT), paths, !settings.flag(Key.MQTT_PLAIN)));
    }

    private static Optional<TlsPaths> paths(
            Settings settings, Key certificate, Key key, Optional<ClientKeys> devices, List<String> problems) {
        Optional<Path> chain = settings.find(certificate).map(Path::of);
        Optional<Path> secret = settings.find(key).map(Path::of);
        if (chain.isPresent() != secret.isPresent()) {
            problems.add(certificate.path() + " and " + key.path() + " belong together: give both, or neither");
            return Optional.empty();
        }
        Optional<Path> list =
                devices.flatMap(keys -> settings.find(keys.takenBack())).map(Path::of);
        Optional<TlsPaths.Clients> clients = devices.flatMap(keys -> settings.find(keys.authority()))
                .map(file -> new TlsPaths.Clients(Path.of(file), list));
        if (chain.isEmpty() && clients.isPresent()) {
            problems.add(CLIENTS.authority().path() + " needs " + certificate.path());
        }
        if (clients.isEmpty() && list.isPresent()) {
            problems.add(
                    CLIENTS.takenBack().path() + " needs " + CLIENTS.authority().path());
        }
        return chain.map(file -> TlsPaths.of(file, secret.orElseThrow(), clients));
    }

    private static void refuseNothing(Settings settings, Key plain, Optional<TlsPaths> tls, List<String> problems) {
        if (!settings.flag(plain) && tls.isEmpty()) {
            problems.add(plain.path() + " is false, and there is no certificate: nobody could come in");
        }
    }
}
