package care.anling.core.dispatch;

/** An accepted offer's way to the door and back. RELEASED gave the role back before the end. */
public enum AssignmentState {
    ACCEPTED,
    EN_ROUTE,
    ON_SCENE,
    CLEARED,
    RELEASED;

    /** Holding the role: nobody else is asked for it. */
    public boolean holds() {
        return this == ACCEPTED || this == EN_ROUTE || this == ON_SCENE;
    }
}
