package care.anling.verticles.notify;

import care.anling.core.notice.Delivery.Trouble;
import care.anling.core.notice.Outcome;
import care.anling.verticles.store.ChannelKind;
import care.anling.verticles.store.OutboxStore.Depth;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Locale;

/** How telling people goes: what waits and for how long, what each channel answers, what died. */
public final class NotifyFigures {

    private static final double MILLIS_PER_SECOND = 1000;

    private final MeterRegistry meters;
    private volatile Depth depth = new Depth(0, Duration.ZERO, 0);
    private final Timer taken;

    public NotifyFigures(MeterRegistry meters) {
        this.meters = meters;
        this.taken = Timer.builder("anling.notice.taken.after")
                .description("from the decision to the first channel that took the notice")
                .publishPercentileHistogram()
                .register(meters);
        meters.gauge("anling.outbox.waiting", this, me -> me.depth.waiting());
        meters.gauge(
                "anling.outbox.oldest.seconds", this, me -> me.depth.oldest().toMillis() / MILLIS_PER_SECOND);
        meters.gauge("anling.outbox.dead", this, me -> me.depth.dead());
    }

    void depth(Depth now) {
        depth = now;
    }

    void tried(ChannelKind channel, Outcome outcome, Duration age) {
        meters.counter("anling.notice.tried", "channel", word(channel), "outcome", word(outcome))
                .increment();
        if (outcome == Outcome.TAKEN || outcome == Outcome.RECEIVED) {
            taken.record(age);
        }
    }

    void died(Trouble why) {
        meters.counter("anling.notice.dead", "why", word(why)).increment();
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
