package care.anling.verticles.store;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/** Row locks, given in the order they were asked for. Guarded by the {@link FakeDatabase} they belong to. */
final class FakeLocks {

    /** Who holds locks, or waits for them, until {@link #release}. */
    static final class Holder {
        private final Map<Object, Promise<Void>> turns = new LinkedHashMap<>();
        private boolean over;
    }

    private final Map<Object, Deque<Promise<Void>>> queues = new HashMap<>();

    /** One after the other, as PostgreSQL does; completes when all are held, fails if rolled back meanwhile. */
    Future<Void> lock(Holder holder, Iterator<?> rows) {
        while (!holder.over && rows.hasNext()) {
            Object row = rows.next();
            if (holder.turns.containsKey(row)) {
                continue;
            }
            Deque<Promise<Void>> queue = queues.computeIfAbsent(row, free -> new ArrayDeque<>());
            Promise<Void> turn = Promise.promise();
            queue.add(turn);
            holder.turns.put(row, turn);
            if (queue.peek() != turn) {
                return turn.future().compose(mine -> lock(holder, rows));
            }
        }
        return holder.over ? Future.failedFuture(rolledBack()) : Future.succeededFuture();
    }

    /** Committed or rolled back; the next in each row's queue goes on. */
    void release(Holder holder) {
        if (holder.over) {
            return;
        }
        holder.over = true;
        holder.turns.forEach(this::passOn);
    }

    private void passOn(Object row, Promise<Void> turn) {
        Deque<Promise<Void>> queue = queues.get(row);
        boolean held = queue.peek() == turn;
        queue.remove(turn);
        if (queue.isEmpty()) {
            queues.remove(row);
        } else if (held) {
            queue.peek().complete();
        }
        if (!held) {
            turn.fail(rolledBack());
        }
    }

    private static StoreFailure rolledBack() {
        return new StoreFailure(StoreFailure.Kind.TRANSIENT, "", "rolled back while it waited for a row");
    }
}
