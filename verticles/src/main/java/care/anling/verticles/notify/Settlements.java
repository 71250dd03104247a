package care.anling.verticles.notify;

import care.anling.verticles.store.OutboxStore;
import care.anling.verticles.store.OutboxStore.Settling;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.List;

/**
 * Stores how far notices have come, many in one statement: while one is written the next gathers, like presses in their
 * lane. Bounded by what is under way. On the notifier's event loop only.
 */
final class Settlements {

    private final OutboxStore outbox;
    private List<Settling> gathered = new ArrayList<>();
    private Promise<Void> stored = Promise.promise();
    private boolean writing;

    Settlements(OutboxStore outbox) {
        this.outbox = outbox;
    }

    /** Completes once it is stored. */
    Future<Void> add(Settling settling) {
        gathered.add(settling);
        Future<Void> mine = stored.future();
        write();
        return mine;
    }

    private void write() {
        if (writing || gathered.isEmpty()) {
            return;
        }
        writing = true;
        List<Settling> batch = gathered;
        Promise<Void> theirs = stored;
        gathered = new ArrayList<>();
        stored = Promise.promise();
        outbox.settle(batch).onComplete(done -> {
            writing = false;
            if (done.succeeded()) {
                theirs.complete();
            } else {
                theirs.fail(done.cause());
            }
            write();
        });
    }
}
