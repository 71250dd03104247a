package care.anling.verticles.vault;

import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts changed data keys in force without a restart. What cannot be read is said once, and the old keys stay. */
public final class VaultWatch {

    public static final Duration EVERY = Duration.ofSeconds(3);

    private static final Logger LOG = LoggerFactory.getLogger(VaultWatch.class);

    private final Vertx vertx;
    private final DataKeySource source;
    private final Vault vault;
    private final Clock clock;
    private String lastFailure = "";

    private VaultWatch(Vertx vertx, DataKeySource source, Vault vault, Clock clock) {
        this.vertx = vertx;
        this.source = source;
        this.vault = vault;
        this.clock = clock;
    }

    public static void start(Vertx vertx, DataKeySource source, Vault vault, Clock clock) {
        VaultWatch watch = new VaultWatch(vertx, source, vault, clock);
        vertx.setPeriodic(EVERY.toMillis(), id -> watch.look());
    }

    private void look() {
        vertx.executeBlocking(() -> source.read(clock.instant())).onComplete(this::use, this::tell);
    }

    private void use(DataKeys keys) {
        lastFailure = "";
        if (!keys.all().containsAll(vault.keys().all())) {
            // Nobody takes a key away by accident: rows may wait for it.
            tell(new IllegalStateException("a key is gone that was there; it stays until the next start"));
            return;
        }
        vault.use(keys);
    }

    private void tell(Throwable failure) {
        String told = String.valueOf(failure.getMessage());
        if (!told.equals(lastFailure)) {
            LOG.warn("data_keys.not_read, the old ones stay: {}", told);
        }
        lastFailure = told;
    }
}
