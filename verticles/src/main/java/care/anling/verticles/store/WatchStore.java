package care.anling.verticles.store;

import care.anling.core.common.CommunityId;
import care.anling.core.common.DeviceId;
import care.anling.core.common.IncidentId;
import care.anling.core.common.Person;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** What Anling asks its tables about itself. */
public interface WatchStore {

    /** Whom every canary's drill is offered to. */
    Person CANARY_DOCTOR = new Person(UUID.fromString("00000000-0000-7000-8000-00000000ca4b"), "自检");

    /** Looks, and writes down what is seen, in one statement: every node may look, and all see the same troubles. */
    Future<Sight> look(Watch watch);

    /** Where this trouble's incident is. */
    Future<Void> noteRaised(Watch watch, CommunityId street, IncidentId incident);

    /** Somebody at a desk has looked at these feed nodes within the last seconds. */
    Future<Void> noteLooks(Set<CommunityId> nodes);

    /**
     * The synthetic device of a node, from now on with this secret.
     *
     * @return absent when there are canaries enough
     */
    Future<Optional<DeviceId>> claimCanary(UUID node, DeviceId fresh, byte[] secretHash, Duration lease);

    /** How the canary's walk ended, which keeps it this node's; false when it is somebody else's by now. */
    Future<Boolean> noteWalk(UUID node, Optional<String> trouble, Duration lease);

    /** The node goes: its canary is free. */
    Future<Void> leaveCanary(UUID node);

    /** @param over those that stood until now; of several nodes that look, one learns of it */
    record Sight(List<Trouble> standing, List<Trouble> over) {}

    /**
     * @param street who has to hear of it
     * @param detail where or how late, for people
     * @param now of the database, like {@code since}
     */
    record Trouble(
            CommunityId street,
            String name,
            String detail,
            Instant since,
            Instant now,
            Optional<IncidentId> incident) {}
}
