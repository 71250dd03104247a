package care.anling.verticles.store;

import care.anling.core.common.CommunityId;
import care.anling.core.common.Person;
import io.vertx.core.Future;
import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** Shift hand-overs in memory. */
public final class FakeShiftHandoverStore implements ShiftHandoverStore {

    private final Clock clock;
    private final Map<UUID, ShiftHandover> all = new ConcurrentHashMap<>();

    public FakeShiftHandoverStore(Clock clock) {
        this.clock = clock;
    }

    @Override
    public Future<ShiftHandover> give(ShiftHandover given) {
        ShiftHandover stored = new ShiftHandover(
                given.id(),
                given.community(),
                given.givenBy(),
                clock.instant(),
                given.note(),
                given.incidents(),
                given.onDuty(),
                Optional.empty());
        all.put(stored.id(), stored);
        return Future.succeededFuture(stored);
    }

    @Override
    public Future<Optional<ShiftHandover>> find(UUID id) {
        return Future.succeededFuture(Optional.ofNullable(all.get(id)));
    }

    @Override
    public Future<Optional<ShiftHandover>> take(UUID id, Person by) {
        return Future.succeededFuture(Optional.ofNullable(all.computeIfPresent(
                id,
                (same, h) -> h.taken().isPresent()
                        ? h
                        : new ShiftHandover(
                                h.id(),
                                h.community(),
                                h.givenBy(),
                                h.givenAt(),
                                h.note(),
                                h.incidents(),
                                h.onDuty(),
                                Optional.of(new ShiftHandover.Taken(by, clock.instant()))))));
    }

    @Override
    public Future<List<ShiftHandover>> list(Set<CommunityId> desks, Optional<UUID> before, int limit) {
        // As PostgreSQL orders them: by their text, not by Java's signed halves.
        Comparator<ShiftHandover> order = Comparator.comparing(h -> h.id().toString());
        return Future.succeededFuture(all.values().stream()
                .filter(h -> desks.contains(h.community()))
                .filter(h -> before.isEmpty()
                        || h.id().toString().compareTo(before.get().toString()) < 0)
                .sorted(order.reversed())
                .limit(limit)
                .toList());
    }
}
