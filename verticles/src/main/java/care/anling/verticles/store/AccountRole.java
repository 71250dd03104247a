package care.anling.verticles.store;

/** What a signed-in person is. Fixed per account; decides which acts they ever have and what of an incident they see. */
public enum AccountRole {
    ADMIN,
    COORDINATOR,
    DOCTOR,
    VOLUNTEER,
    STAFF,
    FAMILY,
    /** A machine: keeps the devices of its part of the tree, is asked nothing and sees nobody. */
    INTEGRATOR;

    /** Sees whole incidents of their part of the tree, and acts on them from the desk. */
    public boolean isDesk() {
        return this == ADMIN || this == COORDINATOR;
    }

    /** Has a node of the tree and what is below it, and nothing of the street above. */
    public boolean keepsAPart() {
        return isDesk() || this == INTEGRATOR;
    }

    /** Sees an incident only through an offer made to them. */
    public boolean isAskedFirst() {
        return this == DOCTOR || this == VOLUNTEER || this == STAFF;
    }
}
