package care.anling.testkit.sim;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.LongStream;
import org.slf4j.LoggerFactory;

/** Worlds lived through, one after the other or on all processors, and what they came to. */
final class Simulation {

    /** @param broken what did not hold, if anything */
    record Life(long seed, long steps, Optional<Throwable> broken, String digest, Coverage coverage) {

        Optional<String> promise() {
            return broken.map(failure -> failure instanceof Violation violation ? violation.promise() : "crash");
        }
    }

    static {
        // In a world made of failures their log lines say nothing; what happens is told by Coverage.
        ((Logger) LoggerFactory.getLogger("care.anling.verticles")).setLevel(Level.OFF);
    }

    private Simulation() {}

    static Life live(long seed) {
        return live(seed, new World(seed));
    }

    private static Life live(long seed, World world) {
        try {
            world.live();
            return new Life(
                    seed, world.steps(), Optional.empty(), world.watcher().digest(), world.coverage());
        } catch (RuntimeException | AssertionError broken) {
            return new Life(
                    seed, world.steps(), Optional.of(broken), world.watcher().digest(), world.coverage());
        }
    }

    /** Lives through one world and tells what happens in it, line by line. */
    static Life tell(long seed, Consumer<String> line) {
        World world = new World(seed);
        world.coverage()
                .tell((table, cell) -> line.accept(
                        String.format("%10.3f s  %s: %s", world.time().nanos() / 1e9, table, cell)));
        return live(seed, world);
    }

    /** What the first so many worlds come to, for whoever wants to compare them with those of another process. */
    public static void main(String[] worlds) {
        digests(Long.parseLong(worlds[0])).forEach(System.out::println);
    }

    static List<String> digests(long worlds) {
        return liveAll(LongStream.rangeClosed(1, worlds)).stream()
                .map(life -> "seed " + life.seed() + ": " + life.digest())
                .toList();
    }

    static List<Life> liveAll(LongStream seeds) {
        return seeds.parallel().mapToObj(Simulation::live).toList();
    }
}
