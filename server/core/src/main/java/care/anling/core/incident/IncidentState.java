package care.anling.core.incident;

/** Open until a human stands it down; a stood-down incident never comes back. */
public enum IncidentState {
    OPEN,
    STOOD_DOWN
}
