package care.anling.core.incident;

import care.anling.core.common.CommunityId;
import care.anling.core.community.Place;
import java.util.Optional;
import java.util.UUID;

/**
 * Whom an incident is about. At most one incident is open per {@code (kind, id)}.
 *
 * @param id the resident's, building's or device's id
 * @param community the feed node the incident belongs to
 * @param label a name for people: the resident's, the building's, the device's
 */
public record Subject(SubjectKind kind, UUID id, CommunityId community, String label, Optional<Place> place) {

    Subject at(Optional<Place> elsewhere) {
        return new Subject(kind, id, community, label, elsewhere);
    }
}
