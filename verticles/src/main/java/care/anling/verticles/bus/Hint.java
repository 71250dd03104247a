package care.anling.verticles.bus;

import care.anling.core.common.CommunityId;
import care.anling.core.common.DeviceId;
import care.anling.core.common.Person;
import care.anling.core.geo.Fix;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * What verticles tell each other: hints that something is worth a look. A lost one costs at most a second, because
 * everybody also polls; the truth is in the store.
 */
public sealed interface Hint {

    /** Committed events wait to be numbered. */
    record CommunityNews(CommunityId community) implements Hint {}

    /** Events were numbered: whoever reads this node's stream may go on. */
    record FeedAdvanced(CommunityId community) implements Hint {}

    /** A deadline may be due now. */
    record DeadlineDue() implements Hint {}

    /** Somebody has to be told something now. */
    record NoticesDue() implements Hint {}

    /** Words wait for this device. */
    record DeviceTold(DeviceId device) implements Hint {}

    /** Another connection of this device with this client identifier was accepted; the older one leaves. */
    record ConnectionTaken(DeviceId device, String clientId, UUID connection) implements Hint {}

    /**
     * Work on a device, a test of it or somebody's absence was said, or is over: whoever shows devices looks again.
     *
     * @param of the device, or the resident whose devices they are
     */
    record UpkeepChanged(CommunityId community, UUID of) implements Hint {}

    /** Devices, people or the tree changed. */
    record RegistryChanged() implements Hint {}

    /** Latest value only; may be dropped. */
    record PositionMoved(CommunityId community, boolean responder, UUID id, Fix fix) implements Hint {}

    /** A coordinator showed a sign of life before a screen of this node. May be dropped. */
    record DeskSeen(CommunityId community, Person who, Instant at) implements Hint {}

    /** A responder changed state (duty, busy). */
    record ResponderChanged(CommunityId community, UUID responder, String state) implements Hint {}

    /**
     * A device said something of itself.
     *
     * @param seenAt when it was last alive; absent when others say that it is gone. Without it a screen could not tell
     *     what it read a moment ago from what it hears now
     */
    record DeviceChanged(
            CommunityId community,
            UUID device,
            String state,
            Optional<Integer> batteryPercent,
            Optional<Instant> seenAt)
            implements Hint {}
}
