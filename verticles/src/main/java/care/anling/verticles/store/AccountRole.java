package care.anling.verticles.store;

/** What a signed-in person is. Fixed per account; decides which acts they ever have and what of an incident they see. */
public enum AccountRole {
    ADMIN,
    COORDINATOR,
    DOCTOR,
    VOLUNTEER,
    STAFF,
    FAMILY;

    /** Sees whole incidents of their part of the tree, and acts on them from the desk. */
    public boolean isDesk() {
        return this == ADMIN || this == COORDINATOR;
    }

    /** Sees an incident only through an offer made to them. */
    public boolean isAskedFirst() {
        return this == DOCTOR || this == VOLUNTEER || this == STAFF;
    }
}
