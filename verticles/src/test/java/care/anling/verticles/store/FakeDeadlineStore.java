package care.anling.verticles.store;

import care.anling.verticles.store.FakeTables.DeadlineName;
import care.anling.verticles.store.FakeTables.DeadlineRow;
import care.anling.verticles.store.FakeTables.Lease;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Deadlines in memory, claimed by the database's clock. */
public final class FakeDeadlineStore implements DeadlineStore {

    private final FakeDatabase database;
    private final DatabaseWire wire;

    public FakeDeadlineStore(FakeDatabase database) {
        this(database, database.wire());
    }

    /** One node's. */
    public FakeDeadlineStore(FakeDatabase database, DatabaseWire wire) {
        this.database = database;
        this.wire = wire;
    }

    @Override
    public Future<List<DueDeadline>> claimDue(int limit, Duration lease) {
        return database.statement(wire, "deadlines.claimDue", tables -> {
            Instant now = database.now();
            List<Map.Entry<DeadlineName, DeadlineRow>> due = tables.deadlines.entrySet().stream()
                    .filter(entry -> !entry.getValue().dueAt().isAfter(now))
                    .filter(entry -> entry.getValue().isFree(now))
                    .sorted(Comparator.comparing(entry -> entry.getValue().dueAt()))
                    .limit(limit)
                    .toList();
            List<DueDeadline> claimed = new ArrayList<>(due.size());
            due.forEach(entry -> {
                DeadlineRow row = entry.getValue();
                claimed.add(claimed(entry.getKey(), row, now));
                tables.putDeadline(entry.getKey(), row.leased(Lease.of(now, lease), row.attempts() + 1));
            });
            return claimed;
        });
    }

    private static DueDeadline claimed(DeadlineName name, DeadlineRow row, Instant now) {
        Duration late = Duration.between(row.dueAt(), now).truncatedTo(ChronoUnit.MILLIS);
        return new DueDeadline(name.incident(), row.community(), name.kind(), row.dueAt(), late, row.attempts() + 1);
    }

    @Override
    public Future<Optional<Duration>> untilNext() {
        return database.statement(wire, "deadlines.untilNext", tables -> {
            Instant now = database.now();
            if (tables.setDeadlinesAnew()) {
                return Optional.of(Duration.ZERO);
            }
            return tables.deadlines.values().stream()
                    .map(row -> row.lease()
                            .map(Lease::until)
                            .filter(until -> until.isAfter(row.dueAt()))
                            .orElse(row.dueAt()))
                    .min(Comparator.naturalOrder())
                    .map(at ->
                            at.isAfter(now) ? Duration.between(now, at).truncatedTo(ChronoUnit.MILLIS) : Duration.ZERO);
        });
    }

    @Override
    public Future<Void> release(DueDeadline due, Duration retryAfter) {
        return database.statement(wire, "deadlines.release", tables -> {
            DeadlineName name = new DeadlineName(due.incident(), due.kind());
            DeadlineRow row = tables.deadlines.get(name);
            if (row != null && row.dueAt().equals(due.dueAt())) {
                tables.putDeadline(name, row.leased(Lease.of(database.now(), retryAfter), row.attempts()));
            }
            return null;
        });
    }
}
