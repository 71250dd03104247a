package care.anling.app.demo;

import care.anling.core.common.CommunityId;
import care.anling.core.geo.Wgs84;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Somebody who signs in.
 *
 * @param resident whose family
 * @param duty absent for those who are never asked to act
 * @param human left to the visitor: the simulation never signs in as this one
 */
record DemoAccount(
        UUID id,
        String username,
        String name,
        String role,
        CommunityId community,
        Optional<UUID> resident,
        Optional<Duty> duty,
        boolean human) {

    record Duty(List<String> roles, boolean onDuty, List<String> skills, Optional<Wgs84> home) {}
}
