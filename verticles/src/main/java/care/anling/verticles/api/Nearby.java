package care.anling.verticles.api;

import care.anling.core.common.CommunityId;
import care.anling.core.community.Community;
import care.anling.core.dispatch.Role;
import care.anling.core.geo.Fix;
import care.anling.core.geo.Wgs84;
import care.anling.verticles.access.Caller;
import care.anling.verticles.access.Refusal;
import care.anling.verticles.access.TreeCache;
import care.anling.verticles.store.ResponderNow;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * Whom somebody may name for a role: people of their own part of the tree, of the street above it, or of a community that was
 * lent to the incident, who can fill it.
 */
final class Nearby {

    /** Older than this, a position says where somebody was. */
    private static final Duration POSITION_FRESH = Duration.ofMinutes(10);

    private final TreeCache trees;
    private final Clock clock;

    Nearby(ApiPorts ports) {
        this.trees = ports.access().trees();
        this.clock = ports.clock();
    }

    /** @param lent communities that came into the incident */
    ResponderNow require(Optional<ResponderNow> found, Caller caller, Role role, Set<CommunityId> lent) {
        ResponderNow now = found.filter(r -> isNear(r, caller) || lent.contains(r.community()))
                .orElseThrow(() -> new Refusal(422, "responder_unknown", "There is no such responder here."));
        if ((role == Role.DOCTOR) != now.role().equals("DOCTOR")) {
            throw new Refusal(422, "role_not_theirs", "This person cannot fill this role.");
        }
        return now;
    }

    private boolean isNear(ResponderNow responder, Caller caller) {
        return caller.viewer().nodes().stream()
                .anyMatch(node -> node.equals(responder.community())
                        || trees.tree()
                                .find(node)
                                .flatMap(Community::parent)
                                .filter(responder.community()::equals)
                                .isPresent()
                        || trees.tree()
                                .find(responder.community())
                                .flatMap(Community::parent)
                                .filter(node::equals)
                                .isPresent());
    }

    Optional<Wgs84> findFresh(Optional<Fix> position) {
        return position.filter(fix -> !fix.at().isBefore(clock.instant().minus(POSITION_FRESH)))
                .map(Fix::point);
    }
}
