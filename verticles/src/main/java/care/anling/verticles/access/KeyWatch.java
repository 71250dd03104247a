package care.anling.verticles.access;

import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts changed signing keys in force without a restart. What cannot be read is said once, and the old keys stay. */
public final class KeyWatch {

    public static final Duration EVERY = Duration.ofSeconds(3);

    private static final Logger LOG = LoggerFactory.getLogger(KeyWatch.class);

    private final Vertx vertx;
    private final SigningKeyFiles files;
    private final Tokens tokens;
    private final Clock clock;
    private String lastFailure = "";

    private KeyWatch(Vertx vertx, SigningKeyFiles files, Tokens tokens, Clock clock) {
        this.vertx = vertx;
        this.files = files;
        this.tokens = tokens;
        this.clock = clock;
    }

    public static void start(Vertx vertx, SigningKeyFiles files, Tokens tokens, Clock clock) {
        KeyWatch watch = new KeyWatch(vertx, files, tokens, clock);
        vertx.setPeriodic(EVERY.toMillis(), id -> watch.look());
    }

    private void look() {
        vertx.executeBlocking(() -> files.read(clock.instant()))
                .compose(tokens::use)
                .onComplete(used -> lastFailure = "", this::tell);
    }

    private void tell(Throwable failure) {
        String told = String.valueOf(failure.getMessage());
        if (!told.equals(lastFailure)) {
            LOG.warn("signing_keys.not_read, the old ones stay: {}", told);
        }
        lastFailure = told;
    }
}
