package care.anling.core.community;

/** The three levels of the tree: 街道, 社区, 楼院. */
public enum CommunityLevel {
    STREET,
    COMMUNITY,
    BUILDING
}
