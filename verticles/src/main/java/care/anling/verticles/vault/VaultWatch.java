package care.anling.verticles.vault;

import care.anling.verticles.loop.Reread;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts changed data keys in force without a restart. What cannot be read is said once, and the old keys stay. */
public final class VaultWatch {

    public static final Duration EVERY = Duration.ofSeconds(3);

    private static final Logger LOG = LoggerFactory.getLogger(VaultWatch.class);

    private VaultWatch() {}

    public static void start(Vertx vertx, DataKeySource source, Vault vault, Clock clock) {
        Reread.every(
                vertx,
                EVERY,
                () -> vertx.executeBlocking(() -> source.read(clock.instant())).compose(keys -> use(vault, keys)),
                why -> LOG.warn("data_keys.not_read, the old ones stay: {}", why));
    }

    private static Future<Void> use(Vault vault, DataKeys keys) {
        if (!keys.all().containsAll(vault.keys().all())) {
            // Nobody takes a key away by accident: rows may wait for it.
            return Future.failedFuture("a key is gone that was there; it stays until the next start");
        }
        vault.use(keys);
        return Future.succeededFuture();
    }
}
