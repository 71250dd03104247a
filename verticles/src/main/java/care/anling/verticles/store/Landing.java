package care.anling.verticles.store;

import care.anling.core.common.IncidentId;
import java.util.Optional;

/**
 * Where an arrival ended.
 *
 * @param duplicate the same signal was stored before: nothing is written, and it may be acknowledged
 * @param incident the incident it opened or joined, for a duplicate the one its subject has open; absent for a cancel
 *     with nothing open
 */
public record Landing(Arrival arrival, boolean duplicate, Optional<IncidentId> incident) {}
