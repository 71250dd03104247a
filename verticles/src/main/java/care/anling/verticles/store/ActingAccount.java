package care.anling.verticles.store;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxBootstrap;
import io.vertx.core.spi.VertxServiceProvider;
import io.vertx.core.spi.context.storage.ContextLocal;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * For whom the request under way asks the database: said once where somebody was signed in, read where statements are
 * sent ({@link ScopedPool}). It stays with the request's own Vert.x context and not with the thread, so two requests on
 * one event loop do not see each other's. Work that leaves its context acts for nobody and finds no rows.
 */
public final class ActingAccount implements VertxServiceProvider {

    private static final ContextLocal<UUID> ACCOUNT = ContextLocal.registerLocal(UUID.class);

    /** Vert.x wants to know every local before the first context is made: being loaded as a service is soon enough. */
    @Override
    public void init(VertxBootstrap bootstrap) {}

    /** From here on, on this context. @throws IllegalStateException outside of one: it would be everybody's */
    public static void set(UUID account) {
        Context context = Vertx.currentContext();
        if (context == null) {
            throw new IllegalStateException("nobody acts outside of a request");
        }
        ACCOUNT.put(context, account);
    }

    public static Optional<UUID> find() {
        @Nullable Context context = Vertx.currentContext();
        return context == null ? Optional.empty() : Optional.ofNullable(ACCOUNT.get(context));
    }
}
