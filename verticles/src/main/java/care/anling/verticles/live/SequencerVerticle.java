package care.anling.verticles.live;

import care.anling.verticles.bus.Hints;
import care.anling.verticles.loop.VertxLoop;
import care.anling.verticles.store.FeedStore;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import org.jspecify.annotations.Nullable;

/** Gives the {@link Sequencer} an event loop of its own. */
public final class SequencerVerticle extends VerticleBase {

    private final FeedStore store;
    private final Hints hints;
    private @Nullable Sequencer sequencer;

    public SequencerVerticle(FeedStore store, Hints hints) {
        this.store = store;
        this.hints = hints;
    }

    @Override
    public Future<?> start() {
        sequencer = new Sequencer(new VertxLoop(vertx, context), store, hints);
        sequencer.start();
        return Future.succeededFuture();
    }

    @Override
    public Future<?> stop() {
        return sequencer == null ? Future.succeededFuture() : sequencer.stop();
    }
}
