package care.anling.core.dispatch;

/** How somebody stands to the community whose incident looks for people. */
public enum Circle {
    OWN,
    /** Of the street above it. */
    STREET,
    /** Of another community of the same street: lent for one incident, where a step says so. */
    NEIGHBOUR,
    /** Family of the very resident the incident is about. */
    KIN
}
