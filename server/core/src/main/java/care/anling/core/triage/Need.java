package care.anling.core.triage;

/** What kind of help is needed; an incident holds a set and one leads. Declared in the order in which they lead. */
public enum Need {
    FIRE_OR_GAS,
    MEDICAL,
    PHYSICAL_HELP,
    WANDERING,
    WELFARE,
    TECHNICAL
}
