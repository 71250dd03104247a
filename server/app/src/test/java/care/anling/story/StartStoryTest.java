package care.anling.story;

import static org.assertj.core.api.Assertions.assertThat;

import care.anling.migrations.TestDatabase;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What stands in the way of a start is said in one line each, all at once, and ends with code 2. */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class StartStoryTest {

    private static final int WRONG_USAGE_OR_CONFIGURATION = 2;
    private static final Map<String, String> ANY_PORTS =
            Map.of("ANLING_HTTP_PORT", "0", "ANLING_MQTT_PORT", "0", "ANLING_MANAGEMENT_PORT", "0");

    @RegisterExtension
    static final SharedTown SHARED = new SharedTown();

    @RegisterExtension
    static final TestDatabase DATABASE = new TestDatabase();

    @TempDir
    private Path home;

    /** @param problems the lines that tell what is wrong */
    private record Ended(int code, List<String> problems, String all) {}

    @Test
    void busyPortsAreNamedTogetherWithTheWayOut() throws IOException, InterruptedException {
        try (ServerSocket http = taken();
                ServerSocket mqtt = taken()) {
            Ended ended = run(
                    with("ANLING_HTTP_PORT", port(http), "ANLING_MQTT_PORT", port(mqtt)), "demo", "--no-simulation");
            assertThat(ended.code()).isEqualTo(WRONG_USAGE_OR_CONFIGURATION);
            assertThat(ended.problems())
                    .hasSize(2)
                    .anyMatch(line -> line.contains("http.port") && line.contains("ANLING_HTTP_PORT"))
                    .anyMatch(line -> line.contains("mqtt.port") && line.contains("ANLING_MQTT_PORT"));
        }
    }

    @Test
    void aFolderThatIsNoDatabaseIsNotTouched() throws IOException, InterruptedException {
        Path stranger = Files.createDirectories(home.resolve("postgres")).resolve("holiday.jpg");
        Files.writeString(stranger, "not a database");
        Ended ended = run(ANY_PORTS, "demo", "--no-simulation");
        assertThat(ended.code()).isEqualTo(WRONG_USAGE_OR_CONFIGURATION);
        assertThat(ended.problems()).hasSize(1).allMatch(line -> line.contains("--reset"));
        assertThat(stranger).hasContent("not a database");
    }

    @Test
    void aDatabaseThatDoesNotAnswerIsNamedWithoutItsPassword() throws IOException, InterruptedException {
        String port = freePort();
        Ended ended =
                run(with("ANLING_DATABASE_URL", "postgresql://owner:hush-hush@127.0.0.1:" + port + "/anling"), "demo");
        assertThat(ended.code()).isEqualTo(WRONG_USAGE_OR_CONFIGURATION);
        assertThat(ended.problems()).hasSize(1).allMatch(line -> line.contains("127.0.0.1:" + port));
        assertThat(ended.all()).doesNotContain("hush-hush");
    }

    @Test
    void anUnknownOptionIsNamed() throws IOException, InterruptedException {
        Ended ended = run(ANY_PORTS, "demo", "--no-simulatoin");
        assertThat(ended.code()).isEqualTo(WRONG_USAGE_OR_CONFIGURATION);
        assertThat(ended.problems()).hasSize(1).allMatch(line -> line.contains("--no-simulatoin"));
    }

    @Test
    void aSecondDemoInTheSameHomeIsSentAway() throws IOException, InterruptedException {
        Path taken = SHARED.town().home();
        Ended ended = run(taken, ANY_PORTS, "demo", "--no-simulation");
        assertThat(ended.code()).isEqualTo(WRONG_USAGE_OR_CONFIGURATION);
        assertThat(ended.problems()).hasSize(1).allMatch(line -> line.contains("another Anling already runs"));
        assertThat(Desk.status(SHARED.town().management().resolve("/health/ready")))
                .as("the first one runs on")
                .isEqualTo(200);
    }

    @Test
    void serveNamesEverythingThatIsMissingAtOnce() throws IOException, InterruptedException {
        Ended ended = run(Map.of("ANLING_MQTT_PORT", "many"), "serve");
        assertThat(ended.code()).isEqualTo(WRONG_USAGE_OR_CONFIGURATION);
        List<String> expected = List.of(
                "mqtt.port",
                "database.url",
                "security.pepper",
                "security.signing_key_file",
                "security.data_key_file",
                "database.intake_password",
                "database.engine_password",
                "database.feed_password",
                "database.api_password");
        assertThat(ended.problems()).hasSameSizeAs(expected);
        expected.forEach(key -> assertThat(ended.problems()).anyMatch(line -> line.contains(key)));
    }

    @Test
    void serveRunsOnAPostgresqlWithItsFourRoles()
            throws IOException, InterruptedException, SQLException, GeneralSecurityException {
        Path config = Files.writeString(home.resolve("anling.yaml"), ServeFile.onTestDatabase(DATABASE, home));
        try (AnlingProcess server = AnlingProcess.prepare("serve", "serve", "--config", config.toString())
                .start()) {
            URI management = URI.create("http://" + address(server, "management"));
            URI http = URI.create("http://" + address(server, "HTTP"));
            assertThat(Desk.status(management.resolve("/health/ready"))).isEqualTo(200);
            assertThat(Desk.status(http.resolve("/openapi.yaml"))).isEqualTo(200);
            assertThat(Desk.status(http.resolve("/"))).isEqualTo(200);
            assertThat(connectedRoles()).containsExactly("anling_api", "anling_engine", "anling_feed", "anling_intake");
            assertThat(server.stop()).as("an orderly end").isZero();
        }
    }

    /** The town's own PostgreSQL asks for passwords, as a production's does. */
    @Test
    void serveNamesEveryRoleThatTheDatabaseDoesNotLetIn()
            throws IOException, InterruptedException, GeneralSecurityException {
        DemoTown town = SHARED.town();
        String settings = ServeFile.onTown(town, home)
                .replaceAll("(engine|feed)_password: .*", "$1_password: wrong-k7Rq2vXw")
                .replaceAll("data_keys: .*", "data_key_file: " + town.home().resolve("secrets/data-keys"));
        Path config = Files.writeString(home.resolve("anling.yaml"), settings);
        Ended ended = run(ANY_PORTS, "serve", "--config", config.toString());
        assertThat(ended.code()).isEqualTo(WRONG_USAGE_OR_CONFIGURATION);
        assertThat(ended.problems())
                .hasSize(2)
                .anyMatch(line -> line.contains("anling_engine") && line.contains("database.engine_password"))
                .anyMatch(line -> line.contains("anling_feed") && line.contains("database.feed_password"));
    }

    @Test
    void serveRefusesSecretsOutOfExamples() throws IOException, InterruptedException, GeneralSecurityException {
        String settings = ServeFile.onTestDatabase(DATABASE, home)
                .replaceAll("anling_owner:[^@]*@", "anling_owner:changeme@")
                .replaceAll("(intake|engine)_password: .*", "$1_password: password")
                .replaceAll("feed_password: .*", "feed_password: anling_feed")
                .replaceAll("api_password: .*", "api_password: postgres")
                .replaceAll("pepper: .*", "pepper: " + Base64.getEncoder().encodeToString(new byte[32]))
                .replaceAll(
                        "data_keys: .*", "data_keys: k1 " + Base64.getEncoder().encodeToString(new byte[32]));
        Path config = Files.writeString(home.resolve("anling.yaml"), settings);
        Ended ended = run(ANY_PORTS, "serve", "--config", config.toString());
        assertThat(ended.code()).isEqualTo(WRONG_USAGE_OR_CONFIGURATION);
        List<String> expected = List.of(
                "security.pepper",
                "security.data_keys",
                "database.intake_password",
                "database.engine_password",
                "database.feed_password",
                "database.api_password",
                "database.url holds a default password");
        assertThat(ended.problems()).hasSameSizeAs(expected);
        expected.forEach(key -> assertThat(ended.problems()).anyMatch(line -> line.contains(key)));
        assertThat(ended.all()).doesNotContain("changeme");
    }

    @Test
    void serveRefusesHalfAProvider() throws IOException, InterruptedException, GeneralSecurityException {
        Path config = Files.writeString(home.resolve("anling.yaml"), ServeFile.onTestDatabase(DATABASE, home));
        Ended ended =
                run(with("ANLING_IDENTITY_OIDC_ISSUER", "http://id.example"), "serve", "--config", config.toString());
        assertThat(ended.code()).isEqualTo(WRONG_USAGE_OR_CONFIGURATION);
        assertThat(ended.problems()).hasSize(5).allMatch(line -> line.contains("identity.oidc."));
    }

    @Test
    void serveRefusesAnotherDataKeyThanTheOneTheDatabaseWasSealedWith()
            throws IOException, InterruptedException, GeneralSecurityException {
        DemoTown town = SHARED.town();
        Path config = Files.writeString(home.resolve("anling.yaml"), ServeFile.onTown(town, home));
        Ended ended = run(ANY_PORTS, "serve", "--config", config.toString());
        assertThat(ended.code()).isEqualTo(WRONG_USAGE_OR_CONFIGURATION);
        assertThat(ended.problems())
                .hasSize(1)
                .allMatch(line -> line.contains("the data key") && line.contains("is missing"));
    }

    /** Where it says that this door is. */
    private static String address(AnlingProcess server, String door) throws IOException {
        Matcher told = Pattern.compile("anling: " + door + " on (127\\.0\\.0\\.1:\\d+)")
                .matcher(server.said());
        assertThat(told.find()).as("the place of " + door).isTrue();
        return told.group(1);
    }

    private static List<String> connectedRoles() throws SQLException {
        try (Connection database = DATABASE.connect();
                Statement statement = database.createStatement();
                ResultSet rows = statement.executeQuery("SELECT DISTINCT usename FROM pg_stat_activity"
                        + " WHERE datname = current_database() AND pid <> pg_backend_pid() ORDER BY usename")) {
            List<String> roles = new ArrayList<>();
            while (rows.next()) {
                roles.add(rows.getString(1));
            }
            return roles;
        }
    }

    private static ServerSocket taken() throws IOException {
        return new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    }

    /** Where nobody listens. */
    private static String freePort() throws IOException {
        try (ServerSocket socket = taken()) {
            return port(socket);
        }
    }

    private static String port(ServerSocket socket) {
        return Integer.toString(socket.getLocalPort());
    }

    private static Map<String, String> with(String... pairs) {
        Map<String, String> environment = new LinkedHashMap<>(ANY_PORTS);
        for (int i = 0; i < pairs.length; i += 2) {
            environment.put(pairs[i], pairs[i + 1]);
        }
        return environment;
    }

    private Ended run(Map<String, String> environment, String... arguments) throws IOException, InterruptedException {
        return run(home, environment, arguments);
    }

    private static Ended run(Path where, Map<String, String> environment, String... arguments)
            throws IOException, InterruptedException {
        Path said = Files.createTempFile("anling-start", ".log");
        try {
            Process process = AnlingProcess.command(environment, where, List.of(arguments))
                    .redirectOutput(said.toFile())
                    .start();
            if (!process.waitFor(Patience.LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
                throw new IllegalStateException("it does not end; it said:\n" + Files.readString(said));
            }
            String all = Files.readString(said, StandardCharsets.UTF_8);
            // Where the ports come from, what is unpacked: the way, not the problem.
            List<String> problems = all.lines()
                    .filter(line -> line.startsWith("anling: "))
                    .filter(line -> !line.matches(
                            "anling: (unpacking|making|starting|using|loading|bringing|the schema is up to date).*"))
                    .toList();
            return new Ended(process.exitValue(), problems, all);
        } finally {
            Files.delete(said);
        }
    }
}
