package care.anling.app;

import care.anling.app.config.Key;
import care.anling.app.config.Settings;
import care.anling.app.database.DemoDatabase;
import care.anling.app.database.GivenDatabase;
import care.anling.app.demo.DemoAccess;
import care.anling.app.demo.DemoHome;
import care.anling.app.demo.DemoLoader;
import care.anling.fleet.Fleet;
import care.anling.fleet.FleetOptions;
import care.anling.fleet.Installation;
import care.anling.verticles.access.SigningKeyFiles;
import care.anling.verticles.api.Exchange;
import care.anling.verticles.api.MapGround;
import care.anling.verticles.mqtt.SecretHash;
import care.anling.verticles.notify.NotifyConfig;
import care.anling.verticles.notify.WebhookSignature;
import care.anling.verticles.store.DatabaseAccess;
import care.anling.verticles.store.DatabaseRole;
import care.anling.verticles.vault.DataKeySource;
import care.anling.verticles.vault.Vault;
import care.anling.verticles.watch.WatchConfig;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code anling demo}: everything on one machine, with nothing to configure. */
@Command(
        name = "demo",
        description = "One node with its own database, a demo community and simulated devices.",
        mixinStandardHelpOptions = true)
final class DemoCommand implements Callable<Integer> {

    /** Only this machine sees the demo, unless its operator says otherwise. */
    private static final String LOOPBACK = "127.0.0.1";

    private static final int FLEET_STOP_SECONDS = 10;

    @Spec
    private CommandSpec spec;

    @Option(names = "--no-simulation", description = "leave the simulated devices and responders out")
    private boolean noSimulation;

    @Option(names = "--reset", description = "start from an empty database")
    private boolean reset;

    @Override
    public Integer call() throws IOException {
        Progress progress = new Progress(spec.commandLine().getOut());
        Settings settings = settings();
        Path home = DemoHome.place();
        Optional<String> given = settings.find(Key.DATABASE_URL);
        if (given.isPresent()) {
            return runOnGiven(given.get(), settings, home, progress);
        }
        if (reset) {
            progress.say("removing what " + home + " holds");
            DemoDatabase.reset(home);
        }
        DemoDatabase database = DemoDatabase.start(home, progress::say);
        try {
            return run(settings, home, database.access(), progress);
        } finally {
            database.stop();
        }
    }

    /** Somebody's own PostgreSQL: filled, never emptied and never stopped. */
    private int runOnGiven(String url, Settings settings, Path home, Progress progress) throws IOException {
        if (reset) {
            throw new StartFailure("--reset empties only the demo's own database; empty yours yourself, or unset "
                    + Key.DATABASE_URL.variable());
        }
        DatabaseUrl database = DatabaseUrl.parse(url)
                .orElseThrow(() -> new StartFailure(
                        Key.DATABASE_URL.path() + " is not of the form " + Key.DATABASE_URL.meaning()));
        return run(settings, home, GivenDatabase.open(database, home, progress::say), progress);
    }

    private int run(Settings settings, Path home, DatabaseAccess database, Progress progress) throws IOException {
        DemoHome secrets = DemoHome.open(home);
        NodeConfig.Pepper pepper = new NodeConfig.Pepper(secrets.pepper());
        DataKeySource dataKeys = DataKeySource.fileOrCreate(DemoHome.dataKeys(home), Instant.now());
        Vault vault = DataKeySettings.vault(dataKeys);
        Databases.prepareSealed(database.jdbcUrl(), database.of(DatabaseRole.OWNER), vault, progress);
        progress.say("loading the demo community");
        DemoAccess access = load(home, database, new SecretHash(pepper.bytes()), vault);
        List<String> problems = new ArrayList<>();
        NotifyConfig notify =
                ChannelSettings.read(settings, home.resolve("secrets").resolve("push.jwk"), problems);
        List<Exchange> exchanges = new ArrayList<>(ExchangeSettings.read(settings, problems));
        WebhookSignature.of(access.hotlineSecret())
                .ifPresent(signed -> exchanges.add(new Exchange(DemoAccess.HOTLINE, signed, Optional.empty())));
        WatchConfig watch = WatchSettings.read(settings, problems);
        MapGround ground = MapSettings.read(settings, Buffer.buffer(DemoHome.plan()), problems);
        if (!problems.isEmpty()) {
            throw new StartFailure(problems);
        }
        NodeConfig config = new NodeConfig(
                settings,
                database,
                new NodeConfig.Secrets(
                        SigningKeyFiles.folderOrCreate(DemoHome.signingKeys(home), Instant.now()),
                        pepper,
                        dataKeys,
                        vault),
                notify,
                exchanges,
                watch,
                ground);
        progress.say("opening the doors");
        return new Running(progress).until(config, node -> beside(node, settings, access, progress));
    }

    private static Settings settings() {
        Settings.Loaded loaded = Settings.load(Optional.empty(), System.getenv());
        Settings settings = loaded.settings()
                .withDefault(Key.HTTP_HOST, any -> LOOPBACK)
                .withDefault(Key.MQTT_HOST, any -> LOOPBACK)
                // Its passwords lie in a file for whoever tries it: a second step would keep out only them.
                .withDefault(Key.IDENTITY_TOTP, any -> "optional")
                // Its simulated devices and responders come in by the plain doors.
                .with(Key.HTTP_PLAIN, "true")
                .with(Key.MQTT_PLAIN, "true");
        List<String> problems = new ArrayList<>(loaded.problems());
        HttpSettings.check(settings, problems);
        IdentitySettings.check(settings, problems);
        if (problems.isEmpty()) {
            TlsSettings.check(settings, problems);
        }
        if (problems.isEmpty()) {
            problems.addAll(Ports.problems(settings));
        }
        if (!problems.isEmpty()) {
            throw new StartFailure(problems);
        }
        return settings;
    }

    private static DemoAccess load(Path home, DatabaseAccess database, SecretHash hash, Vault vault)
            throws IOException {
        DatabaseAccess.Credentials owner = database.of(DatabaseRole.OWNER);
        try (Connection connection = DriverManager.getConnection(database.jdbcUrl(), owner.user(), owner.password())) {
            return new DemoLoader(home, hash::of, vault).load(connection, LocalDate.now(ZoneOffset.UTC));
        } catch (SQLException e) {
            throw new StartFailure("the demo community cannot be loaded: " + e.getMessage()
                    + ". Start with --reset to begin from an empty database");
        }
    }

    private AutoCloseable beside(Node node, Settings settings, DemoAccess access, Progress progress) {
        DemoAccess.Addresses addresses = new DemoAccess.Addresses(
                "http://" + settings.text(Key.HTTP_HOST) + ":" + node.httpPort(),
                "mqtt://" + settings.text(Key.MQTT_HOST) + ":" + node.mqttPort(),
                "http://" + settings.text(Key.MANAGEMENT_HOST) + ":" + node.managementPort());
        Path written = write(access, addresses);
        tell(access, addresses, written, progress);
        if (noSimulation) {
            return () -> {};
        }
        progress.say("starting the simulated devices and responders");
        return startFleet(written);
    }

    private static Path write(DemoAccess access, DemoAccess.Addresses addresses) {
        try {
            return access.write(addresses);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void tell(DemoAccess access, DemoAccess.Addresses addresses, Path written, Progress progress) {
        Consumer<String> line = progress::plain;
        line.accept("");
        line.accept("  Console     " + addresses.http());
        line.accept("  MQTT        " + addresses.mqtt());
        line.accept("  Management  " + addresses.management() + "/health/ready");
        line.accept("  Devices     every id and secret is in " + written);
        line.accept("");
        line.accept("  Sign in as");
        access.visitors()
                .forEach(visitor -> line.accept(String.format(
                        "    %-12s %-16s %-16s %s",
                        visitor.role(), visitor.username(), visitor.password(), visitor.name())));
        line.accept("");
    }

    private static AutoCloseable startFleet(Path demoJson) {
        Installation installation;
        try {
            installation = Installation.read(demoJson);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Vertx vertx = Vertx.vertx();
        vertx.deployVerticle(new Fleet(installation, FleetOptions.demo()))
                .onFailure(failure -> System.err.println("anling: the simulation did not start: " + failure));
        return () -> stop(vertx);
    }

    private static void stop(Vertx vertx) throws InterruptedException, ExecutionException, TimeoutException {
        vertx.close().toCompletionStage().toCompletableFuture().get(FLEET_STOP_SECONDS, TimeUnit.SECONDS);
    }
}
