package care.anling.verticles.store;

import care.anling.core.common.CommunityId;
import care.anling.core.dispatch.RosterEntry;
import care.anling.core.geo.Fix;
import io.vertx.core.Future;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.UnaryOperator;

/** Responders in memory, as the map sees them. */
public final class FakeResponderStore implements ResponderStore {

    private final Map<UUID, ResponderNow> responders = new LinkedHashMap<>();

    public synchronized void put(ResponderNow responder) {
        responders.put(responder.person().id(), responder);
    }

    @Override
    public Future<List<RosterEntry>> roster(CommunityId community, int limit) {
        return Future.succeededFuture(List.of());
    }

    @Override
    public synchronized Future<Optional<ResponderNow>> findNow(UUID responder) {
        return Future.succeededFuture(Optional.ofNullable(responders.get(responder)));
    }

    @Override
    public Future<Void> setDuty(UUID responder, boolean onDuty) {
        return change(
                responder,
                r -> new ResponderNow(r.person(), r.role(), r.community(), onDuty, r.busy(), r.position(), r.skills()));
    }

    @Override
    public Future<Void> setPosition(UUID responder, Fix fix) {
        return change(
                responder,
                r -> new ResponderNow(
                        r.person(), r.role(), r.community(), r.onDuty(), r.busy(), Optional.of(fix), r.skills()));
    }

    private synchronized Future<Void> change(UUID responder, UnaryOperator<ResponderNow> change) {
        responders.computeIfPresent(responder, (id, now) -> change.apply(now));
        return Future.succeededFuture();
    }

    @Override
    public synchronized Future<List<ResponderNow>> listNow(Set<CommunityId> communities, int limit) {
        return Future.succeededFuture(responders.values().stream()
                .filter(r -> communities.contains(r.community()))
                .limit(limit)
                .toList());
    }
}
