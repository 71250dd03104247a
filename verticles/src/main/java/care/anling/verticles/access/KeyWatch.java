package care.anling.verticles.access;

import care.anling.verticles.loop.Reread;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts changed signing keys in force without a restart. What cannot be read is said once, and the old keys stay. */
public final class KeyWatch {

    public static final Duration EVERY = Duration.ofSeconds(3);

    private static final Logger LOG = LoggerFactory.getLogger(KeyWatch.class);

    private KeyWatch() {}

    public static void start(Vertx vertx, SigningKeyFiles files, Tokens tokens, Clock clock) {
        Reread.every(
                vertx,
                EVERY,
                () -> vertx.executeBlocking(() -> files.read(clock.instant())).compose(tokens::use),
                why -> LOG.warn("signing_keys.not_read, the old ones stay: {}", why));
    }
}
