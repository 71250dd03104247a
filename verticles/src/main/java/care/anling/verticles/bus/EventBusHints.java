package care.anling.verticles.bus;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.MessageCodec;
import io.vertx.core.eventbus.MessageConsumer;
import java.util.function.Consumer;

/** The typed way onto the event bus. One address per kind of hint; local to the process until clustering gives it a wire codec. */
final class EventBusHints implements Hints {

    private static final String CODEC = "anling.hint";

    private final Vertx vertx;

    private EventBusHints(Vertx vertx) {
        this.vertx = vertx;
    }

    static EventBusHints on(Vertx vertx) {
        vertx.eventBus().registerCodec(new ByReference());
        return new EventBusHints(vertx);
    }

    @Override
    public void publish(Hint hint) {
        vertx.eventBus().publish(address(hint.getClass()), hint, new DeliveryOptions().setCodecName(CODEC));
    }

    @Override
    public <H extends Hint> Listening listen(Class<H> kind, Consumer<H> handler) {
        MessageConsumer<H> consumer =
                vertx.eventBus().consumer(address(kind), message -> handler.accept(message.body()));
        return consumer::unregister;
    }

    private static String address(Class<?> kind) {
        return "anling.hint." + kind.getSimpleName();
    }

    /** Hints are immutable records: within one process they need no copy. */
    private static final class ByReference implements MessageCodec<Hint, Hint> {

        @Override
        public void encodeToWire(Buffer buffer, Hint hint) {
            throw new IllegalStateException("hints have no wire form before clustering");
        }

        @Override
        public Hint decodeFromWire(int position, Buffer buffer) {
            throw new IllegalStateException("hints have no wire form before clustering");
        }

        @Override
        public Hint transform(Hint hint) {
            return hint;
        }

        @Override
        public String name() {
            return CODEC;
        }

        @Override
        public byte systemCodecID() {
            return -1;
        }
    }
}
