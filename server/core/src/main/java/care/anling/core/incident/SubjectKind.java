package care.anling.core.incident;

/** Whom or what an incident is about: a resident; else a place; else a device. */
public enum SubjectKind {
    RESIDENT,
    PLACE,
    DEVICE
}
