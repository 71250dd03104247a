package care.anling.testkit;

import care.anling.core.common.IdSource;
import care.anling.core.common.UuidV7;
import java.time.InstantSource;
import java.util.Random;
import java.util.UUID;

/** Identifiers that are the same in every run with the same seed and clock. For one thread. */
public final class SeededIds implements IdSource {

    private final Random random;
    private final InstantSource clock;

    public SeededIds(long seed, InstantSource clock) {
        this.random = new Random(seed);
        this.clock = clock;
    }

    @Override
    public UUID next() {
        return UuidV7.of(clock.millis(), random.nextLong(), random.nextLong());
    }
}
