package care.anling.verticles.store;

import care.anling.core.common.CommunityId;
import care.anling.core.common.IncidentId;
import care.anling.core.dispatch.RosterEntry;
import care.anling.core.geo.Fix;
import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** People who can act. */
public interface ResponderStore {

    /**
     * Everybody of this feed node (and of the street above it) who can fill a role, on duty or not, and volunteers on duty
     * whom the street's other communities could lend. Bounded: whoever is on duty comes first, and of volunteers those who
     * live near. Family is left out: they are asked about their own resident
     * alone, and a community's roster serves all of its incidents.
     */
    Future<List<RosterEntry>> roster(CommunityId community, int limit);

    /**
     * The families of the residents these incidents are about, as far as they have an account, each in the order of the
     * contacts. Bounded for each incident; one without family is absent.
     */
    Future<Map<IncidentId, List<RosterEntry>>> listKin(Set<IncidentId> incidents);

    /** As they see themselves; empty for somebody who is no responder. */
    Future<Optional<ResponderNow>> findNow(UUID responder);

    Future<Void> setDuty(UUID responder, boolean onDuty);

    /** Latest value wins, by {@link Fix#at()}. */
    Future<Void> setPosition(UUID responder, Fix fix);

    /** As coordinators of these feed nodes see them, in the order of coming in, those after {@code after}. */
    Future<List<ResponderNow>> listNow(Set<CommunityId> communities, Optional<UUID> after, int limit);
}
