package care.anling.verticles.store;

import care.anling.core.common.CommunityId;
import care.anling.core.community.CommunityLevel;
import care.anling.core.geo.Wgs84;
import io.vertx.core.Future;
import java.util.Optional;
import java.util.Set;

/** The nodes of the community tree as administrators keep them. Everybody else reads the tree from memory. */
public interface NodeStore {

    /**
     * @param nameEn for screens in English
     * @param plan its part of the map's plan, in the plan's own words
     * @param lends whether its volunteers are asked for the communities beside it
     */
    record Face(String name, Optional<String> nameEn, Optional<Wgs84> at, Optional<String> plan, boolean lends) {}

    record Node(CommunityId id, CommunityLevel level, Optional<CommunityId> parent, Face face, long version) {}

    enum Edited {
        DONE,
        ABSENT,
        STALE
    }

    Future<Optional<Node>> find(Set<CommunityId> kept, CommunityId node);

    Future<Void> add(Node node);

    /** @param version the one the face was made on; absent for "whatever it is now" */
    Future<Edited> change(Set<CommunityId> kept, CommunityId node, Optional<Long> version, Face face);
}
