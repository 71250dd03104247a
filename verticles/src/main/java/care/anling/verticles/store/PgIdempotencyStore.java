package care.anling.verticles.store;

import care.anling.verticles.vault.Cell;
import care.anling.verticles.vault.SealedTable;
import care.anling.verticles.vault.Vault;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.stream.Stream;

/** Answers already given, on PostgreSQL. */
public final class PgIdempotencyStore implements IdempotencyStore {

    // Taken when nobody has it, when its time is over, or when whoever had it died before answering.
    private static final String CLAIM = """
            INSERT INTO idempotency_keys AS k (account, route, key, body_hash) VALUES ($1, $2, $3, $4)
            ON CONFLICT (account, route, key) DO UPDATE
               SET body_hash = excluded.body_hash, status = NULL, answer = NULL, location = NULL, created_at = now()
             WHERE k.created_at < now() - make_interval(secs => $5)
                OR (k.status IS NULL AND k.body_hash = excluded.body_hash
                    AND k.created_at < now() - make_interval(secs => $6))
            RETURNING true AS taken""";

    private static final String FIND =
            "SELECT body_hash, status, answer, location FROM idempotency_keys WHERE account = $1 AND route = $2 AND key = $3";

    private static final String REMEMBER =
            "UPDATE idempotency_keys SET status = $4, answer = $5, location = $6 WHERE account = $1 AND route = $2 AND key = $3";

    private static final String FORGET =
            "DELETE FROM idempotency_keys WHERE account = $1 AND route = $2 AND key = $3 AND status IS NULL";

    /** A body may be a password: whoever has the table alone must not be able to try guesses against its hash. */
    private static final String BODY = "idempotency_keys.body_hash";

    private final SqlClient client;
    private final Vault vault;

    public PgIdempotencyStore(SqlClient client, Vault vault) {
        this.client = client;
        this.vault = vault;
    }

    @Override
    public Future<Claim> claim(Key key, byte[] bodyHash, Duration believedFor, Duration abandonedAfter) {
        Tuple parameters = names(key)
                .addBuffer(Buffer.buffer(vault.hash(BODY, text(bodyHash))))
                .addDouble((double) believedFor.toSeconds())
                .addDouble((double) abandonedAfter.toSeconds());
        return Queries.ask(client, CLAIM, parameters)
                .compose(rows -> rows.findFirst().isPresent()
                        ? Future.succeededFuture(new Claim.Taken())
                        : Queries.ask(client, FIND, names(key))
                                .map(found -> found.findFirst()
                                        .map(row -> judge(key, row, bodyHash))
                                        // Given back between the two statements: asking again is safe and finds it
                                        // free.
                                        .orElseGet(Claim.UnderWay::new)));
    }

    @Override
    public Future<Void> remember(Key key, Claim.Answered answer) {
        return Queries.tell(
                client,
                REMEMBER,
                names(key)
                        .addInteger(answer.status())
                        .addString(vault.seal(cell(key), answer.body()))
                        .addValue(answer.location().orElse(null)));
    }

    @Override
    public Future<Void> forget(Key key) {
        return Queries.tell(client, FORGET, names(key));
    }

    private Claim judge(Key key, Row row, byte[] bodyHash) {
        byte[] known = row.getBuffer("body_hash").getBytes();
        if (Stream.of(vault.hashes(BODY, text(bodyHash))).noneMatch(hash -> Arrays.equals(known, hash))) {
            return new Claim.BodyDiffers();
        }
        Integer status = row.getInteger("status");
        return status == null
                ? new Claim.UnderWay()
                : new Claim.Answered(
                        status,
                        vault.open(cell(key), row.getString("answer")),
                        Optional.ofNullable(row.getString("location")));
    }

    /** An answer repeats what a resident's page says: it lies as closed as the page. */
    private static Cell cell(Key key) {
        return SealedTable.ANSWERS.cell("answer", key.account() + "/" + key.route() + "/" + key.text());
    }

    private static String text(byte[] bodyHash) {
        return Base64.getEncoder().encodeToString(bodyHash);
    }

    private static Tuple names(Key key) {
        return Tuple.of(key.account(), key.route(), key.text());
    }
}
