package care.anling.counterexample.core;

import java.time.Instant;

public class DecidesByTheClock {
    Instant decide() {
        return Instant.now();
    }
}
