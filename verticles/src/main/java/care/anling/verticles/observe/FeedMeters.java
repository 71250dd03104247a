package care.anling.verticles.observe;

import care.anling.verticles.live.FeedFigures;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.atomic.AtomicInteger;

/** The feed's figures as metrics: screens connected now, and why screens left. */
public final class FeedMeters implements FeedFigures {

    private final MeterRegistry meters;
    private final AtomicInteger open;

    public FeedMeters(MeterRegistry meters) {
        this.meters = meters;
        this.open = meters.gauge("anling.feed.sockets", new AtomicInteger());
    }

    @Override
    public void opened() {
        open.incrementAndGet();
    }

    @Override
    public void gone() {
        open.decrementAndGet();
    }

    @Override
    public void closed(int code) {
        meters.counter("anling.feed.closed", "code", Integer.toString(code)).increment();
    }
}
