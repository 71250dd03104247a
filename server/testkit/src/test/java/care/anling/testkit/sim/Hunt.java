package care.anling.testkit.sim;

import java.util.stream.LongStream;

/** Looks for a world that breaks a promise. Called in a class loader of its own, with a bug planted in the code. */
public final class Hunt {

    private static final int AT_ONCE = 16;

    private Hunt() {}

    /** @return promise, seed and what was seen, parted by bars; empty if all worlds kept every promise */
    public static String hunt(int worlds) {
        for (long from = 1; from <= worlds; from += AT_ONCE) {
            for (Simulation.Life life :
                    Simulation.liveAll(LongStream.range(from, Math.min(from + AT_ONCE, worlds + 1L)))) {
                if (life.broken().isPresent()) {
                    return life.promise().orElseThrow() + "|" + life.seed() + "|"
                            + life.broken().get().getMessage();
                }
            }
        }
        return "";
    }
}
