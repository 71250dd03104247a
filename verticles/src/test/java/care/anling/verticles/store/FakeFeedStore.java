package care.anling.verticles.store;

import care.anling.core.common.CommunityId;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;

/** Events in memory: stored unnumbered, numbered later, read by cursor. Tests may hold it up at any point. */
public final class FakeFeedStore implements FeedStore {

    private record Unnumbered(CommunityId community, Instant at, String type, String incident) {}

    private final List<Unnumbered> unnumbered = new ArrayList<>();
    private final Map<CommunityId, List<FeedEvent>> numbered = new HashMap<>();
    private final Map<CommunityId, UUID> epochs = new HashMap<>();
    private final Map<CommunityId, Map<String, String>> latest = new HashMap<>();
    private final Map<CommunityId, List<DeviceNow>> devices = new HashMap<>();
    private final Map<CommunityId, List<ResponderNow>> responders = new HashMap<>();

    /** Runs before each answer; throws to fail it, or returns a future the answer waits for. */
    public volatile Supplier<Future<Void>> gate = Future::succeededFuture;

    public synchronized void append(CommunityId community, Instant at, String type, JsonObject incident) {
        unnumbered.add(new Unnumbered(community, at, type, incident.encode()));
        Map<String, String> open = latest.computeIfAbsent(community, c -> new LinkedHashMap<>());
        if ("OPEN".equals(incident.getString("state"))) {
            open.put(incident.getString("id"), incident.encode());
        } else {
            open.remove(incident.getString("id"));
        }
    }

    public synchronized void putDevices(CommunityId community, List<DeviceNow> now) {
        devices.put(community, now);
    }

    public synchronized void putResponders(CommunityId community, List<ResponderNow> now) {
        responders.put(community, now);
    }

    /** As after a restore: numbers were taken back to {@code seq}. */
    public synchronized void restore(CommunityId community, int seq) {
        epochs.put(community, UUID.randomUUID());
        List<FeedEvent> events = numbered.getOrDefault(community, new ArrayList<>());
        numbered.put(community, new ArrayList<>(events.subList(0, Math.min(seq, events.size()))));
    }

    public synchronized long head(CommunityId community) {
        return numbered.getOrDefault(community, List.of()).size();
    }

    @Override
    public Future<List<CommunityId>> listUnnumbered(int limit) {
        return after(() -> unnumbered.stream()
                .map(Unnumbered::community)
                .distinct()
                .limit(limit)
                .toList());
    }

    @Override
    public Future<Integer> number(CommunityId community, int limit) {
        return after(() -> {
            List<Unnumbered> mine = unnumbered.stream()
                    .filter(u -> u.community().equals(community))
                    .limit(limit)
                    .toList();
            List<FeedEvent> events = numbered.computeIfAbsent(community, c -> new ArrayList<>());
            mine.forEach(u -> events.add(new FeedEvent(community, events.size() + 1L, u.at(), u.type(), u.incident())));
            Set<Unnumbered> done = java.util.Collections.newSetFromMap(new java.util.IdentityHashMap<>());
            done.addAll(mine);
            unnumbered.removeIf(done::contains);
            return mine.size();
        });
    }

    @Override
    public Future<List<FeedEvent>> read(Map<CommunityId, Long> after, int limit) {
        return after(() -> after.entrySet().stream()
                .flatMap(e ->
                        numbered.getOrDefault(e.getKey(), List.of()).stream().skip(e.getValue()))
                .limit(limit)
                .toList());
    }

    @Override
    public Future<Map<CommunityId, Head>> heads(Set<CommunityId> communities) {
        return after(() -> {
            Map<CommunityId, Head> heads = new HashMap<>();
            communities.forEach(c -> heads.put(c, headOf(c)));
            return heads;
        });
    }

    @Override
    public Future<FeedSnapshot> snapshot(CommunityId community) {
        // The truth is taken first and answered later: what happens in between is what races are made of.
        FeedSnapshot now;
        synchronized (this) {
            now = new FeedSnapshot(
                    community,
                    headOf(community),
                    List.copyOf(latest.getOrDefault(community, Map.of()).values()),
                    devices.getOrDefault(community, List.of()),
                    responders.getOrDefault(community, List.of()));
        }
        return gate.get().map(now);
    }

    private Head headOf(CommunityId community) {
        UUID epoch = epochs.computeIfAbsent(community, c -> UUID.randomUUID());
        return new Head(epoch, numbered.getOrDefault(community, List.of()).size());
    }

    private <T> Future<T> after(Supplier<T> answer) {
        return gate.get().map(open -> {
            synchronized (this) {
                return answer.get();
            }
        });
    }
}
