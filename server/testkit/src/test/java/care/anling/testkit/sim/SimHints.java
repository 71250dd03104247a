package care.anling.testkit.sim;

import care.anling.verticles.bus.Hint;
import care.anling.verticles.bus.Hints;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The bus as one node's life knows it. What is published may be lost, doubled, late, and overtaken. */
final class SimHints implements Hints {

    /** Everybody who listens, on all nodes. */
    static final class Bus {
        private final List<Ear<?>> ears = new ArrayList<>();

        void forget(SimNode node) {
            ears.removeIf(ear -> ear.node == node);
        }
    }

    private record Ear<H extends Hint>(
            SimNode node, @Nullable SimLoop loop, Class<H> kind, Consumer<H> handler) {}

    private static final Duration LONGEST_DELAY = Duration.ofSeconds(3);

    private final World world;
    private final SimNode node;
    private final Bus bus;

    SimHints(World world, SimNode node, Bus bus) {
        this.world = world;
        this.node = node;
        this.bus = bus;
    }

    @Override
    public void publish(Hint hint) {
        for (Ear<?> ear : List.copyOf(bus.ears)) {
            if (ear.kind().isInstance(hint)) {
                send(ear, hint);
            }
        }
    }

    private <H extends Hint> void send(Ear<H> ear, Hint hint) {
        H body = ear.kind().cast(hint);
        boolean stormy = world.weather().busIsStormy();
        if (stormy && world.some().chance(ear.node() == node ? 0.1 : 0.35)) {
            world.coverage().saw("bus", "dropped");
            return;
        }
        int copies = stormy && world.some().chance(0.1) ? 2 : 1;
        if (copies == 2) {
            world.coverage().saw("bus", "doubled");
        }
        for (int i = 0; i < copies; i++) {
            boolean late = stormy && world.some().chance(0.2);
            Duration delay = world.some().between(Duration.ZERO, late ? LONGEST_DELAY : Duration.ofMillis(1));
            if (late) {
                world.coverage().saw("bus", "late");
            }
            SimLoop loop = Objects.requireNonNull(ear.loop(), "verticles listen on their loop");
            world.time().after(delay, () -> loop.run(() -> ear.handler().accept(body)));
        }
    }

    @Override
    public <H extends Hint> Listening listen(Class<H> kind, Consumer<H> handler) {
        Ear<H> ear = new Ear<>(node, world.current(), kind, handler);
        bus.ears.add(ear);
        return () -> {
            bus.ears.remove(ear);
            return Future.succeededFuture();
        };
    }
}
