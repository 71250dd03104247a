package care.anling.verticles.live;

import care.anling.core.common.CommunityId;
import care.anling.verticles.access.Caller;
import care.anling.verticles.store.AccountRole;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** When a human was last looking at each feed node's screen, as their screens say. Nobody watching is itself an alarm. */
public final class Presence {

    private final Clock clock;
    private final Map<CommunityId, Instant> lastSeen = new ConcurrentHashMap<>();
    private final Set<CommunityId> fresh = ConcurrentHashMap.newKeySet();

    public Presence(Clock clock) {
        this.clock = clock;
    }

    /**
     * Nodes somebody has looked at since this was last asked: whoever asks tells the other nodes. Seconds of looking are one
     * line.
     */
    public Set<CommunityId> takeLooks() {
        Set<CommunityId> taken = Set.copyOf(fresh);
        fresh.removeAll(taken);
        return taken;
    }

    /**
     * An administrator who looks in does not keep watch.
     *
     * @return the nodes that are watched by this
     */
    Set<CommunityId> humanLooksOn(Caller caller) {
        if (caller.account().role() != AccountRole.COORDINATOR) {
            return Set.of();
        }
        Instant now = clock.instant();
        Set<CommunityId> nodes = caller.viewer().nodes();
        nodes.forEach(node -> {
            lastSeen.put(node, now);
            fresh.add(node);
        });
        return nodes;
    }

    /** Whether a coordinator of this node has shown a sign of life on this process within that time. */
    public boolean isWatched(CommunityId node, Duration within) {
        Instant seen = lastSeen.get(node);
        return seen != null && seen.isAfter(clock.instant().minus(within));
    }

    /** Nodes that were watched once, for figures; bounded by the tree. */
    public Set<CommunityId> nodes() {
        return Set.copyOf(lastSeen.keySet());
    }
}
