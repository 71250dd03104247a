package care.anling.verticles.store;

import io.vertx.core.Future;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/** Answers in memory, with the same promises as PostgreSQL's. */
public final class FakeIdempotencyStore implements IdempotencyStore {

    private record Entry(byte[] bodyHash, Instant takenAt, Claim.Answered answer) {}

    private final Clock clock;
    private final Map<Key, Entry> entries = new HashMap<>();

    public FakeIdempotencyStore(Clock clock) {
        this.clock = clock;
    }

    @Override
    public synchronized Future<Claim> claim(Key key, byte[] bodyHash, Duration believedFor, Duration abandonedAfter) {
        Entry entry = entries.get(key);
        Instant now = clock.instant();
        boolean old = entry != null && !entry.takenAt().plus(believedFor).isAfter(now);
        boolean abandoned = entry != null
                && entry.answer() == null
                && !entry.takenAt().plus(abandonedAfter).isAfter(now);
        if (entry == null || old || abandoned) {
            entries.put(key, new Entry(bodyHash, now, null));
            return Future.succeededFuture(new Claim.Taken());
        }
        if (!Arrays.equals(entry.bodyHash(), bodyHash)) {
            return Future.succeededFuture(new Claim.BodyDiffers());
        }
        return Future.succeededFuture(entry.answer() == null ? new Claim.UnderWay() : entry.answer());
    }

    @Override
    public synchronized Future<Void> remember(Key key, int status, String body) {
        entries.computeIfPresent(key, (k, e) -> new Entry(e.bodyHash(), e.takenAt(), new Claim.Answered(status, body)));
        return Future.succeededFuture();
    }

    @Override
    public synchronized Future<Void> forget(Key key) {
        entries.remove(key);
        return Future.succeededFuture();
    }
}
