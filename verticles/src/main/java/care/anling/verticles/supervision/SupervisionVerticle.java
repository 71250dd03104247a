package care.anling.verticles.supervision;

import care.anling.verticles.loop.VertxLoop;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;

/** Gives the {@link Supervisor} an event loop of its own. */
public final class SupervisionVerticle extends VerticleBase {

    private final Supervisor.Ports ports;
    private final MeterRegistry meters;

    public SupervisionVerticle(Supervisor.Ports ports, MeterRegistry meters) {
        this.ports = ports;
        this.meters = meters;
    }

    @Override
    public Future<?> start() {
        new Supervisor(new VertxLoop(vertx, context), ports, meters).start();
        return Future.succeededFuture();
    }
}
