package care.anling.core.community;

import care.anling.core.common.CommunityId;
import care.anling.core.geo.Wgs84;
import java.util.Optional;

/**
 * Where to go first: a building of the tree, words for the door ("3号楼 2单元 502"), the building's point, and the floor.
 *
 * @param floor as counted in China: the ground floor is the first
 */
public record Place(Optional<CommunityId> building, String label, Optional<Wgs84> at, Optional<Integer> floor) {

    /** A place whose floor nobody wrote down. */
    public Place(Optional<CommunityId> building, String label, Optional<Wgs84> at) {
        this(building, label, at, Optional.empty());
    }
}
