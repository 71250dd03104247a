package care.anling.verticles.store;

import care.anling.core.common.CommunityId;
import care.anling.core.common.Person;
import care.anling.core.geo.Fix;
import java.util.List;
import java.util.Optional;

/** A responder as shown on the map. {@code role} is the account's role: DOCTOR, VOLUNTEER, STAFF, FAMILY. */
public record ResponderNow(
        Person person,
        String role,
        CommunityId community,
        boolean onDuty,
        boolean busy,
        Optional<Fix> position,
        List<String> skills) {

    /** For whoever may know that they are there, and not where. */
    public ResponderNow somewhere() {
        return new ResponderNow(person, role, community, onDuty, busy, Optional.empty(), skills);
    }
}
