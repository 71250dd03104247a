package care.anling.verticles.mqtt;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import org.slf4j.Logger;

/**
 * Says a thing a few times and then how often it kept silent: ten thousand devices can do the same wrong thing in the
 * same second. One line each, never a stack trace. Event loop only.
 */
final class QuietLog {

    private static final int LINES_PER_WINDOW = 5;
    private static final long WINDOW_NANOS = Duration.ofSeconds(10).toNanos();

    private final Logger logger;
    private final LongSupplier nanoTime;
    private final Map<String, Window> windows = new HashMap<>();

    private static final class Window {
        private long since;
        private int said;
        private int suppressed;
    }

    QuietLog(Logger logger, LongSupplier nanoTime) {
        this.logger = logger;
        this.nanoTime = nanoTime;
    }

    /** @param event a fixed key, never text from outside: each key has its own window */
    void info(String event, String detail) {
        if (mayspeak(event)) {
            logger.info("{} {}", event, detail);
        }
    }

    void warn(String event, Throwable why) {
        if (mayspeak(event)) {
            logger.warn("{} {}: {}", event, why.getClass().getSimpleName(), why.getMessage());
        }
    }

    private boolean mayspeak(String event) {
        Window window = windows.computeIfAbsent(event, key -> new Window());
        long now = nanoTime.getAsLong();
        if (window.said == 0 || now - window.since > WINDOW_NANOS) {
            if (window.suppressed > 0) {
                logger.info("{} ({} more of these were not logged)", event, window.suppressed);
            }
            window.since = now;
            window.said = 0;
            window.suppressed = 0;
        }
        if (window.said < LINES_PER_WINDOW) {
            window.said++;
            return true;
        }
        window.suppressed++;
        return false;
    }
}
