package care.anling.verticles.store;

import care.anling.core.common.CommunityId;
import care.anling.core.common.ResidentId;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** Accounts and sessions on PostgreSQL. A session is a family of refresh tokens, of which only hashes are kept. */
public final class PgAccountStore implements AccountStore {

    private static final String ACCOUNT =
            "a.id, a.username, a.name, a.role, a.community, a.resident, NOT a.disabled AS enabled,"
                    + " a.must_change_password, EXISTS (SELECT FROM totp f WHERE f.account = a.id"
                    + " AND f.confirmed_at IS NOT NULL) AS totp";

    private static final String BY_USERNAME =
            "SELECT " + ACCOUNT + ", a.password_hash FROM accounts a WHERE a.username = $1";

    private static final String BY_ID = "SELECT " + ACCOUNT + " FROM accounts a WHERE a.id = $1";

    private static final String OPEN = """
            INSERT INTO refresh_tokens (token_hash, family, account, expires_at)
            SELECT $1, $2, a.id, now() + make_interval(secs => $4) FROM accounts a
             WHERE a.id = $3 AND NOT a.disabled AND a.password_hash = $5
               AND $6 = EXISTS (SELECT FROM totp f WHERE f.account = a.id AND f.confirmed_at IS NOT NULL)
            RETURNING true""";

    // Spent is the token that was shown or, when that was spent a moment ago, the unused one given for it: never both.
    // Shown, used and nothing to spend: the whole family ends.
    private static final String ROTATE = """
            WITH mine AS (
                UPDATE refresh_tokens t SET used_at = now() FROM refresh_tokens shown JOIN accounts a ON a.id = shown.account
                 WHERE shown.token_hash = $1 AND shown.revoked_at IS NULL AND shown.expires_at > now() AND NOT a.disabled
                   AND t.family = shown.family AND t.used_at IS NULL AND t.revoked_at IS NULL AND t.expires_at > now()
                   AND (t.token_hash = shown.token_hash
                        OR t.predecessor = shown.token_hash AND shown.used_at > now() - make_interval(secs => $4))
                RETURNING t.family, t.account),
            fresh AS (
                INSERT INTO refresh_tokens (token_hash, family, account, expires_at, predecessor)
                SELECT $2, family, account, now() + make_interval(secs => $3), $1 FROM mine),
            stolen AS (
                UPDATE refresh_tokens t SET revoked_at = now() FROM refresh_tokens used
                 WHERE used.token_hash = $1 AND used.used_at IS NOT NULL AND t.family = used.family AND t.revoked_at IS NULL
                   AND NOT EXISTS (SELECT FROM mine)
                RETURNING t.family)
            SELECT m.family, true AS rotated,""" + " " + ACCOUNT + """
             FROM mine m JOIN accounts a ON a.id = m.account
            UNION ALL
            SELECT DISTINCT s.family, false, NULL::uuid, NULL, NULL, NULL, NULL::uuid, NULL::uuid, NULL::boolean,
                   NULL::boolean, NULL::boolean FROM stolen s""";

    private static final String END =
            "UPDATE refresh_tokens SET revoked_at = now() WHERE family = $1 AND revoked_at IS NULL";

    private static final String END_ALL =
            "UPDATE refresh_tokens SET revoked_at = now() WHERE account = $1 AND revoked_at IS NULL";

    private static final String CHANGE_PASSWORD = """
            WITH changed AS (
                UPDATE accounts SET password_hash = $2, must_change_password = false, password_changed_at = now(),
                       version = version + 1
                 WHERE id = $1 RETURNING id)
            UPDATE refresh_tokens t SET revoked_at = now() FROM changed c
             WHERE t.account = c.id AND t.revoked_at IS NULL AND t.family IS DISTINCT FROM $3""";

    private static final String USE_ONCE = """
            WITH old AS (DELETE FROM used_sign_ins WHERE forget_at < now())
            INSERT INTO used_sign_ins (answer_hash, forget_at) VALUES ($1, now() + make_interval(secs => $2))
            ON CONFLICT DO NOTHING RETURNING true""";

    private static final String LIVE = "SELECT t.family, " + ACCOUNT + """
             FROM refresh_tokens t JOIN accounts a ON a.id = t.account
            WHERE t.family = ANY ($1) AND t.used_at IS NULL AND t.revoked_at IS NULL AND t.expires_at > now()
              AND NOT a.disabled""";

    private final Pool client;

    public PgAccountStore(Pool client) {
        this.client = client;
    }

    @Override
    public Future<Optional<Credentials>> findByUsername(String username) {
        return Queries.ask(client, BY_USERNAME, Tuple.of(username))
                .map(rows ->
                        rows.findFirst().map(row -> new Credentials(account(row), row.getString("password_hash"))));
    }

    @Override
    public Future<Optional<Account>> find(UUID account) {
        return Queries.ask(client, BY_ID, Tuple.of(account))
                .map(rows -> rows.findFirst().map(PgAccountStore::account));
    }

    @Override
    public Future<Boolean> openSession(UUID session, Shown shown, byte[] refreshHash, Duration lifetime) {
        Tuple opening = Tuple.of(Buffer.buffer(refreshHash), session, shown.account(), (double) lifetime.toSeconds())
                .addString(shown.passwordHash())
                .addBoolean(shown.secondStep());
        return Queries.askInTurn(
                        client,
                        new Trips.Statement(SessionTurn.OF_ACCOUNT, Tuple.of(shown.account())),
                        new Trips.Statement(OPEN, opening))
                .map(rows -> rows.findFirst().isPresent());
    }

    @Override
    public Future<Rotation> rotate(byte[] presentedHash, byte[] freshHash, Duration lifetime) {
        Buffer shown = Buffer.buffer(presentedHash);
        Tuple trade = Tuple.of(
                shown, Buffer.buffer(freshHash), (double) lifetime.toSeconds(), (double) REFRESH_GRACE.toSeconds());
        return Queries.askInTurn(
                        client,
                        new Trips.Statement(SessionTurn.OF_TOKEN, Tuple.of(shown)),
                        new Trips.Statement(ROTATE, trade))
                .map(rows -> rows.findFirst().map(PgAccountStore::rotation).orElseGet(Rotation.Refused::new));
    }

    @Override
    public Future<Boolean> useOnce(byte[] hash, Duration kept) {
        return Queries.ask(client, USE_ONCE, Tuple.of(Buffer.buffer(hash), (double) kept.toSeconds()))
                .map(rows -> rows.findFirst().isPresent());
    }

    @Override
    public Future<Void> endSession(UUID session) {
        return inTurn(SessionTurn.OF_SESSION, session, END, Tuple.of(session));
    }

    @Override
    public Future<Void> endSessions(UUID account) {
        return inTurn(SessionTurn.OF_ACCOUNT, account, END_ALL, Tuple.of(account));
    }

    @Override
    public Future<Void> changePassword(UUID account, String passwordHash, Optional<UUID> kept) {
        return inTurn(
                SessionTurn.OF_ACCOUNT, account, CHANGE_PASSWORD, Tuple.of(account, passwordHash, kept.orElse(null)));
    }

    private Future<Void> inTurn(String turn, UUID whose, String act, Tuple parameters) {
        return Queries.askInTurn(
                        client, new Trips.Statement(turn, Tuple.of(whose)), new Trips.Statement(act, parameters))
                .mapEmpty();
    }

    @Override
    public Future<Map<UUID, Account>> listLive(Set<UUID> sessions) {
        return Queries.ask(client, LIVE, Tuple.of((Object) sessions.toArray(UUID[]::new)))
                .map(rows -> rows.collect(
                        Collectors.toMap(row -> row.getUUID("family"), PgAccountStore::account, (one, other) -> one)));
    }

    private static Rotation rotation(Row row) {
        UUID session = row.getUUID("family");
        return row.getBoolean("rotated") ? new Rotation.Rotated(session, account(row)) : new Rotation.Reused(session);
    }

    private static Account account(Row row) {
        return new Account(
                row.getUUID("id"),
                row.getString("username"),
                row.getString("name"),
                AccountRole.valueOf(row.getString("role")),
                new CommunityId(row.getUUID("community")),
                Optional.ofNullable(row.getUUID("resident")).map(ResidentId::new),
                row.getBoolean("enabled"),
                row.getBoolean("must_change_password"),
                row.getBoolean("totp"));
    }
}
