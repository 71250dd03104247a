package care.anling.verticles.notify;

import care.anling.verticles.store.ChannelAddress;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.UUID;

/**
 * The open screens of a person on this node. The receipt is the app's own word on the same socket. Screens on other nodes
 * see the offer in their stream; here nobody is known of, and the next channel rings at once: twice is better than late.
 */
public final class FeedChannel implements Channel {

    /** Puts a frame before an account's open screens. */
    @FunctionalInterface
    public interface Screens {
        /** @return whether there was a screen */
        Future<Boolean> show(UUID account, String frame);
    }

    private final Screens screens;

    public FeedChannel(Screens screens) {
        this.screens = screens;
    }

    @Override
    public Future<Attempt> send(Letter letter, ChannelAddress to) {
        JsonObject frame = new JsonObject().put("type", "notice").mergeIn(letter.toJson());
        return screens.show(UUID.fromString(to.address()), frame.encode())
                .map(shown -> shown ? Attempt.TAKEN : Attempt.ABSENT);
    }

    @Override
    public Future<Void> close() {
        return Future.succeededFuture();
    }
}
