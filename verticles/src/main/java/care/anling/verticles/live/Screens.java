package care.anling.verticles.live;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;

/**
 * The open screens of this process, for whoever has something for one person alone, and what their apps confirm of it.
 * From any thread.
 */
public final class Screens {

    private final List<Feed> feeds = new CopyOnWriteArrayList<>();
    private final BiConsumer<UUID, Set<UUID>> receipts;

    /** @param receipts told which account confirmed which notices, on the feed's loop */
    public Screens(BiConsumer<UUID, Set<UUID>> receipts) {
        this.receipts = receipts;
    }

    /** @return whether this account has a screen here; a screen that is gone a moment later cannot be told from one that is not */
    public Future<Boolean> show(UUID account, String frame) {
        List<Future<Boolean>> asked = new ArrayList<>();
        feeds.forEach(feed -> asked.add(show(feed, account, frame)));
        return Future.join(asked).map(all -> asked.stream().anyMatch(Future::result));
    }

    private static Future<Boolean> show(Feed feed, UUID account, String frame) {
        Promise<Boolean> shown = Promise.promise();
        feed.run(() -> shown.complete(feed.show(account, frame)));
        return shown.future();
    }

    void open(Feed feed) {
        feeds.add(feed);
    }

    void close(Feed feed) {
        feeds.remove(feed);
    }

    void received(UUID account, Set<UUID> notices) {
        receipts.accept(account, notices);
    }
}
