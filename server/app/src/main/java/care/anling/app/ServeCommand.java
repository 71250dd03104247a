package care.anling.app;

import care.anling.app.config.Key;
import care.anling.app.config.Settings;
import care.anling.verticles.access.SigningKeyFiles;
import care.anling.verticles.api.Exchange;
import care.anling.verticles.api.MapGround;
import care.anling.verticles.notify.NotifyConfig;
import care.anling.verticles.store.DatabaseAccess;
import care.anling.verticles.store.DatabaseRole;
import care.anling.verticles.vault.DataKeySource;
import care.anling.verticles.vault.Vault;
import care.anling.verticles.watch.WatchConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code anling serve}: a node against a given PostgreSQL. Refuses to start, naming every problem at once. */
@Command(name = "serve", description = "Start a node against your PostgreSQL.", mixinStandardHelpOptions = true)
final class ServeCommand implements Callable<Integer> {

    private static final int LEAST_PEPPER_BYTES = 32;

    @Spec
    private CommandSpec spec;

    @Option(names = "--config", paramLabel = "FILE", description = "YAML settings; the environment overrides them")
    private Optional<Path> file = Optional.empty();

    @Override
    public Integer call() {
        Settings.Loaded loaded = Settings.load(file, System.getenv());
        List<String> problems = new ArrayList<>(loaded.problems());
        Settings settings = loaded.settings();
        Optional<DatabaseUrl> url = databaseUrl(settings, problems);
        Optional<NodeConfig.Pepper> pepper = pepper(settings, problems);
        Optional<SigningKeyFiles> signingKeys = signingKeys(settings, problems);
        Optional<DataKeySource> dataKeys = DataKeySettings.check(settings, problems);
        checkRolePasswords(settings, problems);
        WeakSecrets.check(settings, problems);
        url.ifPresent(database -> WeakSecrets.checkOwner(database, problems));
        HttpSettings.check(settings, problems);
        IdentitySettings.check(settings, problems);
        if (loaded.problems().isEmpty()) {
            TlsSettings.check(settings, problems);
        }
        NotifyConfig notify = ChannelSettings.read(settings, problems);
        List<Exchange> exchanges = ExchangeSettings.read(settings, problems);
        WatchConfig watch = WatchSettings.read(settings, problems);
        MapGround ground = MapSettings.read(settings, MapSettings.plan(settings, problems), problems);
        if (problems.isEmpty()) {
            problems.addAll(Ports.problems(settings));
        }
        if (!problems.isEmpty()) {
            throw new StartFailure(problems);
        }
        DatabaseUrl database = url.orElseThrow();
        Progress progress = new Progress(spec.commandLine().getOut());
        progress.say("bringing the schema up to date");
        int applied = Databases.migrate(database.jdbcUrl(), database.owner());
        progress.say(applied == 0 ? "the schema is up to date" : "applied " + applied + " migrations");
        Vault vault = DataKeySettings.vault(dataKeys.orElseThrow());
        Databases.prepareSealed(database.jdbcUrl(), database.owner(), vault, progress);
        NodeConfig config = new NodeConfig(
                settings,
                new DatabaseAccess(database.host(), database.port(), database.name(), credentials(settings, database)),
                new NodeConfig.Secrets(signingKeys.orElseThrow(), pepper.orElseThrow(), dataKeys.orElseThrow(), vault),
                notify,
                exchanges,
                watch,
                ground);
        return new Running(progress).until(config, node -> {
            tellDoors(node, settings, progress);
            return () -> {};
        });
    }

    /** With port 0 nobody could know otherwise. */
    private static void tellDoors(Node node, Settings settings, Progress progress) {
        String http = settings.text(Key.HTTP_HOST) + ":";
        String mqtt = settings.text(Key.MQTT_HOST) + ":";
        if (settings.flag(Key.HTTP_PLAIN)) {
            progress.say("HTTP on " + http + node.httpPort());
        }
        node.httpTlsPort().ifPresent(port -> progress.say("HTTPS on " + http + port));
        if (settings.flag(Key.MQTT_PLAIN)) {
            progress.say("MQTT on " + mqtt + node.mqttPort());
        }
        node.mqttTlsPort().ifPresent(port -> progress.say("MQTT over TLS on " + mqtt + port));
        progress.say("management on " + settings.text(Key.MANAGEMENT_HOST) + ":" + node.managementPort());
    }

    private static Optional<DatabaseUrl> databaseUrl(Settings settings, List<String> problems) {
        Optional<String> text = settings.find(Key.DATABASE_URL);
        if (text.isEmpty()) {
            problems.add("database.url is missing (or ANLING_DATABASE_URL, ANLING_DATABASE_URL_FILE): "
                    + Key.DATABASE_URL.meaning());
            return Optional.empty();
        }
        Optional<DatabaseUrl> parsed = DatabaseUrl.parse(text.get());
        if (parsed.isEmpty()) {
            problems.add("database.url is not of the form " + Key.DATABASE_URL.meaning());
        }
        return parsed;
    }

    private static Optional<NodeConfig.Pepper> pepper(Settings settings, List<String> problems) {
        try {
            byte[] bytes = Base64.getDecoder()
                    .decode(settings.text(Key.SECURITY_PEPPER).strip());
            if (bytes.length >= LEAST_PEPPER_BYTES && !WeakSecrets.isWeak(bytes)) {
                return Optional.of(new NodeConfig.Pepper(bytes));
            }
        } catch (IllegalArgumentException notBase64) {
            // Told below, in the same words as one that is too short.
        }
        problems.add("security.pepper must be " + Key.SECURITY_PEPPER.meaning() + " (try: openssl rand -base64 32)");
        return Optional.empty();
    }

    private static Optional<SigningKeyFiles> signingKeys(Settings settings, List<String> problems) {
        Optional<String> path = settings.find(Key.SECURITY_SIGNING_KEY_FILE);
        if (path.isEmpty()) {
            problems.add("security.signing_key_file is missing: " + Key.SECURITY_SIGNING_KEY_FILE.meaning());
            return Optional.empty();
        }
        try {
            SigningKeyFiles files = SigningKeyFiles.at(Path.of(path.get()));
            var unused = files.read(Instant.now());
            return Optional.of(files);
        } catch (IOException | IllegalArgumentException e) {
            problems.add("security.signing_key_file: " + e.getMessage());
            return Optional.empty();
        }
    }

    private static void checkRolePasswords(Settings settings, List<String> problems) {
        for (Key key : List.of(
                Key.DATABASE_INTAKE_PASSWORD,
                Key.DATABASE_ENGINE_PASSWORD,
                Key.DATABASE_FEED_PASSWORD,
                Key.DATABASE_API_PASSWORD)) {
            if (settings.find(key).isEmpty()) {
                problems.add(key.path() + " is missing (or " + key.variable() + ", " + key.variable() + "_FILE): "
                        + key.meaning());
            }
        }
    }

    private static Map<DatabaseRole, DatabaseAccess.Credentials> credentials(Settings settings, DatabaseUrl url) {
        return Map.of(
                DatabaseRole.OWNER, url.owner(),
                DatabaseRole.INTAKE, login(DatabaseRole.INTAKE, settings.text(Key.DATABASE_INTAKE_PASSWORD)),
                DatabaseRole.ENGINE, login(DatabaseRole.ENGINE, settings.text(Key.DATABASE_ENGINE_PASSWORD)),
                DatabaseRole.FEED, login(DatabaseRole.FEED, settings.text(Key.DATABASE_FEED_PASSWORD)),
                DatabaseRole.API, login(DatabaseRole.API, settings.text(Key.DATABASE_API_PASSWORD)));
    }

    private static DatabaseAccess.Credentials login(DatabaseRole role, String password) {
        return new DatabaseAccess.Credentials(role.login(), password);
    }
}
