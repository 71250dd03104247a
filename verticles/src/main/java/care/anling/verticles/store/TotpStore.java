package care.anling.verticles.store;

import care.anling.verticles.store.AccountStore.Shown;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * The second step of signing in: sealed secrets, which codes are used up, and who is between the two steps. Every check
 * that spends something is one statement, so that of two who come at once with the same, on any nodes, one is refused.
 */
public interface TotpStore {

    /** NIST SP 800-63B §5.2.2: after so many wrong codes in a row none is right any more, until somebody resets it. */
    int MAX_FAILURES = 100;

    /** Wrong codes for one right password. */
    int MAX_TRIES = 5;

    Future<Optional<Enrolment>> find(UUID account);

    /** Starts anew with this secret; false when one is confirmed already. */
    Future<Boolean> begin(UUID account, String secret);

    /** A code of this secret was shown. Every other session of the account ends: it came in without. */
    Future<Boolean> confirm(Confirmation confirmation);

    /** Uses up this step and every one before it; false when it was, or after too many failures. */
    Future<Boolean> useStep(UUID account, long step);

    /** Uses up this one; false when it is none. */
    Future<Boolean> useRecovery(UUID account, byte[] codeHash);

    Future<Void> failed(UUID account);

    Future<Void> replaceRecovery(UUID account, List<byte[]> codeHashes);

    /** No second step any more, and no session. */
    Future<Void> reset(UUID account);

    Future<Void> openChallenge(byte[] challengeHash, Shown shown, Duration lifetime);

    /** What was shown for it, if it lives and that still is the account's password; counts the try. */
    Future<Optional<Shown>> tryChallenge(byte[] challengeHash);

    /** Uses it up; false when it was. */
    Future<Boolean> closeChallenge(byte[] challengeHash);

    /** @param secret sealed */
    record Enrolment(String secret, boolean confirmed, long lastStep, int failures, int recoveryLeft) {}

    /** @param secret sealed, as it was found @param kept the session that goes on */
    record Confirmation(UUID account, String secret, long step, List<byte[]> recovery, UUID kept) {}
}
