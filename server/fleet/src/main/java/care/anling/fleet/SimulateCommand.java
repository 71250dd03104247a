package care.anling.fleet;

import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ./anling simulate}: a fleet against any running server whose {@code demo.json} is at hand. */
@Command(
        name = "simulate",
        mixinStandardHelpOptions = true,
        showDefaultValues = true,
        description = "Simulated devices and responders against a running server.")
public final class SimulateCommand implements Callable<Integer> {

    private static final int REPORT_SECONDS = 10;
    private static final int STOP_SECONDS = 10;

    @Spec
    private @Nullable CommandSpec spec;

    @Option(
            names = "--demo",
            paramLabel = "FILE",
            description = "The server's demo.json.",
            showDefaultValue = CommandLine.Help.Visibility.NEVER)
    private @Nullable Path demo;

    @Option(names = "--devices", paramLabel = "N", description = "At most so many devices.", defaultValue = "50")
    private int devices;

    @Option(names = "--responders", paramLabel = "N", description = "At most so many responders.", defaultValue = "100")
    private int responders;

    @Option(names = "--alarms-per-hour", paramLabel = "N", description = "0 for a quiet street.", defaultValue = "20")
    private double alarmsPerHour;

    @Option(names = "--seed", description = "The same seed, the same mishaps.", defaultValue = "7")
    private long seed;

    @Option(names = "--speed", description = "People live so many times as fast.", defaultValue = "1")
    private double speed;

    @Option(
            names = "--duration",
            paramLabel = "SECONDS",
            description = "Stop after this; 0: until Ctrl-C.",
            defaultValue = "0")
    private long durationSeconds;

    @Option(
            names = "--auto-close",
            paramLabel = "MINUTES",
            description = "A simulated desk stands down what is older; 0: never.",
            defaultValue = "0")
    private double autoCloseMinutes;

    @Override
    public Integer call() throws InterruptedException {
        PrintWriter out = spec().commandLine().getOut();
        if (!(speed > 0) || alarmsPerHour < 0 || devices < 0 || responders < 0 || autoCloseMinutes < 0) {
            throw new CommandLine.ParameterException(
                    spec().commandLine(), "--speed must be above 0, the other numbers must not be negative.");
        }
        Installation installation;
        Path file = demoFile();
        try {
            installation = Installation.read(file);
        } catch (IOException e) {
            throw new CommandLine.ParameterException(
                    spec().commandLine(),
                    "cannot read " + file + " (" + e.getMessage()
                            + "). Start `./anling demo` first, or name the server's demo.json with --demo.",
                    e);
        }
        return run(installation, out);
    }

    private int run(Installation installation, PrintWriter out) throws InterruptedException {
        Vertx vertx = Vertx.vertx();
        CountDownLatch stop = new CountDownLatch(1);
        CountDownLatch stopped = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            stop.countDown();
            await(stopped);
        }));
        Fleet fleet = new Fleet(installation, options());
        out.println("anling: fleet against " + installation.http() + " and " + installation.mqtt());
        out.flush();
        vertx.deployVerticle(fleet).onFailure(failure -> stop.countDown());
        long until =
                durationSeconds == 0 ? Long.MAX_VALUE : System.nanoTime() + TimeUnit.SECONDS.toNanos(durationSeconds);
        while (!stop.await(Math.min(REPORT_SECONDS, secondsLeft(until)), TimeUnit.SECONDS) && secondsLeft(until) > 0) {
            out.println(fleet.counts());
            out.flush();
        }
        CountDownLatch closed = new CountDownLatch(1);
        vertx.close().onComplete(done -> closed.countDown());
        boolean clean = closed.await(STOP_SECONDS, TimeUnit.SECONDS);
        out.println(fleet.counts());
        out.flush();
        stopped.countDown();
        return clean ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
    }

    private static long secondsLeft(long until) {
        return until == Long.MAX_VALUE
                ? REPORT_SECONDS
                : Math.max(0, (until - System.nanoTime() + 999_999_999L) / 1_000_000_000L);
    }

    private static void await(CountDownLatch latch) {
        try {
            if (!latch.await(STOP_SECONDS, TimeUnit.SECONDS)) {
                Thread.currentThread().interrupt();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private FleetOptions options() {
        Optional<Duration> autoClose = autoCloseMinutes == 0
                ? Optional.empty()
                : Optional.of(Duration.ofMillis((long) (autoCloseMinutes * 60_000)));
        return new FleetOptions(devices, responders, alarmsPerHour, seed, speed, autoClose);
    }

    private Path demoFile() {
        Path named = demo;
        if (named != null) {
            return named;
        }
        String home = System.getenv("ANLING_HOME");
        return Path.of(home == null || home.isBlank() ? ".anling" : home, "demo.json");
    }

    private CommandSpec spec() {
        CommandSpec filled = spec;
        if (filled == null) {
            throw new IllegalStateException("picocli fills the spec before it calls");
        }
        return filled;
    }
}
