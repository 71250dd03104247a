package care.anling.verticles.store;

/** A database failure, judged: may the same thing be tried again? Carries no data of the statement. */
public final class StoreFailure extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** TRANSIENT: retry as it is (connection lost, deadlock, serialization, shutdown). PERMANENT: it will fail again. */
    public enum Kind {
        TRANSIENT,
        PERMANENT
    }

    /** SQLSTATE serialization_failure, raised by our own schema alone: nothing here runs serializable. */
    static final String OUTDATED = "40001";

    /** SQLSTATE class of violated constraints; those that may be tried again are the ones only a race can break. */
    private static final String CONSTRAINT = "23";

    private final Kind kind;
    private final String sqlState;

    public StoreFailure(Kind kind, String sqlState, String message) {
        super(message, null, false, false);
        this.kind = kind;
        this.sqlState = sqlState;
    }

    public Kind kind() {
        return kind;
    }

    /** SQLSTATE, or "" when the failure was not the server's answer. */
    public String sqlState() {
        return sqlState;
    }

    /** What was decided on no longer holds: nothing was written, and looking again will tell. */
    public boolean isOutdated() {
        return kind == Kind.TRANSIENT && (OUTDATED.equals(sqlState) || sqlState.startsWith(CONSTRAINT));
    }
}
