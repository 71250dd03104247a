package care.anling.core.community;

import care.anling.core.common.CommunityId;
import care.anling.core.geo.Wgs84;
import java.util.Optional;

/** A node of the community tree. A street has no parent. */
public record Community(
        CommunityId id, CommunityLevel level, String name, Optional<CommunityId> parent, Optional<Wgs84> at) {}
