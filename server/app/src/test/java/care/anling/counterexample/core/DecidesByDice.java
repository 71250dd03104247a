package care.anling.counterexample.core;

import java.util.UUID;

public class DecidesByDice {
    UUID decide() {
        return UUID.randomUUID();
    }
}
