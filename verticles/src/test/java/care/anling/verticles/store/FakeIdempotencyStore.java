package care.anling.verticles.store;

import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Answers already given, in memory. */
public final class FakeIdempotencyStore implements IdempotencyStore {

    private record Entry(byte[] bodyHash, Instant takenAt, Optional<Claim.Answered> answer) {

        boolean isOlderThan(Duration age, Instant now) {
            return takenAt.isBefore(now.minus(age));
        }
    }

    private final Map<Key, Entry> entries = new HashMap<>();
    private final FakeDatabase database;
    private final DatabaseWire wire;

    public FakeIdempotencyStore(FakeDatabase database) {
        this(database, database.wire());
    }

    /** One node's. */
    public FakeIdempotencyStore(FakeDatabase database, DatabaseWire wire) {
        this.database = database;
        this.wire = wire;
    }

    @Override
    public Future<Claim> claim(Key key, byte[] bodyHash, Duration believedFor, Duration abandonedAfter) {
        return database.statement(wire, "idempotency.claim", tables -> {
            Instant now = database.now();
            Entry entry = entries.get(key);
            boolean free = entry == null
                    || entry.isOlderThan(believedFor, now)
                    || (entry.answer().isEmpty()
                            && Arrays.equals(entry.bodyHash(), bodyHash)
                            && entry.isOlderThan(abandonedAfter, now));
            if (free) {
                entries.put(key, new Entry(bodyHash, now, Optional.empty()));
                return new Claim.Taken();
            }
            if (!Arrays.equals(entry.bodyHash(), bodyHash)) {
                return new Claim.BodyDiffers();
            }
            return entry.answer().<Claim>map(answer -> answer).orElseGet(Claim.UnderWay::new);
        });
    }

    @Override
    public Future<Void> remember(Key key, Claim.Answered answer) {
        return database.statement(wire, "idempotency.remember", tables -> {
            entries.computeIfPresent(
                    key, (same, entry) -> new Entry(entry.bodyHash(), entry.takenAt(), Optional.of(answer)));
            return null;
        });
    }

    @Override
    public Future<Void> forget(Key key) {
        return database.statement(wire, "idempotency.forget", tables -> {
            entries.computeIfPresent(key, (same, entry) -> entry.answer().isPresent() ? entry : null);
            return null;
        });
    }
}
