package care.anling.bench;

import care.anling.verticles.mqtt.SecretHash;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vertx.pgclient.PgConnectOptions;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/** A server in a process of its own, started as users start it, on an empty home that is thrown away. Blocking. */
final class ServerUnderTest implements AutoCloseable {

    private static final int STOP_SECONDS = 30;
    private static final String MAIN = "care.anling.app.Main";

    private final Path home;
    private final Process process;
    private final JsonNode demo;
    private final Properties passwords;

    /** One device nobody else uses, protecting one resident of the first community. */
    record Login(String id, String secret) {
        String topic(String word) {
            return "v1/" + id + "/up/" + word;
        }
    }

    private ServerUnderTest(Path home, Process process) throws IOException {
        this.home = home;
        this.process = process;
        this.demo = new ObjectMapper().readTree(home.resolve("demo.json").toFile());
        this.passwords = new Properties();
        try (InputStream in = Files.newInputStream(home.resolve("secrets/database.properties"))) {
            passwords.load(in);
        }
    }

    static ServerUnderTest start(Path home) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseG1GC",
                "-XX:MaxGCPauseMillis=50",
                "--add-opens",
                "java.base/jdk.internal.misc=ALL-UNNAMED",
                "-Dio.netty.tryReflectionSetAccessible=true",
                "-cp",
                System.getProperty("java.class.path"),
                MAIN,
                "demo",
                "--no-simulation");
        builder.environment().put("ANLING_HOME", home.toString());
        for (String port : List.of("HTTP", "MQTT", "MANAGEMENT")) {
            builder.environment().put("ANLING_" + port + "_PORT", "0");
        }
        builder.redirectError(home.resolve("server.log").toFile());
        Process process = builder.start();
        awaitReady(process, home);
        return new ServerUnderTest(home, process);
    }

    private static void awaitReady(Process process, Path home) throws IOException {
        BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
        String line = out.readLine();
        while (line != null && !line.equals("anling ready")) {
            line = out.readLine();
        }
        if (line == null) {
            throw new IOException("the server did not start:\n" + Files.readString(home.resolve("server.log")));
        }
    }

    int mqttPort() {
        String uri = demo.get("mqtt").asText();
        return Integer.parseInt(uri.substring(uri.lastIndexOf(':') + 1));
    }

    int httpPort() {
        String uri = demo.get("http").asText();
        return Integer.parseInt(uri.substring(uri.lastIndexOf(':') + 1));
    }

    /** User name and password of a coordinator of the community the bench devices are in. */
    String[] coordinator() {
        for (JsonNode account : demo.get("accounts")) {
            if (account.get("role").asText().equals("COORDINATOR")
                    && account.get("community").asText().equals(community())) {
                return new String[] {
                    account.get("username").asText(), account.get("password").asText()
                };
            }
        }
        throw new IllegalStateException("the demo has no coordinator of " + community());
    }

    String community() {
        return demo.get("devices").get(0).get("community").asText();
    }

    PgConnectOptions owner() throws IOException {
        return new PgConnectOptions()
                .setHost("127.0.0.1")
                .setPort(databasePort())
                .setDatabase("anling")
                .setUser("anling_owner")
                .setPassword(passwords.getProperty("anling_owner"));
    }

    Connection jdbc() throws IOException, SQLException {
        Connection connection = DriverManager.getConnection(
                "jdbc:postgresql://127.0.0.1:" + databasePort() + "/anling?currentSchema=anling",
                "anling_owner",
                passwords.getProperty("anling_owner"));
        connection.setAutoCommit(false);
        return connection;
    }

    /** Registers devices, each with a resident of its own, and waits until every node must know them. */
    List<Login> register(int count, String name) throws IOException, SQLException, InterruptedException {
        SecretHash hash = new SecretHash(Files.readAllBytes(home.resolve("secrets/pepper")));
        List<Login> logins = new ArrayList<>(count);
        UUID community = UUID.fromString(community());
        try (Connection connection = jdbc();
                PreparedStatement resident =
                        connection.prepareStatement("INSERT INTO residents (id, community, name) VALUES (?, ?, ?)");
                PreparedStatement device = connection.prepareStatement(
                        "INSERT INTO devices (id, kind, dialect, community, resident, secret_hashes)"
                                + " VALUES (?, 'PENDANT', 'native', ?, ?, ARRAY[?]::bytea[])")) {
            for (int i = 0; i < count; i++) {
                UUID person = UUID.randomUUID();
                UUID id = UUID.randomUUID();
                String secret = UUID.randomUUID().toString();
                bind(resident, person, community, name + i);
                bind(device, id, community, person, hash.of(secret));
                resident.addBatch();
                device.addBatch();
                logins.add(new Login(id.toString(), secret));
            }
            resident.executeBatch();
            device.executeBatch();
            connection.commit();
        }
        TimeUnit.SECONDS.sleep(3); // the registry is reread every two seconds
        return logins;
    }

    private static void bind(PreparedStatement statement, Object... values) throws SQLException {
        for (int i = 0; i < values.length; i++) {
            statement.setObject(i + 1, values[i]);
        }
    }

    /** Between two scenarios somebody closes what the first one opened: nobody else will, and ladders would go on ringing. */
    void standDownAll() throws IOException, SQLException {
        try (Connection connection = jdbc();
                Statement statement = connection.createStatement()) {
            // The whole table at once, in place of everybody's lock order: the engine is in the middle of its rounds.
            statement.execute("LOCK TABLE incidents, deadlines IN ACCESS EXCLUSIVE MODE");
            statement.execute("UPDATE incidents SET state = 'STOOD_DOWN', disposition = 'TEST', stood_down_at = now()"
                    + " WHERE state = 'OPEN'");
            statement.execute("UPDATE offers SET state = 'WITHDRAWN' WHERE state = 'PENDING'");
            statement.execute("DELETE FROM deadlines");
            connection.commit();
        }
    }

    /** Live bytes of the server's heap after a full collection. */
    long liveHeapBytes() throws IOException, InterruptedException {
        // The histogram is of live objects: taking it is a full collection.
        String histogram = jcmd("GC.class_histogram");
        String total = histogram
                .lines()
                .filter(line -> line.startsWith("Total"))
                .findFirst()
                .orElseThrow(() -> new IOException("jcmd told no total"));
        return Long.parseLong(total.strip().split("\\s+")[2]);
    }

    private String jcmd(String what) throws IOException, InterruptedException {
        Process jcmd = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                        Long.toString(process.pid()),
                        what)
                .redirectErrorStream(true)
                .start();
        String said = new String(jcmd.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        jcmd.waitFor();
        return said;
    }

    /** Resident memory of the server in bytes; empty where /proc does not tell. */
    Optional<Long> residentBytes() throws IOException {
        Path status = Path.of("/proc", Long.toString(process.pid()), "status");
        return Files.exists(status)
                ? Files.readAllLines(status).stream()
                        .filter(line -> line.startsWith("VmRSS:"))
                        .map(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
                        .findFirst()
                : Optional.empty();
    }

    private int databasePort() throws IOException {
        return Integer.parseInt(Files.readString(home.resolve("postgres.port")).strip());
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        System.out.println("home of this run: " + home);
    }
}
