package care.anling.verticles.store;

import care.anling.core.common.CommunityId;
import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** The ordered stream of what happened, one per feed node. Logs in as {@code feed}. */
public interface FeedStore {

    /** Feed nodes that have committed events without a number. */
    Future<List<CommunityId>> listUnnumbered(int limit);

    /** Numbers this node's committed, unnumbered events in one statement; returns how many. Safe from any node at once. */
    Future<Integer> number(CommunityId community, int limit);

    /** Numbered events after each cursor, per node in order. */
    Future<List<FeedEvent>> read(Map<CommunityId, Long> after, int limit);

    /** Epoch and last number of each node. The epoch changes when a restore may have taken numbers back. */
    Future<Map<CommunityId, Head>> heads(Set<CommunityId> communities);

    /** Open incidents, devices and responders of one node together with the head they are true at, in one snapshot. */
    Future<FeedSnapshot> snapshot(CommunityId community);

    /** Of one node: this device, or those of this resident. Like a snapshot's. */
    Future<List<DeviceNow>> listDevices(CommunityId community, UUID of);

    /** @param reborn whether this is not the node's first epoch: a number alone may be one of either past */
    record Head(UUID epoch, long seq, boolean reborn) {}

    /**
     * @param view what it is about, as JSON, as it stood when the event was stored, with no clinical field: the IncidentView, or
     *     of {@code call.ringing} the CallView
     */
    record FeedEvent(
            CommunityId community, long seq, java.time.Instant at, String type, String view, List<String> prompts) {}

    record FeedSnapshot(
            CommunityId community,
            Head head,
            List<String> incidents,
            List<DeviceNow> devices,
            List<ResponderNow> responders) {}
}
