package care.anling.core.dispatch;

import care.anling.core.common.AssignmentId;
import care.anling.core.common.OfferId;
import care.anling.core.common.Person;
import java.time.Instant;
import java.util.Optional;

/** Somebody who said yes, in one role and slot. Times are the database's. */
public record Assignment(
        AssignmentId id,
        OfferId offer,
        Person responder,
        Role role,
        int slot,
        int epoch,
        AssignmentState state,
        Instant acceptedAt,
        Optional<Instant> enRouteAt,
        Optional<Instant> onSceneAt,
        Optional<Instant> endedAt,
        Optional<Integer> etaSeconds) {}
