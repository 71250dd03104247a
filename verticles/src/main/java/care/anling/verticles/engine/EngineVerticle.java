package care.anling.verticles.engine;

import care.anling.core.common.IdSource;
import care.anling.verticles.bus.Hints;
import care.anling.verticles.loop.VertxLoop;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import org.jspecify.annotations.Nullable;

/** Gives the {@link Engine} an event loop of its own. */
public final class EngineVerticle extends VerticleBase {

    private final Engine.Stores stores;
    private final IdSource ids;
    private final Hints hints;
    private final MeterRegistry meters;
    private @Nullable Engine engine;

    public EngineVerticle(Engine.Stores stores, IdSource ids, Hints hints, MeterRegistry meters) {
        this.stores = stores;
        this.ids = ids;
        this.hints = hints;
        this.meters = meters;
    }

    @Override
    public Future<?> start() {
        engine = new Engine(new VertxLoop(vertx, context), stores, ids, hints, meters);
        engine.start();
        return Future.succeededFuture();
    }

    @Override
    public Future<?> stop() {
        return engine == null ? Future.succeededFuture() : engine.stop();
    }
}
