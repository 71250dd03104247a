package care.anling.app.database;

import care.anling.app.StartFailure;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.IntPredicate;

/**
 * One PostgreSQL on one data folder, in a process of its own that outlives ours: kill -9 leaves it running, and the next
 * start adopts it. Blocking; called from one thread.
 */
final class PostgresServer {

    static final String SUPERUSER = "postgres";
    static final String HOST = "127.0.0.1";

    /** Recovery after a hard stop reads the log since the last checkpoint; minutes on a slow disk. */
    private static final Duration START_TIMEOUT = Duration.ofMinutes(3);

    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(30);

    /** Backends of a killed server need a moment to notice; until then its shared memory is in use. */
    private static final int START_ATTEMPTS = 5;

    private static final Duration START_PAUSE = Duration.ofSeconds(1);

    private static final int PID_LINE = 0;
    private static final int PORT_LINE = 3;
    private static final int STATUS_LINE = 7;

    /** An acknowledged SOS is on the disk, here too: the three that an embedded server likes to turn off, on. */
    private static final List<String> SETTINGS = List.of(
            "fsync=on",
            "synchronous_commit=on",
            "full_page_writes=on",
            "listen_addresses=" + HOST,
            // A path to a socket has a length limit that a deep home exceeds.
            "unix_socket_directories=",
            "max_connections=50",
            "timezone=UTC",
            "log_timezone=UTC");

    private final Path programs;
    private final Path data;
    private final Path log;
    private final Path portFile;

    PostgresServer(Path programs, Path home) {
        this.programs = programs;
        this.data = home.resolve("postgres");
        this.log = home.resolve("logs").resolve("postgres.log");
        this.portFile = home.resolve("postgres.port");
    }

    boolean exists() {
        return Files.exists(data.resolve("PG_VERSION"));
    }

    /** Made aside and moved when whole: an initdb that was killed leaves nothing that looks like a database. */
    void create(Path passwordFile) throws IOException {
        if (Files.exists(data) && !isEmpty(data)) {
            throw new StartFailure("the folder " + data
                    + " holds something that is no PostgreSQL database. Move it away, or" + " start with --reset");
        }
        Path draft = data.resolveSibling("postgres.new");
        PostgresBinaries.delete(draft);
        Result result = run(List.of(
                program("initdb"),
                "-D",
                draft.toString(),
                "-U",
                SUPERUSER,
                "-E",
                "UTF8",
                "--no-locale",
                "-A",
                "scram-sha-256",
                "--pwfile=" + passwordFile));
        if (result.code() != 0) {
            throw new StartFailure(
                    "the embedded PostgreSQL cannot make its data folder " + data + ": " + result.lastLine());
        }
        Files.deleteIfExists(data);
        Files.move(draft, data, StandardCopyOption.ATOMIC_MOVE);
    }

    /**
     * @param talks whether a PostgreSQL converses at a port; a mere connection proves nothing, the kernel makes it for a
     *     process that is already killed
     * @param waiting told once if one is there that does not talk yet
     * @return the port of a server that already runs on this folder, once it talks
     */
    Optional<Integer> adopt(IntPredicate talks, Runnable waiting) throws IOException {
        boolean told = false;
        long deadline = System.nanoTime() + START_TIMEOUT.toNanos();
        while (System.nanoTime() < deadline) {
            List<String> lines = pidLines();
            if (lines.isEmpty() || !isAlive(lines.get(PID_LINE))) {
                return Optional.empty();
            }
            String status = lines.size() > STATUS_LINE ? lines.get(STATUS_LINE).strip() : "starting";
            // A server killed a moment ago still has its process, its word "ready" and a port that lets one in.
            if (status.equals("ready")) {
                int port = Integer.parseInt(lines.get(PORT_LINE).strip());
                if (talks.test(port)) {
                    return Optional.of(port);
                }
            }
            if (!told) {
                waiting.run();
                told = true;
            }
            pause(Duration.ofMillis(100));
        }
        throw new StartFailure("the PostgreSQL on " + data + " is neither up nor down after "
                + START_TIMEOUT.toSeconds() + " s; see " + log);
    }

    /** @return its port: the one of last time if it is still free */
    int start() throws IOException {
        forgetPidOfSomebodyElse();
        Files.createDirectories(log.getParent());
        Result result = new Result(1, "");
        for (int attempt = 1; attempt <= START_ATTEMPTS; attempt++) {
            int port = choosePort();
            long logStart = Files.exists(log) ? Files.size(log) : 0;
            result = run(startCommand(port));
            if (result.code() == 0) {
                return port;
            }
            String why = reason(logStart).orElse(result.lastLine());
            if (!why.contains("shared memory") && !why.contains("could not bind") && !why.contains("lock file")) {
                throw new StartFailure("the database in " + data + " does not start: " + why + " (see " + log
                        + "). Move the folder away, or start with --reset to begin from an empty one");
            }
            pause(START_PAUSE);
        }
        throw new StartFailure(
                "the database in " + data + " does not start: " + result.lastLine() + " (see " + log + ")");
    }

    /** Clients are sent away, what is committed is written, the next start needs no recovery. */
    void stop() throws IOException {
        List<String> lines = pidLines();
        if (lines.isEmpty() || !isAlive(lines.get(PID_LINE))) {
            return;
        }
        Result result = run(List.of(
                program("pg_ctl"),
                "-D",
                data.toString(),
                "-m",
                "fast",
                "-w",
                "-t",
                Long.toString(STOP_TIMEOUT.toSeconds()),
                "stop"));
        if (result.code() != 0 && !pidLines().isEmpty()) {
            throw new IOException("PostgreSQL did not stop: " + result.lastLine());
        }
    }

    private List<String> startCommand(int port) {
        StringBuilder options = new StringBuilder("-p ").append(port);
        SETTINGS.forEach(setting -> options.append(" -c ").append(setting));
        return List.of(
                program("pg_ctl"),
                "-D",
                data.toString(),
                "-l",
                log.toString(),
                "-o",
                options.toString(),
                "-w",
                "-t",
                Long.toString(START_TIMEOUT.toSeconds()),
                "start");
    }

    /**
     * After a hard stop of the machine the number in the file may be somebody else's by now, and PostgreSQL would refuse to
     * start. A file whose process is simply gone is PostgreSQL's own business: it also guards the shared memory.
     */
    private void forgetPidOfSomebodyElse() throws IOException {
        List<String> lines = pidLines();
        if (!lines.isEmpty() && findProcess(lines.get(PID_LINE)).isPresent() && !isAlive(lines.get(PID_LINE))) {
            Files.deleteIfExists(data.resolve("postmaster.pid"));
        }
    }

    private List<String> pidLines() throws IOException {
        Path file = data.resolve("postmaster.pid");
        try {
            return Files.exists(file) ? Files.readAllLines(file) : List.of();
        } catch (java.nio.file.NoSuchFileException gone) {
            return List.of();
        }
    }

    private static Optional<ProcessHandle> findProcess(String pid) {
        return ProcessHandle.of(Long.parseLong(pid.strip())).filter(ProcessHandle::isAlive);
    }

    /** A living process of that number that is a postgres. Where the command cannot be read, it is believed. */
    private static boolean isAlive(String pid) {
        return findProcess(pid)
                .filter(process -> !isZombie(process.pid()))
                .filter(process -> process.info()
                        .command()
                        .map(command -> command.contains("postgres"))
                        .orElse(true))
                .isPresent();
    }

    /** Dead, but nobody has asked how: in a container without an init that lasts for ever. */
    private static boolean isZombie(long pid) {
        try {
            String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
            return stat.substring(stat.lastIndexOf(')') + 1).strip().startsWith("Z");
        } catch (IOException noSuchFile) {
            return false;
        }
    }

    private int choosePort() throws IOException {
        if (Files.exists(portFile)) {
            int remembered = Integer.parseInt(Files.readString(portFile).strip());
            if (isFree(remembered)) {
                return remembered;
            }
        }
        try (ServerSocket any = new ServerSocket(0, 1, InetAddress.getByName(HOST))) {
            Files.writeString(portFile, Integer.toString(any.getLocalPort()));
            return any.getLocalPort();
        }
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getByName(HOST))) {
            return socket.isBound();
        } catch (IOException taken) {
            return false;
        }
    }

    /** What the server itself said last, without its time stamp. */
    private Optional<String> reason(long from) throws IOException {
        if (!Files.exists(log)) {
            return Optional.empty();
        }
        byte[] all = Files.readAllBytes(log);
        String said = new String(all, (int) from, all.length - (int) from, java.nio.charset.StandardCharsets.UTF_8);
        return said.lines()
                .filter(line -> line.contains("FATAL:") || line.contains("PANIC:"))
                .reduce((first, last) -> first.contains("shared memory") ? first : last)
                .map(line -> line.replaceFirst("^.*?(FATAL|PANIC): +", ""));
    }

    private String program(String name) {
        return programs.resolve("bin").resolve(name).toString();
    }

    private record Result(int code, String output) {
        String lastLine() {
            return output.lines()
                    .filter(line -> !line.isBlank())
                    .reduce((first, last) -> last)
                    .orElse("no reason given");
        }
    }

    /** PostgreSQL refuses to run as root; a user namespace in which we are nobody is enough for it. */
    private static Result run(List<String> command) throws IOException {
        List<String> line = new ArrayList<>();
        if ("root".equals(System.getProperty("user.name")) && new File("/usr/bin/unshare").canExecute()) {
            line.add("unshare");
            line.add("-U");
        }
        line.addAll(command);
        // To a file, not a pipe: the server inherits it and would keep the pipe open for as long as it lives.
        Path output = Files.createTempFile("anling-postgres", ".out");
        try {
            Process process = new ProcessBuilder(line)
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .redirectInput(new File("/dev/null"))
                    .start();
            if (!process.waitFor(START_TIMEOUT.toSeconds() + 10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                return new Result(1, "no answer from " + command.get(0));
            }
            return new Result(process.exitValue(), Files.readString(output));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while PostgreSQL was started or stopped", e);
        } finally {
            Files.deleteIfExists(output);
        }
    }

    private static void pause(Duration time) throws IOException {
        try {
            Thread.sleep(time.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while waiting for PostgreSQL", e);
        }
    }

    private static boolean isEmpty(Path folder) throws IOException {
        try (var entries = Files.list(folder)) {
            return entries.findAny().isEmpty();
        }
    }
}
