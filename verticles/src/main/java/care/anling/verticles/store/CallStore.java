package care.anling.verticles.store;

import care.anling.core.common.CommunityId;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Calls as a telephone system announces them, before anybody has answered. */
public interface CallStore {

    /**
     * Lets a call ring at the desk of whoever may be calling; at the street's when nobody knows the number. The same message
     * again is the same call, and rings nowhere a second time.
     */
    Future<Rung> ring(Ring ring);

    /** As it was said; of a call in the asking account's part of the tree. */
    Future<Optional<Call>> find(UUID call);

    /**
     * @param id of the call, if it is the first time it is heard of
     * @param exchange the telephone system's name
     * @param home the part of the tree it serves: only who lives there is looked for, and unknown numbers ring there;
     *     absent for all streets
     * @param message the telephone system's own name for this message
     */
    record Ring(UUID id, String exchange, Optional<CommunityId> home, String message, Said said) {}

    /** What the telephone system said. Never printed: it would end in a log. */
    record Said(Optional<String> from, Optional<String> to, Optional<String> callId) {

        @Override
        public String toString() {
            return "Said[***]";
        }
    }

    /** @param communities where it rings, the first time; none when it did before */
    record Rung(UUID call, Set<CommunityId> communities) {}

    record Call(UUID id, Instant rangAt, String exchange, Said said) {}
}
