package care.anling.verticles.live;

import io.netty.handler.codec.DecoderException;
import io.vertx.core.http.ServerWebSocket;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A screen's WebSocket. */
final class WebSocketWire implements Wire {

    private static final Logger LOG = LoggerFactory.getLogger(WebSocketWire.class);

    private final ServerWebSocket ws;

    WebSocketWire(ServerWebSocket ws, int queueBytes) {
        this.ws = ws;
        ws.setWriteQueueMaxSize(queueBytes);
    }

    @Override
    public void listen(Ear ear) {
        ws.textMessageHandler(ear::onText);
        ws.binaryMessageHandler(bytes -> ear.onOther());
        ws.exceptionHandler(failure -> {
            LOG.debug("feed.socket_failure {}", failure.getMessage());
            // Larger than a message may be, or no WebSocket: said by the library this way, and the socket stays open.
            if (failure instanceof IllegalStateException || failure instanceof DecoderException) {
                ear.onOther();
            }
        });
        ws.closeHandler(gone -> ear.onGone());
        ws.drainHandler(free -> ear.onDrained());
    }

    @Override
    public boolean isFull() {
        // A closed socket throws when asked anything else.
        return ws.isClosed() || ws.writeQueueFull();
    }

    @Override
    public void write(String frame) {
        ws.writeTextMessage(frame).onFailure(failure -> LOG.debug("feed.unsent {}", failure.getMessage()));
    }

    @Override
    public void close(short code, String why) {
        ws.close(code, why).onFailure(failure -> LOG.debug("feed.close_failed {}", failure.getMessage()));
    }
}
