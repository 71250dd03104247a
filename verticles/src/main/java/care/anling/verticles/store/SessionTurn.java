package care.anling.verticles.store;

/**
 * Whoever opens a session, gives out its next token, or ends sessions, does it alone for that account: a refresh under way is not
 * overlooked by who ends the session, because a statement sees nothing that was committed after it began. Taken by the first
 * of two statements, held to the end of the transaction; one lock, so nobody waits in a circle.
 */
final class SessionTurn {

    static final String OF_ACCOUNT = "SELECT pg_advisory_xact_lock(hashtextextended($1::uuid::text, 0))";

    static final String OF_TOKEN = """
            SELECT pg_advisory_xact_lock(hashtextextended(account::text, 0)) FROM refresh_tokens WHERE token_hash = $1""";

    static final String OF_SESSION = """
            SELECT pg_advisory_xact_lock(hashtextextended(account::text, 0))
              FROM (SELECT account FROM refresh_tokens WHERE family = $1 LIMIT 1) whose""";

    private SessionTurn() {}
}
