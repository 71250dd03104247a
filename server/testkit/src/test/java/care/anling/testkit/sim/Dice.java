package care.anling.testkit.sim;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Everything random in a world comes from here, so that a seed tells it twice. */
final class Dice {

    private final Random random;

    Dice(long seed) {
        // Neighbouring seeds of java.util.Random begin alike; they should tell different stories.
        this.random = new Random(seed * 0x9E3779B97F4A7C15L);
    }

    boolean chance(double probability) {
        return random.nextDouble() < probability;
    }

    /** Both included. */
    int between(int from, int to) {
        return from + random.nextInt(to - from + 1);
    }

    long nanos(long most) {
        return (long) (random.nextDouble() * most);
    }

    Duration between(Duration from, Duration to) {
        return from.plusNanos(nanos(to.minus(from).toNanos()));
    }

    <T> T oneOf(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    <T> T oneOf(Collection<T> choices) {
        return oneOf(List.copyOf(choices));
    }

    UUID uuid() {
        return new UUID(
                (random.nextLong() & ~0xF000L) | 0x7000L, (random.nextLong() & Long.MAX_VALUE >>> 1) | 1L << 63);
    }

    long seed() {
        return random.nextLong();
    }

    String letters(int length) {
        return IntStream.range(0, length)
                .mapToObj(i -> String.valueOf((char) ('a' + random.nextInt(26))))
                .collect(Collectors.joining());
    }
}
