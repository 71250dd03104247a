package care.anling.story;

import java.io.IOException;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/**
 * One demo town for every story that leaves it standing: starting one takes longer than most stories. It starts with the
 * first that asks and ends after the last test. Whoever shares it presses with devices of their own and looks only for
 * what they did themselves, or first makes the town quiet ({@link Desk#standDownAll}).
 */
final class SharedTown implements BeforeAllCallback {

    private record Running(AnlingProcess server, DemoTown town) implements AutoCloseable {

        static Running start() {
            return Patience.asking(() -> {
                AnlingProcess server = AnlingProcess.prepare("town")
                        .with("ANLING_CHANNELS_PUSH_TEST_SERVICES", "true")
                        .start();
                return new Running(server, new DemoTown(server));
            });
        }

        @Override
        public void close() throws IOException {
            server.close();
        }
    }

    @SuppressWarnings("NullAway.Init")
    private Running running;

    @Override
    public void beforeAll(ExtensionContext context) {
        running = context.getRoot()
                .getStore(Namespace.create(SharedTown.class))
                .computeIfAbsent(Running.class, missing -> Running.start(), Running.class);
        if (!running.server().isRunning()) {
            throw new IllegalStateException("the town's server is gone; its last words are in "
                    + AnlingProcess.ARTEFACTS.resolve("town.log").toAbsolutePath());
        }
    }

    DemoTown town() {
        return running.town();
    }

    /** All the server has said. */
    String said() {
        return Patience.asking(() -> running.server().said());
    }
}
