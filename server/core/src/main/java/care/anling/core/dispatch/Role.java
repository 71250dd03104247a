package care.anling.core.dispatch;

/** What somebody does on an incident. Each role and slot has at most one holder. */
public enum Role {
    DOCTOR,
    FIRST_HAND,
    BRINGER,
    COORDINATOR,
    FAMILY;

    /** Somebody who walks there, as against somebody on a screen. */
    public boolean isAtTheDoor() {
        return this == FIRST_HAND || this == BRINGER || this == FAMILY;
    }
}
