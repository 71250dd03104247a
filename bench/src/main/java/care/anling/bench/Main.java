package care.anling.bench;

import io.vertx.core.Vertx;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ./anling bench}: starts a server of its own on an empty home, presses its buttons, prints figures beside floors. */
@Command(
        name = "bench",
        description = "The figures of the spine: how fast a press is on disk, alone, in a crowd and behind a flood.",
        mixinStandardHelpOptions = true)
public final class Main implements Callable<Integer> {

    @Parameters(
            arity = "0..*",
            paramLabel = "SCENARIO",
            description = "puback, burst, deadlines, flood, idle; all of them when none is named")
    private List<String> named = List.of();

    @Option(names = "--connections", description = "idle connections (idle)", defaultValue = "15000")
    private int connections;

    @Option(names = "--rate", description = "telemetry messages a second (flood)", defaultValue = "5000")
    private int rate;

    @Option(names = "--seconds", description = "how long each half of flood lasts", defaultValue = "20")
    private int seconds;

    public static void main(String[] args) {
        System.exit(new CommandLine(new Main()).execute(args));
    }

    @Override
    public Integer call() throws Exception {
        List<String> scenarios = named.isEmpty() ? List.of("puback", "burst", "deadlines", "flood", "idle") : named;
        Path home = Files.createTempDirectory("anling-bench");
        Vertx vertx = Vertx.vertx();
        System.out.println("Anling bench, " + Instant.now() + ", Java " + Runtime.version() + ", "
                + Runtime.getRuntime().availableProcessors() + " processors, generator on the same machine");
        try (ServerUnderTest server = ServerUnderTest.start(home)) {
            Scenarios run = new Scenarios(vertx, server);
            run.floors();
            for (String scenario : scenarios) {
                switch (scenario) {
                    case "puback" -> run.puback();
                    case "burst" -> run.burst();
                    case "deadlines" -> run.deadlines();
                    case "flood" -> run.flood(rate, seconds);
                    case "idle" -> run.idle(connections);
                    default -> throw new IllegalArgumentException("no scenario called " + scenario);
                }
            }
        } finally {
            vertx.close();
        }
        return 0;
    }
}
