package care.anling.core.incident;

import care.anling.core.common.IncidentId;
import care.anling.core.dispatch.Role;
import java.util.Optional;

/**
 * What a watch hears of its incident: help is coming.
 *
 * @param state received, offered, accepted, on_scene or closed
 * @param drill the wearer pressed for practice, and should hear that it was taken as such
 */
public record DeviceWord(
        IncidentId incident,
        String state,
        Optional<String> by,
        Optional<Role> role,
        Optional<Integer> etaSeconds,
        boolean drill) {}
