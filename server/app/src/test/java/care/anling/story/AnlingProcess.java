package care.anling.story;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * {@code anling demo --no-simulation}, or another command that stays, in a process of its own, as its users start it. It
 * can be killed and started again on the same home. Its log stays in {@code target/stories}. Blocking; one thread.
 */
final class AnlingProcess implements AutoCloseable {

    static final Path ARTEFACTS = Path.of("target", "stories");

    /** A busy machine needs its time to make a database and to hash the demo's passwords. */
    private static final Duration START = Duration.ofMinutes(4);

    private static final Duration STOP = Duration.ofSeconds(60);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path home;
    private final Path log;
    private final List<String> arguments;
    private final Map<String, String> environment = new LinkedHashMap<>();
    private Optional<Process> process = Optional.empty();

    private AnlingProcess(Path home, Path log, List<String> arguments) {
        this.home = home;
        this.log = log;
        this.arguments = arguments;
    }

    /** Every port is any free one, at each start another. */
    static AnlingProcess prepare(String name) throws IOException {
        return prepare(name, "demo", "--no-simulation");
    }

    static AnlingProcess prepare(String name, String... arguments) throws IOException {
        Files.createDirectories(ARTEFACTS);
        Path log = ARTEFACTS.resolve(name + ".log");
        Files.deleteIfExists(log);
        AnlingProcess made = new AnlingProcess(Files.createTempDirectory("anling-" + name), log, List.of(arguments));
        for (String port : List.of("ANLING_HTTP_PORT", "ANLING_MQTT_PORT", "ANLING_MANAGEMENT_PORT")) {
            made.environment.put(port, "0");
        }
        // What it says of itself has a story of its own; the others count incidents.
        made.environment.put("ANLING_WATCH_ENABLED", "false");
        return made;
    }

    /** Found again at the same place after a restart, by devices and browsers that know nothing of it. */
    AnlingProcess onPortsThatStay() throws IOException {
        List<ServerSocket> held = new ArrayList<>();
        for (Map.Entry<String, String> port : environment.entrySet()) {
            if (!port.getKey().endsWith("_PORT")) {
                continue;
            }
            ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
            held.add(socket);
            port.setValue(Integer.toString(socket.getLocalPort()));
        }
        for (ServerSocket socket : held) {
            socket.close();
        }
        return this;
    }

    /** For what the demo does not do by itself. */
    AnlingProcess with(String variable, String value) {
        environment.put(variable, value);
        return this;
    }

    AnlingProcess without(String variable) {
        environment.remove(variable);
        return this;
    }

    AnlingProcess start() throws IOException, InterruptedException {
        long from = Files.exists(log) ? Files.size(log) : 0;
        Process started = command(environment, home, arguments)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
        process = Optional.of(started);
        long deadline = System.nanoTime() + START.toNanos();
        while (!said(from).contains("anling ready")) {
            if (!started.isAlive() || System.nanoTime() > deadline) {
                String told = said(from);
                close();
                throw new IllegalStateException("the server is not ready; it said:\n" + told);
            }
            Thread.sleep(100);
        }
        return this;
    }

    /** {@code java care.anling.app.Main …} with this test's own class path. */
    static ProcessBuilder command(Map<String, String> environment, Path home, List<String> arguments) {
        List<String> line = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                // The product's own logging, not the tests'.
                "-Dlogback.configurationFile=logback.xml",
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                "care.anling.app.Main"));
        line.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(line).redirectErrorStream(true);
        builder.redirectInput(new File("/dev/null"));
        builder.environment().keySet().removeIf(name -> name.startsWith("ANLING_"));
        builder.environment().putAll(environment);
        builder.environment().put("ANLING_HOME", home.toString());
        return builder;
    }

    /** Ctrl-C, or what a service manager sends. @return the exit code */
    int stop() throws InterruptedException {
        Process running = process.orElseThrow();
        running.destroy();
        if (!running.waitFor(STOP.toSeconds(), TimeUnit.SECONDS)) {
            throw new IllegalStateException("the server did not stop within " + STOP.toSeconds() + " s; see " + log);
        }
        process = Optional.empty();
        return running.exitValue();
    }

    /** kill -9: no hook runs, nothing is flushed, PostgreSQL stays behind. */
    void kill() throws InterruptedException {
        Process victim = process.orElseThrow();
        victim.destroyForcibly();
        victim.waitFor();
        process = Optional.empty();
    }

    /** kill -9 of its PostgreSQL: what is not on the disk is gone. */
    void killDatabase() {
        ProcessHandle postmaster = findPostmaster().orElseThrow();
        postmaster.destroyForcibly();
        postmaster.onExit().orTimeout(STOP.toSeconds(), TimeUnit.SECONDS).join();
    }

    /** As an operator would, with the options of last time. */
    void startDatabase() throws IOException, InterruptedException {
        List<String> line = new ArrayList<>();
        if ("root".equals(System.getProperty("user.name"))) {
            line.addAll(List.of("unshare", "-U"));
        }
        line.addAll(List.of(home.resolve("postgres-programs/bin/pg_ctl").toString(), "-D", data(), "-w", "-t", "120"));
        line.addAll(List.of("-l", home.resolve("logs/postgres.log").toString(), "restart"));
        // Its backends need a moment to notice that their server is gone; until then it will not start.
        for (int attempt = 1; ; attempt++) {
            Process pgCtl = new ProcessBuilder(line)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                    .start();
            if (pgCtl.waitFor() == 0) {
                return;
            }
            if (attempt == 10) {
                throw new IllegalStateException("PostgreSQL does not start; see " + log);
            }
            Thread.sleep(1_000);
        }
    }

    private String data() {
        return home.resolve("postgres").toString();
    }

    private Optional<ProcessHandle> findPostmaster() {
        try {
            List<String> lines = Files.readAllLines(Path.of(data(), "postmaster.pid"));
            return ProcessHandle.of(Long.parseLong(lines.get(0).strip()))
                    // The number may be somebody else's by now.
                    .filter(found -> found.info().command().orElse("").contains("postgres"));
        } catch (IOException gone) {
            return Optional.empty();
        }
    }

    /** In order if it can, by force if it does not. */
    private static void end(ProcessHandle running) {
        running.destroy();
        running.onExit()
                .completeOnTimeout(running, STOP.toSeconds(), TimeUnit.SECONDS)
                .join();
        running.destroyForcibly();
        running.onExit().join();
    }

    boolean isRunning() {
        return process.filter(Process::isAlive).isPresent();
    }

    Path home() {
        return home;
    }

    JsonNode demo() throws IOException {
        return JSON.readTree(home.resolve("demo.json").toFile());
    }

    /** All it has said since it was first started. */
    String said() throws IOException {
        return said(0);
    }

    private String said(long from) throws IOException {
        byte[] all = Files.readAllBytes(log);
        return new String(all, (int) from, all.length - (int) from, java.nio.charset.StandardCharsets.UTF_8);
    }

    @Override
    public void close() throws IOException {
        process.map(Process::toHandle).ifPresent(AnlingProcess::end);
        findPostmaster().ifPresent(AnlingProcess::end);
        if (!Files.exists(home)) {
            return;
        }
        try (Stream<Path> files = Files.walk(home)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
