package care.anling.core.community;

import care.anling.core.common.CommunityId;
import care.anling.core.geo.Wgs84;
import java.util.Optional;

/** Where to go first: a building of the tree, words for the door ("3号楼 2单元 502") and the building's point. */
public record Place(Optional<CommunityId> building, String label, Optional<Wgs84> at) {}
