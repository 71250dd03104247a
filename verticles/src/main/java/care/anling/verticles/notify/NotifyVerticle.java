package care.anling.verticles.notify;

import care.anling.verticles.bus.Hints;
import care.anling.verticles.loop.EventLoop;
import care.anling.verticles.loop.VertxLoop;
import care.anling.verticles.store.ChannelKind;
import care.anling.verticles.store.IncidentStore;
import care.anling.verticles.store.OutboxStore;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** Gives the {@link Notifier} an event loop of its own. */
public final class NotifyVerticle extends VerticleBase {

    private final OutboxStore outbox;
    private final IncidentStore incidents;
    private final Map<ChannelKind, Channel> channels;
    private final Hints hints;
    private final NotifyFigures figures;
    private @Nullable Notifier notifier;

    /** @param channels what is configured; the feed always is. Closed when this is */
    public NotifyVerticle(
            OutboxStore outbox,
            IncidentStore incidents,
            Map<ChannelKind, Channel> channels,
            Hints hints,
            MeterRegistry meters) {
        this.outbox = outbox;
        this.incidents = incidents;
        this.channels = Map.copyOf(channels);
        this.hints = hints;
        this.figures = new NotifyFigures(meters);
    }

    @Override
    public Future<?> start() {
        EventLoop loop = new VertxLoop(vertx, context);
        notifier = new Notifier(
                loop,
                new Notifier.Ports(
                        outbox,
                        channels,
                        new DeadLetterDesk(loop, incidents, hints),
                        figures,
                        hints,
                        () -> ThreadLocalRandom.current().nextDouble()));
        notifier.start();
        return Future.succeededFuture();
    }

    @Override
    public Future<?> stop() {
        return notifier == null ? Future.succeededFuture() : notifier.stop();
    }
}
