package care.anling.verticles.store;

import care.anling.verticles.store.AccountStore.Shown;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/** Second steps on PostgreSQL. Called from an event loop; never blocks. */
public final class PgTotpStore implements TotpStore {

    private static final String FIND = """
            SELECT secret, confirmed_at IS NOT NULL AS confirmed, last_step, failures, cardinality(recovery) AS recovery_left
              FROM totp WHERE account = $1""";

    private static final String BEGIN = """
            INSERT INTO totp AS t (account, secret) VALUES ($1, $2)
            ON CONFLICT (account) DO UPDATE SET secret = EXCLUDED.secret, created_at = now()
             WHERE t.confirmed_at IS NULL RETURNING account""";

    // The secret is compared too: another tab may have begun anew meanwhile, and its secret was shown no code of.
    private static final String CONFIRM = """
            WITH done AS (
                UPDATE totp SET confirmed_at = now(), last_step = $3, recovery = $4, failures = 0
                 WHERE account = $1 AND secret = $2 AND confirmed_at IS NULL RETURNING account),
            ended AS (
                UPDATE refresh_tokens t SET revoked_at = now() FROM done d
                 WHERE t.account = d.account AND t.revoked_at IS NULL AND t.family <> $5)
            SELECT account FROM done""";

    private static final String USE_STEP = """
            UPDATE totp SET last_step = $2, failures = 0
             WHERE account = $1 AND confirmed_at IS NOT NULL AND last_step < $2 AND failures < $3 RETURNING account""";

    // Not bounded by failures: nobody guesses 80 bits, and it is the way back in for who is locked out by a guesser.
    private static final String USE_RECOVERY = """
            UPDATE totp SET recovery = array_remove(recovery, $2), failures = 0
             WHERE account = $1 AND confirmed_at IS NOT NULL AND $2 = ANY (recovery) RETURNING account""";

    private static final String FAILED = "UPDATE totp SET failures = failures + 1 WHERE account = $1";

    private static final String REPLACE_RECOVERY =
            "UPDATE totp SET recovery = $2 WHERE account = $1 AND confirmed_at IS NOT NULL";

    private static final String RESET = """
            WITH gone AS (DELETE FROM totp WHERE account = $1 RETURNING account)
            UPDATE refresh_tokens t SET revoked_at = now() FROM gone g WHERE t.account = g.account AND t.revoked_at IS NULL""";

    private static final String OPEN = """
            WITH old AS (DELETE FROM sign_in_challenges WHERE account = $2 AND expires_at < now())
            INSERT INTO sign_in_challenges (challenge_hash, account, expires_at, shown)
            VALUES ($1, $2, now() + make_interval(secs => $3), sha256(convert_to($4, 'UTF8')))""";

    private static final String TRY = """
            UPDATE sign_in_challenges c SET tries = c.tries + 1 FROM accounts a
             WHERE c.challenge_hash = $1 AND c.expires_at > now() AND c.tries < $2
               AND a.id = c.account AND c.shown = sha256(convert_to(a.password_hash, 'UTF8'))
            RETURNING a.id, a.password_hash""";

    private static final String CLOSE =
            "DELETE FROM sign_in_challenges WHERE challenge_hash = $1 AND expires_at > now() RETURNING account";

    private final Pool client;

    public PgTotpStore(Pool client) {
        this.client = client;
    }

    @Override
    public Future<Optional<Enrolment>> find(UUID account) {
        return Queries.ask(client, FIND, Tuple.of(account))
                .map(rows -> rows.findFirst().map(PgTotpStore::enrolment));
    }

    @Override
    public Future<Boolean> begin(UUID account, String secret) {
        return found(BEGIN, Tuple.of(account, secret));
    }

    @Override
    public Future<Boolean> confirm(Confirmation done) {
        return inTurn(
                        done.account(),
                        CONFIRM,
                        Tuple.of(done.account(), done.secret(), done.step(), buffers(done.recovery()), done.kept()))
                .map(rows -> rows.findFirst().isPresent());
    }

    @Override
    public Future<Boolean> useStep(UUID account, long step) {
        return found(USE_STEP, Tuple.of(account, step, MAX_FAILURES));
    }

    @Override
    public Future<Boolean> useRecovery(UUID account, byte[] codeHash) {
        return found(USE_RECOVERY, Tuple.of(account, Buffer.buffer(codeHash)));
    }

    @Override
    public Future<Void> failed(UUID account) {
        return Queries.tell(client, FAILED, Tuple.of(account));
    }

    @Override
    public Future<Void> replaceRecovery(UUID account, List<byte[]> codeHashes) {
        return Queries.tell(client, REPLACE_RECOVERY, Tuple.of(account, (Object) buffers(codeHashes)));
    }

    @Override
    public Future<Void> reset(UUID account) {
        return inTurn(account, RESET, Tuple.of(account)).mapEmpty();
    }

    /** Both end sessions. */
    private Future<Stream<Row>> inTurn(UUID account, String sql, Tuple parameters) {
        return Queries.askInTurn(
                client,
                new Trips.Statement(SessionTurn.OF_ACCOUNT, Tuple.of(account)),
                new Trips.Statement(sql, parameters));
    }

    @Override
    public Future<Void> openChallenge(byte[] challengeHash, Shown shown, Duration lifetime) {
        return Queries.tell(
                client,
                OPEN,
                Tuple.of(
                        Buffer.buffer(challengeHash),
                        shown.account(),
                        (double) lifetime.toSeconds(),
                        shown.passwordHash()));
    }

    @Override
    public Future<Optional<Shown>> tryChallenge(byte[] challengeHash) {
        return Queries.ask(client, TRY, Tuple.of(Buffer.buffer(challengeHash), MAX_TRIES))
                .map(rows -> rows.findFirst()
                        .map(row -> new Shown(row.getUUID("id"), row.getString("password_hash"), true)));
    }

    @Override
    public Future<Boolean> closeChallenge(byte[] challengeHash) {
        return found(CLOSE, Tuple.of(Buffer.buffer(challengeHash)));
    }

    private Future<Boolean> found(String sql, Tuple parameters) {
        return Queries.ask(client, sql, parameters).map(rows -> rows.findFirst().isPresent());
    }

    private static Buffer[] buffers(List<byte[]> all) {
        return all.stream().map(Buffer::buffer).toArray(Buffer[]::new);
    }

    private static Enrolment enrolment(Row row) {
        return new Enrolment(
                row.getString("secret"),
                row.getBoolean("confirmed"),
                row.getLong("last_step"),
                row.getInteger("failures"),
                row.getInteger("recovery_left"));
    }
}
