package care.anling.core.dispatch;

/** One place to fill on an incident: at most one person holds it at a time. Slots count from 1. */
public record RoleSlot(Role role, int slot) {

    /** Reads what {@link #toString} wrote. */
    public static RoleSlot of(String text) {
        int colon = text.indexOf(':');
        return new RoleSlot(Role.valueOf(text.substring(0, colon)), Integer.parseInt(text.substring(colon + 1)));
    }

    /** {@code DOCTOR:1}: short enough to be stored. */
    @Override
    public String toString() {
        return role + ":" + slot;
    }
}
