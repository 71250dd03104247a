package care.anling.app.demo;

import care.anling.core.common.UuidV7;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.UUID;

/** Chance from a seed: the same seed gives the same street, down to its ids. One thread. */
final class Dice {

    private static final long FIRST_ID_MILLIS =
            Instant.parse("2026-01-02T00:00:00Z").toEpochMilli();

    private final Random random;
    private long nextIdMillis = FIRST_ID_MILLIS;

    Dice(long seed) {
        this.random = new Random(seed);
    }

    UUID id() {
        return UuidV7.of(nextIdMillis++, random.nextInt(1 << 12), random.nextLong());
    }

    boolean chance(double probability) {
        return random.nextDouble() < probability;
    }

    /** Both ends included. */
    int between(int least, int most) {
        return least + random.nextInt(most - least + 1);
    }

    double around(double centre, double spread) {
        return centre + (random.nextDouble() * 2 - 1) * spread;
    }

    <T> T pick(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    <T> List<T> shuffled(List<T> things) {
        List<T> copy = new ArrayList<>(things);
        Collections.shuffle(copy, random);
        return copy;
    }
}
